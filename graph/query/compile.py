"""A plan into one statement: pure, total, without an error path.

Rows come back as positional lists, because Neo4j orders the keys of a map as it likes; the shape kept beside the
statement puts the names back. Every nested list is a COLLECT expression with its LIMIT before its projection; one
that aggregates somewhere inside stands in a CALL before the projection, because Cypher refuses aggregation there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from graph.answer import shape
from graph.answer.shape import (
    AnswerShape,
    BoxedShape,
    CaseShape,
    ComputedShape,
    ConnectionShape,
    CursorShape,
    FieldShape,
    ListShape,
    ObjectShape,
    ScalarShape,
    Shape,
)
from graph.answer.writer import AnswerWriter
from graph.model import public_types
from graph.model.groups import NOT_STATED
from graph.model.public_types import Inline, Leaf, Link
from graph.model.registry import CONNECTION_TYPES
from graph.model.shared import BY_ID
from graph.query import keyset
from graph.query.clauses import Clauses, Scope, Source
from graph.query.page_rows import PageRows
from graph.query.plan import (
    Body,
    ConnectionPlan,
    CountPart,
    CursorPlan,
    EdgesPart,
    FieldPlan,
    GroupPlan,
    GroupsPart,
    LeafPlan,
    LinkPart,
    ListPart,
    ObjectPlan,
    PageInfoPart,
    RootPlan,
    RowPart,
    TypenamePart,
    Value,
)
from graph.query.selection import Variables
from graph.statement import Statement

_SAMPLE = 5
_LAST = "\uffff"
"""Sorts after every code of a group."""
Built = TypeVar("Built")


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
    """Values that the statement does not use but must be allowed: those of a page without fields."""

    def statement(self, variables: Variables, constants: Mapping[str, Any]) -> Statement:
        """The statement for one request. Raises BadUserInput, naming the argument."""
        bound = {name: value.bind(variables) for name, value in self.values.items()}
        for value in self.checked:
            value.bind(variables)
        return Statement(self.text, bound | {name: constants[name] for name in self.constants})


@dataclass
class _Printer(Clauses):
    calls: list[str] = field(default_factory=list)
    """Clauses that stand before the projection being printed."""
    aggregates: bool = False
    """Whether one of these, or the list being printed, aggregates."""
    checked: list[Value] = field(default_factory=list)

    # ---- objects

    def body(self, body: Body, names: Scope) -> tuple[str, Shape]:
        """Expression and shape of what is asked of the object bound to {v}."""
        if len(body.cases) == 1 or body.tests is None:
            return self.row(body.cases[0][1], names)
        texts, shapes = [], []
        for place, (members, fields) in enumerate(body.cases):
            text, built = self.row(fields, names.bound({}))
            tests = " OR ".join(self.fill(body.tests[member], names) for member in members)
            texts.append(f"WHEN {tests} THEN [{place}, {text}]")
            shapes.append(built)
        return f"CASE {' '.join(texts)} END", CaseShape(tuple(shapes))

    def row(self, fields: Sequence[FieldPlan], names: Scope) -> tuple[str, Shape]:
        printed = [self.field(plan, names) for plan in fields]
        text = "[" + ", ".join(text for text, _ in printed) + "]"
        shapes = [
            FieldShape(plan.key, built, _nullable(plan)) for plan, (_, built) in zip(fields, printed, strict=True)
        ]
        return text, ObjectShape(tuple(shapes))

    def field(self, plan: FieldPlan, names: Scope) -> tuple[str, Shape]:
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
                return names["keys"], CursorShape(names["order"])

    def inline(self, plan: ObjectPlan, names: Scope) -> tuple[str, Shape]:
        assert isinstance(plan.field, Inline)
        bound = {name: self.fill(template, names) for name, template in plan.field.bind.items()}
        text, built = self.body(plan.body, names.bound(bound))
        if plan.field.present == "true":
            return text, built
        return f"CASE WHEN {self.fill(plan.field.present, names)} THEN {text} END", built

    def link(self, plan: ObjectPlan, names: Scope) -> tuple[str, Shape]:
        assert isinstance(plan.field, Link)
        found = names.inner()
        found |= {name: self.parameter(value) for name, value in plan.values.items()}
        self.narrow(plan, found)
        self.prelude(plan.field, found)
        match = Source(self.fill(plan.field.match, found), "match" in plan.field.needs_with)
        source = match.where(self.tests(plan.where, found))
        order = ", ".join(self.fill(term, found) for term in plan.field.order)
        bound = {name: self.fill(template, found) for name, template in plan.field.bind.items()}
        scope = found.bound(bound)
        limit = "" if plan.field.is_list else " LIMIT 1"
        sort = f" WITH * ORDER BY {order}{limit}" if order else (f" WITH *{limit}" if limit else "")
        aggregates = "match" in plan.field.aggregates
        rows, built = self.collected(f"{source}{sort}", aggregates, lambda: self.body(plan.body, scope))
        text, shaped = (rows, ListShape(built)) if plan.field.is_list else (f"head({rows})", built)
        refusal = plan.field.refusal
        if refusal is None:
            return text, shaped
        when, facts = self.fill(refusal.when, found), self.fill(refusal.facts, found)
        return f"CASE WHEN {when} THEN [1, {facts}] ELSE [0, {text}] END", CaseShape(
            (shaped, ComputedShape(refusal.refuse))
        )

    def narrow(self, plan: ObjectPlan, names: Scope) -> None:
        """The conditions that stand in the link's templates, each under its name there."""
        for place, (used, condition) in plan.narrowed.items():
            about, *others = (self.fill(f"{{{name}}}", names) for name in used)
            names[place] = self.condition(condition, Scope(zip(("v", *used[1:]), (about, *others), strict=True)))

    def prelude(self, field: Link | public_types.Connection, names: Scope) -> None:
        """The clause that runs once, ahead of the projection."""
        if field.prelude:
            self.calls.append(self.fill(field.prelude, names))
            self.aggregates |= "prelude" in field.aggregates

    def collected(self, source: str, aggregates: bool, project: Callable[[], tuple[str, Built]]) -> tuple[str, Built]:
        """Expression for the list of projections of the rows of `source`."""
        (outer, self.calls), (around, self.aggregates) = (self.calls, []), (self.aggregates, aggregates)
        text, built = project()
        source = " ".join([source, *self.calls])
        (inner, self.aggregates), self.calls = (self.aggregates, around), outer
        if not inner:
            return f"COLLECT {{ {source} RETURN {text} }}", built
        return self.called(f"CALL (*) {{ {source}", text), built

    def called(self, source: str, item: str) -> str:
        """Name of the list of `item`s, which a CALL ahead of the projection collects."""
        name = self.fresh("c")
        self.calls.append(f"{source} RETURN collect({item}) AS {name} }}")
        self.aggregates = True
        return name

    # ---- lists with pages

    def connection(self, plan: ConnectionPlan, names: Scope) -> tuple[str, Shape]:
        found = Scope({"p": names["v"]} if "v" in names else {})
        found |= {name: self.parameter(value) for name, value in plan.values.items()}
        self.prelude(plan.field, found)
        about = Scope().bound(found)
        match = Source(self.fill(plan.match, found), plan.needs_with)
        tests = self.tests(plan.where, found)
        group = self.fill(plan.group, found) if plan.group else ""
        listed = PageRows(self, plan, found, match, tests, group)
        every = listed.every()
        parts: list[str] = []
        built_parts: dict[str, shape.Part] = {}
        rows_wanted = any(isinstance(part, RowPart) for part in plan.parts)
        page_rows = ""
        once = None
        if rows_wanted:
            is_counted = any(isinstance(part, CountPart) for part in plan.parts)
            once = self.once(listed, found["v"]) if is_counted else None
            source = f"UNWIND {once}[..{self.parameter(plan.page.size)} + 1] AS {found['v']}" if once else listed.page()
            scope = self.of_rows(plan, found)
            scope |= {"keys": f"[{', '.join(listed.keys)}]", "order": plan.page.order.signature}
            page_rows, built_parts = self.collected(source, plan.aggregates, lambda: self.columns(plan, scope))
            parts = [
                self.parameter(plan.page.size),
                "true" if plan.page.after else "false",
                "true" if plan.page.before else "false",
            ]
        else:
            self.checked += [value for value in (plan.page.size, plan.page.after, plan.page.before) if value]
        for part in plan.parts:
            match part:
                case CountPart(key=key):
                    built_parts[key] = shape.ValuePart(key, len(parts), ScalarShape("Int!"))
                    parts.append(f"size({once})" if once else self.count(plan, found, every))
                case GroupsPart(key=key, plan=groups):
                    rows, built = self.groups(plan, groups, found, every, group)
                    built_parts[key] = shape.ValuePart(key, len(parts), ListShape(built))
                    parts.append(rows)
                case LinkPart(key=key, plan=linked):
                    text, built = self.link(linked, about)
                    built_parts[key] = shape.ValuePart(key, len(parts), built, _nullable(linked))
                    parts.append(text)
                case TypenamePart(key=key, type_name=name):
                    built_parts[key] = shape.TypenamePart(key, name)
                case EdgesPart() | ListPart() | PageInfoPart():
                    pass  # printed above, as columns of the rows
        parts += [page_rows] if page_rows else []
        in_order = tuple(built_parts[part.key] for part in plan.parts)
        page = ConnectionShape(in_order, rows_wanted, plan.page.backward, plan.page.order.signature)
        return "[" + ", ".join(parts) + "]", page

    def once(self, rows: PageRows, node: str) -> str | None:
        """Name of the things of a list, found ahead for its page and its count."""
        source = rows.once()
        if source is None:
            return None
        return self.called(f"CALL () {{ {source}", node)

    def count(self, plan: ConnectionPlan, found: Scope, source: str) -> str:
        if plan.field.count and not plan.filtered:
            return self.fill(plan.field.count, found)
        distinct = "DISTINCT " if plan.field.group else ""
        return f"COUNT {{ {source} RETURN {distinct}{found['v']} }}"

    def groups(
        self, plan: ConnectionPlan, asked: GroupPlan, found: Scope, source: str, group: str
    ) -> tuple[str, Shape]:
        """Groups with their counts; the whole is counted beside them only where a share needs it."""
        scope = self.of_rows(plan, found)
        node = found["v"]
        counted = f"count(DISTINCT {node})" if any(dimension.repeats for dimension in asked.dimensions) else "count(*)"
        keys, clauses, codes, labels = [], [], [], []
        for dimension in asked.dimensions:
            names = Scope(scope)
            clauses.append(self.fill(dimension.match, names))
            name = self.fresh("g")
            keys.append(f"{self.fill(dimension.key, names)} AS {name}")
            codes.append(self.fill(dimension.code, Scope(k=name)))
            labels.append(f"coalesce({self.fill(dimension.label, Scope(k=name))}, '{NOT_STATED}')")
        number, sample = self.fresh("n"), "[]"
        if "sample" in asked.asked:
            clauses.append(f"WITH * ORDER BY {node}.id")
            sample = self.fresh("s")
            keys.append(f"collect(DISTINCT {node}.id)[..{_SAMPLE}] AS {sample}")
        share = self.share(plan, found, source, number) if "share" in asked.asked else "null"
        sorts = [self.fresh("o") for _ in codes]
        having = [test.text for test in self.tests([asked.having], Scope(n=number))]
        ordered = ", ".join(f"coalesce({code}, '{_LAST}') AS {sort}" for code, sort in zip(codes, sorts, strict=True))
        after = [keyset.beyond_group([number, *sorts], self.parameter(asked.after))] if asked.after else []
        text = " ".join(
            [
                *filter(None, [source, group, *clauses]),
                f"WITH {', '.join(keys)}, {counted} AS {number}",
                f"WITH *, {ordered}",
                *([f"WHERE {' AND '.join([*having, *after])}"] if having or after else []),
                f"ORDER BY {number} DESC, {', '.join(sorts)} LIMIT {self.parameter(asked.size)}",
            ]
        )
        triples = zip(asked.dimensions, codes, labels, strict=True)
        groups = self.fresh("g")
        printed = ", ".join(f"['{dimension.value}', {code}, {label}]" for dimension, code, label in triples)
        text += f" WITH *, [{printed}] AS {groups}"
        row = Scope().bound({"groups": groups, "n": number, "share": share, "sample": sample})
        row |= {"keys": f"[{', '.join([number, *sorts])}]", "order": asked.signature}
        return self.collected(text, True, lambda: self.row(asked.fields, row))

    def share(self, plan: ConnectionPlan, found: Scope, source: str, number: str) -> str:
        total = self.fresh("t")
        self.calls.append(f"CALL (*) {{ RETURN {self.count(plan, found, source)} AS {total} }}")
        return f"toFloat({number}) / {total}"

    def of_rows(self, plan: ConnectionPlan, found: Scope) -> Scope:
        """Names for what is asked of each row: those that the list binds, and the edge's defaults for others."""
        defaults = CONNECTION_TYPES[plan.field.type].edge.defaults
        bound = {name: self.fill(text, found) for name, text in plan.field.bind.items()}
        return found.bound({**defaults, **bound})

    def columns(self, plan: ConnectionPlan, found: Scope) -> tuple[str, dict[str, shape.Part]]:
        """One column for each part that is made of rows."""
        printed: list[str] = []
        built_parts: dict[str, shape.Part] = {}
        for part in plan.parts:
            match part:
                case EdgesPart(key=key, fields=fields):
                    text, built = self.row(fields, found)
                    built_parts[key] = shape.RowsPart(key, len(printed), built)
                    printed.append(text)
                case ListPart(key=key, plan=item):
                    text, built = self.inline(item, found)
                    built_parts[key] = shape.RowsPart(key, len(printed), built)
                    printed.append(text)
                case PageInfoPart(key=key, fields=asked):
                    built_parts[key] = shape.PageInfoPart(key, len(printed), asked)
                    printed += [found["keys"]] if any(name.endswith("Cursor") for _, name in asked) else []
                case _:
                    pass  # no column of a row
        return f"[{', '.join(printed)}]", built_parts


def _leaf(field: Leaf) -> Shape:
    return ScalarShape(field.type) if field.shape is None else ComputedShape(field.shape)


def _nullable(plan: FieldPlan) -> bool:
    """Whether GraphQL allows the field to be null; cursors and connections never are."""
    return isinstance(plan, LeafPlan | ObjectPlan) and not plan.field.type.endswith("!")


def compile_plan(plan: RootPlan) -> Compiled:
    """Print the plan as one statement that returns one record with one value, `answer`."""
    printer = _Printer()
    names = Scope()
    if plan.field is not None:
        text, built = printer.field(plan.field, names)
        return _compiled(plan, printer, f"RETURN {text} AS answer", AnswerShape(built, _nullable(plan.field)))
    assert plan.body is not None
    names |= {name: printer.parameter(value) for name, value in plan.values.items()}
    if plan.many:
        return _many(plan, plan.body, printer, names["ids"])
    match = printer.fill(plan.match or f"CALL () {{ {BY_ID} }}", names)
    text, built = printer.body(plan.body, Scope(v=names["v"]))
    return _compiled(plan, printer, f"RETURN {text} AS answer LIMIT 1", AnswerShape(built, True), match)


def _many(plan: RootPlan, body: Body, printer: _Printer, ids: str) -> Compiled:
    """Things by id in the order asked, null for an id that nothing has."""
    names = Scope(value="id")
    match = printer.fill(BY_ID, names)
    text, built = printer.body(body, Scope(v=names["v"]))
    inside = " ".join([f"CALL (id) {{ {match} }}", *printer.calls, f"RETURN {text} AS row"])
    printer.calls = []
    start = f"UNWIND range(0, size({ids}) - 1) AS i WITH i, {ids}[i] AS id OPTIONAL CALL (id) {{ {inside} }}"
    return _compiled(
        plan,
        printer,
        "RETURN collect([row]) AS answer",
        AnswerShape(ListShape(BoxedShape(built), nullable_items=True), False),
        f"{start} WITH i, row ORDER BY i",
    )


def _compiled(plan: RootPlan, printer: _Printer, end: str, answer: AnswerShape, start: str | None = None) -> Compiled:
    text = " ".join([*([start] if start else []), *printer.calls, end])
    constants = frozenset(printer.constants)
    return Compiled(plan.key, text, printer.values, AnswerWriter(answer), plan, constants, printer.checked)
