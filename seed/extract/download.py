"""Downloads of raw files from their publishers, one folder a source; a later run fetches only new files.

Requests and redirects use https, the hosts that the source declares, and public addresses only: the address is checked
when the connection is made, so a name that resolves anew cannot lead elsewhere. A file is written under a temporary
name, resumed after an interruption (`Range`, `If-Range`), and renamed once its length is right. A file on disk is
trusted only while its checksum is that of the download: otherwise it is fetched again, whole.
"""

import hashlib
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import httpcore2
import httpx2
import msgspec

from graph.errors import SettingsError, SourceError
from graph.progress import Progress, silent
from seed.source import Download, Source

_TRIES = 5
_HOPS = 5
_LONGEST_WAIT_S = 120.0
_AGENT = "medpath (research; one request at a time)"
_RETRIED = {429, 500, 502, 503, 504}

T = TypeVar("T")
Resolve = Callable[[str, int], Iterable[str]]
"""Resolves host and port to the addresses of the host."""


class _State(msgspec.Struct):
    """The state of a file that was fetched, or begun."""

    url: str
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None


class _Pages(msgspec.Struct):
    """The progress of a list in pages: the token of the next page, and the query."""

    asked: str
    number: int = 0
    token: str | None = None
    done: bool = False


class _PublicOnly(httpcore2.SyncBackend):
    """Connects only to public addresses, and to the same address that was checked."""

    def __init__(self, resolve: Resolve) -> None:
        super().__init__()
        self._resolve = resolve

    def connect_tcp(self, host: str, port: int, *rest: Any, **more: Any) -> httpcore2.NetworkStream:
        addresses = list(self._resolve(host, port))
        for address in addresses:
            if not ipaddress.ip_address(address).is_global:
                raise SourceError(f"{host} resolves to {address}, which is not a public address: refused")
        if not addresses:
            raise httpcore2.ConnectError(f"{host} has no address")
        return super().connect_tcp(addresses[0], port, *rest, **more)


def resolved(host: str, port: int) -> list[str]:
    """Return the addresses of a host from the system's resolver."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(f"{host} cannot be resolved") from error
    return list(dict.fromkeys(str(address[4][0]) for address in found))


@contextmanager
def public_client(resolve: Resolve = resolved) -> Iterator[httpx2.Client]:
    """Open a client for public addresses, without proxy and redirects."""
    transport = httpx2.HTTPTransport(trust_env=False)
    transport._pool = httpcore2.ConnectionPool(
        ssl_context=ssl.create_default_context(), network_backend=_PublicOnly(resolve)
    )
    with httpx2.Client(transport=transport, trust_env=False, timeout=60.0) as client:
        yield client


def fetch(source: Source, folder: Path, progress: Progress = silent, *, since: str | None = None) -> Path:
    """Bring the raw files of a source up to date and return their folder, private and below `folder`.

    `since` asks a registry only for records updated on that day or later.
    Raises SettingsError for a source that is not openly issued, SourceError when the publisher does not deliver.
    """
    with public_client() as client:
        return Fetching(source, folder / source.id, client, progress=progress).run(since)


@dataclass
class Fetching:
    """One source's download. Tests replace `client`, `schemes` and `sleep`, as they have no public address."""

    source: Source
    folder: Path
    client: httpx2.Client
    progress: Progress = silent
    schemes: tuple[str, ...] = ("https",)
    sleep: Callable[[float], None] = time.sleep
    _asked: set[str] = field(default_factory=set)

    def run(self, since: str | None = None) -> Path:
        """Fetch all, and return the folder."""
        declared = self._declared(since)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if declared.token is not None:
            self._pages(declared, since)
        else:
            urls = self._listed(declared) if declared.listed else declared.urls
            for number, url in enumerate(urls):
                self.progress(f"Download of {self.source.name}", number, len(urls))
                self._file(url)
            if declared.listed:
                self._remove_all_but({_name(url) for url in urls})
        return self.folder

    def _declared(self, since: str | None) -> Download:
        declared = self.source.download
        if declared is None:
            raise SettingsError(
                f"{self.source.id} is not openly downloadable, or its address is not known: get its files from "
                f"{self.source.url or self.source.publisher} and give them with --path"
            )
        if since is not None and declared.since is None:
            raise SettingsError(f"--since: {self.source.id} is published only as a whole; leave --since out")
        return declared

    def _listed(self, declared: Download) -> list[str]:
        """Return the current addresses of the files from the publisher's list."""
        [url] = declared.urls
        try:
            found = [msgspec.json.decode(self._page(url))]
        except msgspec.MsgspecError as error:
            raise SourceError(f"{url}: the list of files is not JSON: {error}") from error
        for name in declared.listed:
            found = [entry.get(name) for entry in found if isinstance(entry, dict)]
            found = [inner for entry in found for inner in (entry if isinstance(entry, list) else [entry])]
        urls = [entry for entry in found if isinstance(entry, str) and entry]
        if not urls or len(urls) < len(found):
            raise SourceError(f"{url}: lists no files under {'.'.join(declared.listed)}")
        return urls

    def _remove_all_but(self, names: set[str]) -> None:
        """Remove all other files: they belong to a former edition."""
        for file in self.folder.iterdir():
            if file.name not in names and not file.name.startswith("."):
                file.unlink()

    def _file(self, url: str) -> None:
        """Fetch one file if it differs from the one on disk."""
        target = self.folder / _name(url)
        part, note = target.with_name(f".{target.name}.part"), target.with_name(f".{target.name}.json")
        held = _intact(target, note)
        for attempt in range(_TRIES):
            begun = _intact(part, part.with_suffix(".state"))
            try:
                with self._answer(url, _conditions(held, begun, part)) as answer:
                    if answer.status_code == 304 and held:
                        return
                    state = self._receive(answer, url, part)
            except (httpx2.TransportError, _Again) as error:
                self._pause(attempt, error)
                continue
            part.replace(target)
            part.with_suffix(".state").unlink(missing_ok=True)
            note.write_bytes(msgspec.json.encode(state))
            return
        raise SourceError(f"{url}: not delivered after {_TRIES} tries; the part that arrived is kept: try again")

    def _receive(self, answer: httpx2.Response, url: str, part: Path) -> _State:
        if answer.status_code == 304:
            raise SourceError(f"{url} answered 304 (not modified), but there is no copy of it here")
        state = _State(url, answer.headers.get("etag"), answer.headers.get("last-modified"))
        go_on = answer.status_code == 206 and _starts_at(answer) == part.stat().st_size
        if answer.status_code == 206 and not go_on:
            part.unlink()
            raise _Again("another part was sent than was asked for", None)
        whole = _length(answer, part.stat().st_size if go_on else 0)
        note = part.with_suffix(".state")
        note.write_bytes(msgspec.json.encode(state))
        try:
            with part.open("ab" if go_on else "wb") as file:
                for number, block in enumerate(answer.iter_raw()):
                    if number == 0 and not go_on:
                        _refuse_page(url, answer, block)
                    file.write(block)
        finally:
            state.sha256 = _digest(part)
            note.write_bytes(msgspec.json.encode(state))
        if whole is not None and part.stat().st_size != whole:
            raise _Again(f"{part.stat().st_size} bytes of {whole} came", None)
        return state

    def _pages(self, declared: Download, since: str | None) -> None:
        """Fetch a list in pages; resume an interrupted one at its next page, start a finished one anew."""
        [url] = declared.urls
        asked = url if since is None else f"{url}&{str(declared.since).format(since=since)}"
        note = self.folder / ".pages.json"
        state = _read(note, _Pages)
        if state is None or state.done or state.asked != asked:
            for old in self.folder.glob("page-*.json"):
                old.unlink()
            state = _Pages(asked)
        while not state.done:
            content = self._page(asked if state.token is None else f"{asked}&pageToken={_quoted(state.token)}")
            try:
                token = msgspec.json.decode(content, type=dict[str, Any]).get(str(declared.token))
            except msgspec.MsgspecError as error:
                raise SourceError(f"{asked}: page {state.number + 1} is not JSON: {error}") from error
            state.number += 1
            _put(self.folder / f"page-{state.number:06}.json", content)
            state.token, state.done = token, token is None
            _put(note, msgspec.json.encode(state))
            self.progress(f"Download of {self.source.name}, pages", state.number, None)

    def _page(self, url: str) -> bytes:
        for attempt in range(_TRIES):
            try:
                with self._answer(url, {}) as answer:
                    content = answer.read()
                    _refuse_page(url, answer, content)
                    return content
            except (httpx2.TransportError, _Again) as error:
                self._pause(attempt, error)
        raise SourceError(f"{url}: not delivered after {_TRIES} tries; the part that arrived is kept: try again")

    @contextmanager
    def _answer(self, url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
        """Follow redirects and return the answer. Raises _Again if a retry is worthwhile, else SourceError."""
        for _ in range(_HOPS):
            self._check(url)
            own = {"user-agent": _AGENT, "accept-encoding": "identity", **headers}
            with self.client.stream("GET", url, headers=own, follow_redirects=False) as answer:
                if answer.has_redirect_location:
                    url = str(httpx2.URL(url).join(answer.headers["location"]))
                    continue
                if answer.status_code in _RETRIED:
                    raise _Again(f"{url} answered {answer.status_code}", _retry_after(answer))
                if answer.status_code not in (200, 206, 304):
                    raise SourceError(f"{url} answered {answer.status_code}")
                yield answer
                return
        raise SourceError(f"{url}: more than {_HOPS} redirects")

    def _check(self, url: str) -> None:
        """Refuse an address that the source does not declare, and wait between requests to its host."""
        declared, parts = self.source.download, httpx2.URL(url)
        assert declared is not None
        if parts.scheme not in self.schemes or parts.userinfo:
            raise SourceError(f"{url}: only {' and '.join(self.schemes)} addresses are fetched")
        if parts.host not in declared.hosts:
            raise SourceError(
                f"{url}: {parts.host!r} is not a host of {self.source.id}; allowed are {', '.join(declared.hosts)}"
            )
        if parts.host in self._asked:
            self.sleep(declared.delay_s)
        self._asked.add(parts.host)

    def _pause(self, attempt: int, error: Exception) -> None:
        wait_s = error.wait_s if isinstance(error, _Again) and error.wait_s is not None else 2.0**attempt
        self.progress(f"{self.source.name}: {error}, again in {wait_s:.0f} s", 0, None)
        self.sleep(min(wait_s, _LONGEST_WAIT_S))


class _Again(Exception):
    """Raised when the request should be retried, after `wait_s` seconds if the publisher states them."""

    def __init__(self, reason: str, wait_s: float | None) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


def _conditions(held: _State | None, begun: _State | None, part: Path) -> dict[str, str]:
    """Return the headers that ask only for a newer file, or only for the missing part of a begun one."""
    validator = begun and (begun.etag or begun.modified)
    if begun and validator and not validator.startswith("W/") and part.stat().st_size:
        return {"range": f"bytes={part.stat().st_size}-", "if-range": validator}
    conditions = {"if-none-match": held and held.etag, "if-modified-since": held and held.modified}
    return {name: value for name, value in conditions.items() if value}


def _refuse_page(url: str, answer: httpx2.Response, head: bytes) -> None:
    start = head[:200].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise SourceError(f"{url} answered {answer.status_code} with a web page instead of the file")


def _starts_at(answer: httpx2.Response) -> int:
    text = answer.headers.get("content-range", "")
    start = text.removeprefix("bytes ").partition("-")[0]
    return int(start) if start.isdecimal() else -1


def _length(answer: httpx2.Response, before: int) -> int | None:
    text = answer.headers.get("content-length", "")
    return before + int(text) if text.isdecimal() else None


def _retry_after(answer: httpx2.Response) -> float | None:
    text = answer.headers.get("retry-after", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _intact(file: Path, note: Path) -> _State | None:
    """Return the state of a file on disk if its bytes are unchanged; a killed fetch left no checksum."""
    state = _read(note, _State) if file.exists() else None
    return state if state and state.sha256 in (None, _digest(file)) else None


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _name(url: str) -> str:
    name = PurePosixPath(httpx2.URL(url).path).name.lstrip(".")
    return name or "file"


def _quoted(token: str) -> str:
    return str(httpx2.QueryParams({"t": token})).removeprefix("t=")


def _put(file: Path, content: bytes) -> None:
    part = file.with_name(f".{file.name.lstrip('.')}.part")
    part.write_bytes(content)
    part.replace(file)


def _read(file: Path, shape: type[T]) -> T | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=shape)
    except (FileNotFoundError, msgspec.MsgspecError):
        return None
