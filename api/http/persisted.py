"""Automatic persisted queries: a client sends the SHA-256 of a document, and the document only if it is unknown."""

import hashlib
from collections import OrderedDict
from typing import Any

from api.errors import HttpError


class PersistedQueries:
    """A cache of documents by their hash; the least recently used goes first."""

    def __init__(self, capacity: int = 1_000) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[str, str] = OrderedDict()

    def resolve(self, query: str | None, persisted: Any) -> str:
        """Return the document of `extensions.persistedQuery`, and keep it if the request contains it.

        Raises HttpError: 400 for a malformed request or a wrong hash, 200 for an unknown hash. Clients recognise the
        message of the latter and then send the document.
        """
        if not isinstance(persisted, dict) or persisted.get("version") != 1:
            raise HttpError(400, "BAD_REQUEST", "extensions.persistedQuery: must be an object with version 1")
        digest = persisted.get("sha256Hash")
        if not isinstance(digest, str):
            raise HttpError(400, "BAD_REQUEST", "extensions.persistedQuery.sha256Hash: must be a string")
        if query is None:
            return self._known(digest)
        if hashlib.sha256(query.encode()).hexdigest() != digest.lower():
            raise HttpError(400, "PERSISTED_QUERY_HASH_MISMATCH", "extensions.persistedQuery: not the query's SHA-256")
        self._kept[digest.lower()] = query
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        return query

    def _known(self, digest: str) -> str:
        query = self._kept.get(digest.lower())
        if query is None:
            raise HttpError(200, "PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
        self._kept.move_to_end(digest.lower())
        return query
