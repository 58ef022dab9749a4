"""Lists in JSON: a truncated file gives the items before its end."""

from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.formats.json_items import json_items
from seed.source import Issues


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_json_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    issues = Issues()
    file = _write(tmp_path / "t.json", b'{"results": [{"a": 1}, {"a": 2}, {"a":')
    rows = list(json_items(file, "results.item", issues))
    assert [row.cells for row in rows] == [{"a": 1}, {"a": 2}]
    assert [issue.line for issue in issues.found] == [2]


def test_json_without_the_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no object at results"):
        list(json_items(_write(tmp_path / "t.json", b'{"error": {"code": "NOT_FOUND"}}'), "results.item", Issues()))
