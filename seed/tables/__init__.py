"""Tables that a reviewer reads and changes: salts, names, groups of organisations."""

import csv
from importlib import resources

SOURCE = {
    "id": "medpath_tables",
    "name": "Reviewed tables of MedPath",
    "publisher": "MedPath",
    "licence": "MIT",
}
"""The source of facts from this project's own tables and modules."""


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one table, by column: `rows("salts")`."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
