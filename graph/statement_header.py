"""Reads the comment above a statement (parameters, columns, access) and compares it with the statement.

// Drugs tried for the same conditions as one drug.
//
// param   $drug   STRING        name or identifier
// param   $limit  INTEGER = 25  1..100
// returns drug    STRING
// returns shared  INTEGER       conditions in common
// access  read
// needs   constraint drug_id

A fragment, which other clauses surround, may also have these lines:

// from   drug   Drug           variable that the clauses ahead of it give
// binds  other  NODE           variable that the clauses behind it use
// const  most   500            number that stands in the statement and that Python reads
// clause $step  WITH a AS b    clause that Python puts in; the one given here stands for it where the file is checked
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from graph.errors import BadUserInput, ModelError

TYPES = ("STRING", "INTEGER", "FLOAT", "BOOLEAN", "LIST<STRING>", "LIST<INTEGER>")

_PARAM = re.compile(r'\$(?P<name>\w+)\s+(?P<type>\S+)(?:\s+=\s+(?P<default>"(?:[^"\\]|\\.)*"|\S+))?\s*(?P<meaning>.*)')
_CLAUSE = re.compile(r"\$(?P<name>\w+)\s+(?P<text>.+)")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)\b")
_COLUMN = re.compile(r"(?P<name>\w+)\s+(?P<type>\S+)\s*(?P<meaning>.*)")
_KEYWORDS = ("param", "returns", "access", "needs", "from", "binds", "const", "clause")
# Values that only Python gives to a fragment: a command line cannot type them.
_FRAGMENT_TYPES = (*TYPES, "MAP", "LIST<MAP>")


@dataclass(frozen=True)
class Param:
    """A value that the caller gives. `default` is None where it must be given."""

    name: str
    type: str
    meaning: str
    default: Any = None

    def read(self, text: str) -> Any:
        """The value as the driver takes it, from how it is typed on a command line. Raises BadUserInput."""
        try:
            value = _READ[self.type](text)
        except ValueError as error:
            raise BadUserInput(self.name, f"must be {self.type}, not {text!r}") from error
        limits = _RANGE.match(self.meaning)
        if limits and not int(limits[1]) <= value <= int(limits[2]):
            raise BadUserInput(self.name, f"must be within {limits[0]}, not {text}")
        return value


@dataclass(frozen=True)
class ReturnColumn:
    """One column of the answer."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Header:
    """The header of a statement; `title` is its first paragraph, `writes` is true if it needs write access."""

    title: str
    params: tuple[Param, ...]
    columns: tuple[ReturnColumn, ...]
    writes: bool
    needs: tuple[str, ...]
    given: tuple[ReturnColumn, ...] = ()
    binds: tuple[ReturnColumn, ...] = ()
    constants: Mapping[str, int] = field(default_factory=dict)
    clauses: Mapping[str, str] = field(default_factory=dict)


def parse(name: str, text: str) -> Header:
    """Read the header of one file. Raises ModelError, naming the file and the line that is wrong."""
    lines = list(_comment(text))
    title = " ".join(takewhile(bool, lines))
    found: dict[str, list[str]] = {keyword: [] for keyword in _KEYWORDS}
    for line in lines:
        keyword, _, rest = line.partition(" ")
        if keyword in found:
            found[keyword].append(rest.strip())
    if not title or found["access"] not in (["read"], ["write"]):
        raise ModelError(f"{name}: the header needs a sentence and one line `access read` or `access write`")
    return Header(
        title=title,
        params=tuple(_param(name, line) for line in found["param"]),
        columns=tuple(_column(name, line) for line in found["returns"]),
        writes=found["access"] == ["write"],
        needs=tuple(found["needs"]),
        given=tuple(_column(name, line) for line in found["from"]),
        binds=tuple(_column(name, line) for line in found["binds"]),
        constants=dict(_constant(name, line) for line in found["const"]),
        clauses=dict(_clause(name, line) for line in found["clause"]),
    )


def check(name: str, header: Header, body: str, *, given: frozenset[str] = frozenset()) -> None:
    """Raise ModelError unless the body uses the parameters and returns the columns that its header names.

    `given` are parameters that the runner adds to those of the header.
    """
    bare = _bare(body)
    _check_parameters(name, header, bare, given)
    returned, columns = returned_columns(bare), [column.name for column in header.columns]
    if returned != columns:
        raise ModelError(f"{name}: columns in the header {columns}, in the statement {returned}")


def check_fragment(name: str, header: Header, body: str) -> None:
    """Raise ModelError unless the body uses the parameters, variables and numbers that its header names, and no others.

    A fragment has no columns.
    """
    bare = _bare(body)
    _check_parameters(name, header, bare)
    words = set(re.findall(r"\w+", bare))
    variables = [variable.name for variable in (*header.given, *header.binds)]
    for word in (*variables, *map(str, header.constants.values())):
        if word not in words:
            raise ModelError(f"{name}: the header names {word}, which the statement does not use")


def _check_parameters(name: str, header: Header, bare: str, given: frozenset[str] = frozenset()) -> None:
    used = set(re.findall(r"\$(\w+)", bare)) - given
    declared = {param.name for param in header.params} | header.clauses.keys()
    if used != declared:
        raise ModelError(f"{name}: parameters in the header {sorted(declared)}, in the statement {sorted(used)}")


def returned_columns(statement: str) -> list[str]:
    """Names in the last RETURN of a statement that is outside braces.

    >>> returned_columns("MATCH (n) RETURN n.name AS name, COUNT { (n)--() } AS links ORDER BY name")
    ['name', 'links']
    """
    flat = _bare(statement)
    while flat != (flat := re.sub(r"\{[^{}]*\}|\([^()]*\)|\[[^\[\]]*\]", " ", flat)):
        pass
    returns = re.split(r"\bRETURN\s+(?:DISTINCT\s+)?", flat)
    if len(returns) == 1:
        return []
    last = re.split(r"\b(?:ORDER BY|SKIP|LIMIT)\b|;", returns[-1])[0]
    return [re.split(r"\bAS\b", column)[-1].strip() for column in last.split(",")]


def values(header: Header, typed: dict[str, str]) -> dict[str, Any]:
    """Return the values of a command line, read by type, with defaults. Raises BadUserInput."""
    known = {param.name: param for param in header.params}
    for name in typed:
        if name not in known:
            raise BadUserInput(name, f"there is no such parameter; known are {', '.join(known) or 'none'}")
    for param in header.params:
        if param.name not in typed and param.default is None:
            raise BadUserInput(param.name, f"must be given: {param.type} {param.meaning}".rstrip())
    return {name: param.read(typed[name]) if name in typed else param.default for name, param in known.items()}


def _comment(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("//"):
            return
        yield line.removeprefix("//").strip()


def without_comments(text: str) -> str:
    """Remove comments, but not `//` within quotes."""
    return re.sub(r"('(?:[^'\\]|\\.)*')|//[^\n]*", lambda match: match[1] or " ", text)


def _bare(text: str) -> str:
    """Return the text without comments and quoted strings."""
    return re.sub(r"//[^\n]*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", " ", text)


def _param(name: str, line: str) -> Param:
    match = _PARAM.fullmatch(line)
    if match is None or match["type"] not in _FRAGMENT_TYPES:
        raise ModelError(f"{name}: not a parameter: {line}")
    default = None if match["default"] is None else json.loads(match["default"])
    return Param(match["name"], match["type"], match["meaning"], default)


def _column(name: str, line: str) -> ReturnColumn:
    match = _COLUMN.fullmatch(line)
    if match is None:
        raise ModelError(f"{name}: not a column: {line}")
    return ReturnColumn(match["name"], match["type"], match["meaning"])


def _constant(name: str, line: str) -> tuple[str, int]:
    match = _COLUMN.fullmatch(line)
    if match is None or not match["type"].isdigit():
        raise ModelError(f"{name}: not a constant: {line}")
    return match["name"], int(match["type"])


def _clause(name: str, line: str) -> tuple[str, str]:
    match = _CLAUSE.fullmatch(line)
    if match is None:
        raise ModelError(f"{name}: not a clause: {line}")
    return match["name"], match["text"]


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


_READ: dict[str, Callable[[str], Any]] = {
    "STRING": str,
    "INTEGER": int,
    "FLOAT": float,
    "BOOLEAN": _boolean,
    "LIST<STRING>": _words,
    "LIST<INTEGER>": lambda text: [int(word) for word in _words(text)],
}
