"""The encoding of a text file, determined from all of its bytes."""

import gzip
import tracemalloc
from pathlib import Path

import pytest

from seed.formats.files import text_encoding
from seed.source import Issues, discover

UTF_8, FORMER = "utf-8-sig", "cp1252"
HSA = Path(__file__).parents[1] / "raw/hsa/listing.csv"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (b"plain", UTF_8),
        (b"", UTF_8),
        ("Nestlé, Größe".encode(), UTF_8),
        ("Nestlé, Größe".encode("cp1252"), FORMER),
        ("Nestlé".encode() + b" \xff ", UTF_8),
        ("Nestlé, Größ".encode() + b"\xc3", UTF_8),
        ("é ".encode("cp1252") * 500 + "mojibake Â®".encode("cp1252"), FORMER),
        ("國药".encode() * 500 + b"\xb9\xfa\xd2\xa9 " * 20, UTF_8),
        ("Nestlé".encode("utf-8-sig"), UTF_8),
        ("a,b".encode("utf-16"), FORMER),
    ],
)
def test_a_text_is_utf8_but_for_a_few_places_or_of_the_former_encoding(
    data: bytes, encoding: str, tmp_path: Path
) -> None:
    (tmp_path / "t").write_bytes(data)
    assert text_encoding(tmp_path / "t", FORMER) == encoding
    (tmp_path / "t").write_bytes(gzip.compress(data))
    assert text_encoding(tmp_path / "t", FORMER) == encoding


def test_a_letter_across_two_blocks_is_a_letter_and_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    (tmp_path / "t").write_bytes(b"x" * ((1 << 20) - 1) + "é".encode() + b"x" * (40 << 20))
    tracemalloc.start()
    assert text_encoding(tmp_path / "t", FORMER) == UTF_8
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("damage", ["one byte", "cut letter"])
def test_one_damaged_place_in_hsas_listing_costs_one_row_and_changes_no_other(damage: str, tmp_path: Path) -> None:
    data = HSA.read_bytes().decode("cp1252").replace("DHALUMAG", "DHALUMÄG").encode().rstrip()
    damaged = data + b"\xc3" if damage == "cut letter" else data[:-3] + b"\xe4" + data[-3:]
    (tmp_path / "whole").write_bytes(data)
    (tmp_path / "damaged").write_bytes(damaged)
    *expected, _ = discover()["hsa"].parse(tmp_path / "whole", Issues())
    issues = Issues()
    found = list(discover()["hsa"].parse(tmp_path / "damaged", issues))
    assert found == expected
    assert "DHALUMÄG" in str(found)
    assert [issue.reason for issue in issues.found] == ["bytes outside the file's encoding"]
