"""Files that are not of a source's form are refused, or each of their rows is."""

from contextlib import suppress
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.source import Issues, discover
from tests.seed.samples import read_approvals


def test_an_unknown_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Number,Name\n1,x\n")
    for source in ("npra", "ph_fda"):
        with pytest.raises(SourceError, match=r"header not understood.*\['Number', 'Name'\]"):
            list(discover()[source].parse(tmp_path / "a.csv", Issues()))


@pytest.mark.parametrize("source", ["mhra_granted", "mhra_products", "emc"])
@pytest.mark.parametrize("text", ['[{"other": 1}]', "a,b\n1,2\n", "<html>blocked</html>", '{"error": 1}', ""])
def test_what_is_of_no_form_is_refused_whole_or_row_by_row(tmp_path: Path, source: str, text: str) -> None:
    (tmp_path / "file").write_text(text)
    with suppress(SourceError):
        records, issues = read_approvals(source, tmp_path / "file")
        assert records == {}
        assert issues.found


@pytest.mark.parametrize("source", ["tga", "nmpa"])
def test_another_page_is_refused_with_what_it_has(source: str, tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text("<html><table><tr><td>Error</td><td>404</td></tr></table></html>")
    with pytest.raises(SourceError, match="Error"):
        read_approvals(source, tmp_path)
