"""Checks before a JVM starts. Each is silent, or raises SettingsError with one line."""

import errno
import os
import socket

import psutil

from graph.config import Settings
from graph.errors import SettingsError
from graph.server import run
from graph.server.disk import require_room
from graph.server.home import Home
from graph.server.run import Process, Run

_NEW_DATABASE_MIB = 512
_OLD_DATABASE_MIB = 128
JARS_MIB = 200


def preflight(settings: Settings) -> None:
    """Check the needs of `serve` at once: a free data folder and both ports. Raises SettingsError."""
    if settings.neo4j_uri is None:
        home = Home(settings.home)
        held = run.held(home)
        if held is not None and held.owner is not None and not held.is_ending():
            raise in_use(home, held)
        if held is None:
            folder(home)
            port("127.0.0.1", settings.bolt_port, "MEDPATH_BOLT_PORT")
    port(settings.host, settings.port, "MEDPATH_PORT")


def port(host: str, number: int, setting: str) -> None:
    """Refuse a port that is taken; 0 always passes."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            # As the server itself will do; on Windows the same option would let two servers share a port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                by = _listener(number)
                taken = f"port {number} is taken by {by}" if by else f"port {number} is taken"
                raise SettingsError(f"{taken}: set {setting} to another one, or to 0 for any") from error
            reason = (error.strerror or str(error)).lower()
            raise SettingsError(f"cannot listen on {host} port {number} ({reason}): change {setting}") from error


def folder(home: Home) -> None:
    """Refuse a data folder that cannot be written to or whose disk is full."""
    try:
        home.make_folders()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingsError(f"{home.root} cannot be used ({reason}): set MEDPATH_HOME to a folder of yours") from error
    if not os.access(home.root, os.W_OK):
        raise SettingsError(f"{home.root} is not writable: set MEDPATH_HOME to a folder of yours")
    require_room(home.root, _NEW_DATABASE_MIB if home.is_new else _OLD_DATABASE_MIB, "the database")


def in_use(home: Home, held: Run | None) -> SettingsError:
    """Return the error for a folder that another process holds."""
    elsewhere = "or set MEDPATH_HOME to another folder"
    if held is None:
        return SettingsError(f"{home.root} is in use by another process: stop it, {elsewhere}")
    if held.owner is None:
        return SettingsError(f"{home.root} is in use by a database in the background: `medpath db stop` ends it")
    return SettingsError(f"{home.root} is in use by {held.owner}: stop it, {elsewhere}")


def _listener(number: int) -> Process | None:
    try:
        found = psutil.net_connections("tcp")
    except psutil.Error:  # macOS tells only the administrator
        return None
    pids = {
        connection.pid
        for connection in found
        if connection.status == psutil.CONN_LISTEN and connection.laddr[1:] == (number,)
    }
    return next((process for pid in pids if pid and (process := Process.of(pid))), None)
