"""Malaysia's NPRA: the registered and the cancelled list, as CSV and as Parquet."""

from datetime import date
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from pyarrow import parquet

from graph.errors import SourceError
from seed.formats.delimited import first_rows
from seed.source import discover
from seed.values.strengths import amounts
from tests.seed.samples import RAW, read_approvals

CANCELLED = "reg_no,product,description,holder,manufacturer,date_reg,date_end\n"


def test_npra_pairs_ingredients_with_their_doses_and_names_may_hold_commas() -> None:
    records, issues = read_approvals("npra")
    assert issues.found == []
    assert issues.skipped == {"veterinary product": 1}
    duo = records["MAL90010002ACZ"]
    assert [(ingredient.name, ingredient.strength) for ingredient in duo.ingredients] == [
        ("AMLODIPINE BESYLATE", "6.935 mg"),
        ("VALSARTAN, MICRONISED", "160 mg"),
    ]
    assert (duo.status, duo.drug_type, duo.dosage_form) == ("CONDITIONAL", "SMALL_MOLECULE", "CAPSULE")
    assert records["MAL90010001AZ"].dosage_form == "FILM-COATED TABLET"
    assert duo.date is not None
    assert (duo.date.value, duo.date_kind) == ("2023-11-30", "APPROVAL")


def test_npra_reads_a_dose_of_four_parts() -> None:
    syrup = read_approvals("npra")[0]["MAL07081475XC"]
    assert syrup.strength == "9.9683 g/100 ml"
    assert amounts(syrup.strength) == ("99.683 mg/mL",)


def test_npra_accepts_a_number_in_small_letters(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(CANCELLED + "mal19973272T,EXAMPLE TABLET,PRESCRIPTION,A,B,2001-01-01,2020-06-30\n")
    records, issues = read_approvals("npra", file)
    assert (list(records), issues.found) == (["MAL19973272T"], [])


def test_npra_reads_parquet_as_it_reads_csv(tmp_path: Path) -> None:
    header, *rows = first_rows(RAW / "npra" / "approved.csv", 100)
    columns = dict(zip(header, zip(*rows, strict=True), strict=True))
    table = pa.table(
        {
            name: [date.fromisoformat(cell) for cell in cells]
            if name.startswith("date_")
            else [c or None for c in cells]
            for name, cells in columns.items()
        }
    )
    parquet.write_table(table, tmp_path / "list", row_group_size=2)
    assert read_approvals("npra", tmp_path / "list")[0] == read_approvals("npra")[0]


def test_npra_cut_short_or_with_other_columns_is_refused(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"reg_no": ["MAL90010001AZ"], "name": ["x"]}), tmp_path / "other")
    with pytest.raises(SourceError, match=r"header not understood.*\['reg_no', 'name'\]"):
        read_approvals("npra", tmp_path / "other")
    (tmp_path / "cut").write_bytes((tmp_path / "other").read_bytes()[:-20])
    with pytest.raises(SourceError, match="not readable as Parquet"):
        read_approvals("npra", tmp_path / "cut")


def test_npra_tells_the_cancelled_list_by_its_columns_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(CANCELLED + "MAL90010009X,EXAMPLE TABLET,PRESCRIPTION,A,B,2001-01-01,2020-06-30\n")
    [record] = read_approvals("npra", file)[0].values()
    assert (record.status, record.row.rules["status"], record.ingredients) == ("REVOKED", "LISTED_AS_CANCELLED", ())
    source = discover()["npra"]
    assert not source.is_complete(file)
    assert source.is_complete(RAW / "npra")
    file.write_text(CANCELLED.replace("\n", ",registration_status\n"))
    with pytest.raises(SourceError, match="registration_status"):
        read_approvals("npra", file)


def test_npra_reports_unknown_codes_brackets_left_over_and_wrong_numbers(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "reg_no,product,status,description,holder,date_reg,active_ingredient\n"
        "MAL90010001AZ,A,LOST,MYSTERY,H,2001-02-30,X[1 mg\n"
        "MAL9001,A,PRODUCT APPROVED,PRESCRIPTION,H,2001-02-28,X[1 mg]\n"
    )
    records, issues = read_approvals("npra", file)
    [record] = records.values()
    assert (record.status, record.status_raw) == ("NOT_STATED", "LOST")
    assert [issue.kind for issue in issues.found] == ["UNREAD"] * 4 + ["REFUSED"]


def _npra_parquet(file: Path, **columns: pa.Array) -> None:
    """Three rows of the cancelled list."""
    texts = {name: pa.array([f"{name} {n}" for n in range(3)]) for name in CANCELLED.strip().split(",")}
    texts["reg_no"] = pa.array([f"MAL9001000{n}A" for n in range(3)])
    texts["description"] = pa.array(["PRESCRIPTION"] * 3)
    texts["date_reg"] = pa.array(["2020-01-02"] * 3)
    parquet.write_table(pa.table(texts | columns), file)


def test_npra_reads_an_instant_at_midnight_as_the_day_and_another_one_not(tmp_path: Path) -> None:
    day_s = 18_263 * 86_400
    for unit, factor in (("s", 1), ("ms", 10**3), ("us", 10**6), ("ns", 10**9)):
        instants = pa.array([day_s * factor, (day_s + 5) * factor, None], pa.timestamp(unit))
        _npra_parquet(tmp_path / "list", date_reg=instants)
        records, issues = read_approvals("npra", tmp_path / "list")
        dates = [record.date and record.date.value for record in records.values()]
        assert dates == ["2020-01-02", None, None]
        assert [issue.line for issue in issues.found] == [2]


@pytest.mark.parametrize(
    "damaged",
    [
        {"holder": pa.array([b"A", b"B \xff", b"C"], pa.binary()).view(pa.string())},
        {"date_reg": pa.array([0, 2**62, 0], pa.timestamp("us"))},
        {"date_reg": pa.array([0, 2**31 - 1, 0], pa.int32()).view(pa.date32())},
    ],
)
def test_npra_refuses_a_row_of_parquet_that_cannot_be_read_and_reads_the_others(
    tmp_path: Path, damaged: dict[str, pa.Array]
) -> None:
    _npra_parquet(tmp_path / "list", **damaged)
    records, issues = read_approvals("npra", tmp_path / "list")
    assert list(records) == ["MAL90010000A", "MAL90010002A"]
    [issue] = issues.found
    assert (issue.kind, issue.file, issue.line) == ("REFUSED", "list", 2)
    assert "a value that cannot be read" in issue.reason


def test_npra_in_a_time_zone_that_nobody_knows_is_reported(tmp_path: Path) -> None:
    _npra_parquet(tmp_path / "list", date_reg=pa.array([0, 0, 0], pa.timestamp("us", tz="Mars/Olympus")))
    records, issues = read_approvals("npra", tmp_path / "list")
    assert records == {}
    assert len(issues.found) == 3
