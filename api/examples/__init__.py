"""The examples, which the playground lists and `medpath query NAME` runs.

Each is a `.graphql` file: the first line is `# Title`, the comment lines below it are the description. Variables, if
any, are in a `.json` file of the same name.
"""

import json
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

FOLDER = files("api") / "examples"


@dataclass(frozen=True)
class Example:
    """One operation ready to run; `name` is its file name without the suffix."""

    name: str
    title: str
    description: str
    query: str
    variables: dict[str, Any]


def examples(folder: Traversable = FOLDER) -> list[Example]:
    """Return all examples, sorted by name. Raises ValueError, naming the file, if one has no title."""
    found = (file for file in folder.iterdir() if file.name.endswith(".graphql"))
    return [_read(file, folder) for file in sorted(found, key=lambda file: file.name)]


def _read(file: Traversable, folder: Traversable) -> Example:
    name = file.name.removesuffix(".graphql")
    lines = file.read_text(encoding="utf-8").splitlines()
    count = next((index for index, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = [line.lstrip("# ").rstrip() for line in lines[:count]]
    if not header or not header[0]:
        raise ValueError(f"api/examples/{file.name}: the first line must be a comment with the title")
    variables = folder / f"{name}.json"
    return Example(
        name=name,
        title=header[0],
        description=" ".join(header[1:]).strip(),
        query="\n".join(lines[count:]).strip() + "\n",
        variables=json.loads(variables.read_text(encoding="utf-8")) if variables.is_file() else {},
    )
