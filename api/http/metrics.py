"""Metrics for Prometheus. Labels are codes of this program, never text from a request."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from graph.database.driver import Graph

_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Metrics of one app, in a registry of its own, so two apps in one process do not collide."""

    def __init__(self, graph: Graph) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "medpath_graphql_requests",
            "GraphQL requests by outcome: ok or an error code.",
            ["outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "medpath_graphql_seconds", "Time to answer a GraphQL request.", buckets=_BUCKETS_S, registry=self._registry
        )
        self.in_flight = Gauge("medpath_graphql_in_flight", "GraphQL requests being answered.", registry=self._registry)
        self._registry.register(_Statements(graph))

    def answered(self, outcome: str, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(outcome).inc()
        self._seconds.observe(seconds)

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self._registry)


class _Statements(Collector):
    """Reads the driver's own count of statements when Prometheus asks."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def collect(self) -> Iterator[CounterMetricFamily]:
        yield CounterMetricFamily(
            "medpath_statements", "Cypher statements sent to the graph.", value=self._graph.statements_sent
        )
