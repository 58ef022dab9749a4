"""Saved pages: cells go to the columns that take them."""

import pytest

from graph.errors import SourceError
from seed.formats.saved_page import FREE, LINK, PageColumn, blocks, rows_of

_COLUMNS = (
    PageColumn("Product", "product", LINK),
    PageColumn("Company", "company", FREE),
    PageColumn("No", "number", r"\d+"),
)


def test_cells_of_a_page_go_to_the_column_that_takes_them() -> None:
    [block] = blocks("Product\nCompany\nNo\nIpsen\n12\n13\nEton\n")
    rows = [row.cells for row in rows_of(block, _COLUMNS)]
    assert rows == [{"company": "Ipsen", "number": "12"}, {"number": "13"}, {"company": "Eton"}]


def test_a_free_cell_beside_a_free_column_is_not_guessed() -> None:
    columns = (PageColumn("Product", "product", FREE), *_COLUMNS[1:])
    [block] = blocks("Product\nCompany\nNo\nIncrelex\nIpsen\n12\nEton\n13\n")
    good, doubtful = rows_of(block, columns)
    assert good.problem is None
    assert doubtful.problem == "either 'Product' or 'Company' is missing"


def test_other_columns_on_a_page_are_refused() -> None:
    [block] = blocks("Product\nNo\nCompany\n12\n")
    with pytest.raises(SourceError, match="header not understood"):
        list(rows_of(block, _COLUMNS))
