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


def test_starter_files_are_below_six_megabytes() -> None:
    assert sum(file.stat().st_size for file in STARTER.iterdir()) < 6_000_000


def test_starter_trials_are_one_a_study_and_carry_no_sentence_of_a_sponsor() -> None:
    _, records = starter.read("clinicaltrials")
    trials = [record for record in records if isinstance(record, TrialRecord)]
    assert len({trial.nct_id for trial in trials}) == len(trials) == 255
    assert all(trial.why_stopped is None and "whyStopped" not in trial.row.raw for trial in trials)


@pytest.mark.skipif(not (SHARED / "data").is_dir(), reason="the raw samples are not beside the repository")
def test_built_anew_from_the_raw_samples_the_files_are_the_same_bytes(tmp_path: Path) -> None:
    built = [header.source for header, _ in build(SHARED, tmp_path)]
    assert built == starter.names()
    for name in built:
        file = f"{name}.ndjson.gz"
        assert (tmp_path / file).read_bytes() == (STARTER / file).read_bytes(), name
