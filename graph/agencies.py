"""Agencies: the facts, numbers and printed fields of each, declared once, in the module of its list.

The vocabularies AgencyCode and IdentifierScheme, a GraphQL type for each agency, the labels in the graph and the
agencies' own nodes all follow from the result of `agencies`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from graph import plugins
from graph.errors import ModelError
from graph.vocabulary import VOCABULARIES

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_ANY = re.compile(r".+")


@dataclass(frozen=True)
class Scheme:
    """A scheme of numbers that an agency gives. `pattern` matches one, as printed.

    `punctuated`: numbers that differ only in case, spaces or hyphens are different; otherwise they are the same number.
    """

    name: str
    description: str
    pattern: re.Pattern[str] = _ANY
    punctuated: bool = False


@dataclass(frozen=True)
class Native:
    """A field under the agency's own name; `reads` names the shared field that it repeats: holder or date."""

    name: str
    type: str
    description: str
    reads: str | None = None

    @classmethod
    def holder(cls, name: str, description: str) -> "Native":
        """The organisation on the record, as this agency calls it."""
        return cls(name, "Sponsor", description, reads="holder")

    @classmethod
    def date(cls, name: str, description: str) -> "Native":
        """The date on the record, as this agency calls it."""
        return cls(name, "PartialDate", description, reads="date")

    @classmethod
    def text(cls, name: str, description: str) -> "Native":
        """A string printed on the record under this name."""
        return cls(name, "String", description)


@dataclass(frozen=True)
class Agency:
    """A regulator, or a compendium (`kind`) of what one has licensed (`licensing_authority`).

    `code` is its value in AgencyCode and `meaning` that value's description. `record_type` is the label of its records
    and their GraphQL type, `record` that type's description. The first of `schemes` is a record's key. `holder_role`
    (SponsorRole) and `date_kind` (DateKind, None if it prints no date) hold where a record says nothing else.
    `decimal_comma`: strengths such as 2,5 mg have a comma for the point. Agencies are sorted by `place`, those without
    one last, then by code.
    """

    code: str
    name: str
    short_name: str
    meaning: str
    jurisdiction: str
    countries: tuple[str, ...]
    record_type: str
    record: str
    schemes: tuple[Scheme, ...]
    holder_role: str
    fields: tuple[Native, ...]
    date_kind: str | None = None
    url: str | None = None
    kind: str = "REGULATOR"
    licensing_authority: str | None = None
    place: int = 1_000
    decimal_comma: bool = False

    @property
    def number(self) -> re.Pattern[str]:
        """Pattern of the number that is a record's key."""
        return self.schemes[0].pattern


@cache
def agencies() -> dict[str, Agency]:
    """Return every agency that a module declares, by its code, in their order.

    Raises ModelError if two share a code, a type or a scheme, or if one uses a value outside its vocabulary.
    """
    declared = [module.AGENCY for module in plugins.modules().values() if hasattr(module, "AGENCY")]
    if problem := next(_problems(declared), None):
        raise ModelError(problem)
    return {agency.code: agency for agency in sorted(declared, key=lambda agency: (agency.place, agency.code))}


@cache
def schemes() -> dict[str, Scheme]:
    """Return every scheme of numbers by its name, in the order of the agencies."""
    return {scheme.name: scheme for agency in agencies().values() for scheme in agency.schemes}


def _problems(declared: list[Agency]) -> Iterator[str]:
    yield from _shared("code", (agency.code for agency in declared))
    yield from _shared("record type", (agency.record_type for agency in declared))
    yield from _shared("number scheme", (scheme.name for agency in declared for scheme in agency.schemes))
    for agency in declared:
        for word in (agency.code, *(scheme.name for scheme in agency.schemes)):
            if not _CODE.fullmatch(word):
                yield f"agency {agency.code}: {word!r} is not of capitals, digits and underscores"
        if not agency.schemes:
            yield f"agency {agency.code} gives its records no kind of number"
        for vocabulary, value in (
            ("AgencyKind", agency.kind),
            ("SponsorRole", agency.holder_role),
            ("DateKind", agency.date_kind),
        ):
            if value is not None and value not in VOCABULARIES[vocabulary].values:
                yield f"agency {agency.code}: {value!r} is not in {vocabulary}"


def _shared(what: str, words: Iterable[str]) -> Iterator[str]:
    for word, times in Counter(words).items():
        if times > 1:
            yield f"{times} agencies have the {what} {word}"


def agency_id(code: str) -> str:
    """Return the global id of an agency: `agency:FDA`."""
    return f"agency:{code}"
