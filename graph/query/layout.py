"""A statement laid out over lines for people. Only white space outside quotes differs from what the database gets."""

import re

_WIDTH = 4
_TOKEN = re.compile(
    r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`"
    r"|\b(?:OPTIONAL (?:MATCH|CALL)|MATCH|CALL|UNWIND|UNION ALL|UNION|ORDER BY"
    r"|(?:STARTS|ENDS) WITH|WITH|WHERE|RETURN|LIMIT|SKIP)\b"
    r"|(?:COLLECT|COUNT|EXISTS) \{|[{}\[\]()]|\s+|\w+|.",
    re.DOTALL,
)
_CLAUSES = frozenset(
    ("OPTIONAL", "MATCH", "CALL", "UNWIND", "UNION", "WITH", "WHERE", "ORDER", "SKIP", "LIMIT", "RETURN")
)


def lay_out(text: str) -> str:
    """Return the statement with each clause on its own line, indented by the depth of subqueries.

    A subquery is a brace behind a space that starts with a clause. Every other bracket (maps, lists, patterns,
    predicates in them) stays on its line. Line breaks and indentation only replace existing spaces.
    """
    lines: list[str] = []
    line = ""
    open_brackets: list[bool] = []
    tokens = [found[0] for found in _TOKEN.finditer(text)]
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        if token.isspace():
            inside = bool(open_brackets) and not open_brackets[-1]
            closes = following == "}" and bool(open_brackets) and open_brackets[-1]
            if closes or (not inside and following.split(" ")[0] in _CLAUSES):
                lines.append(line)
                line = " " * _WIDTH * (sum(open_brackets) - closes)
            else:
                line += " "
            continue
        if token in ("{", "[", "(") or token.endswith(" {"):
            after = "".join(tokens[place + 1 : place + 3])
            open_brackets.append(token.endswith("{") and after.strip().split(" ")[0] in _CLAUSES)
        elif token in ("}", "]", ")"):
            open_brackets.pop()
        line += token
    return "\n".join([*lines, line])
