"""Dates in every form that sources print, with the precision that they state."""

import doctest
import importlib

import pytest

from seed.values import dates


@pytest.mark.parametrize("name", ["dates", "product_names", "registry", "text", "uk_licences"])
def test_the_examples_of_the_documentation_hold(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"seed.values.{name}"))
    assert outcome.attempted > 0
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (dates.from_compact, "2005-08-30"),
        (dates.from_compact, "20050231"),
        (dates.from_iso, "2005/08"),
        (dates.from_iso, "2005-13"),
        (dates.from_midnight, "2005-08-30 12:00:00"),
        (dates.from_day_first, "8/30/2005"),
        (dates.from_month_first, "30/8/2005"),
        (dates.from_year_first, "30/08/2005"),
        (dates.from_day_month_name, "01-MÄR-2021"),
        (dates.from_day_month_name, "01-XXX-2021"),
        (dates.from_month_name, "August 27, 2025"),
        (dates.from_iso, ""),
    ],
)
def test_another_form_or_a_day_that_is_none_is_no_date(reader, text) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"."):
        reader(text)


def test_precision_is_kept_and_never_invented() -> None:
    assert [dates.from_compact(text) for text in ("2005", "200508", "20050830")] == ["2005", "2005-08", "2005-08-30"]
    assert dates.from_iso("2005-08") == "2005-08"
