"""The NDC directory's text files and the labels that belong to it."""

import json
import shutil
from pathlib import Path

import pytest

from graph.database.driver import Graph
from graph.errors import SourceError
from graph.statement import Statement
from seed.extract.feeds import feeds
from seed.pipeline import load_feeds
from seed.records import ApprovalRecord, Ingredient
from seed.source import Issues, discover

RAW = Path(__file__).parents[1] / "raw"


def _read(source: str, path: Path | None = None) -> tuple[dict[str, ApprovalRecord], Issues]:
    issues, found = Issues(), {}
    for record in discover()[source].parse(path or RAW / source, issues):
        assert isinstance(record, ApprovalRecord)
        found[record.row.key] = record
    return found, issues


def test_substances_strengths_and_units_are_lists_in_the_same_order() -> None:
    product = _read("fda_ndc")[0]["0143-9924"]
    assert product.ingredients == (
        Ingredient("AMOXICILLIN", "875 mg/1"),
        Ingredient("CLAVULANATE POTASSIUM", "125 mg/1"),
    )


def test_the_text_file_gives_what_the_json_gives(tmp_path: Path) -> None:
    listed = {
        "product_ndc": "15054-1040",
        "finished": True,
        "marketing_category": "BLA",
        "marketing_start_date": "20060103",
        "brand_name": "Increlex",
        "labeler_name": "Ipsen Biopharmaceuticals, Inc.",
        "application_number": "BLA021839",
        "dosage_form": "INJECTION, SOLUTION",
        "route": ["SUBCUTANEOUS"],
        "active_ingredients": [{"name": "MECASERMIN", "strength": "40 mg/4mL"}],
    }
    (tmp_path / "ndc.json").write_text(json.dumps({"results": [listed]}))
    [of_json] = _read("openfda_ndc", tmp_path)[0].values()
    of_text = _read("fda_ndc")[0]["15054-1040"]
    assert of_text.row.raw == of_json.row.raw
    for name in set(of_text.__struct_fields__) - {"row"}:
        assert getattr(of_text, name) == getattr(of_json, name), name


def test_what_file_it_is_tells_its_header_alone(tmp_path: Path) -> None:
    for number, file in enumerate(sorted((RAW / "fda_ndc").iterdir())):
        shutil.copy(file, tmp_path / f"{number}.dat")
    assert _read("fda_ndc", tmp_path)[0] == _read("fda_ndc")[0]
    assert _read("fda_ndc", tmp_path)[1].skipped == _read("fda_ndc")[1].skipped


def test_a_package_without_product_and_an_unknown_category_are_reported(tmp_path: Path) -> None:
    shutil.copytree(RAW / "fda_ndc", tmp_path / "ndc")
    (tmp_path / "ndc" / "unfinished_product.txt").unlink()
    product = tmp_path / "ndc" / "product.txt"
    product.write_bytes(product.read_bytes().replace(b"\tANDA\t", b"\tNEW KIND\t"))
    records, issues = _read("fda_ndc", tmp_path / "ndc")
    reasons = {(issue.kind, issue.file) for issue in issues.found}
    assert reasons == {("UNREAD", "product.txt"), ("REFUSED", "package.txt")}
    assert (records["0143-9924"].status, records["0143-9924"].status_raw) == ("NOT_STATED", "NEW KIND")


def test_another_table_is_refused_with_the_header_met(tmp_path: Path) -> None:
    (tmp_path / "product.txt").write_text("ApplNo\tProductNo\n1\t2\n")
    with pytest.raises(SourceError, match="ApplNo"):
        _read("fda_ndc", tmp_path)


@pytest.mark.anyio
@pytest.mark.parametrize("order", [("fda_ndc", "fda_label"), ("fda_label", "fda_ndc")])
async def test_a_label_gives_its_date_to_the_product_and_takes_nothing(
    order: tuple[str, str], empty_graph: Graph
) -> None:
    for source in order:
        report = await load_feeds(empty_graph, feeds([source], RAW / source))
        assert report.failed_checks == {}
    statement = Statement(
        "MATCH (a:Approval {number: '15054-1040'}) "
        "RETURN a.date AS date, a.dateKind AS kind, a.status AS status, a.productName AS name, a.statusRaw AS raw"
    )
    assert await empty_graph.rows(statement, timeout_s=30) == [
        {"date": "2024-03-20", "kind": "EFFECTIVE", "status": "AUTHORISED", "name": "Increlex", "raw": "BLA"}
    ]
