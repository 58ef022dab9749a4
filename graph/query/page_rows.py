"""Which rows are on the page of a list, in order: sorted, or found in the order of an index.

An index over all things of a kind gives the order of a list of them all. Things linked to one thing
come in order where the links themselves carry the sort key, beside the key of their end: see `Relation.order`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from graph.model import NODES, RELATIONS, Relation
from graph.query import keyset
from graph.query.clauses import Clauses, PrintedTest, Scope, Source, follows_links
from graph.query.plan import ConnectionPlan, Order


@dataclass
class PageRows:
    """The rows of one list: `match` finds them where the `tests` hold, `group` makes one of several that are one."""

    clauses: Clauses
    plan: ConnectionPlan
    found: Scope
    match: Source
    tests: Sequence[PrintedTest]
    group: str

    @cached_property
    def order(self) -> Order:
        """The order asked for, of which a key that a test compares is never missing.

        A cursor to go back from may be that of a row without the key, out of a list without the test.
        """
        order = self.plan.page.order
        if self.plan.page.before:
            return order
        keys = zip(order.sorts, self.keys, strict=False)
        sorts = (
            (replace(sort, nullable=sort.nullable and not self._compares(key)), down) for (sort, down), key in keys
        )
        return Order(tuple(sorts), order.signature)

    @cached_property
    def keys(self) -> list[str]:
        """Expressions of the sort keys, the id last."""
        sorts = self.plan.page.order.sorts
        return [self.clauses.fill(key, self.found) for key in (*(sort.key for sort, _ in sorts), self.plan.field.id)]

    def once(self) -> str | None:
        """Clause that finds all things of the list in order, once for its page and its count, where that is dear.

        It is where a filter walks the graph. With a cursor the page is of another set than the count; a sort key that
        may be missing has no index to give the order, and sorting all is dearer than looking twice.
        """
        page = self.plan.page
        if self.group or "p" in self.found or page.after or page.before or not any(map(follows_links, self.plan.where)):
            return None
        if not self._is_of_all or self._has_nullable:
            return None
        node = self.found["v"]
        source = self.match.where_links_last([*self._there, *self.tests])
        return f"{source} WITH {node} ORDER BY {keyset.terms(self.order, self.keys, page.backward)}"

    def every(self) -> str:
        """Clause that finds all rows, in any order: an index answers a test only if the id is said to be there."""
        if not self.tests or not self._is_of_all:
            return self.match.where_links_last(self.tests)
        return self.match.where_links_last([PrintedTest(f"{self.keys[-1]} IS NOT NULL"), *self.tests])

    def page(self) -> str:
        """Clauses that yield the rows of the page in order; one more than asked tells whether there is a next one."""
        if self.group:
            return self._sorted(Source(f"{self.match.where(self.tests)} {self.group} WITH *"), [])
        if "p" in self.found:
            carrier = self._carrier
            return self._along(carrier) if carrier else self._sorted(self.match, self.tests)
        if not self._is_of_all:
            return self._sorted(self.match, self.tests)
        if not self._has_nullable:
            return self._sorted(self.match, [*self.tests, *self._there])
        return self._in_two() if len(self.keys) == 2 else self._sorted(self.match, self.tests)

    @property
    def limit(self) -> str:
        """The end of the page, and one more."""
        return f"LIMIT {self.clauses.parameter(self.plan.page.size)} + 1"

    @property
    def _is_of_all(self) -> bool:
        """Whether the list is of all things of a kind."""
        return "p" not in self.found and self.plan.field.prelude is None and self.plan.variant is None

    @property
    def _has_nullable(self) -> bool:
        return any(sort.nullable for sort, _ in self.order.sorts)

    def _compares(self, key: str) -> bool:
        """Whether a test never holds where the key is missing."""
        return any(key in test.compared for test in self.tests)

    @property
    def _there(self) -> list[PrintedTest]:
        return [PrintedTest(f"{key} IS NOT NULL") for key in self.keys]

    @property
    def _cursors(self) -> tuple[str | None, str | None]:
        after, before = self.plan.page.after, self.plan.page.before
        return self.clauses.parameter(after) if after else None, self.clauses.parameter(before) if before else None

    @property
    def _carrier(self) -> Relation | None:
        """The relation whose links carry what the list is ordered by."""
        relation = RELATIONS.get(self.plan.field.ordered_links)
        if relation is None or len(self.keys) != 2 or self.plan.variant is not None:
            return None
        return relation if self.plan.page.order.sorts[0][0].key == f"{{v}}.{relation.order}" else None

    def _sorted(self, match: Source, tests: Sequence[PrintedTest]) -> str:
        page = self.plan.page
        for cursor, backward in zip(self._cursors, (False, True), strict=True):
            if cursor is not None:
                tests = [*tests, PrintedTest(keyset.beyond(self.order, self.keys, cursor, backward))]
        order = keyset.terms(self.order, self.keys, page.backward)
        return f"{match.where(tests)} WITH * ORDER BY {order} {self.limit}"

    def _in_two(self) -> str:
        """The rows where the one sort key may be missing: those that have it by the index, then those without."""
        cursors = self._cursors
        there = self.match.where([*self.tests, *_printed(keyset.present(self.plan.page.order, self.keys, *cursors))])
        missing = self.match.where_links_last([*_printed(keyset.absent(self.keys, *cursors)), *self.tests])
        return self._halves("", there, missing, self.keys)

    def _along(self, relation: Relation) -> str:
        """The same where the links to {p} carry the key: thousands of them need not be sorted for one page."""
        node, of, link = self.found["v"], self.found["p"], self.clauses.fresh("r")
        keys = [f"{link}.{relation.order}", self.keys[-1]]
        end, cursors = f"{link}.{relation.end_id}", self._cursors
        there = [f"{end} = {of}.{NODES[relation.end].key}", *keyset.present(self.plan.page.order, keys, *cursors)]
        absent = keyset.absent(keys, *cursors)
        match = f"MATCH ({node}:{relation.start})-[{link}:{relation.type}]->"
        return self._halves(
            of,
            Source(f"{match}()").where([*_printed(there), *self.tests]),
            Source(f"{match}({of})").where_links_last([*_printed(absent), *self.tests]),
            keys,
            end,
        )

    def _halves(self, names: str, there: str, missing: str, keys: Sequence[str], first: str = "") -> str:
        """Rows with the sort key, then those without; `first` is the same for all that have it and stands before it."""
        page = self.plan.page
        order = keyset.terms(page.order, keys, page.backward).partition(", ")[2]
        by_index = f"{first}{keyset.direction(page.order, page.backward)}, {order}" if first else order
        halves = [f"{there} WITH * ORDER BY {by_index}"]
        halves += [f"{missing} WITH * ORDER BY {order}"] if self._has_nullable else []
        union = " UNION ALL ".join(
            f"{half} {self.limit} RETURN {self.found['v']}" for half in (reversed(halves) if page.backward else halves)
        )
        return f"CALL ({names}) {{ {union} }} WITH * {self.limit}"


def _printed(tests: Sequence[str]) -> list[PrintedTest]:
    return [PrintedTest(test) for test in tests]
