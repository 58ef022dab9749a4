"""Files for Neo4j's offline importer: Parquet, one file for each kind of node or link, with columns from the model.

Not CSV: it cannot tell an empty list from a missing one, nor hold the separator of lists inside a text. Nodes get the
database's own numbers here and links refer to those, since looking up keys would take most of the importer's time.
Callers check rows with `graph.store.validate` first.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import parquet

from graph.errors import ModelError
from graph.hash_set import HashMap
from graph.model import Node, Relation
from graph.model.storage import Property

_ROWS = 500
"""Rows of one file that wait as maps, before they are packed into columns, which take a tenth of the memory."""
_GROUP = 20_000
"""Rows of one row group: with groups of 2,000 the importer took a quarter longer."""
_GROUP_BYTES = 8 << 20
"""A row group of wide rows is written at this size."""
_RECENT = 20_000
_NUMBER = pa.int64()
_ID, _START, _END = ":ID", ":START_ID", ":END_ID"
"""Headings of the columns of numbers, as the importer expects them."""
_TYPES: dict[str, tuple[str, Any]] = {
    "STRING": ("string", pa.string()),
    "PARTIAL_DATE": ("string", pa.string()),
    "DATETIME": ("string", pa.string()),
    "INTEGER": ("long", pa.int64()),
    "FLOAT": ("double", pa.float64()),
    "BOOLEAN": ("boolean", pa.bool_()),
    "LIST<STRING>": ("string[]", pa.list_(pa.string())),
    "LIST<INTEGER>": ("long[]", pa.list_(pa.int64())),
}
"""The importer's name and the Parquet type of each type of the model."""

Row = Mapping[str, Any]


class ParquetFiles:
    """Open files of one import. Rows are those of `graph.store.write`; links are not checked for repetition."""

    def __init__(self, folder: Path, release: str) -> None:
        self._folder = folder
        self._release = release
        self._nodes: dict[tuple[str, str | None], _File] = {}
        self._links: dict[tuple[str, str], _File] = {}
        self._numbers = _Numbers()
        folder.mkdir(parents=True, exist_ok=True)

    def holds(self, node: Node, key: str) -> bool:
        """Return True if this node came before."""
        return self._numbers.get(node.label, key) is not None

    def promise(self, node: Node, key: str) -> None:
        """Let links name a node that is written later. Raises ModelError if it came before."""
        self._numbers.new(node.label, key)

    def node(self, node: Node, row: Row, shape: str | None = None, *, promised: bool = False) -> None:
        """Write a node; `shape` is a further label. Raises ModelError if it came before, unless it was `promised`."""
        file = self._nodes.get((node.label, shape))
        if file is None:
            path = self._folder / f"{f'{node.label}.{shape}' if shape else node.label}.parquet"
            file = self._nodes[node.label, shape] = _File(path, (_ID,), node.properties, self._release)
        number = (self._numbers.of if promised else self._numbers.new)(node.label, row[node.key])
        file.add((number,), row)

    def link(self, relation: Relation, start: str, row: Row) -> None:
        """Write a link that starts at a node with the label `start`. Raises ModelError unless both its nodes came."""
        file = self._links.get((relation.type, start))
        if file is None:
            path = self._folder / f"{start}.{relation.type}.parquet"
            file = self._links[relation.type, start] = _File(path, (_START, _END), relation.properties, self._release)
        ends = self._numbers.of(start, row["start"]), self._numbers.of(relation.end, row["end"])
        own = {key: row[key] for key in relation.keys}
        file.add(ends, {**own, **row["values"]} if own else row["values"])

    def close(self) -> list[str]:
        """Finish the files and return the importer's arguments that name them."""
        for file in (*self._nodes.values(), *self._links.values()):
            file.close()
        nodes = [
            f"--nodes={label}{f':{shape}' if shape else ''}={file.path}" for (label, shape), file in self._nodes.items()
        ]
        return nodes + [f"--relationships={type_}={file.path}" for (type_, _), file in self._links.items()]


class _Numbers:
    """Number of each node by label and key. Recent ones are cached, since a record comes with its links."""

    def __init__(self) -> None:
        self._all = HashMap()
        self._recent: dict[tuple[str, str], int] = {}

    def new(self, label: str, key: str) -> int:
        """Give a node the next number. Raises ModelError if it has one: the importer does not check for duplicates."""
        number = len(self._all)
        if not self._all.put(f"{label}\0{key}", number):
            raise ModelError(f"the {label} {key} was written before")
        self._keep((label, key), number)
        return number

    def get(self, label: str, key: str) -> int | None:
        """Return the number of a node, None without one."""
        number = self._recent.get((label, key))
        if number is None:
            number = self._all.get(f"{label}\0{key}")
            if number is not None:
                self._keep((label, key), number)
        return number

    def of(self, label: str, key: str) -> int:
        """Return the number of a node. Raises ModelError if it has none."""
        number = self.get(label, key)
        if number is None:
            raise ModelError(f"a link to a {label} that does not exist")
        return number

    def _keep(self, node: tuple[str, str], number: int) -> None:
        if len(self._recent) >= _RECENT:
            self._recent.clear()
        self._recent[node] = number


class _File:
    """One Parquet file: columns of numbers, then of properties. `validFrom` of each row is the release."""

    def __init__(self, path: Path, numbers: Sequence[str], properties: Sequence[Property], release: str) -> None:
        self.path = path
        self._release = release
        columns = [(name, property_.type) for property_ in properties for name in property_.stored_names]
        self._columns = [(name, _TYPES[type_][1]) for name, type_ in columns]
        headings = [(f"{name}:{_TYPES[type_][0]}", _TYPES[type_][1]) for name, type_ in columns]
        self._schema = pa.schema([*((name, _NUMBER) for name in numbers), *headings])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="none")
        self._numbers: list[tuple[int, ...]] = []
        self._rows: list[Row] = []
        self._tables: list[Any] = []
        self._bytes = 0

    def add(self, numbers: tuple[int, ...], row: Row) -> None:
        self._numbers.append(numbers)
        self._rows.append(row)
        if len(self._rows) == _ROWS:
            self._pack()
            if len(self._tables) * _ROWS >= _GROUP or self._bytes >= _GROUP_BYTES:
                self._write()

    def close(self) -> None:
        if self._rows:
            self._pack()
        if self._tables:
            self._write()
        self._writer.close()

    def _pack(self) -> None:
        """Pack the waiting rows into columns, which take less memory."""
        columns = [pa.array(column, _NUMBER) for column in zip(*self._numbers, strict=True)]
        columns += (self._column(name, type_) for name, type_ in self._columns)
        self._numbers, self._rows = [], []
        self._tables.append(pa.Table.from_arrays(columns, schema=self._schema))
        self._bytes += self._tables[-1].nbytes

    def _column(self, name: str, type_: Any) -> Any:
        if name == "validFrom":
            return pa.repeat(self._release, len(self._rows))
        return pa.array([row.get(name) for row in self._rows], type_)

    def _write(self) -> None:
        tables, self._tables, self._bytes = self._tables, [], 0
        self._writer.write_table(pa.concat_tables(tables))
