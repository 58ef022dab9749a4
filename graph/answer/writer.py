"""Turns the database's reply into the JSON of a root field, by the quickest writer available."""

from dataclasses import dataclass

import orjson

from graph.answer import native
from graph.answer.completion import Completion, Problem
from graph.answer.shape import AnswerShape, NotAsPromised
from graph.database.found import Found
from graph.database.raw_reads import unpack


@dataclass(frozen=True)
class Json:
    """The JSON of a root field. `is_absent`: it is null, and its type does not allow it."""

    text: bytes
    problems: tuple[Problem, ...] = ()
    is_absent: bool = False


class AnswerWriter:
    """Writes the answers of one shape."""

    def __init__(self, answer: AnswerShape) -> None:
        self._answer = answer
        self._native = native.JsonWriter(answer) if native.is_there() else None

    def write(self, found: Found) -> Json:
        """The JSON of this value."""
        try:
            if found.packed is not None and self._native is not None:
                try:
                    return Json(self._native.write(found.packed, unpack))
                except native.NotKnown:
                    pass
            return Json(orjson.dumps(self._answer.build(found.read())))
        except NotAsPromised:
            completion = Completion(self._answer, found.read())
            return Json(orjson.dumps(completion.value), tuple(completion.problems), completion.is_absent)
