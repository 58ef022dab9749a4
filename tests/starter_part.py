"""The part of the starter data that most tests read: all lists and diseases, and the trials of API v2."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from seed.extract.feeds import Feed, feeds
from seed.records import Record

_LEFT_OUT = {"aact", "unii"}
_TRIALS = "clinicaltrials"


def part() -> list[Feed]:
    """Return the feeds of a starter graph that is loaded within a minute: 43,000 trials less."""
    shipped = (feed for feed in feeds(None, None) if feed.source.id not in _LEFT_OUT)
    return [_of_v2(feed) if feed.source.id == _TRIALS else feed for feed in shipped]


def _of_v2(feed: Feed) -> Feed:
    return replace(feed, records=partial(_v2_records, feed), total=sum(1 for _ in _v2_records(feed)))


def _v2_records(feed: Feed) -> Iterator[Record]:
    # Rows of the older forms have the date of their data in their key.
    return (record for record in feed.records() if "@" not in record.row.key)
