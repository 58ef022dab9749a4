"""Approvals: key, drugs in the product and holder, and the draft of a record."""

from collections.abc import Sequence

from graph.agencies import agencies, agency_id
from graph.names import normalise_number
from seed.match import DrugIndex, Match, parted
from seed.merge.draft import Draft, Link, link
from seed.records import ApprovalRecord, Ingredient, Row
from seed.resolve.context import ResolveContext, dated, without_none
from seed.resolve.shared_facts import put_name
from seed.values.product_names import strength_in
from seed.values.strengths import amounts
from seed.values.text import is_name

_UNSTATED = "NOT_STATED"
"""Status of a record for which no source states one. A source that states none leaves the status of another."""


def approval_key(record: ApprovalRecord) -> str:
    """Return the key of an approval: agency and number as printed, else agency and row in the source."""
    return f"approval:{record.agency}:{record.identifiers[0].value if record.identifiers else record.row.key}"


def naming_fields(record: ApprovalRecord) -> ApprovalRecord:
    """Return a copy of the record with only the fields that name drugs or state facts of them."""
    return ApprovalRecord(
        row=Row(record.row.key),
        agency=record.agency,
        status=record.status,
        ingredients=record.ingredients,
        product_name=record.product_name,
        strength=record.strength,
        brand_names=record.brand_names,
        atc_codes=record.atc_codes,
        drug_type=record.drug_type,
        indications=record.indications,
    )


def draft_of(context: ResolveContext, record: ApprovalRecord, key: str, source: str, digest: str) -> Draft:
    """Return the draft of a product; one whose ingredients match no drug is written without a drug."""
    agency = agencies()[record.agency]
    number = record.identifiers[0].value if record.identifiers else None
    values = without_none(
        agencyCode=record.agency,
        productName=record.product_name,
        number=number,
        numberNormalised=number and normalise_number(number),
        identifierSchemes=[identifier.scheme for identifier in record.identifiers],
        identifierValues=[identifier.value for identifier in record.identifiers],
        identifiersNormalised=[normalise_number(identifier.value) for identifier in record.identifiers],
        holderRole=record.holder.role if record.holder else agency.holder_role,
        holderRaw=record.holder.name if record.holder else None,
        status=None if record.status == _UNSTATED else record.status,
        statusRaw=record.status_raw,
        **dated("date", record.date),
        dateKind=(record.date_kind or agency.date_kind) if record.date else None,
        dosageForm=record.dosage_form,
        route=record.route,
        strength=record.strength,
        atcCodes=list(record.atc_codes) or None,
        **record.native,
    )
    contained = _contained(context, key, record, source)
    links = [*contained, link("GRANTED_BY", key, agency_id(record.agency), {})]
    if record.holder:
        end = context.sponsors.resolve(record.holder, source, context.buffer)
        links.append(link("HELD_BY", key, end, {"rawText": record.holder.name}, role=record.holder.role))
    links += _made_by(context, key, record, source)
    shared_facts: list[str] = []
    if len(record.ingredients) == 1 and len(contained) == 1:
        shared_facts += _single(context, contained[0]["end"], record, source)
    for drug in sorted({row["end"] for row in contained}):
        shared_facts += context.indicate(drug, record.indications, source)
    defaults = {"status": _UNSTATED}
    shared_facts = list(dict.fromkeys(shared_facts))
    return Draft("Approval", key, record.row, digest, values, links, agency.record_type, defaults, shared_facts)


def _made_by(context: ResolveContext, key: str, record: ApprovalRecord, source: str) -> list[Link]:
    """Return a link to each organisation that makes the product, with all its names as printed."""
    printed: dict[str, list[str]] = {}
    for manufacturer in record.manufacturers:
        end = context.sponsors.resolve(manufacturer, source, context.buffer)
        printed.setdefault(end, []).append(manufacturer.name)
    return [
        link("MANUFACTURED_BY", key, end, {"rawText": "; ".join(dict.fromkeys(names))}, role="MANUFACTURER")
        for end, names in printed.items()
    ]


def ingredients_of(drugs: DrugIndex, record: ApprovalRecord) -> list[Ingredient]:
    """Return the record's ingredients, with a name that joins several known substances taken apart."""
    atc = record.atc_codes if len(record.ingredients) == 1 else ()
    return [part for printed in record.ingredients for part in parted(drugs, printed, atc)]


def _contained(context: ResolveContext, key: str, record: ApprovalRecord, source: str) -> list[Link]:
    found: dict[str, list[tuple[Match, str, str | None]]] = {}
    ingredients = ingredients_of(context.drugs, record)
    for ingredient in ingredients:
        match = context.drugs.ingredient(ingredient, record.atc_codes if len(ingredients) == 1 else ())
        context.count(source, ingredient.name, found=match is not None)
        if match:
            found.setdefault(match.drug, []).append((match, ingredient.name, ingredient.strength))
    links = []
    for drug, named in found.items():
        match = max((match for match, _, _ in named), key=lambda found_match: found_match.score)
        values = {
            "strength": "; ".join(dict.fromkeys(strength for _, _, strength in named if strength)) or None,
            "amounts": list(_amounts(record, [strength for _, _, strength in named], len(ingredients) == 1)) or None,
            "salt": match.salt,
            "rawText": "; ".join(dict.fromkeys(name for _, name, _ in named)),
            "method": match.method,
            "score": match.score,
        }
        links.append(link("FOR_DRUG", key, drug, values))
    return links


def _amounts(record: ApprovalRecord, strengths: Sequence[str | None], single: bool) -> tuple[str, ...]:
    """Return the amounts of a drug in the product; none for two salts of a drug, whose strengths do not add up.

    A single ingredient without a strength of its own has the strength of the product, or the one in its name.
    """
    if len(strengths) != 1:
        return ()
    printed = strengths[0]
    if printed is None and single:
        printed = record.strength or strength_in(record.product_name or "")
    return amounts(printed or "", decimal_comma=agencies()[record.agency].decimal_comma)


def _single(context: ResolveContext, drug: str, record: ApprovalRecord, source: str) -> list[str]:
    """Put the facts that a product of one ingredient states of its drug into the buffer; return the shared facts."""
    if record.drug_type == "BIOTECH":
        context.biotech.add(drug)
    brands = filter(is_name, record.brand_names)
    return [put_name(context.buffer, "Drug", drug, name, "BRAND", source, None) for name in brands]
