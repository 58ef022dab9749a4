"""Compares strengths and forms of one brand at several agencies.

A brand has several of each, and no agency has to list them all. Agencies disagree where their lists of a brand have
nothing in common.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from seed.derive.compare.product import ComparedProduct, Finding
from seed.values.dosage_forms import kind_of_form
from seed.values.product_names import brand_in
from seed.values.strengths import same

Listed = dict[str, list[ComparedProduct]]
"""Products of one brand by agency."""


def of_brands(products: Sequence[ComparedProduct], generics: frozenset[str]) -> Iterator[Finding]:
    """Compare strengths and forms of each brand between each two agencies. `products` are sorted by agency."""
    brands: dict[tuple[str, ...], Listed] = {}
    for product in products:
        if product.product and (name := brand_in(product.product, generics)):
            brands.setdefault((name, *product.drugs), {}).setdefault(product.agency, []).append(product)
    for listed in brands.values():
        for one, other in combinations(listed.values(), 2):
            yield from _strength(one, other)
            yield from _form(one, other)


def _strength(one: Sequence[ComparedProduct], other: Sequence[ComparedProduct]) -> Iterator[Finding]:
    """Yield a finding for each form whose strengths can be compared, if none is on both sides."""
    for kind in sorted({_form_of(product) for product in one} & {_form_of(product) for product in other}):
        left, right = (_amounts(product for product in side if _form_of(product) == kind) for side in (one, other))
        like = [(a, b) for a in left for b in right if same(a, b) is not None]
        if like and not any(same(a, b) for a, b in like):
            a, b = (sorted({pair[side] for pair in like}, key=_number) for side in (0, 1))
            yield _finding("STRENGTH", left[a[0]], right[b[0]], ", ".join(a), ", ".join(b))


def _form(one: Sequence[ComparedProduct], other: Sequence[ComparedProduct]) -> Iterator[Finding]:
    """Yield a finding if both sides have the same strength and no form in common."""
    forms, others = ({_form_of(product) for product in side} - {""} for side in (one, other))
    if not forms or not others or forms & others:
        return
    left, right = (_amounts(product for product in side if _form_of(product)) for side in (one, other))
    for a, b in ((left[a], right[b]) for a in left for b in right if same(a, b)):
        yield _finding("FORM", a, b, ", ".join(sorted(forms)), ", ".join(sorted(others)))
        return


def _form_of(product: ComparedProduct) -> str:
    return kind_of_form(product.form, product.route) or kind_of_form(product.product) or ""


def _amounts(products: Iterable[ComparedProduct]) -> dict[str, ComparedProduct]:
    """Return each amount with the first product that has it."""
    found: dict[str, ComparedProduct] = {}
    for product in products:
        for amount in product.amounts:
            found.setdefault(amount, product)
    return found


def _number(amount: str) -> tuple[str, float]:
    number, _, unit = amount.partition(" ")
    return unit, float(number)


def _finding(kind: str, left: ComparedProduct, right: ComparedProduct, left_says: str, right_says: str) -> Finding:
    """Return a finding. One about forms is about the whole product, and is stored under the first of its drugs."""
    drug = left.drug if kind == "STRENGTH" else left.drugs[0]
    return Finding(kind, drug, left.id, right.id, left_says, right_says)
