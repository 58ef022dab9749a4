"""Finding, comparing and connecting on the starter graph, where the drug page fixes the answer."""

from typing import Any

import httpx2

Json = dict[str, Any]


def ask(client: httpx2.Client, query: str) -> Json:
    body: Json = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in body, body["errors"]
    data: Json = body["data"]
    return data


def test_names_and_numbers_of_the_page_lead_to_its_drug(real: httpx2.Client) -> None:
    rows = ask(
        real,
        """{ resolve(terms: ["7GR9I2683O", "68562-41-4", "Increlex", "Mecasermin", "no such thing"]) {
             match candidates { node { ... on Drug { slug } } } } }""",
    )["resolve"]
    assert [row["match"] for row in rows] == ["IDENTIFIER", "IDENTIFIER", "ALIAS", "DIRECT", "NONE"]
    assert all(row["candidates"][0]["node"] == {"slug": "mecasermin"} for row in rows[:4])


def test_the_beginning_of_the_brand_suggests_the_drug(real: httpx2.Client) -> None:
    first = ask(real, '{ suggest(prefix: "incr") { text matched node { ... on Drug { slug } } } }')["suggest"][0]
    assert (first["text"].casefold(), first["matched"]) == ("increlex", "BRAND")
    assert first["node"] == {"slug": "mecasermin"}


def test_a_typing_error_finds_the_drug_first(real: httpx2.Client) -> None:
    [edge] = ask(real, '{ search(text: "mecasermn", first: 1) { edges { node { node { ... on Drug { slug } } } } } }')[
        "search"
    ]["edges"]
    assert edge["node"]["node"] == {"slug": "mecasermin"}


def test_twelve_agencies_and_who_was_first(real: httpx2.Client) -> None:
    found = ask(
        real,
        """{ regulatory(drugs: [{ slug: "mecasermin" }]) { cells { agency { code } state }
             firstComparable { agency { code } date { value } lagDaysByAgency { key count } } notComparable } }""",
    )["regulatory"]
    states = [cell["state"] for cell in found["cells"]]
    assert (states.count("FOUND"), states.count("NONE_FOUND")) == (5, 7)
    assert found["firstComparable"] == [
        {
            "agency": {"code": "FDA"},
            "date": {"value": "2005-08-30"},
            "lagDaysByAgency": [{"key": "EMA", "count": 702}, {"key": "TGA", "count": 5197}],
        }
    ]
    assert any("FDA" in sentence and "EFFECTIVE" in sentence for sentence in found["notComparable"])


def test_the_sponsor_is_connected_to_the_condition_through_the_drug(real: httpx2.Client) -> None:
    first = ask(
        real,
        """{ paths(from: "sponsor:ipsen", to: "condition:primary-insulin-like-growth-factor-1-deficiency", first: 1) {
             length edges { type evidence { source { id } } } nodes { ... on Drug { slug } } } }""",
    )["paths"][0]
    assert [edge["type"] for edge in first["edges"]] == ["SUBSIDIARY_OF", "HELD_BY", "FOR_DRUG", "ASSOCIATED_WITH"]
    assert all(edge["evidence"] for edge in first["edges"])
    assert {"slug": "mecasermin"} in first["nodes"]
