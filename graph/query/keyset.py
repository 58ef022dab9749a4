"""Orders and cursors in Cypher: total, missing values last, and in a form that an index can answer.

An index gives order only where every key is known to be there, and a cursor is only a seek where its first key stands
alone in a comparison. `cursor` is the parameter that holds the keys of the row at the cursor, the id last.
"""

from collections.abc import Sequence

from graph.query.plan import Order

_ABSENT_AFTER = "({cursor}[0] IS NOT NULL OR {id} > {cursor}[1])"
_ABSENT_BEFORE = "({cursor}[0] IS NULL AND {id} < {cursor}[1])"


def terms(order: Order, keys: Sequence[str], backward: bool) -> str:
    """ORDER BY terms: missing values last in the list's own direction, the id as the last key."""
    texts = []
    for (sort, descending), key in zip(order.sorts, keys, strict=False):
        if sort.nullable:
            texts.append(f"{key} IS NULL{' DESC' if backward else ''}")
        texts.append(f"{key}{' DESC' if descending != backward else ''}")
    return ", ".join([*texts, f"{keys[-1]}{' DESC' if backward else ''}"])


def direction(order: Order, backward: bool) -> str:
    """Return the direction of a term that stands before the first sort key: an index is read in one direction."""
    _, descending = order.sorts[0]
    return " DESC" if descending != backward else ""


def beyond(order: Order, keys: Sequence[str], cursor: str, backward: bool) -> str:
    """The rows after the cursor (before it, if `backward`), whatever is missing in them.

    Written as "not before, and beyond or else beyond by the next key": an OR of equality would be two index seeks, the
    rows of which have to be sorted again.
    """
    last = len(keys) - 1
    test = f"{keys[last]} {'<' if backward else '>'} {cursor}[{last}]"
    for place, (sort, descending) in reversed(list(enumerate(order.sorts))):
        key, bound = keys[place], f"{cursor}[{place}]"
        sign = _sign(descending, backward)
        if sort.nullable:
            there, missing = (key, bound) if backward else (bound, key)
            test = (
                f"({key} {sign} {bound} OR ({missing} IS NULL AND {there} IS NOT NULL) "
                f"OR (({key} = {bound} OR ({key} IS NULL AND {bound} IS NULL)) AND {test}))"
            )
        else:
            test = f"({key} {sign}= {bound} AND ({key} {sign} {bound} OR {test}))"
    return test


def beyond_group(keys: Sequence[str], cursor: str) -> str:
    """The groups after the cursor: by falling number, then by rising codes, none of which is missing."""
    last = len(keys) - 1
    test = f"{keys[last]} > {cursor}[{last}]"
    for place in range(last - 1, -1, -1):
        key, bound = keys[place], f"{cursor}[{place}]"
        test = f"({key} {'>' if place else '<'} {bound} OR ({key} = {bound} AND {test}))"
    return test


def present(order: Order, keys: Sequence[str], after: str | None, before: str | None) -> list[str]:
    """Conditions on the rows that have the one nullable sort key, as an index can answer them."""
    key, identity = keys
    _, descending = order.sorts[0]
    tests = [f"{key} IS NOT NULL", f"{identity} IS NOT NULL"]
    if after:
        sign = _sign(descending, False)
        tests.append(f"{key} {sign}= {after}[0] AND ({key} {sign} {after}[0] OR {identity} > {after}[1])")
    if before:
        sign = _sign(descending, True)
        tests.append(
            f"({before}[0] IS NULL OR {key} {sign} {before}[0] OR ({key} = {before}[0] AND {identity} < {before}[1]))"
        )
    return tests


def absent(keys: Sequence[str], after: str | None, before: str | None) -> list[str]:
    """Conditions on the rows that lack the one nullable sort key; they come last, by id."""
    key, identity = keys
    tests = [f"{key} IS NULL"]
    for cursor, test in ((after, _ABSENT_AFTER), (before, _ABSENT_BEFORE)):
        if cursor:
            tests.append(test.replace("{cursor}", cursor).replace("{id}", identity))
    return tests


def _sign(descending: bool, backward: bool) -> str:
    return "<" if descending != backward else ">"
