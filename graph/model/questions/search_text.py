"""Prepares typed text for the full-text index, and finds the words of a hit that it matched.

Lucene's syntax never reaches the index: every word becomes a phrase in quotes, cleaned of what could end it, and its
letters and digits become a prefix and a word with a typo. `exact` asks for every word or its beginning; `close` allows
typing errors too and is asked only where `exact` finds nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graph.errors import BadUserInput
from graph.names import normalise, normalise_number

MAX_TEXT = 200
_MAX_WORDS = 12
_MAX_TYPOS = 4
"""Words that may be mistyped: each is fifty clauses a property, and Lucene takes 1,024."""
_WORD = re.compile(r"[^\W_]+")
_NOT_IN_PHRASE = re.compile(r"[^\w./-]+")
_UNHEARD = frozenset(
    """a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
    to was will with""".split()  # noqa: SIM905
)
"""Words that the index leaves out."""


def queries(text: str) -> dict[str, Any]:
    """`exact` and `close` for the index, `name` for comparing, `words` for highlighting. Raises BadUserInput."""
    _check("text", text)
    name = normalise(text)
    chunks = [chunk for chunk in name.split(" ") if _WORD.search(chunk)][:_MAX_WORDS]
    words = list(dict.fromkeys(word for chunk in chunks for word in _WORD.findall(chunk)))
    heard = [chunk for chunk in chunks if chunk not in _UNHEARD] or chunks
    typos = [word for chunk in heard for word in _WORD.findall(chunk) if word.isalpha() and len(word) > 3][:_MAX_TYPOS]
    return {
        "name": name,
        "number": normalise_number(text),
        "code": text.strip(),
        "words": words,
        "exact": " ".join(f"+({_as_typed(chunk)})" for chunk in heard),
        "close": " ".join(f"+({_as_typed(chunk)}{_mistyped(chunk, typos)})" for chunk in heard),
    }


def _as_typed(chunk: str) -> str:
    """The chunk as a phrase, or each of its words as a beginning.

    >>> _as_typed("igf-1")
    '"igf-1"^4 (+igf* +1*)'
    """
    phrase = _NOT_IN_PHRASE.sub(" ", chunk).strip()
    return f'"{phrase}"^4 ({" ".join(f"+{word}*" for word in _WORD.findall(chunk))})'


def _mistyped(chunk: str, typos: Sequence[str]) -> str:
    words = [word for word in _WORD.findall(chunk) if word in typos]
    return "".join(f" {word}~{1 if len(word) < 8 else 2}" for word in words)


def term(text: str) -> dict[str, Any]:
    """How one term is looked up: as a name, as a number, as printed. Raises BadUserInput if it is too long."""
    _check("terms", text)
    name = normalise(text)
    words = _WORD.findall(name)
    return {"text": text, "name": name, "number": normalise_number(text), "code": text.strip(), "words": words}


def _check(argument: str, text: str) -> None:
    if len(text) > MAX_TEXT:
        raise BadUserInput(argument, f"{len(text):,} characters are too many; allowed are at most {MAX_TEXT}")


def highlights(found: Sequence[Any]) -> list[str]:
    """[text, words asked for] into the text with <em> around each word that begins with one of them, if any does.

    >>> highlights(["Étoposide <b> phosphate", ["etop"]])
    ['<em>Étoposide</em> &lt;b&gt; phosphate']
    """
    text, words = found
    marked, last, hit = [], 0, False
    for match in _WORD.finditer(text):
        if any(normalise(match[0]).startswith(word) for word in words):
            marked += [_escaped(text[last : match.start()]), f"<em>{_escaped(match[0])}</em>"]
            last, hit = match.end(), True
    return ["".join([*marked, _escaped(text[last:])])] if hit else []


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def properties(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored properties as JSON, by name, without those that serve only comparison."""
    return {name: values[name] for name in sorted(values) if not name.endswith("ormalised")}


def prefix(text: str) -> dict[str, str]:
    """Return the text typed so far, as a name and as a number. Raises BadUserInput if it is too long."""
    _check("prefix", text)
    return {"name": normalise(text), "number": normalise_number(text)}


def many(most: int) -> Callable[[list[str]], list[dict[str, Any]]]:
    """Makes a list of terms ready, at most so many."""

    def prepare(texts: list[str]) -> list[dict[str, Any]]:
        if len(texts) > most:
            raise BadUserInput("terms", f"{len(texts):,} are too many; allowed are at most {most:,}")
        return [term(text) for text in texts]

    return prepare


def within(argument: str, least: int, most: int) -> Callable[[int], int]:
    """Lets a number pass that is allowed."""

    def prepare(number: int) -> int:
        if not least <= number <= most:
            raise BadUserInput(argument, f"{number} is not allowed; allowed is {least} to {most}")
        return number

    return prepare
