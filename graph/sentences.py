"""What a link of the graph says, as a sentence: made here and not in Cypher, which would plan all this text."""

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
