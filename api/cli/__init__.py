"""The command `medpath`. Data goes to stdout, messages to stderr. Exit codes: 0 done, 1 failed, 2 wrong usage.

Commands import heavy modules inside their functions: help and usage errors appear at once.
"""

import os
import sys
from collections.abc import Sequence

from cyclopts import App, CycloptsError
from rich.console import Console

from api.cli import database, doctor, load, query, serve
from graph.errors import BadUserInput, MedPathError, SettingsError


def make_app() -> App:
    """Return the application with all commands."""
    app = App(
        name="medpath",
        help="A GraphQL knowledge graph of drugs, conditions, trials, sponsors and the agencies that approve them.",
        version=_version,
        exit_on_error=False,
        error_console=Console(stderr=True),
        result_action="return_value",
        suppress_keyboard_interrupt=False,
    )
    for command in (serve.serve, load.load, load.status, query.query, query.cypher, query.schema, doctor.doctor):
        app.command(command)
    app.command(database.app)
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code."""
    sys.exit(_code(sys.argv[1:] if words is None else words))


def _code(words: Sequence[str]) -> int:
    talk = Console(stderr=True, highlight=False, soft_wrap=True)
    try:
        return make_app()([query.STDIN if word == "-" else word for word in words]) or 0
    except CycloptsError:
        return 2
    except MedPathError as error:
        talk.print("error:", style="bold red", end=" ")
        talk.print("\n".join((str(error), *getattr(error, "__notes__", ()))), markup=False)
        return 2 if isinstance(error, SettingsError | BadUserInput) else 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output closed it. Python must not flush to it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _version() -> str:
    from importlib.metadata import version

    return version("medpath")
