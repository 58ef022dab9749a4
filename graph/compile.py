"""A plan into one statement: pure, total, without an error path.

Rows come back as positional lists, because Neo4j orders the keys of a map as it likes; the shape kept beside the
statement puts the names back. Every nested list is a COLLECT expression with its LIMIT before its projection; one
that aggregates somewhere inside stands in a CALL before the projection, because Cypher refuses aggregation there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph import keyset
from graph.answers import AnswerWriter
from graph.model import view
from graph.model.groups import NOT_STATED
from graph.model.public import CONNECTION_TYPES
from graph.model.roots import BY_ID
from graph.model.view import Inline, Leaf, Link
from graph.plan import (
    All,
    Any_,
    Body,
    Condition,
    ConnectionPlan,
    CursorPlan,
    Exists,
    FieldPlan,
    GroupPlan,
    LeafPlan,
    Not,
    ObjectPlan,
    Order,
    Page,
    Predicate,
    RootPlan,
    Value,
)
from graph.selection import Variables
from graph.shape import Answer, Boxed, Connection, Cursor, Each, Field, Made, OneOf, Part, Record, Scalar, Shape
from graph.statement import Statement

_NAME = re.compile(r"\{(\w+)\}")
_CONSTANT = re.compile(r"\$\$(\w+)")
_SAMPLE = 5
_LAST = "\uffff"
"""Sorts after every code of a group."""
_AGGREGATE = re.compile(r"\b(?:collect|count|max)\(")

Built = TypeVar("Built")


class _Scope(dict[str, str]):
    """Names of templates and the variables they stand for; `provided` are those that links of this object may use."""

    provided: frozenset[str] = frozenset()

    def bound(self, bind: Mapping[str, str]) -> "_Scope":
        """The same with these names besides; another {v} is another object, of which nothing else is provided."""
        made = _Scope({**self, **bind})
        made.provided = frozenset() if "v" in bind else self.provided | bind.keys()
        return made

    def inner(self) -> "_Scope":
        """Names for a list below this object: what is {v} here is {p} there."""
        return _Scope({name: self[name] for name in self.provided} | ({"p": self["v"]} if "v" in self else {}))


@dataclass(frozen=True)
class Compiled:
    """One root field ready to run: bind it, run the statement, shape the answer."""

    key: str
    text: str
    values: Mapping[str, Value]
    writer: AnswerWriter
    plan: RootPlan
    constants: frozenset[str]
    checked: Sequence[Value] = ()
    """What the statement does without, but must be allowed all the same: a page that nothing is asked of."""

    def statement(self, variables: Variables, constants: Mapping[str, Any]) -> Statement:
        """The statement for one request. Raises BadUserInput, naming the argument."""
        bound = {name: value.bind(variables) for name, value in self.values.items()}
        for value in self.checked:
            value.bind(variables)
        return Statement(self.text, bound | {name: constants[name] for name in self.constants})


@dataclass
class _Printer:
    values: dict[str, Value] = field(default_factory=dict)
    variables: int = 0
    calls: list[str] = field(default_factory=list)
    """What has to stand before the projection that is being printed."""
    checked: list[Value] = field(default_factory=list)
    plain: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """Clauses that group, what may stand for each, and the names that this would lack."""

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

    # ---- conditions

    def condition(self, condition: Condition, names: _Scope) -> str:
        match condition:
            case Predicate():
                bound = {name: self.parameter(value) for name, value in condition.values.items()}
                return f"({self.fill(condition.template, {**names, **bound})})"
            case All(parts=()):
                return "true"
            case Any_(parts=()):
                return "false"
            case All():
                parts = sorted(condition.parts, key=_steps)
                return "(" + " AND ".join(self.condition(part, names) for part in parts) + ")"
            case Any_():
                return "(" + " OR ".join(self.condition(part, names) for part in condition.parts) + ")"
            case Not():
                return f"(NOT coalesce({self.condition(condition.part, names)}, false))"
            case Exists():
                return self.exists(condition, names)

    def exists(self, condition: Exists, names: _Scope) -> str:
        inner = _Scope(v=names["v"])
        match = self.fill(condition.match, inner)
        if condition.inner:
            found = inner[condition.inner]
            inner = _Scope({"v": found, **{name: inner[name] for name in condition.binds}})
            if " UNION " in match:
                match = f"CALL ({names['v']}) {{ {match} }}"
        test = self.condition(condition.part, inner)
        where = "" if test == "true" else f" WITH * WHERE {test}"
        return f"EXISTS {{ {match}{where} RETURN 1 }}"

    # ---- objects

    def body(self, body: Body, names: _Scope) -> tuple[str, Shape]:
        """Expression and shape of what is asked of the object bound to {v}."""
        if len(body.cases) == 1 or body.tests is None:
            return self.row(body.cases[0][1], names)
        texts, shapes = [], []
        for place, (members, fields) in enumerate(body.cases):
            text, built = self.row(fields, names.bound({}))
            tests = " OR ".join(self.fill(body.tests[member], names) for member in members)
            texts.append(f"WHEN {tests} THEN [{place}, {text}]")
            shapes.append(built)
        return f"CASE {' '.join(texts)} END", OneOf(tuple(shapes))

    def row(self, fields: Sequence[FieldPlan], names: _Scope) -> tuple[str, Shape]:
        printed = [self.field(each, names) for each in fields]
        text = "[" + ", ".join(text for text, _ in printed) + "]"
        shapes = [Field(each.key, built, _nullable(each)) for each, (_, built) in zip(fields, printed, strict=True)]
        return text, Record(tuple(shapes))

    def field(self, plan: FieldPlan, names: _Scope) -> tuple[str, Shape]:
        match plan:
            case LeafPlan():
                return self.fill(plan.field.cypher, names), _leaf(plan.field)
            case ConnectionPlan():
                return self.connection(plan, names)
            case ObjectPlan(field=Inline()):
                return self.inline(plan, names)
            case ObjectPlan():
                return self.link(plan, names)
            case CursorPlan():
                return names["keys"], Cursor(names["order"])

    def inline(self, plan: ObjectPlan, names: _Scope) -> tuple[str, Shape]:
        assert isinstance(plan.field, Inline)
        bound = {name: self.fill(template, names) for name, template in plan.field.bind.items()}
        text, built = self.body(plan.body, names.bound(bound))
        if plan.field.present == "true":
            return text, built
        return f"CASE WHEN {self.fill(plan.field.present, names)} THEN {text} END", built

    def link(self, plan: ObjectPlan, names: _Scope) -> tuple[str, Shape]:
        assert isinstance(plan.field, Link)
        found = names.inner()
        found |= {name: self.parameter(value) for name, value in plan.values.items()}
        self.narrow(plan, found)
        if plan.field.before:
            self.calls.append(self.fill(plan.field.before, found))
        match = self.fill(plan.field.match, found)
        source = _where(match, self.tests(plan.where, found))
        order = ", ".join(self.fill(term, found) for term in plan.field.order)
        bound = {name: self.fill(template, found) for name, template in plan.field.bind.items()}
        scope = found.bound(bound)
        limit = "" if plan.field.is_list else " LIMIT 1"
        sort = f" WITH * ORDER BY {order}{limit}" if order else (f" WITH *{limit}" if limit else "")
        rows, built = self.collected(f"{source}{sort}", lambda: self.body(plan.body, scope))
        text, shaped = (rows, Each(built)) if plan.field.is_list else (f"head({rows})", built)
        refusal = plan.field.refusal
        if refusal is None:
            return text, shaped
        when, facts = self.fill(refusal.when, found), self.fill(refusal.facts, found)
        return f"CASE WHEN {when} THEN [1, {facts}] ELSE [0, {text}] END", OneOf((shaped, Made(refusal.refuse)))

    def narrow(self, plan: ObjectPlan, names: _Scope) -> None:
        """The conditions that stand in the link's templates, each under its name there."""
        for place, (used, condition) in plan.narrowed.items():
            about, *others = (self.fill(f"{{{name}}}", names) for name in used)
            names[place] = self.condition(condition, _Scope(zip(("v", *used[1:]), (about, *others), strict=True)))

    def collected(self, source: str, project: Callable[[], tuple[str, Built]]) -> tuple[str, Built]:
        """Expression for the list of projections of the rows of `source`."""
        outer, self.calls = self.calls, []
        text, built = project()
        source = " ".join([source, *self.calls])
        self.calls = outer
        if not _AGGREGATE.search(f"{source} {text}"):
            return f"COLLECT {{ {source} RETURN {text} }}", built
        name = self.fresh("c")
        self.calls.append(f"CALL (*) {{ {source} RETURN collect({text}) AS {name} }}")
        return name, built

    def tests(self, conditions: Sequence[Condition], names: _Scope) -> list[str]:
        return [test for test in (self.condition(each, names) for each in conditions) if test != "true"]

    # ---- lists with pages

    def connection(self, plan: ConnectionPlan, names: _Scope) -> tuple[str, Shape]:
        found = _Scope({"p": names["v"]} if "v" in names else {})
        found |= {name: self.parameter(value) for name, value in plan.values.items()}
        if plan.field.before:
            self.calls.append(self.fill(plan.field.before, found))
        about = _Scope().bound(found)
        match = self.fill(plan.match, found)
        tests = self.tests(plan.where, found)
        group = self.group(plan.field, found)
        parts: list[str] = []
        built_parts: dict[str, Part] = {}
        rows_wanted = any(kind in ("EDGES", "LIST", "PAGE_INFO") for _, kind, _ in plan.parts)
        page_rows = ""
        once = self.once(plan, found, match, tests) if rows_wanted and not group else None
        if rows_wanted:
            page_rows, built_parts = self.rows(plan, found, match, tests, group, once)
            parts = [
                self.parameter(plan.page.size),
                "true" if plan.page.after else "false",
                "true" if plan.page.before else "false",
            ]
        else:
            self.checked += [each for each in (plan.page.size, plan.page.after, plan.page.before) if each]
        for key, kind, detail in plan.parts:
            if kind == "COUNT":
                built_parts[key] = Part(key, kind, len(parts), Scalar("Int!"))
                parts.append(f"size({once})" if once else self.count(plan, found, _where(match, tests)))
            elif kind == "GROUPS":
                rows, built = self.groups(plan, detail, found, match, tests, group)
                built_parts[key] = Part(key, kind, len(parts), Each(built))
                parts.append(rows)
            elif kind == "LINK":
                text, built = self.link(detail, about)
                built_parts[key] = Part(key, kind, len(parts), built, nullable=_nullable(detail))
                parts.append(text)
            elif kind == "TYPENAME":
                built_parts[key] = Part(key, kind, names=(("", detail),))
        parts += [page_rows] if page_rows else []
        in_order = tuple(built_parts[key] for key, _, _ in plan.parts)
        page = Connection(in_order, rows_wanted, plan.page.backward, plan.page.order.signature)
        return "[" + ", ".join(parts) + "]", page

    def group(self, field: view.Connection, found: _Scope) -> str:
        """The clause that makes one row an edge; the plain one stands for it in the end, if its names are not used."""
        if not field.group:
            return ""
        known = set(found)
        group = f" {self.fill(field.group, found)}"
        if field.plain:
            self.plain.append(
                (group, f" {self.fill(field.plain, found)}", [found[name] for name in found.keys() - known])
            )
        return group

    def once(self, plan: ConnectionPlan, found: _Scope, match: str, tests: list[str]) -> str | None:
        """The things of a list in order, found once for its page and its count where finding them is the dear part.

        That is so where a filter walks the graph. With a cursor the page is of another set than the count; a sort key
        that may be missing has no index to give the order, and sorting all is dearer than looking twice.
        """
        order = plan.page.order
        counted = any(kind == "COUNT" for _, kind, _ in plan.parts)
        if not counted or "p" in found or plan.page.after or plan.page.before or not any(map(_walks, plan.where)):
            return None
        if match != self.fill(plan.field.match, found) or any(sort.nullable for sort, _ in order.sorts):
            return None
        keys = self.sort_keys(order, found)
        source = _where(match, [*tests, *(f"{key} IS NOT NULL" for key in keys)])
        name = self.fresh("c")
        sort = f"WITH {found['v']} ORDER BY {keyset.terms(order, keys, plan.page.backward)}"
        self.calls.append(f"CALL () {{ {source} {sort} RETURN collect({found['v']}) AS {name} }}")
        return name

    def sort_keys(self, order: Order, found: _Scope) -> list[str]:
        """Expressions of the sort keys, the id last."""
        return [self.fill(sort.key, found) for sort, _ in order.sorts] + [f"{found['v']}.id"]

    def count(self, plan: ConnectionPlan, found: _Scope, source: str) -> str:
        if plan.field.count and not plan.filtered:
            return self.fill(plan.field.count, found)
        distinct = "DISTINCT " if plan.field.group else ""
        return f"COUNT {{ {source} RETURN {distinct}{found['v']} }}"

    def groups(
        self, plan: ConnectionPlan, asked: GroupPlan, found: _Scope, match: str, tests: list[str], group: str
    ) -> tuple[str, Shape]:
        """Groups with their counts; the whole is counted beside them only where a share needs it."""
        source = _where(match, tests)
        scope = self.of_rows(plan, found)
        node = found["v"]
        counted = f"count(DISTINCT {node})" if any(each.repeats for each in asked.dimensions) else "count(*)"
        keys, clauses, codes, labels = [], [], [], []
        for each in asked.dimensions:
            names = _Scope(scope)
            clauses.append(self.fill(each.match, names))
            name = self.fresh("g")
            keys.append(f"{self.fill(each.key, names)} AS {name}")
            codes.append(self.fill(each.code, _Scope(k=name)))
            labels.append(f"coalesce({self.fill(each.label, _Scope(k=name))}, '{NOT_STATED}')")
        number, sample = self.fresh("n"), "[]"
        if "sample" in asked.asked:
            clauses.append(f"WITH * ORDER BY {node}.id")
            sample = self.fresh("s")
            keys.append(f"collect(DISTINCT {node}.id)[..{_SAMPLE}] AS {sample}")
        share = self.share(plan, found, source, number) if "share" in asked.asked else "null"
        sorts = [self.fresh("o") for _ in codes]
        having = self.tests([asked.having], _Scope(n=number))
        ordered = ", ".join(f"coalesce({code}, '{_LAST}') AS {sort}" for code, sort in zip(codes, sorts, strict=True))
        after = [keyset.beyond_group([number, *sorts], self.parameter(asked.after))] if asked.after else []
        text = " ".join(
            [
                f"{source}{group}",
                *filter(None, clauses),
                f"WITH {', '.join(keys)}, {counted} AS {number}",
                f"WITH *, {ordered}",
                *([f"WHERE {' AND '.join([*having, *after])}"] if having or after else []),
                f"ORDER BY {number} DESC, {', '.join(sorts)} LIMIT {self.parameter(asked.size)}",
            ]
        )
        triples = zip(asked.dimensions, codes, labels, strict=True)
        groups = self.fresh("g")
        said = ", ".join(f"['{each.value}', {code}, {label}]" for each, code, label in triples)
        text += f" WITH *, [{said}] AS {groups}"
        row = _Scope().bound({"groups": groups, "n": number, "share": share, "sample": sample})
        row |= {"keys": f"[{', '.join([number, *sorts])}]", "order": asked.signature}
        return self.collected(text, lambda: self.row(asked.fields, row))

    def share(self, plan: ConnectionPlan, found: _Scope, source: str, number: str) -> str:
        total = self.fresh("t")
        self.calls.append(f"CALL (*) {{ RETURN {self.count(plan, found, source)} AS {total} }}")
        return f"toFloat({number}) / {total}"

    def made_plain(self, text: str) -> str:
        """The statement without names that a group makes and nothing uses: they cost a look at every link."""
        for group, plain, names in self.plain:
            rest = text.replace(group, "")
            if not any(re.search(rf"\b{name}\b", rest) for name in names):
                text = text.replace(group, plain)
        return text

    def fresh(self, letter: str) -> str:
        """A variable that nothing else in the statement is called."""
        self.variables += 1
        return f"{letter}{self.variables}"

    def rows(
        self, plan: ConnectionPlan, found: _Scope, match: str, tests: list[str], group: str, once: str | None
    ) -> tuple[str, dict[str, Part]]:
        order = plan.page.order
        keys = self.sort_keys(order, found)
        if once:
            page = f"UNWIND {once}[..{self.parameter(plan.page.size)} + 1] AS {found['v']}"
        elif group:
            page = self.sorted(plan.page, keys, _where(match, tests) + group + " WITH *", [])
        elif "p" in found or not match.startswith("MATCH") or match != self.fill(plan.field.match, found):
            page = self.sorted(plan.page, keys, match, tests)
        elif not any(sort.nullable for sort, _ in order.sorts):
            page = self.sorted(plan.page, keys, match, [*tests, *(f"{key} IS NOT NULL" for key in keys)])
        elif len(order.sorts) == 1:
            page = self.in_two(plan.page, keys, match, tests, found["v"])
        else:
            page = self.sorted(plan.page, keys, match, tests)
        scope = self.of_rows(plan, found)
        scope |= {"keys": f"[{', '.join(keys)}]", "order": order.signature}
        return self.collected(page, lambda: self.columns(plan, scope))

    def of_rows(self, plan: ConnectionPlan, found: _Scope) -> _Scope:
        """Names for what is asked of each row: those that the list binds, and the edge's defaults for others."""
        defaults = CONNECTION_TYPES[plan.field.type].edge.defaults
        bound = {name: self.fill(text, found) for name, text in plan.field.bind.items()}
        return found.bound({**defaults, **bound})

    def sorted(self, page: Page, keys: Sequence[str], match: str, tests: list[str]) -> str:
        """The rows of a page, in order; one more than asked tells whether there is a next one."""
        for value, backward in ((page.after, False), (page.before, True)):
            if value is not None:
                tests = [*tests, keyset.beyond(page.order, keys, self.parameter(value), backward)]
        order = keyset.terms(page.order, keys, page.backward)
        return f"{_where(match, tests)} WITH * ORDER BY {order} LIMIT {self.parameter(page.size)} + 1"

    def in_two(self, page: Page, keys: Sequence[str], match: str, tests: list[str], node: str) -> str:
        """The same where the one sort key may be missing: rows that have it by the index, then those without."""
        after, before = (self.parameter(each) if each else None for each in (page.after, page.before))
        limit = f"LIMIT {self.parameter(page.size)} + 1"
        order = keyset.terms(page.order, keys, page.backward).partition(", ")[2]
        there = f"{_where(match, [*tests, *keyset.present(page.order, keys, after, before)])} WITH * ORDER BY {order}"
        missing = f"{_where(match, [*tests, *keyset.absent(keys, after, before)])} WITH * ORDER BY {order}"
        halves = (missing, there) if page.backward else (there, missing)
        union = " UNION ALL ".join(f"{half} {limit} RETURN {node}" for half in halves)
        return f"CALL () {{ {union} }} WITH * {limit}"

    def columns(self, plan: ConnectionPlan, found: _Scope) -> tuple[str, dict[str, Part]]:
        """One column for each part that is made of rows."""
        printed: list[str] = []
        built_parts: dict[str, Part] = {}
        for key, kind, detail in plan.parts:
            shaped: Shape | None = None
            said: tuple[tuple[str, str], ...] = ()
            if kind == "EDGES":
                text, shaped = self.row(detail, found)
            elif kind == "LIST":
                text, shaped = self.inline(detail, found)
            elif kind == "PAGE_INFO":
                text, said = found["keys"] if any(name.endswith("Cursor") for _, name in detail) else "", detail
            else:
                continue
            built_parts[key] = Part(key, kind, len(printed), shaped, said)
            printed += [text] if text else []
        return f"[{', '.join(printed)}]", built_parts


def _walks(condition: Condition) -> bool:
    """Whether the condition follows links."""
    match condition:
        case Exists():
            return True
        case Not():
            return _walks(condition.part)
        case All() | Any_():
            return any(map(_walks, condition.parts))
        case Predicate():
            return "EXISTS" in condition.template


def _steps(condition: Condition) -> int:
    """What is looked at first: the thing itself, then its links, then what lies behind them."""
    return _walks(condition) * (1 if isinstance(condition, Predicate) else 2)


def _leaf(field: Leaf) -> Shape:
    return Scalar(field.type) if field.shape is None else Made(field.shape)


def _nullable(plan: FieldPlan) -> bool:
    """Whether GraphQL allows the field to be null; cursors and connections never are."""
    return isinstance(plan, LeafPlan | ObjectPlan) and not plan.field.type.endswith("!")


def _where(match: str, tests: Sequence[str]) -> str:
    """The clause with conditions; behind CALL and UNWIND they need a WITH to stand in."""
    if not tests:
        return match
    last = match.rsplit("MATCH", 1)[-1]
    word = "WITH * WHERE" if last.endswith("}") or (" AS " in last and " WITH " not in last) else "WHERE"
    return f"{match} {word} {' AND '.join(tests)}"


def compile_plan(plan: RootPlan) -> Compiled:
    """Print the plan as one statement that returns one record with one value, `answer`."""
    printer = _Printer()
    names = _Scope()
    if plan.field is not None:
        text, built = printer.field(plan.field, names)
        return _compiled(plan, printer, f"RETURN {text} AS answer", Answer(built, _nullable(plan.field)))
    assert plan.body is not None
    names |= {name: printer.parameter(value) for name, value in plan.values.items()}
    if plan.many:
        return _many(plan, plan.body, printer, names["ids"])
    match = printer.fill(plan.match or f"CALL () {{ {BY_ID} }}", names)
    text, built = printer.body(plan.body, _Scope(v=names["v"]))
    return _compiled(plan, printer, f"RETURN {text} AS answer LIMIT 1", Answer(built, True), match)


def _many(plan: RootPlan, body: Body, printer: _Printer, ids: str) -> Compiled:
    """Things by id in the order asked, null for an id that nothing has."""
    names = _Scope(value="id")
    match = printer.fill(BY_ID, names)
    text, built = printer.body(body, _Scope(v=names["v"]))
    inside = " ".join([f"CALL (id) {{ {match} }}", *printer.calls, f"RETURN {text} AS row"])
    printer.calls = []
    start = f"UNWIND range(0, size({ids}) - 1) AS i WITH i, {ids}[i] AS id OPTIONAL CALL (id) {{ {inside} }}"
    return _compiled(
        plan,
        printer,
        "RETURN collect([row]) AS answer",
        Answer(Each(Boxed(built), nullable_items=True), False),
        f"{start} WITH i, row ORDER BY i",
    )


def _compiled(plan: RootPlan, printer: _Printer, end: str, answer: Answer, start: str | None = None) -> Compiled:
    text = printer.made_plain(" ".join([*([start] if start else []), *printer.calls, end]))
    constants = frozenset(_CONSTANT.findall(text))
    text = _CONSTANT.sub(r"$\1", text)
    return Compiled(plan.key, text, printer.values, AnswerWriter(answer), plan, constants, printer.checked)
