"""The table of record kinds is whole, and the text of a shared fact can be read back."""

import doctest
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from graph.model import NODES, RELATIONS
from seed.merge import shared_fact
from seed.merge.record_kinds import KIND_OF_RECORD, KINDS
from seed.merge.shared_fact import SharedFact
from seed.records import Record


def test_every_type_of_record_has_a_kind() -> None:
    assert KIND_OF_RECORD.keys() == set(get_args(Record))


def test_kinds_speak_of_the_model() -> None:
    assert KINDS.keys() <= NODES.keys()
    for kind in KINDS.values():
        for type_ in kind.own_links:
            assert kind.label in RELATIONS[type_].start.split("|")


def test_trials_and_approvals_name_drugs() -> None:
    assert [kind.label for kind in KINDS.values() if kind.names_drugs] == ["Trial", "Approval"]


_WORD = st.text(st.characters(codec="utf-8", exclude_characters=" :"), min_size=1)


@given(_WORD, _WORD, st.text(min_size=1), st.none() | _WORD)
def test_an_entry_is_read_back(type_: str, start: str, end: str, kind: str | None) -> None:
    fact = SharedFact(type_, start, end, kind)
    assert SharedFact.parse(fact.entry()) == fact


def test_the_examples_of_the_documentation_hold() -> None:
    outcome = doctest.testmod(shared_fact)
    assert (outcome.attempted, outcome.failed) == (2, 0)
