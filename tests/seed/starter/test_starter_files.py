"""The committed starter files are whole, small, and equal to the sources' records."""

from pathlib import Path

import pytest

from seed.extract import starter
from seed.records import TrialRecord
from seed.source import discover
from seed.starter.build import build

STARTER = Path(starter.__file__).parents[1] / "starter"
SHARED = Path(__file__).parents[3].parent / "shared"


def test_every_starter_file_is_of_a_source() -> None:
    assert starter.names()
    assert set(starter.names()) <= set(discover())


@pytest.mark.parametrize("name", starter.names())
def test_a_starter_file_decodes_to_as_many_records_as_its_header_says(name: str) -> None:
    header, records = starter.read(name)
    assert header.source == name
    assert sum(1 for _ in records) == header.records
    assert header.records == header.rows - sum(header.skipped.values()) - header.refused


def test_starter_files_are_below_25_megabytes() -> None:
    assert sum(file.stat().st_size for file in STARTER.iterdir()) < 25_000_000


def test_licences_name_every_starter_file() -> None:
    text = (STARTER / "LICENCES.md").read_text(encoding="utf-8")
    assert [name for name in starter.names() if f"| `{name}` |" not in text] == []


@pytest.mark.parametrize(("name", "number"), [("clinicaltrials", 21_111), ("aact", 22_390)])
def test_starter_trials_test_a_drug_are_dated_and_carry_no_sentence_of_a_sponsor(name: str, number: int) -> None:
    _, records = starter.read(name)
    trials = [record for record in records if isinstance(record, TrialRecord)]
    assert len({trial.row.key for trial in trials}) == len(trials) == number
    for trial in trials:
        assert trial.why_stopped is None
        assert "whyStopped" not in trial.row.raw
        assert trial.row.data_date
        assert {"DRUG", "BIOLOGICAL", "GENETIC", "COMBINATION_PRODUCT"} & {found.type for found in trial.interventions}


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the raw samples are not beside the repository")
@pytest.mark.parametrize(
    "names",
    [["ema", "hsa", "medpath_page", "openfda_ndc"], pytest.param(starter.names(), marks=pytest.mark.long)],
    ids=["four", "all"],
)
def test_built_anew_from_the_raw_samples_the_files_are_the_same_bytes(tmp_path: Path, names: list[str]) -> None:
    built = [header.source for header, _ in build(SHARED, tmp_path, names)]
    assert built == names
    for name in built:
        file = f"{name}.ndjson.gz"
        assert (tmp_path / file).read_bytes() == (STARTER / file).read_bytes(), name
