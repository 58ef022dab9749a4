"""Serves the playground: GraphiQL if it was built, else a form that needs no JavaScript."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "playground"
_FOR_EVER = "public, max-age=31536000, immutable"


def missing_because(dist: Path = FOLDER / "dist") -> str | None:
    """Return one line with the reason why there is no playground, and the remedy; None if there is one."""
    if (dist / "index.html").is_file():
        return None
    note = dist / "why-not.txt"
    reason = note.read_text(encoding="utf-8") if note.is_file() else "it was not built"
    return f"{reason}: with a network, `pip install -e .` builds it"


def playground_routes(folder: Path = FOLDER) -> list[BaseRoute]:
    """Return routes for /playground, /playground/plain and the assets. Names of assets change with their content."""
    plain = folder / "plain.html"
    page = plain if missing_because(folder / "dist") else folder / "dist" / "index.html"
    return [
        Route("/playground", _page(page), name="playground"),
        Route("/playground/plain", _page(plain)),
        Mount("/playground/assets", _Assets(directory=folder / "dist" / "assets", check_dir=False)),
    ]


class _Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code == 200:
            response.headers["Cache-Control"] = _FOR_EVER
        return response


def _page(file: Path) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(_: Request) -> Response:
        return FileResponse(file, headers={"Cache-Control": "no-cache"})

    return endpoint
