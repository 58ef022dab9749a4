"""Completes an answer that holds a value its GraphQL type does not allow: the rule for nulls, place by place.

A null where none may be takes the nearest nullable field above it; its place is named in an error. This is the slow
way, taken only once one of the quick ones has met such a value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.answer import cursor
from graph.answer.shape import (
    INT_LIMIT,
    AnswerShape,
    BoxedShape,
    CaseShape,
    ComputedShape,
    ConnectionShape,
    CursorShape,
    ListShape,
    ObjectShape,
    PageInfoPart,
    RowsPart,
    ScalarShape,
    Shape,
    TypenamePart,
    ValuePart,
    page_info,
    page_of,
)

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Problem:
    """One place below the root field, and what is wrong there."""

    path: Path
    message: str


class _Absent(Exception):
    """There is no value here, and none may be missing."""


class Completion:
    """The value that is left, and every problem found on the way."""

    def __init__(self, answer: AnswerShape, value: Any) -> None:
        self.problems: list[Problem] = []
        self.is_absent = False
        try:
            self.value = self._place(answer.shape, answer.nullable, value, ())
        except _Absent:
            self.value, self.is_absent = None, True

    def _place(self, shape: Shape, nullable: bool, value: Any, path: Path) -> Any:
        try:
            made = None if value is None else self._shaped(shape, value, path)
            if made is None and not nullable:
                raise self._problem(path, "the graph holds no value where there is always one")
        except _Absent:
            if not nullable:
                raise
            made = None
        return made

    def _problem(self, path: Path, message: str) -> _Absent:
        self.problems.append(Problem(path, message))
        return _Absent()

    def _shaped(self, shape: Shape, value: Any, path: Path) -> Any:
        match shape:
            case ScalarShape():
                return self._scalar(shape.type.removesuffix("!"), value, path)
            case ComputedShape():
                return shape.make(value)
            case CursorShape():
                return cursor.encode(shape.order, value)
            case BoxedShape():
                return None if value[0] is None else self._shaped(shape.item, value[0], path)
            case ListShape():
                return self._list(shape.item, shape.nullable_items, value, path)
            case CaseShape():
                return self._shaped(shape.cases[value[0]], value[1], path)
            case ObjectShape():
                fields = zip(shape.fields, value, strict=True)
                return {
                    field.key: self._place(field.shape, field.nullable, found, (*path, field.key))
                    for field, found in fields
                }
            case ConnectionShape():
                return self._connection(shape, value, path)

    def _list(self, item: Shape, nullable: bool, values: Iterable[Any], path: Path) -> list[Any]:
        return [self._place(item, nullable, value, (*path, place)) for place, value in enumerate(values)]

    def _scalar(self, type_: str, value: Any, path: Path) -> Any:
        if type_.startswith("["):
            inside = type_[1:-1]
            return self._list(ScalarShape(inside), not inside.endswith("!"), value, path)
        if type_ == "Int" and not -INT_LIMIT <= value < INT_LIMIT:
            raise self._problem(path, f"{value} has more than the 32 bits of an Int")
        return float(value) if type_ == "Float" else value

    def _connection(self, shape: ConnectionShape, found: list[Any], path: Path) -> dict[str, Any]:
        rows, more = page_of(shape, found)
        answer: dict[str, Any] = {}
        for part in shape.parts:
            here = (*path, part.key)
            match part:
                case TypenamePart():
                    answer[part.key] = part.type_name
                case PageInfoPart():
                    answer[part.key] = page_info(part, shape, rows, more, found)
                case RowsPart():
                    answer[part.key] = self._list(part.shape, False, (row[part.column] for row in rows), here)
                case ValuePart():
                    answer[part.key] = self._place(part.shape, part.nullable, found[part.column], here)
        return answer
