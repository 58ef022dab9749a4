"""A date that cannot be read never replaces a readable one."""

from seed.merge.buffer import Buffer
from seed.merge.draft import Draft
from seed.merge.merge import add, merge
from seed.records import Row


def _draft(digest: str, **values: str) -> Draft:
    return Draft("Approval", "approval:HSA:SIN1", Row("SIN1"), digest, {"agencyCode": "HSA", **values})


def test_an_unreadable_date_of_a_later_edition_leaves_the_earlier_one() -> None:
    buffer = Buffer("2026-01-01T00:00:00.000Z")
    current = add(_draft("1", date="1989-05-22", dateRaw="22/5/1989"), "hsa", buffer)
    merge(_draft("2", dateRaw="32.5.89"), current, "hsa", lambda source: 10, buffer)
    assert (current.values["date"], current.values["dateRaw"]) == ("1989-05-22", "22/5/1989")
    merge(_draft("3", date="1989-05-23", dateRaw="23/5/1989"), current, "hsa", lambda source: 10, buffer)
    assert (current.values["date"], current.values["dateRaw"]) == ("1989-05-23", "23/5/1989")


def test_an_edition_without_the_date_drops_it() -> None:
    buffer = Buffer("2026-01-01T00:00:00.000Z")
    current = add(_draft("1", date="1989-05-22", dateRaw="22/5/1989"), "hsa", buffer)
    merge(_draft("2"), current, "hsa", lambda source: 10, buffer)
    assert current.values["date"] is None
