"""Hostile input gets a 4xx with a JSON error and a code, never a 5xx and never a stack trace."""

import gzip
from collections.abc import Iterator

import httpx2
import pytest

JSON = "application/json"
FIRST = "query ($first: Int) { agencies { approvals(first: $first) { totalCount } } }"


def body(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


BODIES = {
    "nothing": (b"", "BAD_JSON"),
    "half a JSON": (b'{"query": "{ agenc', "BAD_JSON"),
    "null": (b"null", "BAD_REQUEST"),
    "a number": (b"17", "BAD_REQUEST"),
    "a string": (b'"{ agencies { code } }"', "BAD_REQUEST"),
    "an array": (b'[{"query": "{ agencies { code } }"}]', "BAD_REQUEST"),
    "an empty object": (b"{}", "BAD_REQUEST"),
    "an empty query": (b'{"query": ""}', "BAD_REQUEST"),
    "invalid UTF-8": (b'{"query": "{ agencies { \xff\xfe } }"}', "BAD_JSON"),
    "a lone surrogate, escaped": (b'{"query": "{ x }", "operationName": "\\ud800"}', "BAD_JSON"),
    "a lone surrogate, as bytes": (body('{"query": "{ x }", "operationName": "\ud800"}'), "BAD_JSON"),
    "a NUL": (b'{"query": "{ agencies \\u0000 { code } }"}', "GRAPHQL_PARSE_FAILED"),
    "UTF-16": ('{"query": "{ agencies { code } }"}'.encode("utf-16"), "BAD_JSON"),
    "arrays 100,000 deep": (
        b'{"query": "{ x }", "variables": {"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}}", "BAD_JSON",
    ),
    "objects 20,000 deep": (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "BAD_JSON"),
    "NaN": (b'{"query": "{ x }", "variables": {"a": NaN}}', "BAD_JSON"),
    "a query of 100 levels": (body('{"query": "' + "{ a " * 100 + "}" * 100 + '"}'), "DEPTH_LIMIT"),
    "a query of 900 levels": (body('{"query": "' + "{a" * 900 + "}" * 900 + '"}'), None),
    "a list of 900 levels": (body('{"query": "{a(b:' + "[" * 900 + "]" * 900 + ')}"}'), None),
    "2,001 tokens": (body('{"query": "{' + " a" * 2001 + '}"}'), "DOCUMENT_TOO_LARGE"),
    "32 KB of comment": (body('{"query": "#' + "x" * 33_000 + '\\n{ agencies { code } }"}'), "DOCUMENT_TOO_LARGE"),
    "two operations without a name": (
        b'{"query": "query A { agencies { code } } query B { agencies { name } }"}', "OPERATION_RESOLUTION_FAILURE",
    ),
    "an operation that is not there": (
        b'{"query": "query A { agencies { code } }", "operationName": "B"}', "OPERATION_RESOLUTION_FAILURE",
    ),
    "only a fragment": (b'{"query": "fragment F on Agency { code }"}', None),
    "a mutation": (b'{"query": "mutation { __typename }"}', None),
    "a subscription": (b'{"query": "subscription { __typename }"}', None),
    "6,000 digits in the document": (
        body('{"query": "{ agencies { approvals(first: ' + "9" * 6000 + ') { totalCount } } }"}'), None,
    ),
    "6,000 digits in the variables": (body(f'{{"query": "{FIRST}", "variables": {{"first": {"9" * 6000}}}}}'), None),
    "a 1,000-digit exponent": (body(f'{{"query": "{FIRST}", "variables": {{"first": 1e{"9" * 1000}}}}}'), None),
    "a surrogate inside the document": (
        b'{"query": "{ __type(name: \\"\\\\ud800\\") { name } }"}', "GRAPHQL_PARSE_FAILED",
    ),
}  # fmt: skip


def refused(response: httpx2.Response, expected: str | None) -> None:
    assert 400 <= response.status_code < 500, response.text
    [error, *_] = response.json()["errors"]
    assert error["message"]
    assert "Traceback" not in response.text
    assert len(response.content) < 20_000
    assert error["extensions"]["code"] not in {"INTERNAL", ""}
    if expected:
        assert error["extensions"]["code"] == expected


@pytest.mark.parametrize("name", BODIES)
def test_a_bad_body_is_refused(real: httpx2.Client, name: str) -> None:
    content, expected = BODIES[name]
    refused(real.post("/graphql", content=content, headers={"Content-Type": JSON}), expected)


SCALARS = [0, 1.5, True, [], ["{ agencies { code } }"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name in ("query", "operationName") for value in [*SCALARS, {"a": 1}]),
        *((name, value) for name in ("variables", "extensions") for value in [*SCALARS, "text"]),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(real: httpx2.Client, name: str, value: object) -> None:
    response = real.post("/graphql", json={"query": "{ agencies { code } }", name: value})
    refused(response, "BAD_REQUEST")
    assert name in response.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {"Content-Type": "application/graphql"},
        {"Content-Type": "text/plain; application/json"},
        {"Content-Type": "application/json; charset=utf-16"},
        {"Content-Type": "application/json; charset=\xfe\xff"},
        {"Content-Type": ""},
        {"Content-Type": JSON, "Content-Encoding": "gzip"},
        {"Content-Type": JSON, "Content-Encoding": "br"},
    ],
)
def test_what_is_not_plain_json_is_415(real: httpx2.Client, headers: dict[str, str]) -> None:
    content = b'{"query": "{ agencies { code } }"}'
    packed = gzip.compress(content) if headers.get("Content-Encoding") == "gzip" else content
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    response = real.post("/graphql", content=packed, headers=encoded)
    assert response.status_code == 415
    refused(response, "UNSUPPORTED_MEDIA_TYPE")


def _chunks(count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b" " * 65_536


@pytest.mark.parametrize("content", [b" " * 20_000_000, b" " * 262_145], ids=["20 MB", "one byte over 256 KB"])
def test_a_long_body_is_413(real: httpx2.Client, content: bytes) -> None:
    response = real.post("/graphql", content=content, headers={"Content-Type": JSON})
    assert response.status_code == 413
    refused(response, "BODY_TOO_LARGE")


def test_a_long_body_is_413_without_its_length(real: httpx2.Client) -> None:
    response = real.post("/graphql", content=_chunks(32), headers={"Content-Type": JSON})
    assert response.status_code == 413
    refused(response, "BODY_TOO_LARGE")


def test_a_body_may_have_256_kb(real: httpx2.Client) -> None:
    content = b'{"query": "{ agencies { code } }"}'.ljust(262_144)
    assert real.post("/graphql", content=content, headers={"Content-Type": JSON}).status_code == 200


@pytest.mark.parametrize(
    ("query_string", "expected"),
    [
        ("", "BAD_REQUEST"),
        ("query=%ff%fe", "BAD_REQUEST"),
        ("query=%ed%a0%80", "BAD_REQUEST"),
        ("query={__typename}&variables=[1]", "BAD_REQUEST"),
        ("query={__typename}&variables={", "BAD_JSON"),
        ("query={__typename}&extensions=7", "BAD_REQUEST"),
        ("query=mutation{__typename}", None),
        ("&".join(f"a{number}=1" for number in range(50)), "BAD_REQUEST"),
    ],
)
def test_a_bad_address_is_refused(real: httpx2.Client, query_string: str, expected: str | None) -> None:
    refused(real.get(f"/graphql?{query_string}"), expected)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "TRACE"])
def test_another_method_is_405(real: httpx2.Client, method: str) -> None:
    response = real.request(method, "/graphql", json={"query": "{ agencies { code } }"})
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
