"""Downloads against a local server that behaves as publishers do on good days and on bad ones."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from graph.errors import SettingsError, SourceError
from seed.extract.download import Fetching, fetch, public_client
from seed.formats.files import members
from seed.source import Download, Source, discover

FILE = b"DIN,name\n" + b"02509733,INCRELEX\n" * 20_000


class Publisher(ThreadingHTTPServer):
    """A server that answers by `answer` and records its requests."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.answer: Callable[[BaseHTTPRequestHandler, int], None] = lambda request, number: None
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Publisher

    def do_GET(self) -> None:
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.close_connection = True
        self.server.answer(self, len(self.server.asked))

    def log_message(self, *args: object) -> None:
        pass


def send(
    request: BaseHTTPRequestHandler, status: int, body: bytes = b"", cut: int | None = None, **headers: str
) -> None:
    """Answer; `cut` ends the connection after so many bytes of the body."""
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("content-length", str(len(body)))
    request.send_header("connection", "close")
    request.end_headers()
    request.wfile.write(body if cut is None else body[:cut])


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def fetching(publisher: Publisher, folder: Path, slept: list[float] | None = None, **declared: Any) -> Fetching:
    urls = (publisher.url + declared.pop("path", "/list.csv"),)
    download = Download(urls, ("127.0.0.1",), delay_s=0.25, **declared)
    source = Source("list", "List", "somebody", "CC0-1.0", lambda path, issues: iter(()), 10, download=download)
    sleep = (slept if slept is not None else list[float]()).append
    return Fetching(source, folder, httpx2.Client(trust_env=False), schemes=("http",), sleep=sleep)


def test_a_file_is_asked_for_again_only_if_it_has_changed(publisher: Publisher, tmp_path: Path) -> None:
    edition: tuple[bytes, str] = (FILE, '"1"')

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if request.headers.get("if-none-match") == edition[1]:
            send(request, 304, etag=edition[1])
        else:
            send(request, 200, edition[0], etag=edition[1])

    publisher.answer = answer
    folder = fetching(publisher, tmp_path / "list").run()
    fetching(publisher, folder).run()
    assert [file.read_bytes() for file in members(folder)] == [FILE]
    edition = (FILE + b"x", '"2"')
    fetching(publisher, folder).run()
    assert [file.read_bytes() for file in members(folder)] == [FILE + b"x"]
    assert [headers.get("if-none-match") for _, headers in publisher.asked] == [None, '"1"', '"1"']


def test_a_file_that_was_overwritten_is_fetched_anew_and_whole(publisher: Publisher, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if request.headers.get("if-none-match") == '"1"' or request.headers.get("if-modified-since"):
            send(request, 304, etag='"1"')
        else:
            send(request, 200, FILE, etag='"1"', last_modified="Wed, 21 Oct 2015 07:28:00 GMT")

    publisher.answer = answer
    folder = fetching(publisher, tmp_path / "list").run()
    [file] = members(folder)
    file.write_bytes(FILE[:-1] + b"X")
    fetching(publisher, folder).run()
    assert file.read_bytes() == FILE
    fetching(publisher, folder).run()
    assert [headers.get("if-none-match") for _, headers in publisher.asked] == [None, None, '"1"']


def test_a_begun_file_that_was_overwritten_is_begun_anew(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answer = lambda request, number: send(request, 200, FILE, cut=100_000, etag='"1"')
    with pytest.raises(SourceError, match="not delivered"):
        fetching(publisher, tmp_path / "list").run()
    [part] = (tmp_path / "list").glob(".*.part")
    part.write_bytes(bytes(part.stat().st_size))
    before = len(publisher.asked)
    publisher.answer = lambda request, number: send(request, 200, FILE, etag='"1"')
    [file] = members(fetching(publisher, tmp_path / "list").run())
    assert file.read_bytes() == FILE
    assert [headers.get("range") for _, headers in publisher.asked[before:]] == [None]


def test_files_are_found_by_the_publishers_list_and_former_ones_go(publisher: Publisher, tmp_path: Path) -> None:
    names = ["part-1-of-2.zip", "part-2-of-2.zip"]

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if request.path == "/list.csv":
            files = [{"file": f"{publisher.url}/{name}"} for name in names]
            send(request, 200, json.dumps({"results": {"label": {"partitions": files}}}).encode())
        else:
            send(request, 200, request.path.encode())

    publisher.answer = answer
    listed = ("results", "label", "partitions", "file")
    folder = fetching(publisher, tmp_path / "list", listed=listed).run()
    assert {file.name: file.read_bytes() for file in members(folder)} == {name: f"/{name}".encode() for name in names}
    names = ["part-1-of-1.zip"]
    fetching(publisher, folder, listed=listed).run()
    assert [file.name for file in members(folder)] == names
    names = []
    with pytest.raises(SourceError, match=r"lists no files under results\.label"):
        fetching(publisher, folder, listed=listed).run()
    assert [file.name for file in members(folder)] == ["part-1-of-1.zip"], "what was there stays"


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"data": {"url": null}}', b'{"code": 1, "errMsg": "later"}'])
def test_a_list_without_files_is_refused(body: bytes, publisher: Publisher, tmp_path: Path) -> None:
    publisher.answer = lambda request, number: send(request, 200, body)
    with pytest.raises(SourceError, match=r"is not JSON|lists no files under data\.url"):
        fetching(publisher, tmp_path / "list", listed=("data", "url")).run()


def test_a_listed_file_elsewhere_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    body = b'{"data": {"url": "http://elsewhere.example/list.csv"}}'
    publisher.answer = lambda request, number: send(request, 200, body)
    with pytest.raises(SourceError, match=r"'elsewhere\.example' is not a host of"):
        fetching(publisher, tmp_path / "list", listed=("data", "url")).run()


def test_nothing_new_of_a_file_that_is_not_here_is_refused(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answer = lambda request, number: send(request, 304)
    with pytest.raises(SourceError, match=r"answered 304 \(not modified\), but there is no copy"):
        fetching(publisher, tmp_path / "list").run()


def test_a_cut_download_goes_on_where_it_broke_off(publisher: Publisher, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        asked = request.headers.get("range")
        if asked is None:
            send(request, 200, FILE, cut=100_000, etag='"1"')
            return
        assert request.headers["if-range"] == '"1"'
        start = int(asked.removeprefix("bytes=").removesuffix("-"))
        more = {"content_range": f"bytes {start}-{len(FILE) - 1}/{len(FILE)}", "etag": '"1"'}
        send(request, 206, FILE[start:], cut=50_000 if number == 2 else None, **more)

    publisher.answer = answer
    folder = fetching(publisher, tmp_path / "list").run()
    [file] = members(folder)
    assert file.read_bytes() == FILE
    first, *ranges = [headers.get("range") for _, headers in publisher.asked]
    assert first is None
    starts = [int(str(text).removeprefix("bytes=").removesuffix("-")) for text in ranges]
    assert 0 < starts[0] <= 100_000 < starts[1] <= 150_000
    assert not list(folder.glob("*.part"))


def test_a_file_that_changed_while_it_was_cut_is_begun_anew(publisher: Publisher, tmp_path: Path) -> None:
    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            send(request, 200, b"old" * 50_000, cut=100_000, etag='"1"')
        else:
            send(request, 200, FILE, etag='"2"')

    publisher.answer = answer
    [file] = members(fetching(publisher, tmp_path / "list").run())
    assert file.read_bytes() == FILE


def test_a_busy_publisher_is_waited_for_as_long_as_it_says(publisher: Publisher, tmp_path: Path) -> None:
    slept: list[float] = []

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if number == 1:
            send(request, 429, retry_after="7")
        elif number == 2:
            send(request, 503, retry_after="100000")
        else:
            send(request, 200, FILE)

    publisher.answer = answer
    fetching(publisher, tmp_path / "list", slept).run()
    assert slept == [7.0, 0.25, 120.0, 0.25]


def test_a_publisher_in_trouble_is_given_up_with_its_address(publisher: Publisher, tmp_path: Path) -> None:
    publisher.answer = lambda request, number: send(request, 500)
    with pytest.raises(SourceError, match=r"/list.csv: not delivered after 5 tries"):
        fetching(publisher, tmp_path / "list").run()
    publisher.answer = lambda request, number: send(request, 404)
    with pytest.raises(SourceError, match="answered 404"):
        fetching(publisher, tmp_path / "list").run()


def test_a_web_page_instead_of_the_file_is_refused_and_the_file_there_stays(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.answer = lambda request, number: send(request, 200, FILE)
    folder = fetching(publisher, tmp_path / "list").run()
    publisher.answer = lambda request, number: send(request, 200, b"<!DOCTYPE html><p>Are you a robot?")
    with pytest.raises(SourceError, match="with a web page instead of the file"):
        fetching(publisher, folder).run()
    assert [file.read_bytes() for file in members(folder)] == [FILE]


def _page(number: int, token: str | None) -> bytes:
    study = {"protocolSection": {"identificationModule": {"nctId": f"NCT{number:08}"}}}
    return json.dumps({"studies": [study]} | ({"nextPageToken": token} if token else {})).encode()


def test_pages_are_read_by_their_tokens_and_go_on_where_they_broke_off(publisher: Publisher, tmp_path: Path) -> None:
    broken = [True]

    def answer(request: BaseHTTPRequestHandler, number: int) -> None:
        if "pageToken" not in request.path:
            send(request, 200, _page(1, "a+/="))
        elif "pageToken=a%2B%2F%3D" in request.path:
            send(request, 200, _page(2, "b"))
        else:
            send(request, 500 if broken else 200, _page(3, None))

    publisher.answer = answer
    declared: dict[str, Any] = {
        "path": "/studies?pageSize=1",
        "token": "nextPageToken",
        "since": "filter=FROM[{since}]",
    }
    with pytest.raises(SourceError, match="the part that arrived is kept"):
        fetching(publisher, tmp_path / "list", **declared).run()
    before = len(publisher.asked)
    broken.clear()
    folder = fetching(publisher, tmp_path / "list", **declared).run()
    assert len(publisher.asked) == before + 1
    assert [file.read_bytes() for file in members(folder)] == [_page(1, "a+/="), _page(2, "b"), _page(3, None)]
    fetching(publisher, folder, **declared).run("2026-11-01")
    assert "filter=FROM" in publisher.asked[-3][0]
    assert "2026-11-01" in publisher.asked[-1][0]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://localhost:1/secret", "'localhost' is not a host of"),
        ("http://169.254.169.254/latest", r"'169\.254\.169\.254' is not a host of"),
        ("file:///etc/passwd", "only http addresses are fetched"),
        ("http://user:word@127.0.0.1/", "only http addresses are fetched"),
        ("/again", "more than 5 redirects"),
    ],
)
def test_a_redirect_is_judged_at_each_hop(publisher: Publisher, tmp_path: Path, target: str, reason: str) -> None:
    publisher.answer = lambda request, number: send(request, 302, location=target)
    with pytest.raises(SourceError, match=reason):
        fetching(publisher, tmp_path / "list").run()


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "::1", "fe80::1", "::ffff:127.0.0.1", "0.0.0.0"],
)
def test_a_name_that_resolves_to_no_public_address_is_not_connected_to(address: str) -> None:
    with (
        public_client(lambda host, port: ["93.184.215.14", address]) as client,
        pytest.raises(SourceError, match="not a public address"),
    ):
        client.get("https://publisher.example/list.csv")


def test_plain_http_is_refused_outside_tests(tmp_path: Path) -> None:
    download = Download(("http://publisher.example/list.csv",), ("publisher.example",))
    source = Source("list", "List", "somebody", "CC0-1.0", lambda path, issues: iter(()), 10, download=download)
    with pytest.raises(SourceError, match="only https addresses are fetched"):
        fetch(source, tmp_path)


@pytest.mark.parametrize("name", ["tga", "nmpa", "emc"])
def test_a_source_that_is_not_issued_openly_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"{name} is not openly downloadable.*--path"):
        fetch(discover()[name], tmp_path)
    assert not list(tmp_path.iterdir())


def test_every_declared_address_is_of_a_declared_host() -> None:
    declared = {name: source.download for name, source in discover().items() if source.download}
    assert len(declared) >= 14
    for name, download in declared.items():
        for url in download.urls:
            assert (httpx2.URL(url).scheme, httpx2.URL(url).host in download.hosts) == ("https", True), name
        names = [httpx2.URL(url).path.rpartition("/")[2] for url in download.urls]
        assert len(set(names)) == len(names), name
