"""Names, parameters and conditions: what every clause of a statement is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.query import template
from graph.query.plan import AllOf, AnyOf, Condition, Exists, Not, Predicate, Value


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


@dataclass(frozen=True)
class PrintedTest:
    """A condition as Cypher; `compared` are the expressions of which it never holds where they are null."""

    text: str
    follows_links: bool = False
    compared: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Source:
    """Clauses that find rows. `needs_with`: a WHERE cannot follow them directly."""

    text: str
    needs_with: bool = False

    def where(self, tests: Sequence[PrintedTest]) -> str:
        """Return the clauses with conditions."""
        if not tests:
            return self.text
        word = "WITH * WHERE" if self.needs_with else "WHERE"
        return f"{self.text} {word} {_all(tests)}"

    def where_links_last(self, tests: Sequence[PrintedTest]) -> str:
        """Return the same where every row is looked at: links are followed only from rows that pass the other tests.

        Neo4j takes the tests that follow links first, of all rows, unless something stands between that it must not
        move a test across.
        """
        walking = [test for test in tests if test.follows_links]
        plain = [test for test in tests if not test.follows_links]
        if not plain or not walking:
            return self.where(tests)
        return f"{self.where(plain)} WITH * SKIP 0 WHERE {_all(walking)}"


def _all(tests: Sequence[PrintedTest]) -> str:
    return " AND ".join(test.text for test in tests)


@dataclass
class Clauses:
    """One statement in the making: its parameters and constants so far, and its number of variables."""

    values: dict[str, Value] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    variables: int = 0

    def fill(self, text: str, names: dict[str, str]) -> str:
        """Put variables for the names in braces; a name met for the first time gets a fresh one, kept in `names`."""

        def variable(name: str) -> str:
            if name not in names:
                names[name] = self.fresh(name[0])
            return names[name]

        return template.filled(text, variable, self._constant)

    def _constant(self, name: str) -> str:
        self.constants.add(name)
        return f"${name}"

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
            if condition.is_union:
                match = f"CALL ({names['v']}) {{ {match} }}"
        where = "" if condition.part == AllOf(()) else f" WITH * WHERE {self.condition(condition.part, inner)}"
        return f"EXISTS {{ {match}{where} RETURN 1 }}"

    def fresh(self, letter: str) -> str:
        """A variable that nothing else in the statement is called."""
        self.variables += 1
        return f"{letter}{self.variables}"

    def tests(self, conditions: Sequence[Condition], names: Scope) -> list[PrintedTest]:
        """The conditions that must all hold, each on its own; those that follow links come last."""
        parts = sorted((part for condition in conditions for part in _parts(condition)), key=_steps)
        return [
            PrintedTest(
                self.condition(part, names),
                follows_links(part),
                frozenset(self.fill(of, names) for of in _compared(part)),
            )
            for part in parts
        ]


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
            return condition.follows_links


def _compared(condition: Condition) -> frozenset[str]:
    """Expressions of which the condition never holds where they are null."""
    match condition:
        case Predicate():
            return frozenset([condition.compares] if condition.compares else [])
        case AllOf():
            return frozenset().union(*map(_compared, condition.parts))
        case AnyOf(parts=(first, *others)):
            return _compared(first).intersection(*map(_compared, others))
        case _:
            return frozenset()


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _steps(condition: Condition) -> int:
    """Sort key of a condition: first the thing itself, then its links, then things behind them."""
    return follows_links(condition) * (1 if isinstance(condition, Predicate) else 2)
