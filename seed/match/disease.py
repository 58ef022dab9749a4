"""One key for all ways to write a disease's name: inverted, in the plural, in another order or spelling.

Carcinoma, Non-Small-Cell Lung; non-small cell lung carcinomas. A stage, a course or a site of spread stays in the key:
it makes a narrower disease, and `wider` yields the wider ones. The words are tables that reviewers edit.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from seed import tables
from seed.naming import fold

_SILENT = {"s", "of", "the", "and", "in", "with", "to", "by", "nos"}
_SPELLING = (("aemi", "emi"), ("haem", "hem"), ("oede", "ede"), ("oeso", "eso"), ("tumour", "tumor"), ("paed", "ped"))
_MEANS = {row["written"]: row["means"] for row in tables.rows("condition_words")}
_NEOPLASMS = {"neoplasm", "cancer", "tumor"}
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9-]{1,9})\)\s*$")
_SPELT_OUT = re.compile(r"\s*([A-Z][A-Za-z0-9-]{1,9})\s*(?:\(([^()]+)\)|\s-\s*(.+))\s*")
_STAGE = re.compile(
    r"\b(?:stages? (?:[0iv]+[abc]?\d?|[0-4][abc]?)(?: (?:to |and |or )?(?:stage )?(?:[0iv]+[abc]?\d?|[0-4][abc]?)\b)*|"
    r"ajcc v\d(?: and v\d)?|figo(?: \d{4})?|ann arbor)\b"
)
_QUALIFIERS = re.compile(
    r"\b(?:non )?(?:"
    + "|".join(sorted((row["phrase"] for row in tables.rows("condition_qualifiers")), key=len, reverse=True))
    + r")\b"
)
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_BREAK = re.compile(r"\s*[,;:]\s*|\s+[-–]\s+")
_JOINED = re.compile(r"[/&+]|\b(?:and|or|vs|versus)\b", re.I)
_AFTER_HEAD = {"of", "with", "in", "to", "by", "due", "after", "following", "from", "during", "without", "harboring"}
"""Words after which a name says more of the disease that stands before them."""
_BEFORE_THOSE = {"associated", "secondary", "caused", "induced", "related", "due"}
"""Words that belong to the next word of these: associated with."""
_NOT_DROPPED = {
    *("for", "at", "to", "against", "excluding", "except", "other", "than", "risk", "prevention", "history"),
    *(
        "suspected",
        "screening",
        "prophylaxis",
        "exposure",
        "vaccine",
        "vaccination",
        "control",
        "survivor",
        "survivors",
    ),
}
"""Words before a disease's name that make something else of it."""
_NEGATING = {"non", "no", "not", "without", "anti", "pre", "post", "pseudo", "like", "free", "negative"}
"""The same where they stand right before it: non Hodgkin lymphoma."""
_NOT_FIRST = {"phase", "grade", "stage", "type", "class", "degree"}
"""Words that belong to the one before them: accelerated phase."""
_TOO_WIDE = {
    "disease",
    "syndrome",
    "disorder",
    "condition",
    "chronic disease",
    "acute disease",
    "recurrence",
    "symptom",
}


_OTHERS = tables.rows("condition_others")
_PEOPLE = {"volunteer", "subject", "participant", "people", "person", "individual", "control", "donor", "human"}
_HEALTHY = {
    "healthy",
    "normal",
    "adult",
    "male",
    "female",
    "men",
    "women",
    "young",
    "older",
    "elderly",
    "child",
} | _PEOPLE


class Reading(NamedTuple):
    """The name of a wider disease, and the rule that found it in a text."""

    text: str
    rule: str


@lru_cache(maxsize=20_000)
def form(name: str) -> str:
    """Return the key that all names of one disease share.

    >>> form("Carcinoma, Non-Small-Cell Lung") == form("Non-small cell lung carcinomas")
    True
    >>> form("Crohn's disease") == form("Crohn Disease"), form("Lung Neoplasms") == form("Lung Diseases")
    (True, False)
    """
    return " ".join(sorted(_word(word) for word in fold(name).split() if word not in _SILENT))


def neoplasm_form(name: str) -> str | None:
    """Return the key in which cancer, tumor and neoplasm are one word; None for a name without such a word.

    MeSH names tumors of a site so, and lists the cancer among its entries.

    >>> neoplasm_form("Pancreatic Neoplasms") == neoplasm_form("Cancer of the Pancreas"), neoplasm_form("Scurvy")
    (True, None)
    """
    words = form(name).split()
    if _NEOPLASMS.isdisjoint(words):
        return None
    return " ".join(["neoplasm", *(word for word in words if word not in _NEOPLASMS and word != "malignant")])


def unabbreviated(name: str) -> str | None:
    """Return the name without its abbreviation, in brackets after it or before it; None if there is none.

    >>> unabbreviated("Acute Myeloid Leukemia (AML)"), unabbreviated("AML (Acute Myeloid Leukemia)")
    ('Acute Myeloid Leukemia', 'Acute Myeloid Leukemia')
    >>> unabbreviated("Anemia (Child)")
    """
    found = _ACRONYM.search(name)
    outer = name[: found.start()] if found else ""
    if found and _abbreviates(found[1], outer):
        return outer
    spelt = _SPELT_OUT.fullmatch(name)
    long = (spelt[2] or spelt[3]) if spelt else ""
    return long if spelt and _abbreviates(spelt[1], long) else None


def is_disease(name: str) -> bool:
    """Return False for what the reviewed table says to be no disease: healthy people, a procedure, a measure, a marker.

    >>> [is_disease(name) for name in ("Healthy Adult Male Volunteers", "Cardiac Surgery", "Cardiac Arrest")]
    [False, False, True]
    """
    key, folded = form(name), fold(name)
    words = key.split()
    if ("healthy" in words and _HEALTHY.issuperset(words)) or key in _no_diseases():
        return False
    is_compound = _AFTER_HEAD.isdisjoint(folded.split()) and not _BREAK.search(name)
    return not (is_compound and f" {folded}".endswith(_no_disease_ends()))


@lru_cache(maxsize=1)
def _no_diseases() -> set[str]:
    return {form(row["words"]) for row in _OTHERS if row["place"] == "all"}


@lru_cache(maxsize=1)
def _no_disease_ends() -> tuple[str, ...]:
    return tuple(f" {row['words']}" for row in _OTHERS if row["place"] == "last")


def wider(name: str) -> Iterator[Reading]:
    """Yield the wider diseases that a name may mean, the narrowest first.

    >>> next(wider("Stage IIIA Non-small Cell Lung Cancer AJCC v8"))
    Reading(text='non small cell lung cancer', rule='STAGE_RULE')
    >>> [reading.text for reading in wider("Anemia of chronic kidney disease")]
    ['Anemia', 'anemia']
    """
    plain = _BRACKETS.sub("", name)
    tried = {fold(name)}
    for text, rule in (*_unqualified(name), *_unqualified(plain), *_heads(plain)):
        if text and text not in tried and form(text) not in _TOO_WIDE:
            tried.add(text)
            yield Reading(text, rule)


def _unqualified(name: str) -> Iterator[Reading]:
    """Yield the name without its stage, then without one qualifier of the table, then without all of them."""
    folded = fold(name)
    staged = " ".join(_STAGE.sub(" ", folded).split())
    if staged != folded:
        yield Reading(staged, "STAGE_RULE")
    bare = " ".join(_QUALIFIERS.sub(" ", staged).split())
    for found in _QUALIFIERS.finditer(staged):
        yield Reading(" ".join((staged[: found.start()] + staged[found.end() :]).split()), "STAGE_RULE")
    if bare != staged:
        yield Reading(bare, "STAGE_RULE")


def _heads(name: str) -> Iterator[Reading]:
    """Yield the parts that hold the name's head: before a comma or a preposition, else its last words."""
    parts = _BREAK.split(name)
    for count in range(len(parts), 0, -1):
        text = ", ".join(parts[:count])
        if count < len(parts):
            yield Reading(text, "HEAD_RULE")
            yield from (Reading(reading.text, "HEAD_RULE") for reading in _unqualified(text))
    for text in (" ".join([fold(parts[0]), *map(fold, parts[1:])]), fold(parts[0])):
        bare = next(iter(list(_unqualified(text))[-1:]), Reading(text, "")).text
        yield from _heads_of_words(bare.split(), joined=bool(_JOINED.search(_QUALIFIERS.sub(" ", name.lower()))))


def _heads_of_words(words: list[str], *, joined: bool) -> Iterator[Reading]:
    ends = [place for place, word in enumerate(words) if word in _AFTER_HEAD and place]
    for end in (len(words), *reversed(ends)):
        head = words[:end]
        while end < len(words) and head and head[-1] in _BEFORE_THOSE:
            head.pop()
        if end < len(words):
            yield Reading(" ".join(head), "HEAD_RULE")
        if joined or not _AFTER_HEAD.isdisjoint(head):
            continue
        for start in range(1, len(head)):
            if head[start - 1] in _NOT_DROPPED:
                break
            if head[start - 1] not in _NEGATING and head[start] not in _NOT_FIRST:
                yield Reading(" ".join(head[start:]), "HEAD_RULE")


def _word(word: str) -> str:
    for letters, one in _SPELLING:
        word = word.replace(letters, one)
    word = _MEANS.get(word, word)
    if word.endswith("ies") and len(word) > 5:
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return _MEANS.get(word, word)


def _abbreviates(short: str, long: str) -> bool:
    """Return whether `long` begins with the first letter of `short` and contains the others in order."""
    letters = iter(fold(long).replace(" ", ""))
    wanted = [letter for letter in short.casefold().rstrip("s") if letter.isalnum()]
    return fold(long)[:1] == wanted[0] and all(letter in letters for letter in wanted)
