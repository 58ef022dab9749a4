"""The playground in a real Chromium: it works, and it sends requests to this server alone."""

import re
import shutil
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Page, Request, expect, sync_playwright

from api.http.playground import missing_because

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(120, func_only=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on PATH"),
    pytest.mark.skipif(missing_because() is not None, reason=f"no playground: {missing_because()}"),
]


@pytest.fixture
def page(served: str) -> Iterator[Page]:
    """A fresh page; afterwards: nothing failed in it, and no request went to another host."""
    problems: list[str] = []
    host = urlsplit(served).netloc

    def check(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != host:
            problems.append(f"request to {request.url}")

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        made = browser.new_page(base_url=served)
        made.on("request", check)
        made.on("pageerror", lambda error: problems.append(f"page error: {error}"))
        made.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        yield made
        browser.close()
    assert problems == []


def test_an_example_from_the_panel_runs(page: Page) -> None:
    page.goto("/playground")
    page.get_by_role("button", name="Show Examples").click()
    page.get_by_role("button", name=re.compile("^The agencies")).click()
    expect(page.locator(".graphiql-query-editor").first).to_contain_text("jurisdiction", timeout=20_000)
    with page.expect_response("**/graphql") as waiting:
        page.get_by_role("button", name="Execute query").click()
    answer = waiting.value
    assert answer.status == 200
    assert "errors" not in answer.json()
    assert "FDA" in {agency["code"] for agency in answer.json()["data"]["agencies"]}
    expect(page.locator(".graphiql-response").first).to_contain_text("FDA", timeout=20_000)


def test_an_example_brings_its_variables(page: Page) -> None:
    page.goto("/playground")
    page.get_by_role("button", name="Show Examples").click()
    page.get_by_role("button", name="A drug with its trials").click()
    page.get_by_role("button", name="Copy a link to this query").click()
    page.wait_for_url(re.compile("query=query\\+DrugPage.*variables=.*mecasermin"))


def test_a_shared_link_opens_with_its_query(page: Page) -> None:
    query = "query Shared { agencies { code jurisdiction } }"
    page.goto("/playground?" + urlencode({"query": query, "variables": '{"a": 1}'}))
    expect(page.locator(".graphiql-query-editor").first).to_contain_text("Shared", timeout=20_000)
    page.get_by_role("button", name="Copy a link to this query").click()
    page.wait_for_url("**/playground?query=query+Shared*")


@pytest.mark.parametrize("panel", ["Show Documentation Explorer", "Show History", "Show GraphiQL Explorer"])
def test_a_panel_opens(page: Page, panel: str) -> None:
    page.goto("/playground")
    page.get_by_role("button", name=panel).click()
    page.wait_for_selector(".graphiql-plugin")


def test_the_plain_form_answers_without_javascript(page: Page) -> None:
    page.goto("/playground/plain")
    page.get_by_role("button", name="Run").click()
    page.wait_for_url("**/graphql?query=*")
    assert "FDA" in page.content()
