"""Finds where agencies disagree about one thing. Pure functions: products in, findings out.

Two records are about one thing if they are one authorisation of the European Union, or products of one brand with the
same drugs. A brand's strength and form are the same fact everywhere; its holder, status and date are facts of one
authorisation, and different ones in different countries are no disagreement.
"""

from collections.abc import Iterable, Iterator

from seed.derive.compare.brands import of_brands
from seed.derive.compare.product import ComparedProduct, Finding
from seed.derive.compare.union import of_union

__all__ = ["ComparedProduct", "Finding", "disagreements"]


def disagreements(
    products: Iterable[ComparedProduct], *, generics: frozenset[str], ema_is_whole: bool
) -> Iterator[Finding]:
    """Yield all findings among the products of one drug.

    `generics` are first words of names of substances; `ema_is_whole`: EMA's whole list is loaded.
    """
    listed = sorted(products, key=lambda product: (product.agency, product.id))
    yield from of_brands(listed, generics)
    yield from of_union(listed, ema_is_whole=ema_is_whole)
