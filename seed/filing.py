"""The importer's files are written by a process of their own, while the next records are resolved."""

import asyncio
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from graph.bulk import BulkFiles
from graph.errors import ModelError
from graph.model import NODES, RELATIONS
from seed import frames

Filed = tuple[str, str | None, Sequence[Mapping[str, Any]]]
"""Nodes: label, further label, rows. Links: type, label at the start, rows."""


class Filing:
    """`graph.bulk.BulkFiles` elsewhere; what goes wrong there is raised by a later call."""

    def __init__(self, folder: Path, version: str) -> None:
        command = [sys.executable, "-P", "-m", __name__, str(folder), version]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)

    async def put(self, nodes: Sequence[Filed], links: Sequence[Filed]) -> None:
        """Rows for the files; each comes once only."""
        await asyncio.to_thread(self._send, msgspec.msgpack.encode([nodes, links]))

    def finish(self) -> list[str]:
        """Close the files; the importer's arguments that name them. Raises ModelError or OSError."""
        self._send(b"")
        return self._answer()

    def close(self) -> None:
        """End the process, wherever it is."""
        self._process.kill()
        self._process.communicate()

    def _send(self, packed: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frames.framed(packed))
            self._process.stdin.flush()
        except BrokenPipeError:
            self._answer()
            raise

    def _answer(self) -> list[str]:
        assert self._process.stdout is not None
        answer = frames.read(self._process.stdout)
        if answer is None:
            raise OSError("the process that writes the importer's files was ended")
        arguments, refused, (number, text) = msgspec.msgpack.decode(answer)
        if refused:
            raise ModelError(refused)
        if text:
            raise OSError(number, text)
        return list(arguments)


def _file(folder: Path, version: str, sent: BinaryIO) -> bytes | None:
    """What the process does: it files what it is sent until it is sent nothing, then says what it has.

    None if whoever sent is gone.
    """
    arguments, refused, failed = list[str](), "", (0, "")
    files = BulkFiles(folder, version)
    try:
        while packed := frames.read(sent):
            nodes, links = msgspec.msgpack.decode(packed)
            for label, shape, rows in nodes:
                for row in rows:
                    files.node(NODES[label], row, shape)
            for type_, start, rows in links:
                for row in rows:
                    files.link(RELATIONS[type_], start, row)
        if packed is None:
            return None
        arguments = files.close()
    except ModelError as error:
        refused = str(error)
    except OSError as error:
        failed = (error.errno or 0, f"{error.strerror or error}: {folder}")
    return msgspec.msgpack.encode([arguments, refused, failed])


if __name__ == "__main__":
    said = _file(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer)
    if said is not None:
        sys.stdout.buffer.write(frames.framed(said))
