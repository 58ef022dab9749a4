"""A nested answer as one table, by one rule.

Objects become columns with dotted names. At each level the first list of objects makes rows: one row for each item,
the values beside it repeated; an empty one leaves one row without its values. Any other list of objects stays in its
cell, as JSON text; lists of scalars stay lists. The path of a single root field and the steps `nodes`, `edges` and
`node` are left out of names, unless two columns would then have the same one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

Path = tuple[str, ...]
_STEPS = frozenset({"nodes", "edges", "node"})


def table_of(data: Mapping[str, Any]) -> tuple[list[str], list[dict[str, Any]]]:
    """Columns in the order of the selection, and rows with each of them; an answer of nothing but empty lists has none.

    >>> table_of({"drugs": {"totalCount": 2, "nodes": [{"id": "a"}, {"id": "b"}]}})
    (['totalCount', 'id'], [{'totalCount': 2, 'id': 'a'}, {'totalCount': 2, 'id': 'b'}])
    """
    rows = list(_rows((), data))
    paths: dict[Path, None] = {}
    for row in rows:
        paths.update(dict.fromkeys(row))
    names = _names([path for path in paths if _is_column(path, paths)], single=len(data) == 1)
    return list(names.values()), [{name: row.get(path) for path, name in names.items()} for row in rows if names]


def _is_column(path: Path, paths: Iterable[Path]) -> bool:
    """Not so for an object or a list that is missing or empty here and has columns below it elsewhere."""
    return path[-1] not in _STEPS and not any(other[: len(path)] == path != other for other in paths)


def _rows(path: Path, value: Mapping[str, Any]) -> Iterator[dict[Path, Any]]:
    """Rows of one object, by full path."""
    flat: dict[Path, Any] = {}
    many: tuple[Path, Sequence[Any]] | None = None
    for where, each in _flat(path, value):
        if not _is_objects(each):
            flat[where] = each
        elif many is None:
            many = (where, each)
            flat[where] = None
        else:
            flat[where] = orjson.dumps(each).decode()
    if many is None or not many[1]:
        yield flat
        return
    where, items = many
    for item in items:
        for below in _rows(where, item) if item is not None else [{}]:
            yield _in_place(flat, where, below)


def _in_place(flat: Mapping[Path, Any], where: Path, below: Mapping[Path, Any]) -> dict[Path, Any]:
    """The values of a list's item where the list stood."""
    made: dict[Path, Any] = {}
    for path, value in flat.items():
        if path == where:
            made.update(below)
        else:
            made[path] = value
    return made


def _flat(path: Path, value: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name, each in value.items():
        if isinstance(each, Mapping):
            yield from _flat((*path, name), each)
        else:
            yield (*path, name), each


def _is_objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, Mapping | None) for each in value)


def _names(paths: Sequence[Path], *, single: bool) -> dict[Path, str]:
    short = {path: ".".join(each for each in path[single:] if each not in _STEPS) or path[-1] for path in paths}
    used = list(short.values())
    return {path: name if used.count(name) == 1 else ".".join(path) for path, name in short.items()}
