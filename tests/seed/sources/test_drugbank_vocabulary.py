"""DrugBank's vocabulary: identifiers and synonyms of drugs."""

from pathlib import Path

from seed.records import DrugRecord, Xref
from tests.seed.samples import RAW, read_records


def test_drugbank_gives_identifiers_and_synonyms() -> None:
    drugs = {record.row.key: record for record in read_records("drugbank_vocabulary")[0]}
    mecasermin = drugs["DB01277"]
    assert isinstance(mecasermin, DrugRecord)
    assert (mecasermin.cas_number, mecasermin.unii, mecasermin.inchi_key) == ("68562-41-4", "7GR9I2683O", None)
    assert mecasermin.xrefs[0] == Xref("DRUGBANK", "DB01277")
    assert "Mecasermina" in {name.value for name in mecasermin.names}
    assert mecasermin.drug_type is None


def test_drugbank_refuses_an_identifier_that_a_spreadsheet_has_damaged(tmp_path: Path) -> None:
    [file] = (RAW / "drugbank_vocabulary").iterdir()
    (tmp_path / "v.csv").write_bytes(file.read_bytes().replace(b"7GR9I2683O", b"7.0E+09"))
    records, issues = read_records("drugbank_vocabulary", tmp_path / "v.csv")
    assert len(records) == 3
    assert [issue.reason for issue in issues.found] == ["UNII is not of its form: '7.0E+09'"]
