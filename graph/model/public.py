"""The public face as a whole: every type, filter, order and root field by name."""

from graph.model import agency, approval, condition, drug, groups, roots, sponsor, trial, values
from graph.model.connections import CONNECTIONS
from graph.model.view import Connection, ConnectionType, Interface, Kind, Link, Lookup, ObjectType

TYPES: dict[str, ObjectType] = {
    each.name: each
    for each in (
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
        roots.META_TYPE,
        roots.LIMITS_TYPE,
    )
}
INTERFACES: dict[str, Interface] = {each.name: each for each in (roots.NODE, approval.INTERFACE)}
CONNECTION_TYPES: dict[str, ConnectionType] = {each.name: each for each in CONNECTIONS}
KINDS: dict[str, Kind] = {
    each.type: each for each in (drug.KIND, condition.KIND, trial.KIND, sponsor.KIND, approval.KIND)
}
LOOKUPS: dict[str, Lookup] = {
    each.name: each
    for each in (drug.LOOKUP, condition.LOOKUP, trial.LOOKUP, sponsor.LOOKUP, agency.LOOKUP, approval.LOOKUP)
}
LISTS: dict[str, Connection] = {
    each.name: each for each in (drug.ROOT, condition.ROOT, trial.ROOT, sponsor.ROOT, approval.ROOT)
}
LINKS: dict[str, Link] = {each.name: each for each in (agency.LIST, roots.META)}
