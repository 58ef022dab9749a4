"""The playground: its examples, its build, and the server with and without it."""

from pathlib import Path

import httpx2
import pytest

from api.examples import Example, examples
from api.http.playground import FOLDER, missing_because
from api.playground import build


def test_every_example_has_a_title_and_says_what_it_shows() -> None:
    found = examples()
    assert len(found) >= 3
    assert all(example.title and example.description and "{" in example.query for example in found)


def test_an_example_is_its_comment_its_query_and_its_variables(tmp_path: Path) -> None:
    (tmp_path / "one.graphql").write_text("# Title\n# Says what\n# it does.\nquery One { a }\n", encoding="utf-8")
    (tmp_path / "one.json").write_text('{"a": 1}', encoding="utf-8")
    assert examples(tmp_path) == [Example("one", "Title", "Says what it does.", "query One { a }\n", {"a": 1})]


def test_an_example_without_a_title_is_named(tmp_path: Path) -> None:
    (tmp_path / "bare.graphql").write_text("{ a }", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bare\.graphql"):
        examples(tmp_path)


def test_the_examples_are_served(client: httpx2.Client) -> None:
    assert [served["name"] for served in client.get("/examples.json").json()] == [kept.name for kept in examples()]


def test_the_form_needs_no_playground(client: httpx2.Client) -> None:
    assert '<form action="/graphql"' in client.get("/playground/plain").text
    assert client.get("/playground").headers["Content-Type"].startswith("text/html")


@pytest.mark.skipif(missing_because() is not None, reason=f"no playground: {missing_because()}")
def test_assets_are_kept_for_ever_and_the_page_is_not(client: httpx2.Client) -> None:
    [script, *_] = (FOLDER / "dist" / "assets").glob("index-*.js")
    assert "immutable" in client.get(f"/playground/assets/{script.name}").headers["Cache-Control"]
    assert client.get("/playground").headers["Cache-Control"] == "no-cache"
    absent = client.get("/playground/assets/absent.js")
    assert absent.status_code == 404
    assert "Cache-Control" not in absent.headers


def test_a_playground_that_is_not_there_has_a_reason(tmp_path: Path) -> None:
    assert "not built" in str(missing_because(tmp_path))
    (tmp_path / "why-not.txt").write_text("npm error: no network", encoding="utf-8")
    assert "no network" in str(missing_because(tmp_path))
    (tmp_path / "index.html").touch()
    assert missing_because(tmp_path) is None


def test_the_build_is_current_only_for_the_sources_it_was_made_from(tmp_path: Path) -> None:
    assert not build.is_current(tmp_path)
    (tmp_path / "built-from.txt").write_text(build.fingerprint(), encoding="ascii")
    assert build.is_current(tmp_path)
    (tmp_path / "built-from.txt").write_text("0" * 64, encoding="ascii")
    assert not build.is_current(tmp_path)


def test_no_lock_file_names_a_registry() -> None:
    root = FOLDER.parent.parent
    for lock in (FOLDER / "package-lock.json", root / "tests" / "clients" / "package-lock.json"):
        assert '"resolved"' not in lock.read_text(encoding="utf-8")
