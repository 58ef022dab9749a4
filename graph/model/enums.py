"""All vocabularies: the closed ones, and those that follow from the declared agencies."""

from graph.agencies import agencies, schemes
from graph.vocabulary import VOCABULARIES, Enum

ENUMS: dict[str, Enum] = {
    **VOCABULARIES,
    "AgencyCode": Enum(
        "AgencyCode",
        "Agencies that this graph covers.",
        {code: agency.meaning for code, agency in agencies().items()},
    ),
    "IdentifierScheme": Enum(
        "IdentifierScheme",
        "Scheme of an identifier.",
        {name: scheme.description for name, scheme in schemes().items()},
    ),
}
