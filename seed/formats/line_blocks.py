"""Blocks of lines that are one row together: stanzas, records with a field a line."""

import re
from collections.abc import Sequence
from pathlib import Path

from seed.source import Issues

_DAMAGE = re.compile("[\0\ud800-\udfff]")


def is_text(printed: str) -> bool:
    """False when there is a NUL, or a byte that is not of the file's encoding: a lone surrogate."""
    return not _DAMAGE.search(printed)


def accepted(file: Path, start: int, block: Sequence[str], issues: Issues) -> bool:
    """True for a block of text alone; another one is reported with the line at which it begins, and where it is bad."""
    for number, printed in enumerate(block, start=1):
        if not is_text(printed):
            reason = f"bytes that are not of the file's encoding, or a NUL, in line {number} of the block"
            issues.refuse_row(reason, file=file.name, line=start, raw=printed)
            return False
    return True
