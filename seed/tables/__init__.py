"""Tables that a reviewer reads and changes: salts, names, groups of organisations."""

import csv
from importlib import resources


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one table, by column: `rows("salts")`."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
