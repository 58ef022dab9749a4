"""What the graph says, as a sentence: made here and not in Cypher, which would plan all this text."""

from collections.abc import Sequence

_SAYS = {
    "HELD_BY": "The record of product {0} names {1}.",
    "SUBSIDIARY_OF": "{0} belongs to the group of {1}.",
    "TESTS": "Trial {0} tests {1}.",
    "FOR_DRUG": "Product {0} contains {1}.",
    "STUDIES": "Trial {0} studies {1}.",
    "INDICATED_FOR": "A product of {0} is authorised for {1}.",
    "ASSOCIATED_WITH": "A source lists {1} beside {0}.",
    "BROADER": "{1} is a more general term for {0}.",
    "GRANTED_BY": "Product {0} is on the list of {1}.",
    "SAME_AUTHORISATION_AS": "Products {0} and {1} are one authorisation.",
}


def sentence(link: Sequence[str | None]) -> str:
    """[type, role, name of the start, name of the end] as a sentence.

    >>> sentence(["SPONSORED_BY", "LEAD_SPONSOR", "NCT00125164", "Ipsen"])
    'Ipsen runs trial NCT00125164.'
    """
    kind, role, start, end = link
    if kind == "SPONSORED_BY":
        return f"{end} {'runs' if role == 'LEAD_SPONSOR' else 'supports'} trial {start}."
    return _SAYS[str(kind)].format(start, end)


def sentences(links: Sequence[Sequence[str | None]]) -> str:
    """The sentences of several links, in order."""
    return " ".join(map(sentence, links))


_DISAGREE = {
    "STRENGTH": "Of {product} {agency} lists {drug} at {says}, {other} at {other_says} in the same form: no strength "
    "in common.",
    "FORM": "{agency} lists {product} as {says}, {other} as {other_says} at the same strength: no form in common.",
    "HOLDER": "One authorisation, two holders: {agency} names {says} for {product}, {other} names {other_says}; no "
    "group is known to which both belong.",
    "NAME": "One authorisation, two names: {agency} calls it {says}, {other} still {other_says}.",
    "STATUS": "One authorisation, two states: {agency} says of {product} {says}, {other} says {other_says}.",
    "DATE": "{agency} dates {product} {says}, but its number at {other} is of the year {other_says}.",
    "MISSING_COUNTERPART": "{agency} lists {product} under {says}, a number of the European Union, but {other_says} "
    "has no medicine of the same substance authorised about that year.",
}


def disagreement(found: Sequence[str | None]) -> str:
    """[kind, drug, agency, product, what it says, other agency, other product, what that says] as a sentence.

    >>> disagreement(["STRENGTH", "Salbutamol", "FDA", "Ventolin", "0.09 mg/dose", "HSA", "VENTOLIN", "0.1 mg/dose"])
    'Of Ventolin FDA lists Salbutamol at 0.09 mg/dose, HSA at 0.1 mg/dose in the same form: no strength in common.'
    """
    kind, drug, agency, product, says, other, _, other_says = found
    if kind == "STATUS":
        says, other_says = str(says).lower(), str(other_says).lower()
    return _DISAGREE[str(kind)].format(
        drug=drug, agency=agency, product=product, says=says, other=other, other_says=other_says
    )


_EVENTS = {
    "TRIAL_POSTED": "Trial first posted: {1}",
    "TRIAL_STARTED": "Trial started: {1}",
    "TRIAL_COMPLETED": "Trial completed: {1}",
    "APPROVAL": "{1} approved by {0}",
    "REGISTRATION": "{1} registered by {0}",
    "MARKETED": "{1} marketed, on the list of {0}",
    "LABEL_EFFECTIVE": "Label of {1} effective, on the list of {0}",
}


def event(found: Sequence[str | None]) -> str:
    """[kind of event, agency, title of the trial or name of the product] in a few words."""
    kind, agency, name = found
    return _EVENTS[str(kind)].format(agency, name)
