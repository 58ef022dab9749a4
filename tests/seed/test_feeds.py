"""What is read of raw files that break off."""

import gzip
from pathlib import Path

import pytest

from graph.errors import SourceError
from seed.feeds import feeds

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
