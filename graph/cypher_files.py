"""Cypher as files: a statement is named by its path in the package `cypher`, without the ending."""

from importlib import resources

_ROOT = resources.files("cypher")


def load(name: str) -> str:
    """Text of one file: `load("write/derive_drug")`. Raises FileNotFoundError for a name that is not there."""
    return _ROOT.joinpath(f"{name}.cypher").read_text(encoding="utf-8")


def names(folder: str) -> list[str]:
    """Names of all statements of a folder, sorted: `["check/approval_agency", …]`."""
    found = _ROOT.joinpath(folder)
    files = [entry.name for entry in found.iterdir()] if found.is_dir() else []
    return sorted(f"{folder}/{name.removesuffix('.cypher')}" for name in files if name.endswith(".cypher"))
