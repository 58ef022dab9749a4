"""Questions of analysts as files: `analytics/NAME.cypher` is plain Cypher, `analytics/gds/NAME.cypher` uses GDS.

Both forms take the same parameters and return the same columns. A plain file is one statement. A file for Graph Data
Science is several, divided by lines that hold only `;`: all but the last two project, the last but one answers, the
last drops the projection, also when one before it fails. `$graph` is a name of the projection made up for each run.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph import cypher_files, statement_header
from graph.database.driver import Graph
from graph.errors import BadUserInput, ModelError
from graph.statement import Statement
from graph.statement_header import Header
from graph.suggestion import unknown_message

_FOLDER, _GDS = "analytics", "analytics/gds"
_TIMEOUT_S = 120.0
_HAS_GDS = "SHOW FUNCTIONS YIELD name WHERE name = 'gds.version' RETURN count(*) > 0 AS has"
_GRAPH = frozenset({"graph"})


@dataclass(frozen=True)
class Analysis:
    """One question in one form; `steps` are its statements in order."""

    name: str
    header: Header
    steps: tuple[str, ...]
    gds: bool

    @property
    def answer(self) -> str:
        """The statement that returns the columns."""
        return self.steps[-2] if self.gds else self.steps[0]


@dataclass(frozen=True)
class AnalysisResult:
    """Columns in their order, and one map a row."""

    analysis: Analysis
    rows: list[dict[str, Any]]

    @property
    def columns(self) -> list[str]:
        return [column.name for column in self.analysis.header.columns]


def names() -> list[str]:
    """All questions, sorted; those that have only one form too."""
    paths = (*cypher_files.names(_FOLDER), *cypher_files.names(_GDS))
    return sorted({path.rpartition("/")[2] for path in paths})


def title(name: str) -> str:
    """Return the title of a question."""
    return next(iter(analyses(name).values())).header.title


def analyses(name: str) -> dict[bool, Analysis]:
    """The forms of one question: with GDS under True, plain under False. Raises BadUserInput with a hint."""
    paths = {gds: f"{folder}/{name}" for gds, folder in ((True, _GDS), (False, _FOLDER))}
    found = {
        gds: _read(path, gds=gds) for gds, path in paths.items() if path in cypher_files.names(path.rpartition("/")[0])
    }
    if not found:
        raise BadUserInput("NAME", unknown_message("analysis", name, names()))
    return found


async def run(graph: Graph, name: str, typed: Mapping[str, str], *, plain: bool = False) -> AnalysisResult:
    """Answer a question, with GDS where the server has it and `plain` does not forbid it. Raises BadUserInput."""
    forms = analyses(name)
    use_gds = True in forms and not plain and (False not in forms or await has_gds(graph))
    if use_gds not in forms:
        raise BadUserInput("NAME", f"{name} has no plain form")
    analysis = forms[use_gds]
    values = statement_header.values(analysis.header, dict(typed))
    return AnalysisResult(analysis, await _answer(graph, analysis, values))


async def has_gds(graph: Graph) -> bool:
    [row] = await graph.rows(Statement(_HAS_GDS))
    return bool(row["has"])


async def _answer(graph: Graph, analysis: Analysis, values: dict[str, Any]) -> list[dict[str, Any]]:
    if not analysis.gds:
        return await graph.rows(Statement(analysis.answer, values), timeout_s=_TIMEOUT_S)
    values = values | {"graph": f"medpath-{secrets.token_hex(4)}"}
    *projections, answer, drop = (Statement(step, _used(step, values)) for step in analysis.steps)
    try:
        for projection in projections:
            await graph.rows(projection, timeout_s=_TIMEOUT_S)
        return await graph.rows(answer, timeout_s=_TIMEOUT_S)
    finally:
        await graph.rows(drop, timeout_s=_TIMEOUT_S)


def _used(step: str, values: dict[str, Any]) -> dict[str, Any]:
    """The parameters of one step; the server warns of others."""
    return {name: value for name, value in values.items() if re.search(rf"\${name}\b", step)}


def _read(path: str, *, gds: bool) -> Analysis:
    text = cypher_files.load(path)
    steps = tuple(step.strip() for step in re.split(r"^;$", text, flags=re.MULTILINE) if step.strip())
    analysis = Analysis(path.rpartition("/")[2], statement_header.parse(path, text), steps, gds)
    if len(steps) < 3 if gds else len(steps) != 1:
        raise ModelError(f"{path}: {len(steps)} statements; see graph/analytics.py for how many there must be")
    body = "\n".join(steps) if not gds else "\n".join((*steps[:-2], steps[-1], steps[-2]))
    statement_header.check(path, analysis.header, body, given=_GRAPH if gds else frozenset())
    return analysis
