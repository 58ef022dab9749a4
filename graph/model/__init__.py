"""The graph as data: every label and relationship type."""

from graph.model.entities import agency, approval, condition, drug, provenance, sponsor, trial
from graph.model.relations import RELATIONS as _RELATIONS
from graph.model.storage import Node, Relation

NODES: dict[str, Node] = {
    node.label: node
    for node in (
        drug.NODE,
        condition.NODE,
        trial.NODE,
        sponsor.NODE,
        agency.NODE,
        approval.NODE,
        *provenance.NODES,
    )
}
RELATIONS: dict[str, Relation] = {relation.type: relation for relation in _RELATIONS}

__all__ = ["NODES", "RELATIONS", "Node", "Relation"]
