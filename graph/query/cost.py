"""The cost of an operation, known before it runs: the weight of each field times the pages around it.

An object, a row of a page    1
a list without pages          as many objects as its link declares (`Link.expected_rows`)
a count                       1; 10 with conditions or in groups, because it looks at more than it returns
a condition on linked things  5, and 5 times what stands in it
a list that is worked out     what its declaration says (`looks`): similar drugs, partners, events
a scalar                      0: it comes with its object

One walk over the plan, in which fragments are written out already.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.model.public_types import Link
from graph.query.plan import (
    AllOf,
    AnyOf,
    Body,
    Condition,
    ConnectionPlan,
    CountPart,
    EdgesPart,
    Exists,
    FieldPlan,
    GroupPlan,
    GroupsPart,
    LinkPart,
    ListPart,
    Not,
    ObjectPlan,
    RootPlan,
    Value,
)
from graph.query.selection import Variables

_LINKED = 5
_FILTERED_COUNT = 10

Path = tuple[str, ...]


@dataclass(frozen=True)
class RowEstimate:
    """One page, or list of ids: `per_row` is the change of the whole cost by one row more or less."""

    path: Path
    argument: str
    size: int
    per_row: int


@dataclass
class Cost:
    """The cost of one operation. `heaviest` is the field with the most by itself, what is below it not counted."""

    requested: int = 0
    heaviest: tuple[Path, int] = ((), 0)
    rows: list[RowEstimate] = field(default_factory=list)

    def note(self, path: Path, own: int) -> None:
        """Count what one field reaches by itself."""
        self.requested += own
        if own > self.heaviest[1]:
            self.heaviest = (path, own)

    def add(self, other: "Cost") -> None:
        """Count another one as well."""
        self.requested += other.requested
        self.rows += other.rows
        self.heaviest = max(self.heaviest, other.heaviest, key=lambda pair: pair[1])


def cost_of(roots: Sequence[RootPlan], variables: Variables, at_most: int | None = None) -> Cost:
    """The cost of these root fields together; `at_most` caps every page. Raises BadUserInput on a size not allowed."""
    walk = _Walk(variables, at_most)
    for root in roots:
        if root.field is not None:
            walk.field(root.field, (), 1)
        elif root.body is not None and root.many:
            walk.many(root, root.body)
        elif root.body is not None:
            walk.object(root.body, (root.key,), 1)
    return walk.cost


def advice(roots: Sequence[RootPlan], variables: Variables, cost: Cost, budget: int) -> str:
    """The smallest change that fits: one smaller page (of like ones the deepest), smaller pages, fewer fields."""
    fitting = [
        (rows, fits)
        for rows in cost.rows
        if (fits := (budget - cost.requested + rows.size * rows.per_row) // rows.per_row) in range(1, rows.size)
    ]
    if fitting:
        rows, fits = max(fitting, key=lambda found: (round(found[1] / found[0].size, 1), len(found[0].path)))
        total = cost.requested - (rows.size - fits) * rows.per_row
        name = f"{rows.argument}: {fits}" if rows.argument != "ids" else f"{fits} ids"
        return f"{name} at {'.'.join(rows.path)} would cost {total:,}"
    for size in range(max((rows.size for rows in cost.rows), default=1) - 1, 0, -1):
        total = cost_of(roots, variables, size).requested
        if total <= budget:
            return f"pages of {size} in every list would cost {total:,}"
    path, own = cost.heaviest
    return f"leave out fields; the heaviest is {'.'.join(path)} with {own:,}"


class _Walk:
    def __init__(self, variables: Variables, at_most: int | None) -> None:
        self.variables = variables
        self.at_most = at_most
        self.cost = Cost()

    def size(self, value: Value) -> int:
        """A page size, or the length of a list; an empty page costs as much as one of one."""
        bound = value.bind(self.variables)
        size = max(1, len(bound) if isinstance(bound, list) else int(bound or 0))
        return size if self.at_most is None else min(size, self.at_most)

    def body(self, body: Body, path: Path, times: int) -> None:
        """Of the types that an object may have, the dearest."""
        if len(body.cases) == 1:
            self.fields(body.cases[0][1], path, times)
            return
        outer, found = self.cost, []
        for _, fields in body.cases:
            self.cost = Cost()
            self.fields(fields, path, times)
            found.append(self.cost)
        self.cost = outer
        self.cost.add(max(found, key=lambda cost: cost.requested))

    def object(self, body: Body, path: Path, times: int, extra: int = 0) -> None:
        self.cost.note(path, times + extra)
        self.body(body, path, times)

    def fields(self, fields: Sequence[FieldPlan], path: Path, times: int) -> None:
        for plan in fields:
            self.field(plan, path, times)

    def field(self, plan: FieldPlan, above: Path, times: int) -> None:
        path = (*above, plan.key)
        match plan:
            case ConnectionPlan():
                self.connection(plan, path, times)
            case ObjectPlan(field=Link() as link):
                extra = link.extra_cost + sum(_weight(condition) for _, condition in plan.narrowed.values())
                self.object(plan.body, path, times * self.linked(link, plan), times * extra)
            case ObjectPlan():
                self.body(plan.body, path, times)

    def linked(self, link: Link, plan: ObjectPlan) -> int:
        if isinstance(link.expected_rows, str):
            return self.size(plan.values[link.expected_rows])
        return link.expected_rows if link.is_list else 1

    def connection(self, plan: ConnectionPlan, path: Path, times: int) -> None:
        size = self.size(plan.page.size)
        counts = any(isinstance(part, CountPart) for part in plan.parts)
        counted = (_FILTERED_COUNT if plan.filtered else 1) * counts
        self.cost.note(path, times * (size + counted + plan.field.extra_cost + sum(map(_weight, plan.where))))
        before = self.cost.requested
        for part in plan.parts:
            if isinstance(part, EdgesPart):
                self.fields(part.fields, (*path, part.key), times * size)
            elif isinstance(part, ListPart):
                self.body(part.plan.body, (*path, part.key), times * size)
        self.paged(path, plan.page.size.argument, size, times, before)
        for part in plan.parts:
            if isinstance(part, GroupsPart):
                self.groups(part.plan, (*path, part.key), times)
            elif isinstance(part, LinkPart):
                self.field(part.plan, path, times)

    def groups(self, plan: GroupPlan, path: Path, times: int) -> None:
        """Rows of groups; to make them the whole list is looked at."""
        size = self.size(plan.size)
        self.cost.note(path, times * (size + _FILTERED_COUNT))
        before = self.cost.requested
        self.fields(plan.fields, path, times * size)
        self.paged(path, plan.size.argument, size, times, before)

    def many(self, root: RootPlan, body: Body) -> None:
        """Things by their ids."""
        path, size = (root.key,), self.size(root.values["ids"])
        self.cost.note(path, size)
        before = self.cost.requested
        self.body(body, path, size)
        self.paged(path, "ids", size, 1, before)

    def paged(self, path: Path, argument: str, size: int, times: int, before: int) -> None:
        self.cost.rows.append(RowEstimate(path, argument, size, times + (self.cost.requested - before) // size))


def _weight(condition: Condition) -> int:
    """Nodes that a condition may look at, beside the one that it is about."""
    match condition:
        case AllOf() | AnyOf():
            return sum(map(_weight, condition.parts))
        case Not():
            return _weight(condition.part)
        case Exists():
            return _LINKED * (1 + _weight(condition.part))
        case _:
            return 0
