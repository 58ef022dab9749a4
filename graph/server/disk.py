"""Free space on the disk of a folder."""

import shutil
from pathlib import Path

from graph.errors import SettingsError

_MIB = 1024 * 1024


def require_room(folder: Path, needed_mib: int, purpose: str) -> None:
    """Raise SettingsError if the disk has less than `needed_mib` left."""
    there = folder
    while not there.exists():
        there = there.parent
    left = shutil.disk_usage(there).free // _MIB
    if left < needed_mib:
        raise SettingsError(f"{folder} has {left} MiB left, {purpose} needs {needed_mib} MiB: free some, or move it")
