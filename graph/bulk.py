"""Files for Neo4j's offline importer: Parquet, one file a kind of node or link, their columns from the model.

Not CSV: there an empty list and a missing one are the same, and a text may hold no separator of lists.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
from pyarrow import parquet

from graph.model import NODES, Node, Relation
from graph.model.base import Property
from graph.write import check_link, check_node

_ROWS = 2_000
"""Rows that wait in memory, for each file."""
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
"""Of each type of the model, the importer's name and Parquet's type."""

Row = Mapping[str, Any]


class BulkFiles:
    """Open files of one import. Rows are those of `graph.write`; nobody looks whether one came before."""

    def __init__(self, folder: Path, release: str) -> None:
        self._folder = folder
        self._release = release
        self._nodes: dict[tuple[str, str | None], _File] = {}
        self._links: dict[tuple[str, str], _File] = {}
        folder.mkdir(parents=True, exist_ok=True)

    def node(self, node: Node, row: Row, shape: str | None = None) -> None:
        """A node; `shape` is a further label."""
        check_node(node, row)
        file = self._nodes.get((node.label, shape))
        if file is None:
            name = f"{node.label}.{shape}" if shape else node.label
            file = self._nodes[node.label, shape] = _File(self._folder / f"{name}.parquet", _node_columns(node))
        file.add({**row, "validFrom": self._release})

    def link(self, relation: Relation, start: str, row: Row) -> None:
        """A link that starts at a node with the label `start`."""
        check_link(relation, row)
        file = self._links.get((relation.type, start))
        if file is None:
            path = self._folder / f"{start}.{relation.type}.parquet"
            file = self._links[relation.type, start] = _File(path, _link_columns(relation, start))
        own = {key: row[key] for key in relation.keys}
        file.add({"start": row["start"], "end": row["end"], **own, **row["values"], "validFrom": self._release})

    def close(self) -> list[str]:
        """Finish the files and return the importer's arguments that name them."""
        for file in (*self._nodes.values(), *self._links.values()):
            file.close()
        nodes = [
            f"--nodes={label}{f':{shape}' if shape else ''}={file.path}" for (label, shape), file in self._nodes.items()
        ]
        return nodes + [f"--relationships={type_}={file.path}" for (type_, _), file in self._links.items()]


class _File:
    def __init__(self, path: Path, columns: Sequence[tuple[str, str, Any]]) -> None:
        self.path = path
        self._names = [name for name, _, _ in columns]
        self._schema = pa.schema([(heading, type_) for _, heading, type_ in columns])
        self._writer = parquet.ParquetWriter(path, self._schema, compression="none")
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self._write()

    def close(self) -> None:
        self._write()
        self._writer.close()

    def _write(self) -> None:
        rows, self._rows = self._rows, []
        columns = [
            pa.array([row.get(name) for row in rows], field.type)
            for name, field in zip(self._names, self._schema, strict=True)
        ]
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))


def _node_columns(node: Node) -> list[tuple[str, str, Any]]:
    """Name in a row, heading, type of each column."""
    key = (node.key, f"{node.key}:ID({node.label})", pa.string())
    return [key, *(column for column in _columns(node.properties) if column[0] != node.key)]


def _link_columns(relation: Relation, start: str) -> list[tuple[str, str, Any]]:
    ends = [
        ("start", f":START_ID({start})", pa.string()),
        ("end", f":END_ID({NODES[relation.end].label})", pa.string()),
    ]
    return ends + _columns(relation.properties)


def _columns(properties: Sequence[Property]) -> list[tuple[str, str, Any]]:
    return [
        (name, f"{name}:{_TYPES[each.type][0]}", _TYPES[each.type][1])
        for each in properties
        for name in each.stored_names
    ]
