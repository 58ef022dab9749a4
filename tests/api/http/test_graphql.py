"""GraphQL over HTTP beyond the audits: status codes, headers and the shape of answers."""

import asyncio
import hashlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import httpx2
import pytest

from api.execution.engine import Answer, Engine
from api.http.persisted import PersistedQueries
from graph.errors import GraphUnavailable, ModelError

Serve = Callable[[Engine], AbstractContextManager[str]]
QUERY = "{ agencies { code } }"
ANSWER = {"data": {"agencies": [{"code": "FDA"}]}}
JSON = {"Accept": "application/json"}


def code(response: httpx2.Response) -> str:
    return str(response.json()["errors"][0]["extensions"]["code"])


def persisted(query: str, version: int = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": hashlib.sha256(query.encode()).hexdigest()}}


def test_post_and_get_give_the_same_answer(client: httpx2.Client) -> None:
    posted = client.post("/graphql", json={"query": QUERY})
    got = client.get("/graphql", params={"query": QUERY})
    assert posted.status_code == got.status_code == 200
    assert posted.json() == got.json() == ANSWER
    assert posted.headers["Content-Type"] == "application/graphql-response+json; charset=utf-8"


def test_a_form_without_variables_is_a_query_without_variables(client: httpx2.Client) -> None:
    assert client.get("/graphql", params={"query": QUERY, "variables": ""}).json() == ANSWER


def test_an_operation_is_chosen_by_name(client: httpx2.Client) -> None:
    document = "query A { agencies { code } } query B { agencies { name } }"
    response = client.post("/graphql", json={"query": document, "operationName": "A"})
    assert response.json() == ANSWER


def test_a_refused_document_has_no_data_and_is_400_only_to_those_who_know_the_media_type(client: httpx2.Client) -> None:
    strict = client.post("/graphql", json={"query": "{ nothing }"})
    plain = client.post("/graphql", json={"query": "{ nothing }"}, headers=JSON)
    assert (strict.status_code, plain.status_code) == (400, 200)
    assert strict.json() == plain.json()
    assert "data" not in strict.json()
    assert code(strict) == "GRAPHQL_VALIDATION_FAILED"


def test_wrong_variables_are_the_callers_mistake(client: httpx2.Client) -> None:
    query = "query ($first: Int!) { agencies { approvals(first: $first) { totalCount } } }"
    response = client.post("/graphql", json={"query": query, "variables": {"first": "many"}})
    assert response.status_code == 400
    assert code(response) == "BAD_USER_INPUT"


def test_a_bug_behind_a_field_is_masked_and_named_by_the_request_id(client: httpx2.Client) -> None:
    response = client.post("/graphql", json={"query": "{ broken }"}, headers={"X-Request-ID": "test-17"})
    assert response.status_code == 200
    assert response.json()["data"] == {"broken": None}
    [error] = response.json()["errors"]
    assert error["extensions"] == {"code": "INTERNAL", "requestId": "test-17"}
    assert error["path"] == ["broken"]
    assert "secret" not in response.text


def test_a_field_that_ran_out_of_time_says_so(client: httpx2.Client) -> None:
    assert code(client.post("/graphql", json={"query": "{ late }"})) == "TIMEOUT"


def test_a_persisted_query_is_asked_for_once(client: httpx2.Client) -> None:
    unknown = client.post("/graphql", json={"extensions": persisted(QUERY)})
    assert (unknown.status_code, code(unknown)) == (200, "PERSISTED_QUERY_NOT_FOUND")
    assert unknown.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    assert client.post("/graphql", json={"query": QUERY, "extensions": persisted(QUERY)}).json() == ANSWER
    assert client.post("/graphql", json={"extensions": persisted(QUERY)}).json() == ANSWER


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        (persisted("{ other }"), "PERSISTED_QUERY_HASH_MISMATCH"),
        (persisted(QUERY, version=2), "BAD_REQUEST"),
        ({"persistedQuery": None}, "BAD_REQUEST"),
        ({"persistedQuery": {"version": 1, "sha256Hash": 5}}, "BAD_REQUEST"),
    ],
)
def test_a_wrong_persisted_query_is_refused(client: httpx2.Client, extensions: object, expected: str) -> None:
    response = client.post("/graphql", json={"query": QUERY, "extensions": extensions})
    assert (response.status_code, code(response)) == (400, expected)


def test_persisted_queries_do_not_grow_without_end() -> None:
    kept = PersistedQueries(capacity=2)
    for query in ("{ a }", "{ b }", "{ c }"):
        kept.resolve(query, persisted(query)["persistedQuery"])
    assert kept.resolve(None, persisted("{ c }")["persistedQuery"]) == "{ c }"
    with pytest.raises(Exception, match="PersistedQueryNotFound"):
        kept.resolve(None, persisted("{ a }")["persistedQuery"])


class Failing:
    """An engine whose every operation fails as a whole."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def execute(
        self, query: str, variables: object, operation_name: str | None, *, shows_cypher: bool = False
    ) -> Answer:
        raise self._error


def test_a_graph_that_is_away_is_503_with_a_time_to_come_back(serve: Serve) -> None:
    with serve(Failing(GraphUnavailable("the graph database cannot be reached"))) as url:
        strict = httpx2.post(
            f"{url}/graphql", json={"query": QUERY}, headers={"Accept": "application/graphql-response+json"}
        )
        plain = httpx2.post(f"{url}/graphql", json={"query": QUERY})
    assert (strict.status_code, plain.status_code) == (503, 200)
    assert int(strict.headers["Retry-After"]) > 0
    assert code(strict) == code(plain) == "GRAPH_UNAVAILABLE"


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), ModelError("secret detail")])
def test_a_bug_is_500_as_json_with_the_request_id(serve: Serve, error: Exception) -> None:
    with serve(Failing(error)) as url:
        response = httpx2.post(f"{url}/graphql", json={"query": QUERY})
        metrics = httpx2.get(f"{url}/metrics").text
    assert response.status_code == 500
    assert code(response) == "INTERNAL"
    assert response.json()["errors"][0]["extensions"]["requestId"] == response.headers["X-Request-ID"]
    assert "secret" not in response.text
    assert 'medpath_graphql_requests_total{outcome="INTERNAL"} 1.0' in metrics


class Slow:
    """An engine that never answers and tells when it was stopped."""

    def __init__(self) -> None:
        self.stopped = threading.Event()

    async def execute(
        self, query: str, variables: object, operation_name: str | None, *, shows_cypher: bool = False
    ) -> Answer:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.stopped.set()
            raise
        return Answer(b"null")


def test_the_work_ends_when_the_client_leaves(serve: Serve) -> None:
    engine = Slow()
    with serve(engine) as url:
        with pytest.raises(httpx2.ReadTimeout):
            httpx2.post(f"{url}/graphql", json={"query": QUERY}, timeout=0.5)
        assert engine.stopped.wait(5)
        metrics = httpx2.get(f"{url}/metrics").text
    assert 'medpath_graphql_requests_total{outcome="DISCONNECTED"} 1.0' in metrics
    assert "medpath_graphql_in_flight 0.0" in metrics
