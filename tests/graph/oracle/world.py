"""The whole graph in memory, as nodes and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.database.driver import Graph
from graph.statement import Statement

Json = dict[str, Any]


class Node:
    """One node with its relationships. No dataclass: a failing test would print all that its links lead to."""

    def __init__(self, labels: list[str], props: Json) -> None:
        self.labels = labels
        self.props = props
        self.out: list[Link] = []
        self.into: list[Link] = []

    def __getitem__(self, name: str) -> Any:
        return self.props.get(name)

    def __repr__(self) -> str:
        return f"<{':'.join(self.labels)} {self['id'] or self['value']}>"

    @property
    def id(self) -> str:
        return str(self.props["id"])

    def to(self, *types: str) -> list["Node"]:
        return [link.end for link in self.out if link.type in types]

    def of(self, *types: str) -> list["Node"]:
        return [link.start for link in self.into if link.type in types]


@dataclass(eq=False)
class Link:
    """One relationship."""

    type: str
    start: Node
    end: Node
    props: Json


class World:
    """The whole graph in memory."""

    def __init__(self, nodes: Iterable[Json], links: Iterable[Json]) -> None:
        by_key = {row["key"]: Node(row["labels"], row["props"]) for row in nodes}
        self.nodes = list(by_key.values())
        for row in links:
            link = Link(row["type"], by_key[row["start"]], by_key[row["end"]], row["props"])
            link.start.out.append(link)
            link.end.into.append(link)

    def all(self, label: str) -> list[Node]:
        return [node for node in self.nodes if label in node.labels]


async def load(graph: Graph) -> World:
    """Read everything."""
    nodes = await graph.rows(
        Statement("MATCH (n) RETURN elementId(n) AS key, labels(n) AS labels, properties(n) AS props")
    )
    links = await graph.rows(
        Statement(
            "MATCH (a)-[r]->(b) "
            "RETURN elementId(a) AS start, elementId(b) AS end, type(r) AS type, properties(r) AS props"
        )
    )
    return World(nodes, links)
