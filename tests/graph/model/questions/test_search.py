"""Search in the small graph: exact names, prefixes, typing errors and hostile input."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.statement import Statement
from tests.graph.conftest import Small

Json = dict[str, Any]
FOUND = "... on Drug { id } ... on Condition { id } ... on Trial { id } ... on Sponsor { id } ... on Agency { id }"


@pytest.fixture(scope="module", autouse=True)
def _refreshed(small: Small) -> None:
    small.run(small.graph.run_schema(Statement("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")))


def search(small: Small, text: str, rest: str = "") -> list[Json]:
    query = f"""query ($text: String!) {{ search(text: $text{rest}) {{
      edges {{ node {{ type matchedField highlights score node {{ {FOUND} ... on Approval {{ id }} }} }} }} }} }}"""
    return [edge["node"] for edge in small.data(query, {"text": text})["search"]["edges"]]


def ids(hits: list[Json]) -> list[str]:
    return [hit["node"]["id"] for hit in hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("mecasermin", "drug:1"),
        ("Increlex", "drug:1"),
        ("  INCRELEX  ", "drug:1"),
        ("mecasermn", "drug:1"),
        ("mecas", "drug:1"),
        ("etoposide", "drug:5"),
        ("ÉTOPOSIDE", "drug:5"),
        ("universitat", "sponsor:5"),
        ("laron syndrome", "condition:2"),
        ("syndrome laron", "condition:2"),
        ("NCT00000005", "trial:5"),
        ("nct00000005", "trial:5"),
        ("ethanol", "trial:11"),
        ("DB01277", "drug:1"),
        ("D046150", "condition:2"),
        ("EMEA/H/C/000704", "approval:2"),
        ("阿司匹林", "approval:4"),
        ("rhigf-1", "drug:1"),
        ("PPB", "agency:PPB"),
    ],
)
def test_the_best_hit(small: Small, text: str, first: str) -> None:
    assert ids(search(small, text))[:1] == [first]


def test_every_word_must_be_there(small: Small) -> None:
    assert "condition:2" not in ids(search(small, "laron dwarfism zzz"))
    assert ids(search(small, "laron dwarfism")) == ["condition:2"]


def test_a_hit_says_why(small: Small) -> None:
    [hit] = [hit for hit in search(small, "increl") if hit["type"] == "DRUG"]
    assert (hit["matchedField"], hit["highlights"]) == ("names", ["<em>Increlex</em>"])
    [typo] = [hit for hit in search(small, "mecasermn") if hit["type"] == "DRUG"]
    assert typo["highlights"] == []


def test_scores_fall_and_kinds_are_as_asked(small: Small) -> None:
    hits = search(small, "ipsen", ", first: 50")
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert {hit["type"] for hit in search(small, "aspirin", ", types: [APPROVAL]")} == {"APPROVAL"}


def test_pages_hold_each_hit_once_and_facets_count_all(small: Small) -> None:
    query = """query ($after: String) { search(text: "a", first: 2, after: $after) { totalCount
      facets { key count share } pageInfo { hasNextPage endCursor } edges { cursor } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = small.data(query, {"after": after})["search"]
        seen += [edge["cursor"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert sum(facet["count"] for facet in page["facets"]) == page["totalCount"]
        assert abs(sum(facet["share"] for facet in page["facets"]) - 1) < 1e-9
    assert len(seen) == len(set(seen)) == page["totalCount"] > 2


def test_nothing_is_found_for_nothing(small: Small) -> None:
    for text in ("", "  ", "()", "*", "\x00", "the"):
        assert search(small, text) in ([], search(small, text))
    assert search(small, "") == search(small, "*:*") == search(small, '"') == []


@pytest.mark.parametrize(
    "field", ["search(text: $t) { totalCount }", "suggest(prefix: $t) { text }", "resolve(terms: [$t]) { match }"]
)
def test_a_text_too_long_is_refused_by_name(small: Small, field: str) -> None:
    answer = small.ask(f"query ($t: String!) {{ {field} }}", {"t": "x" * 100_000})
    assert "100,000 characters are too many; allowed are at most 200" in answer.errors[0]["message"]
    assert not small.ask(f"query ($t: String!) {{ {field} }}", {"t": "x" * 200}).errors


@settings(
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
        st.text('+-&|!(){}[]^"~*?:\\/ aéANDORNOT\x00<>.,;_', max_size=200),
        st.lists(
            st.sampled_from(["AND", "OR", "NOT", "a*", '"', "\\", "value:x", "[a TO b]", "/.*/", "laron~5", "\x00"])
        ).map(lambda words: " ".join(words)[:200]),
    )
)
def test_any_text_is_safe(small: Small, text: str) -> None:
    data = small.data(
        "query ($t: String!) { search(text: $t) { totalCount } suggest(prefix: $t) { text } "
        "resolve(terms: [$t]) { term } }",
        {"t": text},
    )
    assert data["resolve"] == [{"term": text}]


def test_many_words_that_may_be_mistyped_are_not_too_many(small: Small) -> None:
    text = (
        "hydrochlorid acetylsalicylc prolongd releas injectin capsuls tablts solutn powdr syrp crem ointmnt lotin drps"
    )
    assert search(small, text) == []


def test_suggestions_lead_from_a_brand_to_its_drug(small: Small) -> None:
    query = f"query ($p: String!) {{ suggest(prefix: $p) {{ text type matched node {{ {FOUND} }} }} }}"
    assert small.data(query, {"p": "incr"})["suggest"] == [
        {"text": "Increlex", "type": "DRUG", "matched": "BRAND", "node": {"id": "drug:1"}}
    ]
    found = [suggestion["node"]["id"] for suggestion in small.data(query, {"p": "etop"})["suggest"]]
    assert sorted(found) == ["drug:4", "drug:5", "drug:6"]
    assert small.data(query, {"p": ""})["suggest"] == []
    assert small.data(query, {"p": "nct00000012"})["suggest"][0]["node"] == {"id": "trial:12"}
    assert [suggestion["text"] for suggestion in small.data(query, {"p": "fd"})["suggest"]] == ["Agency FDA"]


def test_terms_are_resolved_in_their_order(small: Small) -> None:
    wanted = {
        "Mecasermin": ("DIRECT", ["drug:1"]),
        "INCRELEX": ("ALIAS", ["drug:1"]),
        "7gr9i2683o": ("IDENTIFIER", ["drug:1"]),
        "DB01277": ("IDENTIFIER", ["drug:1"]),
        "aspirin": ("AMBIGUOUS", ["drug:2", "drug:4"]),
        "33419-42-0": ("AMBIGUOUS", ["drug:5", "drug:6"]),
        "Étoposide": ("DIRECT", ["drug:5", "drug:4", "drug:6"]),
        "laron syndrome": ("DIRECT", ["condition:2", "condition:3"]),
        "NCT00000001": ("IDENTIFIER", ["trial:1"]),
        "fda": ("DIRECT", ["agency:FDA"]),
        "SIN 02866P": ("IDENTIFIER", ["approval:3"]),
        "nobody": ("NONE", []),
        "": ("NONE", []),
    }
    query = f"""query ($t: [String!]!) {{ resolve(terms: $t) {{ term match
      candidates {{ node {{ {FOUND} ... on Approval {{ id }} }} }} }} }}"""
    rows = small.data(query, {"t": [*wanted, "INCRELEX"]})["resolve"]
    assert [row["term"] for row in rows] == [*wanted, "INCRELEX"]
    for row in rows:
        assert (row["match"], [candidate["node"]["id"] for candidate in row["candidates"]]) == wanted[row["term"]], row[
            "term"
        ]


def test_a_kind_that_is_not_asked_for_is_no_candidate(small: Small) -> None:
    query = '{ resolve(terms: ["Mecasermin", "Ipsen"], types: [SPONSOR]) { match candidates { type } } }'
    first, second = small.data(query)["resolve"]
    assert first == {"match": "NONE", "candidates": []}
    assert {candidate["type"] for candidate in second["candidates"]} == {"SPONSOR"}


def test_a_thousand_terms_are_one_statement(small: Small) -> None:
    query = "query ($t: [String!]!) { resolve(terms: $t) { match } }"
    sent = small.graph.statements_sent
    rows = small.data(query, {"t": [f"no such {n}" for n in range(999)] + ["Increlex"]})["resolve"]
    assert small.graph.statements_sent - sent == 1
    assert [row["match"] for row in rows] == ["NONE"] * 999 + ["ALIAS"]
    refused = small.ask(query, {"t": ["x"] * 1001})
    assert "terms: 1,001 are too many; allowed are at most 1,000" in refused.errors[0]["message"]
