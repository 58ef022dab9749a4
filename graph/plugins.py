"""Source modules of all installed distributions: those in the packages that an entry point group names.

    [project.entry-points."medpath.sources"]
    medpath = "seed.sources"

A module of such a package declares an AGENCY, a SOURCE or both; a helper's name begins with an underscore. The model
follows from the agencies, so these modules and their imports must not import `graph.model`.
"""

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from graph.errors import ModelError

GROUP = "medpath.sources"


@cache
def modules() -> dict[str, ModuleType]:
    """Return every module of these packages by its own name, sorted.

    Raises ModelError if there is none, if one cannot be imported or declares nothing, if two have one name.
    """
    found: dict[str, ModuleType] = {}
    for package in sorted({entry.value for entry in entry_points(group=GROUP)}):
        for path in _paths(package):
            name = path.rpartition(".")[2]
            if name in found:
                raise ModelError(f"Name each source once: {name} is both {found[name].__name__} and {path}")
            found[name] = _declaring(path)
    if not found:
        raise ModelError(f"no installed package has sources ({GROUP}): reinstall MedPath, or run make in a checkout")
    return dict(sorted(found.items()))


def _paths(package: str) -> list[str]:
    inside = pkgutil.iter_modules(_imported(package).__path__, f"{package}.")
    return [module.name for module in inside if not module.name.rpartition(".")[2].startswith("_")]


def _declaring(path: str) -> ModuleType:
    module = _imported(path)
    if not hasattr(module, "AGENCY") and not hasattr(module, "SOURCE"):
        raise ModelError(f"{path} declares neither AGENCY nor SOURCE (it must not import graph.model to do so)")
    return module


def _imported(path: str) -> ModuleType:
    try:
        return importlib.import_module(path)
    except ImportError as error:
        raise ModelError(f"{path}, a package or module of sources ({GROUP}), cannot be imported: {error}") from error
