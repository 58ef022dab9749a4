"""The tables of status words of all sources."""

import importlib
import pkgutil

from graph.vocabulary import (
    AUTHORISED_STATUSES,
    EVER_AUTHORISED_STATUSES,
    NEVER_AUTHORISED_STATUSES,
    VOCABULARIES,
)
from seed import sources, values

STATUSES = VOCABULARIES["RegulatoryStatus"].values


def _tables() -> dict[str, dict[str, str]]:
    found = {}
    for package in (sources, values):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            if table := getattr(module, "_STATUS", None) or getattr(module, "STATUS", None):
                found[info.name] = table
    return found


def test_a_printed_status_always_says_something() -> None:
    tables = _tables()
    assert len(tables) > 7
    for name, table in tables.items():
        assert set(table.values()) <= STATUSES.keys() - {"NOT_STATED"}, name


def test_every_status_is_granted_or_not_or_sold_without() -> None:
    assert AUTHORISED_STATUSES < EVER_AUTHORISED_STATUSES
    assert not EVER_AUTHORISED_STATUSES & NEVER_AUTHORISED_STATUSES
    rest = STATUSES.keys() - EVER_AUTHORISED_STATUSES - NEVER_AUTHORISED_STATUSES
    assert rest == {"OTC_MONOGRAPH", "UNAPPROVED", "NOT_STATED"}
