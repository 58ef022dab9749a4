"""Addresses beside /graphql: health, metrics, schema, headers, errors as JSON."""

import re

import httpx2
import pytest


def test_live_is_about_the_process_and_ready_about_the_database(client: httpx2.Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["code"] == "GRAPH_UNAVAILABLE"


def test_metrics_count_requests_by_outcome(client: httpx2.Client) -> None:
    client.post("/graphql", json={"query": "{ agencies { code } }"})
    client.post("/graphql", json={"query": "{ nothing }"})
    text = client.get("/metrics").text
    assert re.search(r'medpath_graphql_requests_total\{outcome="ok"\} [1-9]', text)
    assert re.search(r'medpath_graphql_requests_total\{outcome="GRAPHQL_VALIDATION_FAILED"\} [1-9]', text)
    assert re.search(r"medpath_graphql_seconds_count [1-9]", text)
    assert "medpath_statements_total" in text


def test_the_schema_is_text(client: httpx2.Client) -> None:
    response = client.get("/schema.graphql")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.text.startswith("type Query")


def test_the_root_leads_to_the_playground(client: httpx2.Client) -> None:
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (307, "/playground")


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("POST", "/playground", 405)])
def test_what_is_not_there_says_so_as_json(client: httpx2.Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.json()["errors"][0]["extensions"]["code"] in {"NOT_FOUND", "METHOD_NOT_ALLOWED"}


def test_a_head_request_has_headers_only(client: httpx2.Client) -> None:
    response = client.head("/playground")
    assert (response.status_code, response.content) == (200, b"")
    assert client.options("/graphql").headers["Allow"] == "GET, POST, OPTIONS"


@pytest.mark.parametrize("path", ["/graphql", "/playground", "/nowhere", "/health/live"])
def test_every_response_has_a_request_id_and_the_security_headers(client: httpx2.Client, path: str) -> None:
    headers = client.get(path, headers={"X-Request-ID": "abc-1.2_3"}).headers
    assert headers["X-Request-ID"] == "abc-1.2_3"
    assert headers["Content-Security-Policy"].startswith("default-src 'self';")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<script>", "é"])
def test_an_odd_request_id_is_replaced(client: httpx2.Client, given: str) -> None:
    sent = client.get("/health/live", headers=[(b"X-Request-ID", given.encode())]).headers["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{16}", sent)


def test_long_answers_are_compressed_and_short_ones_are_not(client: httpx2.Client) -> None:
    headers = {"Accept-Encoding": "gzip"}
    long = client.post("/graphql", json={"query": "{ long }"}, headers=headers)
    short = client.post("/graphql", json={"query": "{ __typename }"}, headers=headers)
    assert long.headers["Content-Encoding"] == "gzip"
    assert len(long.json()["data"]["long"]) == 8000
    assert "Content-Encoding" not in short.headers
