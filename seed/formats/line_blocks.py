"""Blocks of lines that form one row: stanzas, or records with one field a line."""

import re
from collections.abc import Sequence
from pathlib import Path

from seed.source import Issues

_DAMAGE = re.compile("[\0\ud800-\udfff]")


def is_text(printed: str) -> bool:
    """Return whether there is no NUL and no lone surrogate: a byte outside the file's encoding."""
    return not _DAMAGE.search(printed)


def accepted(file: Path, start: int, block: Sequence[str], issues: Issues) -> bool:
    """Return whether a block is clean text; report another one with its first line and the line that is damaged."""
    for number, printed in enumerate(block, start=1):
        if not is_text(printed):
            reason = f"line {number} of the block has bytes outside the file's encoding, or a NUL"
            issues.refuse_row(reason, file=file.name, line=start, raw=printed)
            return False
    return True
