"""A plan into one statement: pure, total, without an error path.

Rows come back as positional lists, because Neo4j orders the keys of a map as it likes; the shape kept beside the
statement puts the names back. Every nested list is a COLLECT expression with its LIMIT before its projection.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph import shape
from graph.model.public import CONNECTION_TYPES
from graph.model.roots import BY_ID
from graph.model.view import Inline, Link
from graph.plan import (
    All,
    Any_,
    Body,
    Condition,
    ConnectionPlan,
    CursorPlan,
    Exists,
    FieldPlan,
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
from graph.statement import Statement

_NAME = re.compile(r"\{(\w+)\}")
_CONSTANT = re.compile(r"\$\$(\w+)")

Names = Mapping[str, str]


@dataclass(frozen=True)
class Compiled:
    """One root field ready to run: bind it, run the statement, shape the answer."""

    key: str
    text: str
    values: Mapping[str, Value]
    shape: shape.Shape
    plan: RootPlan

    def statement(self, variables: Variables, constants: Mapping[str, Any]) -> Statement:
        """The statement for one request. Raises BadUserInput, naming the argument."""
        bound = {name: value.bind(variables) for name, value in self.values.items()}
        wanted = {name: constants[name] for name in _CONSTANT_NAMES(self.text)}
        return Statement(self.text, bound | wanted)


def _CONSTANT_NAMES(text: str) -> list[str]:  # noqa: N802
    return _CONSTANT.findall(text)


@dataclass
class _Printer:
    values: dict[str, Value] = field(default_factory=dict)
    variables: int = 0

    def fill(self, template: str, names: dict[str, str]) -> str:
        """Put variables for the names in braces; a name met for the first time gets a fresh one, kept in `names`."""

        def replace(match: re.Match[str]) -> str:
            name = match[1]
            if name not in names:
                self.variables += 1
                names[name] = f"{name[0]}{self.variables}"
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

    def condition(self, condition: Condition, names: dict[str, str]) -> str:
        match condition:
            case Predicate():
                bound = {name: self.parameter(value) for name, value in condition.values.items()}
                return f"({self.fill(condition.template, names | bound)})"
            case All(parts=()):
                return "true"
            case Any_(parts=()):
                return "false"
            case All():
                return "(" + " AND ".join(self.condition(part, names) for part in condition.parts) + ")"
            case Any_():
                return "(" + " OR ".join(self.condition(part, names) for part in condition.parts) + ")"
            case Not():
                return f"(NOT coalesce({self.condition(condition.part, names)}, false))"
            case Exists():
                return self.exists(condition, names)

    def exists(self, condition: Exists, names: dict[str, str]) -> str:
        inner = {"v": names["v"]}
        match = self.fill(condition.match, inner)
        if condition.inner:
            found = inner[condition.inner]
            inner = {"v": found}
            if " UNION " in match:
                match = f"CALL ({names['v']}) {{ {match} RETURN {found} }}"
        test = self.condition(condition.part, inner)
        where = "" if test == "true" else f" WITH * WHERE {test}"
        return f"EXISTS {{ {match}{where} RETURN 1 }}"

    # ---- objects

    def body(self, body: Body, names: dict[str, str]) -> tuple[str, shape.Shape]:
        """Expression and shape of what is asked of the object bound to {v}."""
        if body.tests is None:
            return self.row(body.cases[0][1], names)
        texts, shapes = [], []
        for place, (members, fields) in enumerate(body.cases):
            text, built = self.row(fields, dict(names))
            tests = " OR ".join(self.fill(body.tests[member], names) for member in members)
            texts.append(f"WHEN {tests} THEN [{place}, {text}]")
            shapes.append(built)
        return f"CASE {' '.join(texts)} END", shape.one_of(shapes)

    def row(self, fields: Sequence[FieldPlan], names: dict[str, str]) -> tuple[str, shape.Shape]:
        printed = [self.field(each, names) for each in fields]
        text = "[" + ", ".join(text for text, _ in printed) + "]"
        return text, shape.record([each.key for each in fields], [built for _, built in printed])

    def field(self, plan: FieldPlan, names: dict[str, str]) -> tuple[str, shape.Shape | None]:
        match plan:
            case LeafPlan():
                return self.fill(plan.field.cypher, names), None
            case ConnectionPlan():
                return self.connection(plan, names)
            case ObjectPlan(field=Inline()):
                return self.inline(plan, names)
            case ObjectPlan():
                return self.link(plan, names)
            case CursorPlan():
                return names["keys"], shape.cursor(names["order"])

    def inline(self, plan: ObjectPlan, names: dict[str, str]) -> tuple[str, shape.Shape]:
        assert isinstance(plan.field, Inline)
        bound = {name: self.fill(template, names) for name, template in plan.field.bind.items()}
        text, built = self.body(plan.body, names | bound)
        if plan.field.present == "true":
            return text, built
        return f"CASE WHEN {self.fill(plan.field.present, names)} THEN {text} END", built

    def link(self, plan: ObjectPlan, names: dict[str, str]) -> tuple[str, shape.Shape]:
        assert isinstance(plan.field, Link)
        found = self.inside(names)
        found |= {name: self.parameter(value) for name, value in plan.values.items()}
        match = self.fill(plan.field.match, found)
        where = self.where(plan.where, found, match)
        order = ", ".join(self.fill(term, found) for term in plan.field.order)
        found |= {name: self.fill(template, found) for name, template in plan.field.bind.items()}
        limit = "" if plan.field.is_list else " LIMIT 1"
        sort = f" WITH * ORDER BY {order}{limit}" if order else (f" WITH *{limit}" if limit else "")
        text, built = self.body(plan.body, found)
        rows = f"COLLECT {{ {match}{where}{sort} RETURN {text} }}"
        return (rows, shape.each(built)) if plan.field.is_list else (f"head({rows})", built)

    def inside(self, names: Names) -> dict[str, str]:
        """Names for a list below this object: what is {v} here is {p} there."""
        return {**{name: text for name, text in names.items() if name not in ("v", "r")},
                **({"p": names["v"]} if "v" in names else {}),
                **({"r": names["r"]} if "v" not in names and "r" in names else {})}

    def where(self, conditions: Sequence[Condition], names: dict[str, str], match: str) -> str:
        tests = [test for test in (self.condition(each, names) for each in conditions) if test != "true"]
        if not tests:
            return ""
        word = " WITH * WHERE " if match.rstrip().endswith("}") or " AS " in match.rsplit("MATCH", 1)[-1] else " WHERE "
        return word + " AND ".join(tests)

    # ---- lists with pages

    def connection(self, plan: ConnectionPlan, names: dict[str, str]) -> tuple[str, shape.Shape]:
        found = {"p": names["v"]} if "v" in names else {}
        match = self.fill(plan.match, found)
        where = self.where(plan.where, found, match)
        group = f" {self.fill(plan.field.group, found)}" if plan.field.group else ""
        parts: list[str] = []
        builders: list[shape.Part] = []
        rows_wanted = any(kind in ("EDGES", "LIST", "PAGE_INFO") for _, kind, _ in plan.parts)
        if rows_wanted:
            rows, builders = self.rows(plan, dict(found), f"{match}{where}{group}")
            parts = [rows, self.parameter(plan.page.size), "true" if plan.page.after else "false",
                     "true" if plan.page.before else "false"]
        if any(kind == "COUNT" for _, kind, _ in plan.parts):
            parts.append(self.count(plan, found, match, where))
        return "[" + ", ".join(parts) + "]", shape.connection(
            [(key, kind, detail) for key, kind, detail in plan.parts], builders, rows_wanted,
            plan.page.backward, plan.page.order.signature,
        )

    def count(self, plan: ConnectionPlan, found: dict[str, str], match: str, where: str) -> str:
        if plan.field.count and not plan.filtered:
            return self.fill(plan.field.count, found)
        distinct = "DISTINCT " if plan.field.group else ""
        return f"COUNT {{ {match}{where} RETURN {distinct}{found['v']} }}"

    def rows(self, plan: ConnectionPlan, found: dict[str, str], source: str) -> tuple[str, list[shape.Part]]:
        page = plan.page
        keys = [self.fill(sort.key, found) for sort, _ in page.order.sorts] + [f"{found['v']}.id"]
        bounds = self.bounds(page, keys)
        order = ", ".join(_terms(page.order, keys, page.backward))
        limit = self.parameter(page.size)
        declared = CONNECTION_TYPES[plan.field.type]
        defaults = {name: text for name, text in declared.edge.defaults.items() if name not in plan.field.bind}
        found |= defaults
        found |= {name: self.fill(template, found) for name, template in plan.field.bind.items()}
        found |= {"keys": f"[{', '.join(keys)}]", "order": page.order.signature}
        printed, builders = self.columns(plan, found)
        return (
            f"COLLECT {{ {source}{bounds} WITH * ORDER BY {order} LIMIT {limit} + 1 RETURN [{', '.join(printed)}] }}",
            builders,
        )

    def columns(self, plan: ConnectionPlan, found: dict[str, str]) -> tuple[list[str], list[shape.Part]]:
        """One column for each part that is made of rows."""
        printed: list[str] = []
        builders: list[shape.Part] = []
        for key, kind, detail in plan.parts:
            if kind == "EDGES":
                text, built = self.row(detail, dict(found))
            elif kind == "LIST":
                text, built = self.inline(detail, dict(found))
            elif kind == "PAGE_INFO" and any(name.endswith("Cursor") for _, name in detail):
                text, built = found["keys"], None
            else:
                continue
            builders.append(shape.Part(key, len(printed), built))
            printed.append(text)
        return printed or ["1"], builders

    def bounds(self, page: Page, keys: Sequence[str]) -> str:
        tests = []
        for value, backward in ((page.after, False), (page.before, True)):
            if value is not None:
                tests.append(_beyond(page.order, keys, self.parameter(value), backward))
        return f" WITH * WHERE {' AND '.join(tests)}" if tests else ""


def _terms(order: Order, keys: Sequence[str], backward: bool) -> list[str]:
    """ORDER BY terms: missing values last in the list's own direction, the id as the last key."""
    terms = []
    for (sort, descending), key in zip(order.sorts, keys, strict=False):
        if sort.nullable:
            terms.append(f"{key} IS NULL{' DESC' if backward else ''}")
        terms.append(f"{key}{' DESC' if descending != backward else ''}")
    return [*terms, f"{keys[-1]}{' DESC' if backward else ''}"]


def _beyond(order: Order, keys: Sequence[str], cursor: str, backward: bool) -> str:
    """The rows after the cursor (before it, if `backward`), as a predicate on the sort keys."""
    place = len(keys) - 1
    test = f"{keys[-1]} {'<' if backward else '>'} {cursor}[{place}]"
    first_hint = ""
    for place, (sort, descending) in reversed(list(enumerate(order.sorts))):
        key, bound = keys[place], f"{cursor}[{place}]"
        sign = "<" if descending != backward else ">"
        if not sort.nullable:
            test = f"({key} {sign} {bound} OR ({key} = {bound} AND {test}))"
            first_hint = f"{key} {sign}= {bound} AND "
        elif backward:
            test = (f"({key} {sign} {bound} OR ({bound} IS NULL AND {key} IS NOT NULL) "
                    f"OR (({key} = {bound} OR ({key} IS NULL AND {bound} IS NULL)) AND {test}))")
            first_hint = ""
        else:
            test = (f"({key} {sign} {bound} OR ({key} IS NULL AND {bound} IS NOT NULL) "
                    f"OR (({key} = {bound} OR ({key} IS NULL AND {bound} IS NULL)) AND {test}))")
            first_hint = ""
    return first_hint + test


def compile_plan(plan: RootPlan) -> Compiled:
    """Print the plan as one statement that returns one record with one value, `answer`."""
    printer = _Printer()
    names: dict[str, str] = {}
    if plan.field is not None:
        text, built = printer.field(plan.field, names)
        return _compiled(plan, printer, f"RETURN {text} AS answer", built)
    assert plan.body is not None
    names |= {name: printer.parameter(value) for name, value in plan.values.items()}
    if plan.many:
        return _many(plan, plan.body, printer, names)
    match = printer.fill(plan.match or f"CALL () {{ {BY_ID} }}", names)
    text, built = printer.body(plan.body, {"v": names["v"]})
    return _compiled(plan, printer, f"{match} RETURN {text} AS answer LIMIT 1", built)


def _many(plan: RootPlan, body: Body, printer: _Printer, names: dict[str, str]) -> Compiled:
    found = {"value": "id"}
    match = printer.fill(BY_ID, found)
    text, built = printer.body(body, {"v": found["v"]})
    return _compiled(
        plan, printer,
        f"RETURN COLLECT {{ UNWIND {names['ids']} AS id "
        f"RETURN head(COLLECT {{ CALL (id) {{ {match} }} RETURN {text} }}) }} AS answer",
        shape.each(built),
    )


def _compiled(plan: RootPlan, printer: _Printer, text: str, built: shape.Shape | None) -> Compiled:
    return Compiled(plan.key, _CONSTANT.sub(r"$\1", text), printer.values, built or shape.same, plan)
