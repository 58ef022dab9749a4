"""Writes the importer's files in a child process, while this one resolves the next records.

The child also keeps the records that came; this process only remembers which ones did.
"""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import msgspec

from graph.errors import ModelError
from seed import framing
from seed.gc_tuning import rare_garbage_collection
from seed.load.import_files import ImportFiles
from seed.merge.buffer import Buffer
from seed.merge.merge import CurrentRecord

_ENDED = "the process that writes the importer's files was ended"


class Put(msgspec.Struct, tag=True):
    """Request to write a batch: `new` are records that have not come before, packed by `import_files.pack_new`; `kept`
    are records to remember.
    """

    buffer: Buffer
    new: Sequence[msgspec.Raw]
    kept: Sequence[CurrentRecord]


class Ask(msgspec.Struct, tag=True):
    """Request to look up the records last remembered under these names."""

    names: list[str]


class End(msgspec.Struct, tag=True):
    """Request to finish the files."""


class WriterReply(msgspec.Struct):
    """Reply to Ask: the `records` found. Reply to End: the importer's arguments, and the counts of nodes and links.

    Reply to any request that failed: `refused` is the text of a ModelError, `failed` number and text of an OSError.
    """

    records: dict[str, CurrentRecord] = {}
    arguments: list[str] = []
    nodes: int = 0
    relationships: int = 0
    refused: str = ""
    failed: tuple[int, str] = (0, "")


class ImportWriter:
    """`ImportFiles` in a child process. Its errors, ModelError or OSError, are raised by a later call."""

    def __init__(self, folder: Path, version: str) -> None:
        command = [sys.executable, "-P", "-m", __name__, str(folder), version]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self._turn = asyncio.Lock()
        self._late = TemporaryFile(prefix="medpath-")  # noqa: SIM115 - closed by `close`

    async def put(self, buffer: Buffer, new: Sequence[msgspec.Raw], kept: Sequence[CurrentRecord]) -> None:
        """Send a batch to write."""
        async with self._turn:
            await asyncio.to_thread(self._send, _PACKER.encode(Put(buffer, new, kept)))

    async def current(self, names: Sequence[str]) -> dict[str, CurrentRecord]:
        """Return the records remembered under these names, by name."""
        async with self._turn:
            return (await asyncio.to_thread(self._ask, Ask(list(names)))).records

    def finish(self) -> WriterReply:
        """Close the files and end the process."""
        reply = self._ask(End())
        assert self._process.stdout is not None
        shutil.copyfileobj(self._process.stdout, self._late)
        if self._process.wait() != 0:
            raise OSError(_ENDED)
        return reply

    def late(self) -> Iterator[Buffer]:
        """Yield the changes that waited, batch by batch, once the files are finished."""
        self._late.seek(0)
        return map(_BUFFERS.decode, framing.read_all(self._late))

    def close(self) -> None:
        """Kill the process, also in the middle of its work."""
        self._process.kill()
        self._process.communicate()
        self._late.close()

    def _ask(self, message: Ask | End) -> WriterReply:
        self._send(_PACKER.encode(message))
        return self._reply()

    def _send(self, packed: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(framing.framed(packed))
            self._process.stdin.flush()
        except BrokenPipeError:
            self._reply()
            raise

    def _reply(self) -> WriterReply:
        assert self._process.stdout is not None
        packed = framing.read(self._process.stdout)
        if packed is None:
            raise OSError(_ENDED)
        reply = _REPLIES.decode(packed)
        if reply.refused:
            raise ModelError(reply.refused)
        if reply.failed[1]:
            raise OSError(*reply.failed)
        return reply


def _serve(folder: Path, version: str, sent: IO[bytes], to: IO[bytes]) -> None:
    """Run in the child process: write and answer until the end is sent or the parent is gone."""
    files = ImportFiles(folder, version)
    try:
        while (packed := framing.read(sent)) and not _handle(files, packed, to):
            pass
    except ModelError as error:
        _send_reply(to, WriterReply(refused=str(error)))
    except OSError as error:
        _send_reply(to, WriterReply(failed=(error.errno or 0, f"{error.strerror or error}: {folder}")))


def _handle(files: ImportFiles, packed: bytes, to: IO[bytes]) -> bool:
    """Handle one message; return True for the last one. A function of its own frees its objects before the next."""
    message = _MESSAGES.decode(packed)
    if isinstance(message, Put):
        for record in message.kept:
            files.keep(record)
        files.write(message.buffer, map(bytes, message.new))
    elif isinstance(message, Ask):
        found = ((name, files.current(name)) for name in message.names)
        _send_reply(to, WriterReply({name: record for name, record in found if record is not None}))
    else:
        arguments, late = files.close(), files.late()
        _send_reply(to, WriterReply(arguments=arguments, nodes=files.nodes, relationships=files.relationships))
        for packed in late:
            to.write(framing.framed(packed))
    return isinstance(message, End)


def _send_reply(to: IO[bytes], reply: WriterReply) -> None:
    to.write(framing.framed(_PACKER.encode(reply)))
    to.flush()


_PACKER = msgspec.msgpack.Encoder()
_MESSAGES = msgspec.msgpack.Decoder(Put | Ask | End)
_REPLIES = msgspec.msgpack.Decoder(WriterReply)
_BUFFERS = msgspec.msgpack.Decoder(Buffer)


if __name__ == "__main__":
    with rare_garbage_collection():
        _serve(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer, sys.stdout.buffer)
