"""Compares one authorisation of the European Union at EMA and on the list of a member state (Spain's CIMA).

Spain numbers such a medicine by the Union's number: 07402001 is EU/1/07/402/001, of the year 2007.
"""

import re
from collections.abc import Iterator, Sequence

from graph.agencies import agency_id
from graph.names import normalise, normalise_number
from graph.vocabulary import AUTHORISED_STATUSES, EVER_AUTHORISED_STATUSES, NEVER_AUTHORISED_STATUSES
from seed.derive.compare.product import ComparedProduct, Finding

_NUMBER = re.compile(r"(?P<medicine>(?P<year>\d{2})\d{3}|1(?P<new_year>\d{2})\d{3,4})\d{3}")
_LIVE = AUTHORISED_STATUSES
_ENDED = EVER_AUTHORISED_STATUSES - _LIVE | NEVER_AUTHORISED_STATUSES
_FORMER = re.compile(r"\(previously (.*)\)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_NO_NAME = {"les", "laboratoires", "laboratorios", "laboratorio", "laboratoire", "the"}


def of_union(products: Sequence[ComparedProduct], *, ema_is_whole: bool) -> Iterator[Finding]:
    """Yield findings among one drug's records at EMA and AEMPS. Records linked as one authorisation are compared."""
    european = [product for product in products if product.agency == "EMA" and product.drug == product.drugs[0]]
    spanish: dict[str, list[ComparedProduct]] = {}
    for product in products:
        if product.agency == "AEMPS" and product.drug == product.drugs[0] and (number := _number(product)):
            spanish.setdefault(number["medicine"], []).append(product)
    for records in spanish.values():
        linked = [product for product in european if any(product.id in record.same for record in records)]
        for product in linked:
            yield from _compared(product, [record for record in records if product.id in record.same])
        if not linked:
            yield from _unlinked(european, records[0], ema_is_whole=ema_is_whole)


def _compared(european: ComparedProduct, spanish: Sequence[ComparedProduct]) -> Iterator[Finding]:
    first = spanish[0]
    if (holders := _other_holder(european, spanish)) is not None:
        record, left, right = holders
        yield Finding("HOLDER", first.drug, european.id, record.id, left, right)
    if former := _FORMER.search(european.product or ""):
        names = [name for name in re.split(r", | and ", former[1]) if _begins(first, name)]
        if names and not _begins(first, _name(european)):
            yield Finding("NAME", first.drug, european.id, first.id, _name(european), names[0])
    states = {product.status for product in spanish}
    if (european.status in _LIVE and states <= _ENDED) or (european.status in _ENDED and states & _LIVE):
        record = next(
            product for product in spanish if product.status in (_ENDED if european.status in _LIVE else _LIVE)
        )
        yield Finding("STATUS", first.drug, european.id, record.id, european.status, record.status)


def _other_holder(
    european: ComparedProduct, spanish: Sequence[ComparedProduct]
) -> tuple[ComparedProduct, str, str] | None:
    """Return the first Spanish record whose holder shares neither group nor name with EMA's, and both names."""
    for product in spanish:
        pairs = [(one, other) for one in european.holders for other in product.holders]
        if pairs and not any(top == other or _first(name) == _first(named) for (name, top), (named, other) in pairs):
            return product, pairs[0][0][0], pairs[0][1][0]
    return None


def _unlinked(european: Sequence[ComparedProduct], record: ComparedProduct, *, ema_is_whole: bool) -> Iterator[Finding]:
    """Yield a finding for a Spanish record that no EMA record is linked with: of the same name with another date, or
    missing.
    """
    year = _year(record)
    named = [
        product
        for product in european
        if _begins(record, _name(product)) and product.drugs == record.drugs and product.date
    ]
    if named:
        other = named[0]
        yield Finding("DATE", record.drug, other.id, record.id, str(other.date), str(year))
    elif ema_is_whole and not any(_near(product, year) for product in european if product.drugs == record.drugs):
        yield Finding("MISSING_COUNTERPART", record.drug, record.id, agency_id("EMA"), str(record.number), "EMA")


def _near(product: ComparedProduct, year: int) -> bool:
    """Return True if a product was authorised about that year. Names differ: EMA's are English, Spain's Spanish."""
    return product.date is None or abs(int(product.date[:4]) - year) <= 1


def _number(product: ComparedProduct) -> re.Match[str] | None:
    return _NUMBER.fullmatch(product.number or "")


def _year(product: ComparedProduct) -> int:
    found = _number(product)
    assert found is not None
    year = int(found["year"] or found["new_year"])
    return year + (1900 if year >= 90 else 2000)


def _name(product: ComparedProduct) -> str:
    return _FORMER.sub("", product.product or "").strip()


def _begins(product: ComparedProduct, name: str) -> bool:
    """Return True if the product's name begins with all words of this name."""
    words, printed = (re.findall(r"\w+", normalise(text)) for text in (name, product.product or ""))
    return bool(words) and printed[: len(words)] == words


def _first(holder: str) -> str:
    """Return the first word of a holder's name that tells companies apart."""
    words = [word for word in _WORD.findall(normalise(holder)) if word not in _NO_NAME]
    return words[0] if words else normalise_number(holder)
