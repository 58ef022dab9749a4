"""Exports and permanent links of the whole application over the small graph."""

import asyncio
import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import httpx2
import orjson
import pyarrow.parquet  # type: ignore[import-untyped]
import pytest

from api.assemble import application
from api.http import export
from api.permalink import MAX_TOKEN, operation_of_token, token_of
from api.tabular.columns import Column
from api.tabular.formats import FORMATS, cell
from graph.address import Address
from graph.database.driver import connect
from graph.database.migrate import migrate
from graph.errors import BadUserInput
from graph.statement import Statement
from tests.graph.small_graph import write_small_graph

EMPTY = Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n")
FORMULA = '=HYPERLINK("http://x","a\nb")'


async def _fill(address: Address) -> None:
    async with connect(address) as graph:
        await migrate(graph)
        await write_small_graph(graph)
        await graph.write(Statement("MATCH (d:Drug {id: 'drug:1'}) SET d.overview = $text", {"text": FORMULA}))


async def _empty(address: Address) -> None:
    async with connect(address) as graph:
        await graph.write(EMPTY)


@pytest.fixture(scope="module")
def small_export(database: Address, listening: Callable[..., AbstractContextManager[str]]) -> Iterator[httpx2.Client]:
    asyncio.run(_fill(database))
    with listening(database, application) as url, httpx2.Client(base_url=url, timeout=60) as client:
        yield client
    asyncio.run(_empty(database))


def _asked(client: httpx2.Client, query: str, **variables: object) -> Any:
    body = client.post("/graphql", json={"query": query, "variables": variables}).json()
    assert "errors" not in body, body
    return body["data"]


@pytest.mark.parametrize("kind", ["drugs", "conditions", "trials", "sponsors", "approvals"])
def test_every_kind_comes_whole_in_every_format(
    small_export: httpx2.Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_PAGE", 2)  # so that the small graph has several pages
    [ids] = _asked(small_export, f"{{ {kind}(first: 200) {{ nodes {{ id }} }} }}").values()
    expected = [row["id"] for row in ids["nodes"]]
    assert len(expected) > 2
    found = {name: small_export.get(f"/export/{kind}.{name}") for name in FORMATS}
    for name, response in found.items():
        assert response.status_code == 200, response.text
        assert response.headers["Content-Disposition"] == f'attachment; filename="medpath-{kind}.{name}"'
        assert response.headers["X-MedPath-Release"]
        assert 'rel="license describedby"' in response.headers["Link"]
    lines = [orjson.loads(line) for line in found["ndjson"].content.splitlines()]
    assert [line["id"] for line in lines] == expected
    table = pyarrow.parquet.read_table(io.BytesIO(found["parquet"].content))
    assert table.to_pylist() == lines
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        head, *rows = csv.reader(io.StringIO(found[name].text, newline=""), delimiter=delimiter)
        assert head == list(lines[0])
        assert rows == [[cell(value) for value in line.values()] for line in lines]
        assert found[name].content.endswith(b"\r\n")


def test_a_filter_an_order_and_fields_are_those_of_the_schema(small_export: httpx2.Client) -> None:
    where, order = {"trialCount": {"gte": 1}}, [{"field": "TRIAL_COUNT", "direction": "DESC"}]
    query = """query($where: DrugFilter, $order: [DrugOrder!]) {
      drugs(filter: $where, orderBy: $order, first: 200) { nodes { id slug } } }"""
    expected = _asked(small_export, query, where=where, order=order)["drugs"]["nodes"]
    assert expected
    response = small_export.get(
        "/export/drugs.ndjson",
        params={"filter": json.dumps(where), "orderBy": json.dumps(order), "fields": "id,slug"},
    )
    assert [orjson.loads(line) for line in response.content.splitlines()] == expected


def test_a_path_leads_through_objects(small_export: httpx2.Client) -> None:
    response = small_export.get("/export/trials.ndjson", params={"fields": "nctId,leadSponsor.name,startDate.raw"})
    rows = [orjson.loads(line) for line in response.content.splitlines()]
    query = "{ trials(first: 200) { nodes { nctId leadSponsor { name } startDate { raw } } } }"
    expected = _asked(small_export, query)["trials"]["nodes"]
    assert rows == [
        {
            "nctId": row["nctId"],
            "leadSponsor.name": row["leadSponsor"] and row["leadSponsor"]["name"],
            "startDate.raw": row["startDate"] and row["startDate"]["raw"],
        }
        for row in expected
    ]
    assert any(row["leadSponsor.name"] for row in rows)


def test_a_formula_is_text_in_a_spreadsheet(small_export: httpx2.Client) -> None:
    text = small_export.get("/export/drugs.csv", params={"fields": "overview", "filter": '{"id": ["drug:1"]}'}).text
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["overview"], [f"'{FORMULA}"]]
    for start in "=+-@\t\r":
        assert cell(f"{start}1") == f"'{start}1"
    assert [cell(-1), cell(-1.5), cell("a=b")] == ["-1", "-1.5", "a=b"]


@pytest.mark.parametrize(
    ("address", "status", "code", "expected"),
    [
        ("/export/drugs.xlsx", 404, "NOT_FOUND", "formats are csv, tsv, ndjson, parquet"),
        ("/export/agencies.csv", 404, "NOT_FOUND", "kinds are drugs"),
        ("/export/drugs.csv?filter={", 400, "BAD_USER_INPUT", "filter: must be JSON"),
        ('/export/drugs.csv?filter={"x":1}', 400, "BAD_USER_INPUT", "x"),
        ('/export/drugs.csv?orderBy=[{"field":"SIZE"}]', 400, "BAD_USER_INPUT", "TRIAL_COUNT"),
        ("/export/drugs.csv?fields=slugg", 400, "BAD_USER_INPUT", "did you mean slug?"),
        ("/export/drugs.csv?fields=trials.nodes.id", 400, "BAD_USER_INPUT", "nodes is not a single object"),
        ("/export/trials.csv?fields=leadSponsor", 400, "BAD_USER_INPUT", "leadSponsor is not a scalar"),
        ("/export/drugs.csv?fields=id,id", 400, "BAD_USER_INPUT", "id is listed twice"),
        ("/export/drugs.csv?first=5", 400, "BAD_USER_INPUT", "first"),
        ("/export/drugs.csv?filter=%ff", 400, "BAD_REQUEST", "UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_json(
    small_export: httpx2.Client, address: str, status: int, code: str, expected: str
) -> None:
    response = small_export.get(address)
    assert response.status_code == status, response.text
    [error] = response.json()["errors"]
    assert error["extensions"]["code"] == code
    assert expected in error["message"]


def test_an_export_is_fetched_only(small_export: httpx2.Client) -> None:
    assert small_export.post("/export/drugs.csv").status_code == 405
    head = small_export.head("/export/drugs.csv")
    assert (head.status_code, head.content) == (200, b"")


def test_it_is_compressed_for_those_who_take_it(small_export: httpx2.Client) -> None:
    packed = small_export.get("/export/approvals.csv", headers={"Accept-Encoding": "gzip"})
    plain = small_export.get("/export/approvals.csv", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.content == plain.content


def test_licences_and_release_are_told_beside_it(small_export: httpx2.Client) -> None:
    meta = small_export.get("/export/about.json").json()["meta"]
    assert {"name", "licence", "licenceUrl"} <= meta["sources"][0].keys()
    release = small_export.get("/export/drugs.csv").headers["X-MedPath-Release"]
    assert meta["release"]["version"] == release


def test_no_page_is_asked_for_after_the_client_left(
    small_export: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_PAGE", 1)
    asked: list[object] = []
    whole = export.ExportView._page

    async def slow(self: export.ExportView, wanted: export.Export, after: str | None) -> Any:
        asked.append(after)
        await asyncio.sleep(0.3)
        return await whole(self, wanted, after)

    monkeypatch.setattr(export.ExportView, "_page", slow)
    with small_export.stream("GET", "/export/approvals.ndjson") as response:
        next(response.iter_raw())
    seen = len(asked)
    asyncio.run(asyncio.sleep(1.5))
    assert len(asked) <= seen + 2


def test_parquet_comes_in_row_groups_and_keeps_no_rows() -> None:
    columns = (Column("id", "ID", False), Column("size", "Int", False), Column("names", "String", True))
    writer = FORMATS["parquet"].writer(columns)
    parts = [writer.rows([[f"{page}-{row}", row, ["a", "b"]] for row in range(200)]) for page in range(120)]
    parts.append(writer.end())
    assert sum(bool(part) for part in parts) >= 3
    file = pyarrow.parquet.ParquetFile(io.BytesIO(b"".join(parts)))
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (24_000, 3)
    assert file.schema_arrow.field("size").type == "int64"


def test_a_link_holds_its_operation(small_export: httpx2.Client) -> None:
    query, variables = "query($s: String!) { drug(by: { slug: $s }) { id } }", {"s": "é&=#\n"}
    made = small_export.post("/permalink", json={"query": query, "variables": variables})
    assert made.status_code == 201
    token = made.json()["token"]
    assert made.headers["Location"] == made.json()["url"] == f"/permalink/{token}"
    asked = "query($t: String!) { permalink(token: $t) { token query variables } __typename }"
    kept = {"token": token, "query": query, "variables": variables}
    assert _asked(small_export, asked, t=token) == {"permalink": kept, "__typename": "Query"}
    opened = small_export.get(f"/permalink/{token}", follow_redirects=False)
    assert opened.status_code == 302
    target = httpx2.URL(opened.headers["Location"])
    assert target.path == "/playground"
    assert target.params["query"] == query
    assert orjson.loads(target.params["variables"]) == variables


@pytest.mark.parametrize("change", ["", "1", "2{}", "1AAAA", "{}A", "x" * 20_000, "é", "1" + "A" * MAX_TOKEN])
def test_a_token_that_was_changed_is_refused(small_export: httpx2.Client, change: str) -> None:
    token = change.format(token_of("{ __typename }", None)[1:])
    body = small_export.post(
        "/graphql", json={"query": "query($t: String!) { permalink(token: $t) { query } }", "variables": {"t": token}}
    ).json()
    assert [error["extensions"]["code"] for error in body["errors"]] == ["BAD_USER_INPUT"]
    assert "token: not a token of this server" in body["errors"][0]["message"]


def test_a_link_has_a_greatest_length_and_unpacks_no_bomb() -> None:
    import base64
    import random
    import zlib

    random.seed(1)
    with pytest.raises(BadUserInput, match="allowed are 16,000"):
        token_of("".join(chr(random.randrange(33, 126)) for _ in range(30_000)), None)
    bomb = base64.urlsafe_b64encode(b"1234" + zlib.compress(b" " * 8_000_000)).decode().rstrip("=")
    assert len(bomb) < MAX_TOKEN
    with pytest.raises(BadUserInput, match="not a token"):
        operation_of_token(f"1{bomb}")
