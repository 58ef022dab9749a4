"""The registry of public types: every type, filter, order and root field by name."""

from graph.model import groups, roots, values
from graph.model.connections import CONNECTIONS
from graph.model.entities import agency, approval, condition, drug, sponsor, trial
from graph.model.public_types import (
    Connection,
    ConnectionType,
    FilterSet,
    Interface,
    Kind,
    Link,
    Lookup,
    ObjectType,
    Sorting,
    Union,
)
from graph.model.questions import (
    analytics,
    discrepancies,
    networks,
    partners,
    paths,
    regulatory,
    search,
    similar,
    timeline,
)

TYPES: dict[str, ObjectType] = {
    type_.name: type_
    for type_ in (
        drug.TYPE,
        condition.TYPE,
        trial.TYPE,
        sponsor.TYPE,
        agency.TYPE,
        *approval.TYPES,
        *values.ALL,
        groups.GROUP_ROW,
        groups.COUNT_KEY,
        drug.COVERAGE_TYPE,
        drug.REPORT_TYPE,
        drug.SECTION_TYPE,
        trial.INTERVENTION_TYPE,
        approval.IDENTIFIER_TYPE,
        approval.INGREDIENT_TYPE,
        roots.META_TYPE,
        roots.LIMITS_TYPE,
        *search.TYPES,
        *regulatory.TYPES,
        *paths.TYPES,
        discrepancies.TYPE,
        similar.TYPE,
        *networks.TYPES,
        *analytics.TYPES,
    )
}
INTERFACES: dict[str, Interface] = {interface.name: interface for interface in (roots.NODE, approval.INTERFACE)}
UNIONS: dict[str, Union] = {union.name: union for union in (roots.SEARCH_NODE,)}
ABSTRACT: dict[str, Interface | Union] = {**INTERFACES, **UNIONS}
CONNECTION_TYPES: dict[str, ConnectionType] = {
    connection.name: connection
    for connection in (*CONNECTIONS, search.CONNECTION, timeline.CONNECTION, partners.CONNECTION)
}
KINDS: dict[str, Kind] = {
    kind.type: kind for kind in (drug.KIND, condition.KIND, trial.KIND, sponsor.KIND, approval.KIND)
}
SORTINGS: dict[str, Sorting] = {
    **{kind.type: kind.sorting for kind in KINDS.values()},
    **{sorting.name: sorting for sorting in (search.SORTING, timeline.SORTING, partners.SORTING)},
}
"""Orders of lists, by the type listed. Requests can choose among those of kinds."""
LOOKUPS: dict[str, Lookup] = {
    lookup.name: lookup
    for lookup in (drug.LOOKUP, condition.LOOKUP, trial.LOOKUP, sponsor.LOOKUP, agency.LOOKUP, approval.LOOKUP)
}
LISTS: dict[str, Connection] = {
    connection.name: connection
    for connection in (drug.ROOT, condition.ROOT, trial.ROOT, sponsor.ROOT, approval.ROOT, search.SEARCH)
}
LINKS: dict[str, Link] = {
    link.name: link
    for link in (
        agency.LIST,
        roots.META,
        search.SUGGEST,
        search.RESOLVE,
        regulatory.REGULATORY,
        discrepancies.ROOT,
        paths.PATHS,
        paths.SUBGRAPH,
        analytics.ANALYTICS,
    )
}
FILTER_SETS: tuple[FilterSet, ...] = (networks.FILTERS,)
CHOICES = frozenset(
    word
    for declared in TYPES.values()
    for field in declared.fields
    if isinstance(field, Link)
    for argument in field.arguments
    for word in argument.text_by_value
    if isinstance(word, str)
)
"""Argument values that choose the text of a statement."""
