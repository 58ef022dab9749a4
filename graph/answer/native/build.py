"""Builds the library from its one source: with the machine's C compiler, or with that of the package `ziglang`.

Needs nothing but Python, because it runs while the package is built. The library's name holds a digest of the source,
so a library made from another source is never loaded.
"""

import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
SOURCE = FOLDER / "packjson.c"
_SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
_TIMEOUT_S = 300


def library() -> Path:
    """Where the library built from this source is, or would be."""
    return FOLDER / f"packjson-{hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]}{_SUFFIX}"


def build() -> Path:
    """Build it unless it is there. Raises FileNotFoundError without a compiler, SubprocessError if that fails."""
    made = library()
    if made.exists():
        return made
    with tempfile.TemporaryDirectory(prefix="medpath-native-") as folder:
        new = Path(folder) / made.name
        position = [] if sys.platform == "win32" else ["-fPIC"]
        command = [*_compiler(), "-O2", "-shared", *position, "-o", str(new), str(SOURCE)]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=_TIMEOUT_S)
        for old in FOLDER.glob(f"packjson-*{_SUFFIX}"):
            old.unlink()
        shutil.move(new, made)
    return made


def _compiler() -> list[str]:
    if named := os.environ.get("CC"):
        return shlex.split(named)
    for name in ("cc", "gcc", "clang"):
        if found := shutil.which(name):
            return [found]
    if importlib.util.find_spec("ziglang"):
        return [sys.executable, "-m", "ziglang", "cc"]
    raise FileNotFoundError("no C compiler on this machine")


if __name__ == "__main__":
    sys.stdout.write(f"{build()}\n")
