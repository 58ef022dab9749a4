"""Products to compare, and the findings of a comparison."""

import msgspec


class ComparedProduct(msgspec.Struct, frozen=True, array_like=True):
    """One record of an agency, seen from one drug in it. `drugs` are all drugs in it, sorted.

    `amounts` are those of this drug. `holders` are pairs of an organisation's name and the id at the top of its group.
    `same` are the ids of records of the same authorisation.
    """

    drug: str
    id: str
    agency: str
    drugs: list[str]
    status: str
    amounts: list[str] = []
    product: str | None = None
    number: str | None = None
    date: str | None = None
    form: str | None = None
    route: str | None = None
    holders: list[tuple[str, str]] = []
    same: list[str] = []


class Finding(msgspec.Struct, frozen=True):
    """One disagreement: `kind` is a DiscrepancyKind, `left_says` and `right_says` are the words of each side.

    `left` and `right` are records; where a counterpart is missing, `right` is the agency that lacks it.
    """

    kind: str
    drug: str
    left: str
    right: str
    left_says: str
    right_says: str
