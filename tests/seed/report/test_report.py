"""The report tells a source of which nothing was loaded."""

import pytest

from seed.report.report import LoadReport, SourceReport
from seed.source import Issue

_REFUSED = Issue("REFUSED", "number is not of the form SIN\\d{5}[A-Z]: 'x'")


@pytest.mark.parametrize(
    ("refused", "unchanged", "remarks"),
    [
        (2, 0, [f"hsa: nothing loaded, 2 rows or files refused; first: {_REFUSED.reason}"]),
        (2, 1, []),
        (0, 0, []),
    ],
)
def test_a_source_of_which_every_row_was_refused_is_told(refused: int, unchanged: int, remarks: list[str]) -> None:
    source = SourceReport("hsa", rows=refused, refused=[_REFUSED], refused_now=refused, unchanged=unchanged)
    assert source.is_refused == bool(remarks)
    assert list(LoadReport(sources=[source]).remarks()) == remarks
