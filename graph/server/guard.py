"""`python -m graph.server.guard`: a process between the owner and the JVM; the JVM never outlives the owner.

The guard reads its order as one line of JSON on stdin and answers with one line on stdout: {"bolt_port": …} or
{"error": …}. stdin stays open while the owner lives. It closes however the owner ends, and the guard stops the JVM.
The guard restarts a JVM on the same port if it dies after it answered, or if it panics, as Neo4j does when its disk is
full: it then waits for free space. It gives up if the JVM does not start although there is space.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import sys
import threading
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock, Timeout

from graph.errors import MedPathError, SettingsError
from graph.server import checks, conf, jvm, run
from graph.server.home import Home, write_private
from graph.server.run import Process, Run

_LOCK_S = 2.0
_LOOK_S = 0.2


@dataclass(frozen=True)
class StartOrder:
    """The order to start a database. Without `owner_pid` it stays in the background until `Home.stop` appears."""

    home: str
    bolt_port: int
    owner_pid: int | None
    jars: list[str]
    plugins: list[str]

    def as_line(self) -> bytes:
        """The line that `main` reads."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main() -> None:
    """Hold the data folder until the process ends."""
    order = StartOrder(**json.loads(_first_line()))
    home, stopping = Home(Path(order.home)), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    if order.owner_pid is not None:
        threading.Thread(target=_await_owner, args=(stopping,), daemon=True).start()
    try:
        with FileLock(home.lock, timeout=_LOCK_S):
            home.stop.unlink(missing_ok=True)
            shutil.rmtree(home.staging, ignore_errors=True)
            try:
                _Guard(order, home, stopping).keep()
            finally:
                home.run.unlink(missing_ok=True)
    except Timeout:
        _say(error=str(checks.in_use(home, run.read(home))), in_use=True)
    except (MedPathError, jvm.DidNotStart, OSError) as error:
        _say(error=str(error), log=str(home.log))


class _Guard:
    def __init__(self, order: StartOrder, home: Home, stopping: threading.Event) -> None:
        self.order, self.home, self.stopping = order, home, stopping
        self.jars = [Path(jar) for jar in order.jars]
        self.arguments = home.conf.with_name("server.args")

    def keep(self) -> None:
        """Start Neo4j, report it, and stay until it must stop."""
        _end_orphan(run.read(self.home))
        me = Process.of(os.getpid())
        owner = Process.of(self.order.owner_pid) if self.order.owner_pid else None
        assert me is not None
        state = Run(guard=me, owner=owner)
        run.write(self.home, state)
        port = self.order.bolt_port or _free_port()
        self._prepare(port)
        process = self._start(port)
        reported = False
        while process:
            run.write(self.home, replace(state, jvm=Process.of(process.pid), bolt_port=port))
            self.home.panicked.unlink(missing_ok=True)
            if not reported:
                _say(bolt_port=port)
                reported = True
            process = self._start_again(port) if self._outlived(process) else None

    def _prepare(self, port: int) -> None:
        memory = conf.Memory.of_this_machine()
        self.home.put_plugins([Path(jar) for jar in self.order.plugins])
        self.home.conf.write_text(conf.neo4j_conf(port, memory), encoding="utf-8")
        self.arguments.write_text(conf.server_arguments(self.jars, self.home.neo4j, memory), encoding="utf-8")
        password = self.home.make_password()
        if self.home.is_new:
            file = self.home.conf.with_name("password.args")
            write_private(file, conf.password_arguments(self.jars, password))
            try:
                jvm.run(self.home, file)
            finally:
                file.unlink()

    def _start(self, port: int) -> jvm.Popen | None:
        """Start Neo4j and wait until it answers; None if it must stop before that."""
        size = self.home.log.stat().st_size if self.home.log.exists() else 0
        process = jvm.start(self.home, self.arguments)
        try:
            if jvm.await_bolt(process, port, self.stopping.is_set):
                return process
        except jvm.DidNotStart as error:
            jvm.stop(process)
            raise jvm.DidNotStart(jvm.reason(self.home, size, str(error))) from error
        jvm.stop(process)
        return None

    def _start_again(self, port: int) -> jvm.Popen | None:
        """Start Neo4j again after it was lost. If it fails on a full disk, wait for space and try again."""
        while True:
            try:
                return self._start(port)
            except jvm.DidNotStart:
                if self._has_room():
                    raise
            while not self._has_room():
                if self._is_to_stop():
                    return None

    def _outlived(self, process: jvm.Popen) -> bool:
        """Wait for the end of the JVM, or end it; True if it must be started again."""
        while process.poll() is None:
            if self._is_to_stop():
                jvm.stop(process)
                return False
            if self.home.panicked.exists() and self._has_room():
                jvm.stop(process)
        return True

    def _is_to_stop(self) -> bool:
        """Wait a moment; True if a signal, the end of the owner or a stop file asks for the end."""
        return self.stopping.wait(_LOOK_S) or self.home.stop.exists()

    def _has_room(self) -> bool:
        try:
            checks.folder(self.home)
        except SettingsError:
            return False
        return True


def _first_line() -> bytes:
    # Not sys.stdin: when the interpreter ends, no thread may hold the lock of its buffer.
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 65536)
        if not byte:
            sys.exit(1)
        line += byte
    return line


def _await_owner(stopping: threading.Event) -> None:
    while os.read(0, 1):
        pass
    stopping.set()


def _say(**words: Any) -> None:
    with contextlib.suppress(BrokenPipeError):
        os.write(1, json.dumps(words).encode() + b"\n")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _end_orphan(left: Run | None) -> None:
    """Kill the JVM that a killed guard left behind, where the kernel has not done so (see `jvm.start`)."""
    if left is not None and left.jvm is not None and left.jvm.is_alive():
        orphan = psutil.Process(left.jvm.pid)
        orphan.kill()
        orphan.wait(10)


if __name__ == "__main__":
    main()
