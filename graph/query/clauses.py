"""Names, parameters and conditions: what every clause of a statement is made of."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.query.plan import AllOf, AnyOf, Condition, Exists, Not, Predicate, Value

_NAME = re.compile(r"\{(\w+)\}")


class Scope(dict[str, str]):
    """Names of templates and the variables they stand for; `provided` are those that links of this object may use."""

    provided: frozenset[str] = frozenset()

    def bound(self, bind: Mapping[str, str]) -> "Scope":
        """The same with these names besides; another {v} is another object, of which nothing else is provided."""
        made = Scope({**self, **bind})
        made.provided = frozenset() if "v" in bind else self.provided | bind.keys()
        return made

    def inner(self) -> "Scope":
        """Names for a list below this object: what is {v} here is {p} there."""
        return Scope({name: self[name] for name in self.provided} | ({"p": self["v"]} if "v" in self else {}))


@dataclass
class Clauses:
    """One statement in the making: the parameters that it has so far, and how many variables."""

    values: dict[str, Value] = field(default_factory=dict)
    variables: int = 0

    def fill(self, template: str, names: dict[str, str]) -> str:
        """Put variables for the names in braces; a name met for the first time gets a fresh one, kept in `names`."""

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name not in names:
                names[name] = self.fresh(name[0])
            return names[name]

        return _NAME.sub(replace, template)

    def parameter(self, value: Value) -> str:
        for name, known in self.values.items():
            if known is value:
                return f"${name}"
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def condition(self, condition: Condition, names: Scope) -> str:
        match condition:
            case Predicate():
                bound = {name: self.parameter(value) for name, value in condition.values.items()}
                return f"({self.fill(condition.template, {**names, **bound})})"
            case AllOf(parts=()):
                return "true"
            case AnyOf(parts=()):
                return "false"
            case AllOf():
                parts = sorted(condition.parts, key=_steps)
                return "(" + " AND ".join(self.condition(part, names) for part in parts) + ")"
            case AnyOf():
                return "(" + " OR ".join(self.condition(part, names) for part in condition.parts) + ")"
            case Not():
                return f"(NOT coalesce({self.condition(condition.part, names)}, false))"
            case Exists():
                return self.exists(condition, names)

    def exists(self, condition: Exists, names: Scope) -> str:
        inner = Scope(v=names["v"])
        match = self.fill(condition.match, inner)
        if condition.inner:
            found = inner[condition.inner]
            inner = Scope({"v": found, **{name: inner[name] for name in condition.binds}})
            if " UNION " in match:
                match = f"CALL ({names['v']}) {{ {match} }}"
        test = self.condition(condition.part, inner)
        where = "" if test == "true" else f" WITH * WHERE {test}"
        return f"EXISTS {{ {match}{where} RETURN 1 }}"

    def fresh(self, letter: str) -> str:
        """A variable that nothing else in the statement is called."""
        self.variables += 1
        return f"{letter}{self.variables}"

    def tests(self, conditions: Sequence[Condition], names: Scope) -> list[str]:
        """The conditions that must all hold, each on its own; those that follow links come last."""
        parts = sorted((part for condition in conditions for part in _parts(condition)), key=_steps)
        return [test for test in (self.condition(part, names) for part in parts) if test != "true"]


def where(match: str, tests: Sequence[str]) -> str:
    """The clause with conditions; behind CALL and UNWIND they need a WITH to stand in."""
    if not tests:
        return match
    last = match.rsplit("MATCH", 1)[-1]
    word = "WITH * WHERE" if last.endswith("}") or (" AS " in last and " WITH " not in last) else "WHERE"
    return f"{match} {word} {' AND '.join(tests)}"


def where_links_last(match: str, tests: Sequence[str]) -> str:
    """The same where every row is looked at: what follows links is tested of those alone that the other tests leave.

    Neo4j takes it first, of all rows, unless something stands between that it must not move a test across.
    """
    walking = [test for test in tests if "EXISTS {" in test]
    plain = [test for test in tests if test not in walking]
    if not plain or not walking:
        return where(match, tests)
    return f"{where(match, plain)} WITH * SKIP 0 WHERE {' AND '.join(walking)}"


def follows_links(condition: Condition) -> bool:
    """Whether the condition follows links."""
    match condition:
        case Exists():
            return True
        case Not():
            return follows_links(condition.part)
        case AllOf() | AnyOf():
            return any(map(follows_links, condition.parts))
        case Predicate():
            return "EXISTS" in condition.template


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _steps(condition: Condition) -> int:
    """Sort key of a condition: first the thing itself, then its links, then things behind them."""
    return follows_links(condition) * (1 if isinstance(condition, Predicate) else 2)
