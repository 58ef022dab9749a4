"""Starter files: the records that each source yields from the open samples, one file a source.

A file is gzip of lines: a header, then one record a line in the source's order. Equal samples give equal bytes.
`python -m seed.starter.build RAW` rebuilds them from the folder of raw samples.
"""

import gzip
from collections.abc import Iterator
from importlib.resources import files

import msgspec

from seed.records import Record, decode


class StarterHeader(msgspec.Struct, frozen=True, rename="camel"):
    """First line of a starter file. `rows` counts raw rows read, `records` the lines that follow.

    `skipped` counts rows left out on purpose, by reason, `refused` rows that do not have their source's form.

    `complete` is true if the raw file was the whole edition: only then is a drug missing from it NONE_FOUND.
    """

    source: str
    edition: str | None
    content_hash: str
    rows: int
    records: int
    complete: bool = False
    skipped: dict[str, int] = {}
    refused: int = 0


def names() -> list[str]:
    """Return the sorted names of the sources with a starter file."""
    found = (file.name for file in files("seed").joinpath("starter").iterdir())
    return sorted(name.removesuffix(".ndjson.gz") for name in found if name.endswith(".ndjson.gz"))


def read(name: str) -> tuple[StarterHeader, Iterator[Record]]:
    """Return the header of a source's starter file and its records, lazily.

    Raises FileNotFoundError if there is none, msgspec.ValidationError naming the field of a line that is no record.
    """
    found = lines(name)
    return msgspec.json.decode(next(found), type=StarterHeader), map(decode, found)


def lines(name: str) -> Iterator[bytes]:
    """Yield the raw lines of a source's starter file, header first. Raises FileNotFoundError if there is none."""
    resource = files("seed").joinpath("starter", f"{name}.ndjson.gz")
    with resource.open("rb") as packed, gzip.open(packed) as unpacked:
        yield from unpacked
