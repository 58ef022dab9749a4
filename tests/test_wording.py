"""The wording of code and documents: retired names and turns of phrase do not come back.

Names are those that Python code binds. Phrases are searched in comments and strings of Python, in comments of Cypher
and GraphQL, and in the documents at the top of the repository.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "graph", "cypher", "seed")
DOCUMENTS = ("README.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md")

RETIRED_NAMES = {
    **dict.fromkeys(("each", "said", "told", "met", "meant", "wished", "whoever"), "name the thing"),
    **dict.fromkeys(("Said", "SaidRow"), "RowReader"),
    "Line": "RawRow",
    "Met": "HashSet",
    "Beside": "BackgroundReader",
    "Filed": "ImportFiles",
    "Filing": "ImportWriter",
    "Known": "GraphLookup",
    "Touched": "ChangedKeys",
    "Intake": "Loader",
    "Comparing": "Comparison",
    "Any_": "AnyOf",
    "_told": "cost_extension",
    "tie": "link, or condition_fact",
    "OWN": "OWN_LINKS",
    "NAMING": "DRUG_FIELD",
    "along": "ordered_links",
    "looks": "extra_cost",
    "chooses": "text_by_value",
    "narrows": "is_filter",
}
"""Names that no code may bind or pass, and the better ones."""

QUALIFIED_NAMES = re.compile(r"\b(Said|Line|Met|Beside|Filed|Filing|Known|Touched|Intake|Comparing|Reading)\.[a-z_]\w*")
"""The same in prose, where a bare word would often be plain English."""

PHRASES = {
    r"\bwhoever\b": "name who it is",
    r"\bwhomever\b": "name who it is",
    r"\bnobody\b": "no one; better: say what does not happen",
    r"\bsomebody\b": "name who it is",
    r"\b(?:is|are|was|were) told\b": "is reported, is given",
    r"\bwishes\b": "writes, requests",
    r"\bfor each in\b": "name the thing",
    r"(?:^|[.:;] )(?:What|Whatever|Wherever|Of (?:what|which|whom)|(?:By|For|To) what) [^.?]*(?:\.|$)": (
        "begin with the subject; a question may stand"
    ),
    r"\btexts of bytes\b": "strings",
}
"""Turns of phrase that cost a stranger a second reading, and what to write."""

STORED = re.compile(r"\b(?:alsoStates|Lost|EXACT_NAME|NOT_STATED|STATED_IN)\b")
"""Labels, properties and values in the graph: they keep their names until a migration renames them."""

EXCEPTIONS = {
    "Nobody has looked": "a sentence in answers, which do not change with the code's wording",
    "nobody's": "data of a test",
    '"nobody"': "data of a test",
    "// Drugs tried for the same conditions": "data of a test",
}
"""Pieces of text that may stay, with the reason."""


def _files(suffix: str, *folders: str) -> Iterator[Path]:
    own = Path(__file__)
    for folder in folders:
        for path in sorted((ROOT / folder).rglob(f"*{suffix}")):
            parts = path.relative_to(ROOT).parts
            if path != own and not {"node_modules", "golden", "migrations", "raw", "dist"} & set(parts):
                yield path


def _prose(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the comments, strings or paragraphs of a file, each with its first line's number."""
    text = path.read_text("utf-8")
    match path.suffix:
        case ".py":
            yield from _python_prose(text)
        case ".md":
            yield from _paragraphs(enumerate(text.splitlines(), 1))
        case _:
            mark = {".cypher": "//", ".graphql": "#"}[path.suffix]
            lines = enumerate(text.splitlines(), 1)
            yield from _paragraphs(
                (n, line.strip().lstrip("/# ") if line.strip().startswith(mark) else "") for n, line in lines
            )


def _python_prose(text: str) -> Iterator[tuple[int, str]]:
    comments: list[tuple[int, str]] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            comments += [(token.start[0], token.string.lstrip("#:! "))]
        elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT):
            yield from _paragraphs(comments)
            comments = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield from _paragraphs(enumerate(node.value.splitlines(), node.lineno))


def _paragraphs(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Join lines that belong together, so that a phrase across two of them is found."""
    first, held = 0, ""
    for number, line in lines:
        line = line.strip()
        starts = re.match(r"[-*#|>] ?|\d+\. ", line)
        if held and (not line or starts):
            yield first, held
            held = ""
        if line:
            first, held = (first, f"{held} {line}") if held else (number, line.lstrip("-*#|> "))
    if held:
        yield first, held


@pytest.fixture(scope="module")
def prose() -> list[tuple[str, int, str]]:
    """All prose of the repository: file, line, text."""
    paths = [path for suffix in (".py", ".cypher", ".graphql") for path in _files(suffix, *PACKAGES, "tests")]
    paths += [ROOT / name for name in DOCUMENTS if (ROOT / name).exists()]
    return [(path.relative_to(ROOT).as_posix(), line, text) for path in paths for line, text in _prose(path)]


def _excepted(text: str) -> bool:
    return any(piece in text for piece in EXCEPTIONS)


@pytest.mark.parametrize("pattern", PHRASES)
def test_a_retired_phrase_is_not_written(pattern: str, prose: list[tuple[str, int, str]]) -> None:
    flags = re.IGNORECASE if pattern.startswith(r"\b") else 0
    hits = [
        f"{file}:{line}: {found.group().strip(' .:;')[:90]}"
        for file, line, text in prose
        for found in re.finditer(pattern, STORED.sub("", text), flags)
        if not _excepted(text)
    ]
    assert not hits, f"{len(hits)} times; write instead: {PHRASES[pattern]}\n" + "\n".join(hits)


def _bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the names that code binds: variables, arguments, keywords, functions, classes and imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield node.lineno, name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.alias(name=name, asname=asname):
                yield node.lineno, asname or name


def test_a_retired_name_is_not_bound() -> None:
    hits = [
        f"{path.relative_to(ROOT)}:{line}: {name} (write: {RETIRED_NAMES[name]})"
        for path in _files(".py", *PACKAGES, "tests")
        for line, name in sorted(_bound_names(ast.parse(path.read_text("utf-8"))))
        if name in RETIRED_NAMES
    ]
    assert not hits, f"{len(hits)} times\n" + "\n".join(hits)


def test_prose_names_no_retired_class(prose: list[tuple[str, int, str]]) -> None:
    hits = [f"{file}:{line}: {found.group()}" for file, line, text in prose for found in QUALIFIED_NAMES.finditer(text)]
    assert not hits, "\n".join(hits)


DOTTED = re.compile(r"(?<![\w./-])(?:api|graph|cypher|seed|tests)(?:\.[a-z_]\w*)+(?:\.[A-Za-z_]\w*)*(?![\w(/-])")


def _exists(dotted: str) -> bool:
    """Whether a module stands at this path, or holds a name that the path ends with."""
    head, *names = dotted.split(".")
    place = ROOT / head
    while names and (place / names[0]).is_dir():
        place /= names.pop(0)
    if names and (file := place / f"{names[0]}.py").exists():
        place, names = file, names[1:]
    if not names or (place.is_dir() and (place / "__init__.py").exists() and not names):
        return True
    text = (place / "__init__.py" if place.is_dir() else place).read_text("utf-8")
    return bool(re.search(rf"\b{re.escape(names[0])}\b", text))


def test_every_module_that_prose_names_exists(prose: list[tuple[str, int, str]]) -> None:
    hits = [
        f"{file}:{line}: {found.group()}"
        for file, line, text in prose
        for found in DOTTED.finditer(text)
        if not found.group().endswith((".json", ".csv", ".md", ".db")) and not _exists(found.group())
    ]
    assert not hits, "\n".join(hits)
