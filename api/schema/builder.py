"""Builds the Strawberry types from the model's declarations, which hold names, types and descriptions."""

from typing import Annotated, Union

import strawberry

from api.schema.classes import Classes
from api.schema.inputs import fill_inputs
from api.schema.outputs import fill_outputs, fill_query
from api.schema.permalink import DESCRIPTION, FIELD, open_permalink
from graph.model.registry import CONNECTION_TYPES, INTERFACES, TYPES, UNIONS


def build_types() -> tuple[type, list[type]]:
    """Return the root type, and the types that are reached through an interface only."""
    classes = Classes()
    _declare(classes)
    fill_inputs(classes)
    fill_outputs(classes)
    classes["Query"].permalink = strawberry.field(open_permalink, name=FIELD, description=DESCRIPTION)
    query = fill_query(classes)
    return query, [classes[name] for name, declared in TYPES.items() if declared.interfaces]


def _declare(classes: Classes) -> None:
    """Add interfaces, objects, connections and unions, each without fields yet."""
    for interface in INTERFACES.values():
        classes.declare(interface.name, tuple(classes[name] for name in interface.interfaces))
    edges = (connection.edge.name for connection in CONNECTION_TYPES.values())
    for name in [*TYPES, *CONNECTION_TYPES, *edges, "PageInfo", "Query"]:
        declared = TYPES.get(name)
        closest = declared.interfaces[-1:] if declared else ()
        classes.declare(name, tuple(classes[interface] for interface in closest))
    for union in UNIONS.values():
        members = tuple(classes[member] for member in union.members)
        described = strawberry.union(union.name, description=union.description)
        classes[union.name] = Annotated[Union[members], described]  # noqa: UP007
