"""Builds the playground and, if there is a C compiler, the library that writes answers, while the package is built."""

import importlib.util
import subprocess
import sysconfig
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).parents[1]


class Hook(BuildHookInterface[BuilderConfig]):
    """Fails a wheel without a playground. An editable install goes on; `medpath doctor` tells the reason."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build both. Hatch calls this before it collects the files; `version` is "standard" or "editable"."""
        self._playground(_module("api/playground/build.py"), version)
        if self._library(_module("graph/answer/native/build.py")) and version == "standard":
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{sysconfig.get_platform().replace('-', '_').replace('.', '_')}"

    def _playground(self, playground: ModuleType, version: str) -> None:
        if playground.is_current():
            return
        self.app.display_info("building the playground")
        try:
            playground.build()
        except (OSError, subprocess.SubprocessError) as error:
            if version != "editable":
                raise
            reason = playground.note(error)
            self.app.display_warning(f"no playground, a plain form is served instead: {reason}")

    def _library(self, native: ModuleType) -> bool:
        try:
            native.build()
        except (OSError, subprocess.SubprocessError) as error:
            self.app.display_warning(f"answers are written in Python, more slowly: {error}")
            return False
        return True


def _module(path: str) -> ModuleType:
    """Load a module of this checkout by its file, since its package may not be installed yet."""
    spec = importlib.util.spec_from_file_location(Path(path).parent.name, _ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
