"""Facts of the graph as sentences: made here and not in Cypher, which would plan all this text."""

from collections.abc import Sequence
from typing import Any

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


_MOST_NAMED = 5


def sentence(link: Sequence[str | None]) -> str:
    """[type, role, name of the start, name of the end, names of what they share …] as a sentence.

    >>> sentence(["SPONSORED_BY", "LEAD_SPONSOR", "NCT00125164", "Ipsen"])
    'Ipsen runs trial NCT00125164.'
    """
    kind, role, start, end, *shared = link
    if kind == "SHARES_DRUGS":
        return f"{start} and {end} both work on {_listed(list(map(str, shared)))}."
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


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


_PLURALS = {"AGENCY": "agencies"}


def _counted(number: int, kind: str) -> str:
    return f"1 {kind.lower()}" if number == 1 else f"{number:,} {_PLURALS.get(kind, kind.lower() + 's')}"


def ranked(found: Sequence[Any]) -> str:
    """[metric, [number of neighbours, their kind], further facts] as a sentence.

    >>> ranked(["JACCARD", [3, "CONDITION"], [2, "Aspirin"]])
    'Has 2 of its 3 conditions in common with Aspirin, which is most like it.'
    """
    metric, (number, kind), facts = found
    links = _counted(number, kind)
    match metric:
        case "PAGERANK":
            return f"Its part of all the weight that links hand on in this network; it is linked to {links}."
        case "BETWEENNESS":
            return f"Part of the pairs of other things whose shortest ways lead through it; it is linked to {links}."
        case "COMMUNITY":
            joined = f", {_listed(facts)} among them" if facts else ""
            return f"Stands for all that links reach from it{joined}; it is linked to {links}."
        case "JACCARD":
            return f"Has {facts[0]:,} of its {links} in common with {facts[1]}, which is most like it."
        case "REACH":
            names, without, every = facts
            where = f": {', '.join(names)}" if names else ""
            return (
                f"{len(names)} of {every} agencies authorise it or did{where}; {without} do not list it or never "
                f"granted it, {every - len(names) - without} are not known; {links} in all."
            )
        case _:
            return f"It is linked to {links}."
