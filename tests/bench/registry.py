"""Writes a synthetic registry in the sources' own raw forms, one folder a source: `registry.py FOLDER --scale 0.05`.

Scale 1 is the full size: 20,000 drugs, 600,000 trials, 100,000 organisations, 150,000 condition texts, 400,000
approvals. Skewed as the real registries are: a few conditions and drugs are in tens of thousands of records, most
organisations run one trial. Records carry the fields that are read. The same seed gives the same bytes; nothing is
held in memory.
`--nightly N` writes N studies more beside it: two of three there before and changed, one new.
"""

import argparse
import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import IO, Any

import orjson

from tests.bench import words

_FULL = {"drugs": 20_000, "trials": 600_000, "organisations": 100_000, "conditions": 150_000, "approvals": 400_000}
_SHARES = {"openfda_ndc": 0.575, "drugs_at_fda": 0.15, "health_canada_dpd": 0.14, "hsa": 0.11, "ema": 0.025}
"""Shares of the approvals by source."""
_STATUSES = ("COMPLETED", "COMPLETED", "COMPLETED", "RECRUITING", "UNKNOWN", "TERMINATED", "WITHDRAWN")
_PHASES: tuple[tuple[str, ...], ...] = ((), ("NA",), ("PHASE1",), ("PHASE2",), ("PHASE3",), ("PHASE1", "PHASE2"))
_TYPES = ("DRUG", "DRUG", "DRUG", "BIOLOGICAL", "DEVICE", "BEHAVIORAL", "PROCEDURE", "OTHER")
_ROUTES = ("ORAL", "INTRAVENOUS", "SUBCUTANEOUS", "TOPICAL")


@dataclass(frozen=True)
class Registry:
    """Sizes of the registry, and its seed."""

    folder: Path
    scale: float
    seed: int = 1
    packed: bool = False

    def count(self, what: str) -> int:
        """Return the number of records of this kind at this scale."""
        return max(int(_FULL[what] * self.scale), 10)

    def approvals(self, source: str) -> int:
        """Return the number of approvals of one source."""
        return int(self.count("approvals") * _SHARES[source])

    def dice(self, what: str, index: int) -> Random:
        """Return a random generator that depends on the seed and the record alone."""
        return Random(f"{self.seed} {what} {index}")

    @contextmanager
    def file(self, source: str, name: str, encoding: str = "utf-8") -> Iterator[IO[str]]:
        """A file of a source, open for writing."""
        path = self.folder / source / (f"{name}.gz" if self.packed else name)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as raw:
            target = gzip.GzipFile("", "wb", 1, raw, mtime=0) if self.packed else raw
            with io.TextIOWrapper(target, encoding, newline="") as text:
                yield text

    def objects(self, source: str, name: str, items: Iterable[Any], head: str, tail: str) -> None:
        """A JSON list of these, between `head` and `tail`."""
        with self.file(source, name) as file:
            for index, item in enumerate(items):
                file.write((",\n" if index else head) + orjson.dumps(item).decode())
            file.write(tail)

    def table(self, source: str, name: str, head: Sequence[str], rows: Iterable[Sequence[str]], **form: Any) -> None:
        """A CSV file."""
        with self.file(source, name, form.pop("encoding", "utf-8")) as file:
            writer = csv.writer(file, **form)
            writer.writerow(head)
            writer.writerows(rows)


def write(registry: Registry) -> None:
    """Write every source."""
    for part in (_vocabulary, _trials, _openfda, _drugs_at_fda, _health_canada, _hsa, _ema):
        part(registry)


def write_nightly(registry: Registry, folder: Path, studies: int) -> None:
    """Write a nightly update: changed studies and new ones."""
    trials, new = registry.count("trials"), studies // 3
    step = max(trials // max(studies - new, 1), 1)
    changed = (_study(registry, index, later=True) for index in range(0, trials, step)[: studies - new])
    added = (_study(registry, trials + index, later=True) for index in range(new))
    night = Registry(folder, registry.scale, registry.seed, registry.packed)
    night.objects("clinicaltrials", "studies.json", (item for some in (changed, added) for item in some), "[", "]\n")


def _vocabulary(registry: Registry) -> None:
    head = ("DrugBank ID", "Accession Numbers", "Common name", "CAS", "UNII", "Synonyms", "Standard InChI Key")
    rows = (_drug(registry.dice("drug", index), index) for index in range(registry.count("drugs")))
    registry.table("drugbank_vocabulary", "drugbank_vocabulary.csv", head, rows)


def _drug(dice: Random, index: int) -> tuple[str, ...]:
    name = words.drug(index)
    others = [f"{name}um", f"{name[:3].upper()}-{index:05}", f"{name} [INN]"][: dice.choice((0, 1, 2, 2, 3))]
    cas = f"{100000 + index}-{index % 100:02}-{index % 10}"
    small = dice.random() < 0.7
    key = "".join(chr(65 + (index * factor) % 26) for factor in range(1, 15))
    inchi = f"{key}-{words.letters(index, 10).upper()}-N" if small else ""
    return f"DB{index + 1:05}", f"APRD{index:05}", name, cas, f"U{index:09}", " | ".join(others), inchi


def _trials(registry: Registry) -> None:
    studies = (_study(registry, index) for index in range(registry.count("trials")))
    registry.objects("clinicaltrials", "studies.json", studies, "[", "]\n")


def _study(registry: Registry, index: int, *, later: bool = False) -> dict[str, Any]:
    dice = registry.dice("trial", index)
    texts, terms, above = _conditions(registry, dice, index)
    interventions, mesh = _interventions(registry, dice)
    start = f"{dice.randint(2000, 2025)}-{dice.randint(1, 12):02}"
    status = {
        "overallStatus": "COMPLETED" if later else dice.choice(_STATUSES),
        "studyFirstPostDateStruct": {"date": f"{start}-{dice.randint(1, 28):02}", "type": "ACTUAL"},
        "startDateStruct": {"date": start},
        "completionDateStruct": {"date": f"{int(start[:4]) + 2}-{dice.randint(1, 12):02}-15"},
        "lastUpdatePostDateStruct": {"date": "2026-11-20" if later else f"{int(start[:4]) + 2}-12-01"},
    }
    lead, *others = _sponsors(registry, dice, index)
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT{index + 1:08}",
                "briefTitle": f"{interventions[0]['name']} in {texts[0]}",
                "officialTitle": f"A Randomised Study of {interventions[0]['name']} in {texts[0]}, Part {index}",
            },
            "statusModule": status,
            "sponsorCollaboratorsModule": {"leadSponsor": lead, "collaborators": others},
            "conditionsModule": {"conditions": texts},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": dice.choice(_PHASES),
                "enrollmentInfo": {"count": dice.randint(5, 900), "type": "ACTUAL"},
            },
            "armsInterventionsModule": {"interventions": interventions},
        },
        "derivedSection": {
            "miscInfoModule": {"versionHolder": "2026-11-20" if later else "2026-11-01"},
            "conditionBrowseModule": {"meshes": list(map(_term, terms)), "ancestors": list(map(_term, above))},
            "interventionBrowseModule": {
                "meshes": [{"id": f"D{900000 + drug:09}", "term": words.drug(drug)} for drug in mesh]
            },
        },
        "hasResults": False,
    }


def _conditions(registry: Registry, dice: Random, index: int) -> tuple[list[str], list[int], list[int]]:
    """The study's own condition texts, the MeSH terms that NLM added, and their ancestors."""
    texts, trials = registry.count("conditions"), registry.count("trials")
    meshes = max(texts // 30, 5)
    before, now = index * texts // trials, (index + 1) * texts // trials
    chosen = [_skewed(dice, meshes, 3) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    names = [words.condition(term) for term in chosen]
    names += [words.condition_text(number, meshes) for number in range(before, now)]
    terms = sorted(set(chosen)) if dice.random() < 0.61 else []
    above = {up for term in terms for up in (term // 8, term // 64) if up != term}
    return names, terms, sorted(above)


def _interventions(registry: Registry, dice: Random) -> tuple[list[dict[str, Any]], list[int]]:
    found, mesh = [], []
    for _ in range(dice.choice((1, 1, 2, 2, 3))):
        kind = dice.choice(_TYPES)
        drug = _skewed(dice, registry.count("drugs"), 2.5)
        name = words.procedure(dice.randint(0, 9_999))
        if kind in {"DRUG", "BIOLOGICAL"}:
            name = dice.choice((words.drug(drug), words.salt(drug), f"{words.drug(drug)} {drug % 90} mg", "Placebo"))
            if dice.random() < 0.2:
                mesh.append(drug)
        found.append({"type": kind, "name": name})
    return found, mesh


def _sponsors(registry: Registry, dice: Random, index: int) -> list[dict[str, str]]:
    """The lead and its collaborators. Half of all organisations first appear as leads, most of them only once."""
    trials, half = registry.count("trials"), registry.count("organisations") // 2
    newcomer = index * half // trials != (index + 1) * half // trials
    lead = index * half // trials if newcomer else _skewed(dice, half, 4)
    found = [lead, *(half + _skewed(dice, half, 1.6) for _ in range(dice.choice((0, 0, 0, 1, 1))))]
    return [{"name": words.organisation(sponsor), "class": words.organisation_class(sponsor)} for sponsor in found]


def _term(index: int) -> dict[str, str]:
    return {"id": f"D{index + 1:06}", "term": words.condition(index)}


def _openfda(registry: Registry) -> None:
    products = (_ndc(registry, index) for index in range(registry.approvals("openfda_ndc")))
    head = '{"meta": {"last_updated": "2026-11-20"}, "results": ['
    registry.objects("openfda_ndc", "drug-ndc-0001-of-0001.json", products, head, "]}\n")


def _ndc(registry: Registry, index: int) -> dict[str, Any]:
    dice = registry.dice("ndc", index)
    drugs = _ingredients(registry, dice)
    category = dice.choice(("NDA", "ANDA", "ANDA", "BLA", "OTC MONOGRAPH FINAL"))
    return {
        "product_ndc": f"{10000 + index // 400}-{index % 400:04}",
        "finished": True,
        "marketing_category": category,
        "marketing_start_date": _day(dice, ""),
        "brand_name": words.brand(drugs[0]) if category in {"NDA", "BLA"} else words.drug(drugs[0]),
        "labeler_name": _holder(registry, dice),
        "application_number": f"{category}{index:06}",
        "dosage_form": dice.choice(("TABLET", "INJECTION, SOLUTION", "CREAM")),
        "route": [dice.choice(_ROUTES)],
        "active_ingredients": [
            {"name": words.salt(drug).upper(), "strength": f"{drug % 90 + 1} mg/1"} for drug in drugs
        ],
    }


def _drugs_at_fda(registry: Registry) -> None:
    count = registry.approvals("drugs_at_fda")
    numbers = [f"{index:06}" for index in range(1, count // 4 + 2)]
    tab: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "encoding": "cp1252"}

    def table(name: str, head: str, row: Callable[[Random, int, str], Sequence[str]], per: int = 1) -> None:
        rows = (row(registry.dice(name, index), index, numbers[index // per]) for index in range(len(numbers) * per))
        registry.table("drugs_at_fda", f"{name}.txt", head.split(), rows, **tab)

    def product(dice: Random, index: int, number: str) -> Sequence[str]:
        drugs = _ingredients(registry, dice)
        names = "; ".join(words.salt(drug).upper() for drug in drugs)
        strengths = ";".join(f"{drug % 90 + 1}MG" for drug in drugs)
        return number, f"{index % 4 + 1:03}", "TABLET;ORAL", strengths, words.brand(drugs[0]).upper(), names

    table(
        "Applications",
        "ApplNo ApplType SponsorName",
        lambda dice, index, number: (
            number,
            dice.choice(("NDA", "ANDA", "ANDA", "BLA")),
            _holder(registry, dice).upper(),
        ),
    )
    table("Products", "ApplNo ProductNo Form Strength DrugName ActiveIngredient", product, 4)
    table(
        "Submissions",
        "ApplNo SubmissionType SubmissionStatus SubmissionStatusDate",
        lambda dice, index, number: (number, "ORIG", "AP", f"{_day(dice, '-')} 00:00:00"),
    )
    table(
        "MarketingStatus",
        "MarketingStatusID ApplNo ProductNo",
        lambda dice, index, number: (dice.choice("13"), number, f"{index % 4 + 1:03}"),
        4,
    )
    words_of = (("1", "Prescription"), ("2", "Over-the-counter"), ("3", "Discontinued"))
    head = ("MarketingStatusID", "MarketingStatusDescription")
    registry.table("drugs_at_fda", "MarketingStatus_Lookup.txt", head, words_of, **tab)


def _health_canada(registry: Registry) -> None:
    count = registry.approvals("health_canada_dpd")

    def table(name: str, head: str, rows: Callable[[Random, str, int], Iterable[Sequence[str]]]) -> None:
        found = (
            (str(code), *row)
            for code in range(1, count + 1)
            for row in rows(
                registry.dice("dpd", code),
                f"{code:08}",
                _skewed(registry.dice("dpd drug", code), registry.count("drugs"), 2.5),
            )
        )
        registry.table("health_canada_dpd", f"{name}.txt", ("DRUG_CODE", *head.split()), found, quoting=csv.QUOTE_ALL)

    table(
        "drug",
        "CLASS DRUG_IDENTIFICATION_NUMBER BRAND_NAME",
        lambda dice, din, drug: [("Human", din, words.brand(drug).upper())],
    )
    table("comp", "COMPANY_NAME COUNTRY", lambda dice, din, drug: [(_holder(registry, dice).upper(), "CANADA")])
    table(
        "ingred",
        "INGREDIENT STRENGTH STRENGTH_UNIT DOSAGE_VALUE DOSAGE_UNIT",
        lambda dice, din, drug: [(words.salt(drug).upper(), str(drug % 90 + 1), "MG", "", "")],
    )
    table("form", "PHARMACEUTICAL_FORM", lambda dice, din, drug: [(dice.choice(("TABLET", "SOLUTION")),)])
    table("route", "ROUTE_OF_ADMINISTRATION", lambda dice, din, drug: [(dice.choice(_ROUTES),)])
    table(
        "status",
        "CURRENT_STATUS_FLAG STATUS HISTORY_DATE",
        lambda dice, din, drug: [
            (
                "Y",
                "MARKETED",
                f"{dice.randint(1, 28):02}-{dice.choice(('JAN', 'MAY', 'NOV'))}-{dice.randint(1980, 2025)}",
            )
        ],
    )
    table("ther", "TC_ATC_NUMBER", lambda dice, din, drug: [(words.atc(drug),)])


def _hsa(registry: Registry) -> None:
    head = ("registration_number", "product_name", "product_registrant", "approval_date", "atc_code", "dosage_form",
            "route_of_administration", "manufacturer", "active_ingredients", "strength")  # fmt: skip
    rows = (_listed(registry, index) for index in range(registry.approvals("hsa")))
    registry.table("hsa", "listing.csv", head, rows, encoding="cp1252")


def _listed(registry: Registry, index: int) -> tuple[str, ...]:
    dice = registry.dice("hsa", index)
    drugs = _ingredients(registry, dice)
    date = f"{dice.randint(1, 28)}/{dice.randint(1, 12)}/{dice.randint(1990, 2025)}"
    names, strengths = (words.salt(drug) for drug in drugs), (f"{drug % 90 + 1} mg" for drug in drugs)
    return (f"SIN{index:05}P", f"{words.brand(drugs[0])} Tablet", "Registrant", date, words.atc(drugs[0]), "TABLET",
            "ORAL", _holder(registry, dice), "\n".join(names), "\n".join(strengths))  # fmt: skip


def _ema(registry: Registry) -> None:
    medicines = (_medicine(registry, index) for index in range(registry.approvals("ema")))
    registry.objects("ema", "medicines.json", medicines, '{"meta": {"timestamp": "2026-11-20"}, "data": [', "]}\n")


def _medicine(registry: Registry, index: int) -> dict[str, str]:
    dice = registry.dice("ema", index)
    drugs = _ingredients(registry, dice)
    return {
        "category": "Human",
        "name_of_medicine": words.brand(drugs[0]),
        "ema_product_number": f"EMEA/H/C/{index + 1:06}",
        "medicine_status": dice.choice(("Authorised", "Authorised", "Withdrawn", "Refused")),
        "international_non_proprietary_name_common_name": words.drug(drugs[0]),
        "active_substance": ";".join(map(words.salt, drugs)),
        "therapeutic_area_mesh": words.condition(_skewed(dice, max(registry.count("conditions") // 30, 5), 3)),
        "atc_code_human": words.atc(drugs[0]),
        "conditional_approval": "No",
        "marketing_authorisation_developer_applicant_holder": _holder(registry, dice),
        "marketing_authorisation_date": f"{dice.randint(1, 28):02}/{dice.randint(1, 12):02}/{dice.randint(1995, 2025)}",
        "medicine_url": f"https://www.ema.europa.eu/en/medicines/human/EPAR/{index}",
    }


def _ingredients(registry: Registry, dice: Random) -> list[int]:
    return [_skewed(dice, registry.count("drugs"), 2.5) for _ in range(dice.choice((1, 1, 1, 1, 2, 3)))]


def _holder(registry: Registry, dice: Random) -> str:
    """One of the sixth of all organisations that hold approvals, industry most of them."""
    return words.organisation(_skewed(dice, max(registry.count("organisations") // 6, 5), 2) * 3)


def _day(dice: Random, between: str) -> str:
    return between.join((str(dice.randint(1980, 2025)), f"{dice.randint(1, 12):02}", f"{dice.randint(1, 28):02}"))


def _skewed(dice: Random, count: int, power: float) -> int:
    """An index below `count`, low ones far more often; the greater the power, the fewer hubs take the most."""
    return int(count * dice.random() ** power)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--gz", action="store_true", help="pack every file")
    parser.add_argument("--nightly", type=int, help="write only a night's studies of the same registry")
    chosen = parser.parse_args()
    made = Registry(chosen.folder, chosen.scale, chosen.seed, chosen.gz)
    if chosen.nightly:
        write_nightly(made, chosen.folder, chosen.nightly)
    else:
        write(made)
