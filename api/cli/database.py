"""`medpath db`: the embedded database alone, without the HTTP server."""

import asyncio

from cyclopts import App

from api.cli.output import Json, put, put_json, talk
from api.cli.progress import progress
from api.session import settings
from graph.config import Settings
from graph.errors import SettingsError

app = App(name="db", help="Start, stop and find the embedded database, without the HTTP server.")


@app.command
def start() -> int:
    """Start the database in the background."""
    from graph.server import launch

    chosen = _embedded()
    with progress() as show:
        started = asyncio.run(launch.start(chosen, show))
    talk.print("Started." if started else "It is running already.")
    return _describe(chosen)


@app.command
def stop() -> int:
    """Stop the database in the background."""
    from graph.server import launch

    stopped = asyncio.run(launch.stop(_embedded()))
    talk.print("Stopped." if stopped else "It is not running.")
    return 0


@app.command
def status(*, json: Json = False) -> int:
    """Show whether the database runs, for which process, and where. Exit code 1 if it does not run."""
    from graph.server import run
    from graph.server.home import Home

    chosen = _embedded()
    if not json:
        return _describe(chosen)
    held = run.held(Home(chosen.home))
    put_json(
        {
            "home": str(chosen.home),
            "running": held is not None and held.bolt_port is not None,
            "boltPort": held.bolt_port if held else None,
            "ownerPid": held.owner.pid if held and held.owner else None,
            "jvmPid": held.jvm.pid if held and held.jvm else None,
        }
    )
    return 0 if held else 1


@app.command
def path() -> int:
    """Print the data folder."""
    put(str(_embedded().home))
    return 0


def _describe(chosen: Settings) -> int:
    from graph.server import run
    from graph.server.home import Home

    held = run.held(Home(chosen.home))
    if held is None:
        put(f"not running, data folder {chosen.home}")
        return 1
    if held.bolt_port is None:
        put(f"starting, data folder {chosen.home}")
        return 0
    whose = f"with {held.owner}" if held.owner else "in the background"
    put(f"bolt://127.0.0.1:{held.bolt_port} {whose}, user neo4j, password in {chosen.home / 'password'}")
    return 0


def _embedded() -> Settings:
    chosen = settings()
    if chosen.neo4j_uri is not None:
        raise SettingsError("NEO4J_URI is set, so the embedded database is not used: unset it for `medpath db`")
    return chosen
