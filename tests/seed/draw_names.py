"""Draws names to be checked by hand, as CSV: `python tests/seed/draw_names.py DRAW SEED RAW`, RAW the raw samples.

Half of each source's names are drawn over its rows, so common names count as often as they are printed; half over
its distinct names, to include rare and hard ones. Names of earlier draws in the kept sample are left out. Nothing
here asks the matcher: the answers are written down before it is.
"""

import csv
import gzip
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from seed.records import ApprovalRecord, TrialRecord
from seed.resolve.trial import DRUG_LIKE
from seed.source import Issues, discover

_DRAWN = {
    "sfda": ("sfda", 18),
    "drugs_at_fda": ("drugs_at_fda", 16),
    "ema": ("ema", 18),
    "health_canada_dpd": ("health_canada", 18),
    "hsa": ("hsa", 18),
    "cima": ("cima/Medicamentos_2020-06.xlsx", 20),
    "clinicaltrials": ("clinicaltrials", 26),
    "tga": ("tga", 12),
    "ppb_hk": ("ppb_hk", 12),
    "ph_fda": ("ph_fda", 8),
    "nmpa": ("nmpa", 6),
    "mhra_granted": ("mhra", 4),
}
_UNFINISHED = ("fda_ndc", 14)
"""Products for further processing are no approvals: their names are read from the raw column."""


def draw(seed: int, raw: Path, known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Source, name and hints of each name drawn: ATC codes of a product of one ingredient, other names of a trial's."""
    dice = random.Random(seed)
    for source, (place, wanted) in {**_DRAWN, _UNFINISHED[0]: _UNFINISHED}.items():
        pairs = _unfinished(raw / place) if source == _UNFINISHED[0] else _named(source, raw / place)
        rows = [pair for pair in pairs if pair[0].casefold() not in known]
        by_name = dict(sorted(rows))
        over_rows = dice.sample(rows, min(wanted * 4, len(rows)))
        chosen = dict(list(dict(over_rows).items())[: wanted // 2])
        rest = [name for name in by_name if name not in chosen]
        for name in dice.sample(rest, min(wanted - len(chosen), len(rest))):
            chosen[name] = by_name[name]
        yield from ((source, name, hints) for name, hints in chosen.items())


def _named(source: str, path: Path) -> list[tuple[str, str]]:
    pairs = []
    for record in discover()[source].parse(path, Issues()):
        if isinstance(record, ApprovalRecord):
            codes = " ".join(record.atc_codes) if len(record.ingredients) == 1 else ""
            pairs += [(ingredient.name, codes) for ingredient in record.ingredients]
        elif isinstance(record, TrialRecord):
            drug_like = [intervention for intervention in record.interventions if intervention.type in DRUG_LIKE]
            pairs += [(intervention.name, "|".join(intervention.other_names)) for intervention in drug_like]
    return pairs


def _unfinished(folder: Path) -> list[tuple[str, str]]:
    with gzip.open(folder / "unfinished_product.txt.gz", "rt", encoding="cp1252") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(name.strip(), "") for row in rows for name in row["SUBSTANCENAME"].split(";") if name.strip()]


if __name__ == "__main__":
    sample = Path(__file__).parent / "hand_checked_names.csv"
    with sample.open(encoding="utf-8") as kept:
        already = {row["name"].casefold() for row in csv.DictReader(kept) if int(row["draw"]) < int(sys.argv[1])}
    csv.writer(sys.stdout, lineterminator="\n").writerows(draw(int(sys.argv[2]), Path(sys.argv[3]), already))
