"""The importer's files are written by a process of their own, while the next records are resolved.

That process also remembers the records and what of them lies where; this one, which of them it has seen.
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
    """To file: what is new or changes, records that are new as a whole, each packed by `seed.load.import_files`,
    and records to
    remember as they are then.
    """

    buffer: Buffer
    new: Sequence[msgspec.Raw]
    kept: Sequence[CurrentRecord]


class Ask(msgspec.Struct, tag=True):
    """To look up: the records last remembered under these names."""

    names: list[str]


class End(msgspec.Struct, tag=True):
    """There is no more."""


class WriterReply(msgspec.Struct):
    """To Ask: what was found. To End: the importer's arguments, and how much lies in the files.

    `refused` and `failed`, an error's number and text, say why there are none.
    """

    held: dict[str, CurrentRecord] = {}
    arguments: list[str] = []
    nodes: int = 0
    relationships: int = 0
    refused: str = ""
    failed: tuple[int, str] = (0, "")


class ImportWriter:
    """`seed.load.import_files.ImportFiles` in a child process; a later call raises its ModelError or OSError."""

    def __init__(self, folder: Path, version: str) -> None:
        command = [sys.executable, "-P", "-m", __name__, str(folder), version]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self._turn = asyncio.Lock()
        self._late = TemporaryFile(prefix="medpath-")  # noqa: SIM115 - closed by `close`

    async def put(self, buffer: Buffer, new: Sequence[msgspec.Raw], kept: Sequence[CurrentRecord]) -> None:
        """File a batch."""
        async with self._turn:
            await asyncio.to_thread(self._send, _PACKER.encode(Put(buffer, new, kept)))

    async def held(self, names: Sequence[str]) -> dict[str, CurrentRecord]:
        """The records under those of the names that have one."""
        async with self._turn:
            return (await asyncio.to_thread(self._ask, Ask(list(names)))).held

    def finish(self) -> WriterReply:
        """Close the files and end the process."""
        answer = self._ask(End())
        assert self._process.stdout is not None
        shutil.copyfileobj(self._process.stdout, self._late)
        if self._process.wait() != 0:
            raise OSError(_ENDED)
        return answer

    def late(self) -> Iterator[Buffer]:
        """Yield the changes that waited, batch by batch, once the files are finished."""
        self._late.seek(0)
        return map(_BUFFERS.decode, framing.read_all(self._late))

    def close(self) -> None:
        """End the process, wherever it is."""
        self._process.kill()
        self._process.communicate()
        self._late.close()

    def _ask(self, message: Ask | End) -> WriterReply:
        self._send(_PACKER.encode(message))
        return self._answer()

    def _send(self, packed: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(framing.framed(packed))
            self._process.stdin.flush()
        except BrokenPipeError:
            self._answer()
            raise

    def _answer(self) -> WriterReply:
        assert self._process.stdout is not None
        packed = framing.read(self._process.stdout)
        if packed is None:
            raise OSError(_ENDED)
        answer = _ANSWERS.decode(packed)
        if answer.refused:
            raise ModelError(answer.refused)
        if answer.failed[1]:
            raise OSError(*answer.failed)
        return answer


def _file(folder: Path, version: str, sent: IO[bytes], to: IO[bytes]) -> None:
    """Run in the child process: write and answer until the end is sent or the parent is gone."""
    filed = ImportFiles(folder, version)
    try:
        while (packed := framing.read(sent)) and not _ended(filed, packed, to):
            pass
    except ModelError as error:
        _say(to, WriterReply(refused=str(error)))
    except OSError as error:
        _say(to, WriterReply(failed=(error.errno or 0, f"{error.strerror or error}: {folder}")))


def _ended(filed: ImportFiles, packed: bytes, to: IO[bytes]) -> bool:
    """Do what one message says; its objects are gone before the next one comes."""
    message = _MESSAGES.decode(packed)
    if isinstance(message, Put):
        for record in message.kept:
            filed.keep(record)
        filed.write(message.buffer, map(bytes, message.new))
    elif isinstance(message, Ask):
        found = ((name, filed.held(name)) for name in message.names)
        _say(to, WriterReply({name: record for name, record in found if record is not None}))
    else:
        arguments, late = filed.close(), filed.late()
        _say(to, WriterReply(arguments=arguments, nodes=filed.nodes, relationships=filed.relationships))
        for packed in late:
            to.write(framing.framed(packed))
    return isinstance(message, End)


def _say(to: IO[bytes], answer: WriterReply) -> None:
    to.write(framing.framed(_PACKER.encode(answer)))
    to.flush()


_PACKER = msgspec.msgpack.Encoder()
_MESSAGES = msgspec.msgpack.Decoder(Put | Ask | End)
_ANSWERS = msgspec.msgpack.Decoder(WriterReply)
_BUFFERS = msgspec.msgpack.Decoder(Buffer)


if __name__ == "__main__":
    with rare_garbage_collection():
        _file(Path(sys.argv[1]), sys.argv[2], sys.stdin.buffer, sys.stdout.buffer)
