"""Cypher of the questions: each is a file of `cypher/fields`, here made into a template for the compiler."""

import re
from collections.abc import Mapping
from functools import cache

from graph import cypher_files, statement_header

_WORD = re.compile(r"'(?:[^'\\]|\\.)*'|\$(?P<param>\w+)|(?<![\w:])(?<!(?<!\.)\.)(?P<name>[A-Za-z_]\w*)(?!\w|: |\()")


def field(name: str, **clauses: str) -> str:
    """Return a file as one line, in which braces mark the parameters and the names that its header declares.

    The compiler puts arguments and fresh variables for them. Names of map keys, properties, labels and functions stay.
    `clauses` replace those of the header by name; one that an argument chooses stays as a mark.
    """
    header, text = _fragment(name)
    names = {fragment_name.name for fragment_name in (*header.given, *header.binds)}

    def mark(match: re.Match[str]) -> str:
        found = match["param"] or match["name"]
        if match["param"] in clauses:
            return clauses[found]
        return f"{{{found}}}" if match["param"] or found in names else match[0]

    return _WORD.sub(mark, " ".join(statement_header.without_comments(text).split()))


def constants(name: str) -> Mapping[str, int]:
    """Return the numbers that the header of a file names, for messages and descriptions."""
    return _fragment(name)[0].constants


@cache
def _fragment(name: str) -> tuple[statement_header.Header, str]:
    """Read and check a file, which `field` and `constants` both use."""
    path = f"fields/{name}"
    text = cypher_files.load(path)
    header = statement_header.parse(path, text)
    statement_header.check_fragment(path, header, text)
    return header, text
