"""What is read of raw files: of those that break off, and in every process the same."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.feeds import feeds
from tests.seed.test_pipeline import RAW

_HEAD = "DrugBank ID,Accession Numbers,Common name,CAS,UNII,Synonyms,Standard InChI Key"


def _packed(count: int) -> bytes:
    lines = [_HEAD, *(f"DB{n:05},,Drug{n * 7919}amab,,,," for n in range(count))]
    return gzip.compress("\n".join(lines).encode())


def test_what_came_before_the_damage_is_read_and_the_rest_is_reported(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.csv.gz"
    file.write_bytes(_packed(20_000)[:-2_000])
    [feed] = feeds(["drugbank_vocabulary"], file)
    found = list(feed.records())
    assert 10_000 < len(found) < 20_000
    assert any("damaged" in issue.reason for issue in feed.issues.found)
    assert feed.issues.found[-1].kind == "REFUSED", "nothing that is missing may be closed"


def test_a_file_of_which_nothing_can_be_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "vocabulary.csv.gz"
    file.write_bytes(_packed(20_000)[:40])
    [feed] = feeds(["drugbank_vocabulary"], file)
    with pytest.raises(SourceError, match="damaged"):
        list(feed.records())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"results": ' + b"[" * 5_000_000, "1,000 deep"),
        (b'{"results": ["' + b"y" * 40_000_000, "an item of more than"),
    ],
)
def test_json_too_deep_or_too_big_is_refused_before_it_fills_the_memory(
    tmp_path: Path, text: bytes, message: str
) -> None:
    file = tmp_path / "drug-ndc.json"
    file.write_bytes(text)
    [feed] = feeds(["openfda_ndc"], file)
    with pytest.raises(SourceError, match=message):
        list(feed.records())


def test_every_process_reads_a_file_alike() -> None:
    """Python's order of sets differs from process to process; that of the fields of a record must not."""
    said = {subprocess.check_output([sys.executable, "-c", _READ_ALL, RAW], env=_hashing(seed)) for seed in range(1, 4)}
    assert len(said) == 1
    assert len(said.pop().splitlines()) > 10


_READ_ALL = """
import sys
from hashlib import blake2b
from seed.feeds import given
from seed.records import pack
for feed in given([], sys.argv[1:]):
    print(feed.source.id, blake2b(b"".join(map(pack, feed.records()))).hexdigest())
"""


def _hashing(seed: int) -> dict[str, str]:
    return os.environ | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parents[2])}
