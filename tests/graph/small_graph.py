"""A small graph made by hand, with every kind of gap: missing dates, names, numbers and links, ties, two parents.

Written by `graph.store.write` itself, so whatever the model does not allow is refused here too.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from graph import cypher_files
from graph.agencies import agencies
from graph.database.driver import Graph
from graph.model import NODES, RELATIONS
from graph.model.enums import ENUMS
from graph.names import normalise, normalise_number
from graph.statement import Statement
from graph.store.write import merge_links, merge_nodes

OLD, NEW = "2026-10-01T06:00:00Z", "2026-11-01T06:00:00Z"
"""The two releases; the records of the second half of each list came with the newer one."""

Row = dict[str, Any]

_SOURCES: list[Row] = [
    {"id": "source:page", "name": "Drug page", "publisher": "MedPath", "release": NEW, "edition": "2026-09"},
    {
        "id": "source:ema",
        "name": "Medicines",
        "publisher": "EMA",
        "url": "https://ema.example",
        "licence": "CC0-1.0",
        "licenceUrl": "https://cc0.example",
        "agencyCode": "EMA",
        "release": NEW,
        "rows": 3,
        "retrievedAt": "2026-10-30T00:00:00Z",
        "contentHash": "ab12",
    },
    {"id": "source:registry", "name": "Trials", "publisher": "NLM", "release": OLD},
]

_RELEASES: list[Row] = [
    {
        "version": OLD,
        "builtAt": OLD,
        "schemaVersion": "0002",
        "isCurrent": False,
        "countLabels": ["Drug"],
        "countValues": [0],
    },
    {
        "version": NEW,
        "builtAt": NEW,
        "schemaVersion": "0003",
        "isCurrent": True,
        "countLabels": ["Drug", "Trial"],
        "countValues": [8, 12],
    },
]

_DRUGS: list[Row] = [
    {
        "id": "drug:1",
        "slug": "mecasermin",
        "genericName": "Mecasermin",
        "brandNames": ["Increlex"],
        "drugType": "BIOTECH",
        "drugTypeRaw": "Biotech",
        "casNumber": "68562-41-4",
        "unii": "7GR9I2683O",
        "overview": "Human insulin-like growth factor 1.",
        "indicationText": "Growth failure.",
    },
    {
        "id": "drug:2",
        "slug": "aspirin",
        "genericName": "Aspirin",
        "brandNames": ["Aspro", "Bayaspirin"],
        "drugType": "SMALL_MOLECULE",
        "casNumber": "50-78-2",
        "inchiKey": "BSYNRYMUTXBXSQ-UHFFFAOYSA-N",
    },
    {"id": "drug:3", "slug": "nothing-known", "genericName": "Zzyzx", "drugType": "UNKNOWN"},
    {"id": "drug:4", "slug": "aspirin-2", "genericName": "Aspirin", "drugType": "UNKNOWN", "unii": "R16CO5Y76E"},
    {
        "id": "drug:5",
        "slug": "etoposide",
        "genericName": "Étoposide",
        "drugType": "SMALL_MOLECULE",
        "casNumber": "33419-42-0",
        "unii": "6PLQ3CP4P3",
    },
    {
        "id": "drug:6",
        "slug": "etoposide-phosphate",
        "genericName": "etoposide phosphate",
        "drugType": "SMALL_MOLECULE",
        "casNumber": "33419-42-0",
        "overview": "A prodrug.",
    },
    {
        "id": "drug:7",
        "slug": "insulin-human",
        "genericName": "Insulin human",
        "brandNames": ["Actrapid"],
        "drugType": "BIOTECH",
    },
    {"id": "drug:8", "slug": "heparin", "genericName": "Heparin", "drugType": "BIOTECH", "unii": "T2410KM04A"},
]

_CONDITIONS: list[Row] = [
    {"id": "condition:1", "slug": "growth-failure", "name": "Growth failure"},
    {"id": "condition:2", "slug": "laron-syndrome", "name": "Laron syndrome"},
    {"id": "condition:3", "slug": "severe-igf-1-deficiency", "name": "Severe IGF-1 deficiency"},
    {"id": "condition:4", "slug": "dwarfism", "name": "Dwarfism"},
    {"id": "condition:5", "slug": "cancer", "name": "Cancer"},
    {"id": "condition:6", "slug": "pain", "name": "Pain"},
]

_SPONSORS: list[Row] = [
    {"id": "sponsor:1", "slug": "ipsen", "name": "Ipsen", "class": "INDUSTRY", "country": "FR"},
    {"id": "sponsor:2", "slug": "ipsen-pharma", "name": "Ipsen Pharma", "class": "INDUSTRY", "country": "FR"},
    {"id": "sponsor:3", "slug": "ipsen-ltd", "name": "Ipsen Ltd", "country": "GB"},
    {"id": "sponsor:4", "slug": "nih", "name": "National Institutes of Health", "class": "NIH", "country": "US"},
    {"id": "sponsor:5", "slug": "university", "name": "University", "class": "OTHER"},
    {"id": "sponsor:6", "slug": "nobody", "name": "University"},
]

_TRIALS: list[Row] = [
    {
        "id": "trial:1",
        "nctId": "NCT00000001",
        "briefTitle": "IGF-1 in growth failure",
        "phases": ["PHASE3"],
        "overallStatus": "COMPLETED",
        "studyFirstPostDate": "2005-09-14",
        "studyFirstPostDateRaw": "2005-09-14",
        "startDate": "2005-08",
        "startDateRaw": "August 2005",
        "completionDate": "2009",
        "completionDateRaw": "2009",
        "enrollmentCount": 136,
        "enrollmentType": "ACTUAL",
        "studyType": "INTERVENTIONAL",
        "url": "https://ct.example/1",
        "sponsorRaw": "Ipsen",
        "officialTitle": "A study of rhIGF-1",
        "phaseRaw": "Phase 3",
        "statusRaw": "Completed",
    },
    {
        "id": "trial:2",
        "nctId": "NCT00000002",
        "briefTitle": "Two phases",
        "phases": ["PHASE1", "PHASE2"],
        "overallStatus": "RECRUITING",
        "studyFirstPostDate": "2020-01-01",
        "studyFirstPostDateRaw": "1 January 2020",
        "startDate": "2020-01-01",
        "startDateRaw": "2020-01-01",
        "enrollmentCount": 0,
    },
    {"id": "trial:3", "briefTitle": "No number, no date", "overallStatus": "UNKNOWN"},
    {
        "id": "trial:4",
        "nctId": "NCT00000004",
        "overallStatus": "TERMINATED",
        "phases": ["NA"],
        "studyFirstPostDate": "2020-01-01",
        "whyStopped": "Slow accrual",
        "enrollmentCount": 20,
        "startDateRaw": "in the spring",
    },
    {
        "id": "trial:5",
        "nctId": "NCT00000005",
        "briefTitle": "Laron",
        "overallStatus": "COMPLETED",
        "phases": ["PHASE2"],
        "studyFirstPostDate": "2011",
        "studyFirstPostDateRaw": "2011",
        "startDate": "2010-12-31",
        "completionDate": "2012-03-01",
    },
    {
        "id": "trial:6",
        "nctId": "NCT00000006",
        "overallStatus": "WITHDRAWN",
        "phases": ["EARLY_PHASE1"],
        "startDate": "2011-01",
        "enrollmentCount": 0,
        "studyType": "OBSERVATIONAL",
    },
    {
        "id": "trial:7",
        "nctId": "NCT00000007",
        "overallStatus": "COMPLETED",
        "phases": ["PHASE4"],
        "studyFirstPostDate": "2011-01-01",
        "completionDate": "2011-01-02",
    },
    {
        "id": "trial:8",
        "nctId": "NCT00000008",
        "overallStatus": "COMPLETED",
        "phases": ["PHASE3"],
        "studyFirstPostDate": "2026-11-20",
        "startDate": "2030-01-01",
        "enrollmentCount": 20,
        "lastUpdatePostDate": "2026-11-20",
        "primaryCompletionDate": "2031",
    },
    {"id": "trial:9", "nctId": "NCT00000009", "overallStatus": "NOT_YET_RECRUITING"},
    {"id": "trial:10", "nctId": "NCT00000010", "overallStatus": "RECRUITING", "phases": ["PHASE2", "PHASE3"]},
    {
        "id": "trial:11",
        "nctId": "NCT00000011",
        "overallStatus": "SUSPENDED",
        "studyFirstPostDate": "2005-09-14",
        "briefTitle": "Éthanol à 50 %",
    },
    {
        "id": "trial:12",
        "nctId": "NCT00000012",
        "overallStatus": "COMPLETED",
        "studyFirstPostDate": "2005-09",
        "startDate": "2005-08-01",
    },
]

_INTERVENTIONS = {
    "trial:1": [("DRUG", "rhIGF-1"), ("BEHAVIORAL", "Diet")],
    "trial:2": [("DRUG", "Aspirin"), ("DRUG", "Mecasermin"), ("OTHER", "Placebo")],
    "trial:4": [("BIOLOGICAL", "Insulin")],
}

_NAMES: list[tuple[str, str, str]] = [
    ("drug:1", "GENERIC", "Mecasermin"),
    ("drug:1", "BRAND", "Increlex"),
    ("drug:1", "SYNONYM", "rhIGF-1"),
    ("drug:2", "GENERIC", "Aspirin"),
    ("drug:2", "SYNONYM", "Acetylsalicylic acid"),
    ("drug:4", "GENERIC", "Aspirin"),
    ("drug:4", "BRAND", "Étoposide"),
    ("drug:5", "GENERIC", "Étoposide"),
    ("drug:6", "SYNONYM", "ETOPOSIDE"),
    ("drug:7", "GENERIC", "Insulin human"),
    ("drug:7", "BRAND", "Actrapid"),
    ("drug:7", "CODE", "Actrapid"),
    ("condition:1", "GENERIC", "Growth failure"),
    ("condition:2", "GENERIC", "Laron syndrome"),
    ("condition:2", "SYNONYM", "Laron dwarfism"),
    ("condition:4", "GENERIC", "Dwarfism"),
    ("condition:3", "SYNONYM", "laron SYNDROME"),
    ("condition:5", "GENERIC", "Cancer"),
    ("sponsor:1", "TRADING", "Ipsen"),
    ("sponsor:2", "LEGAL", "Ipsen Pharma"),
    ("sponsor:2", "TRADING", "Ipsen"),
    ("sponsor:3", "LEGAL", "Ipsen Ltd"),
    ("sponsor:5", "LEGAL", "Universität"),
]

_XREFS: list[tuple[str, str, str]] = [
    ("drug:1", "DRUGBANK", "DB01277"),
    ("drug:1", "UNII", "7GR9I2683O"),
    ("drug:2", "DRUGBANK", "DB00945"),
    ("drug:8", "DRUGBANK", "DB01109"),
    ("drug:5", "CAS", "33419-42-0"),
    ("drug:6", "CAS", "33419-42-0"),
    ("condition:2", "MESH", "D046150"),
    ("condition:5", "MESH", "D009369"),
]

_APPROVALS: list[tuple[str, str, Row]] = [
    (
        "approval:1",
        "FDA",
        {
            "productName": "INCRELEX",
            "number": "15054-1040",
            "date": "2006-01-03",
            "dateRaw": "20060103",
            "holderRaw": "Ipsen",
            "route": "SUBCUTANEOUS",
            "dosageForm": "INJECTION",
            "strength": "40 mg/4mL",
            "ndcCode": "15054-1040",
        },
    ),
    (
        "approval:2",
        "EMA",
        {
            "productName": "Increlex",
            "number": "EMEA/H/C/000704",
            "date": "2007-08-02",
            "dateRaw": "02/08/2007",
            "statusRaw": "Authorised",
            "atcCodes": ["H01AC03"],
        },
    ),
    (
        "approval:3",
        "HSA",
        {
            "number": "SIN02866P",
            "approvalNumber": "SIN02866P",
            "date": "1988-05",
            "atcCodes": ["A10BA02", "H01AC03"],
        },
    ),
    ("approval:4", "NMPA", {"nmpaDrugType": "化学药品", "productName": "阿司匹林"}),
    (
        "approval:5",
        "PPB",
        {
            "number": "HK-23964",
            "registrationNo": "HK-23964",
            "licenceNo": "40/2A/1987",
            "date": "1988",
            "dateRaw": "1988",
        },
    ),
    (
        "approval:6",
        "TGA",
        {
            "number": "308494",
            "artgId": "308494",
            "productName": "Increlex",
            "date": "2018-08-23",
            "registrationType": "Medicine",
            "status": "AUTHORISED",
        },
    ),
    (
        "approval:7",
        "HEALTH_CANADA",
        {
            "number": "02509733",
            "din": "02509733",
            "date": "2021-05-01",
            "route": "Subcutaneous",
            "strength": "10 mg / mL",
        },
    ),
    (
        "approval:8",
        "AEMPS",
        {
            "number": "07402001",
            "registrationNumber": "07402001",
            "status": "SUSPENDED",
            "pharmaceuticalForm": "SOLUCIÓN INYECTABLE",
            "prescriptionType": "Uso Hospitalario",
        },
    ),
    ("approval:9", "PH_FDA", {"licenseNumber": "DR-1", "date": "1988-05-01"}),
    ("approval:10", "SFDA", {"licenseNumber": "1-5180-21", "dateRaw": "soon"}),
    ("approval:11", "NPRA", {"registrationNumber": "MAL12345678", "status": "REFUSED"}),
    (
        "approval:12",
        "EMC",
        {
            "maNumber": "PL 1/2",
            "activeIngredient": "aspirin",
            "productName": "Aspirin 75 mg",
            "pharmaceuticalForm": "Tablet",
            "status": "WITHDRAWN",
            "date": "1988-05-01",
        },
    ),
    (
        "approval:13",
        "FDA",
        {
            "productName": "ASPIRIN",
            "number": "NDA 021839/001",
            "status": "NOT_STATED",
            "date": "2005",
            "dateKind": "APPROVAL",
        },
    ),
    (
        "approval:14",
        "EMA",
        {"productName": "Aspirin", "number": "EMEA/H/C/000705", "date": "2007-08-02", "status": "REVOKED"},
    ),
    ("approval:15", "HEALTH_CANADA", {"number": "00000015", "productName": "Nothing known"}),
]

_AGENCY_KINDS = {"EMC": "COMPENDIUM"}

_REPORTS: list[Row] = [
    {
        "id": "report:1",
        "title": "Mecasermin: a report",
        "publishedOn": "2025-06-01",
        "headings": ["Summary", "History", "Trials"],
        "levels": [1, 2, 2],
    },
    {"id": "report:2", "title": "Undated", "headings": [], "levels": []},
    {"id": "report:3", "title": "Older", "publishedOn": "2020-01-31", "headings": ["All"], "levels": [1]},
]

Link = tuple[str, str, Row]

_LINKS: dict[str, list[Link]] = {
    "TESTS": [
        ("trial:1", "drug:1", {"rawTexts": ["rhIGF-1"]}),
        ("trial:2", "drug:1", {"rawTexts": ["Mecasermin"]}),
        ("trial:2", "drug:2", {"rawTexts": ["Aspirin", "Mecasermin"], "score": 0.5}),
        ("trial:3", "drug:1", {}),
        ("trial:4", "drug:7", {"rawTexts": ["Insulin"]}),
        ("trial:5", "drug:1", {}),
        ("trial:6", "drug:1", {}),
        ("trial:7", "drug:5", {}),
        ("trial:7", "drug:6", {}),
        ("trial:8", "drug:2", {}),
        ("trial:9", "drug:4", {}),
        ("trial:12", "drug:2", {}),
    ],
    "STUDIES": [
        ("trial:1", "condition:1", {}),
        ("trial:1", "condition:3", {}),
        ("trial:2", "condition:2", {}),
        ("trial:2", "condition:5", {}),
        ("trial:5", "condition:2", {}),
        ("trial:6", "condition:4", {}),
        ("trial:7", "condition:5", {}),
        ("trial:8", "condition:3", {}),
        ("trial:10", "condition:4", {}),
        ("trial:12", "condition:1", {}),
    ],
    "SPONSORED_BY": [
        ("trial:1", "sponsor:2", {"role": "LEAD_SPONSOR"}),
        ("trial:1", "sponsor:4", {"role": "COLLABORATOR"}),
        ("trial:1", "sponsor:1", {"role": "COLLABORATOR"}),
        ("trial:2", "sponsor:4", {"role": "LEAD_SPONSOR"}),
        ("trial:2", "sponsor:4", {"role": "COLLABORATOR"}),
        ("trial:4", "sponsor:3", {"role": "LEAD_SPONSOR"}),
        ("trial:5", "sponsor:1", {"role": "LEAD_SPONSOR"}),
        ("trial:5", "sponsor:3", {"role": "COLLABORATOR"}),
        ("trial:7", "sponsor:5", {"role": "LEAD_SPONSOR"}),
        ("trial:7", "sponsor:6", {"role": "COLLABORATOR"}),
        ("trial:7", "sponsor:5", {"role": "COLLABORATOR"}),
        ("trial:8", "sponsor:5", {"role": "LEAD_SPONSOR"}),
        ("trial:10", "sponsor:2", {"role": "COLLABORATOR"}),
        ("trial:12", "sponsor:3", {"role": "LEAD_SPONSOR"}),
    ],
    "FOR_DRUG": [
        *((f"approval:{n}", "drug:1", {}) for n in (1, 2, 6, 7, 8)),
        *((f"approval:{n}", "drug:2", {}) for n in (4, 5, 9, 12, 13, 14)),
        ("approval:3", "drug:2", {}),
        ("approval:3", "drug:4", {}),
        ("approval:5", "drug:7", {"strength": "100 IU"}),
        ("approval:10", "drug:5", {}),
        ("approval:11", "drug:6", {}),
    ],
    "HELD_BY": [
        ("approval:1", "sponsor:2", {"role": "MANUFACTURER"}),
        ("approval:2", "sponsor:2", {"role": "AUTHORISATION_HOLDER"}),
        ("approval:6", "sponsor:3", {"role": "LOCAL_SPONSOR"}),
        ("approval:7", "sponsor:1", {"role": "COMPANY"}),
        ("approval:3", "sponsor:5", {"role": "MANUFACTURER"}),
        ("approval:3", "sponsor:5", {"role": "COMPANY"}),
        ("approval:12", "sponsor:6", {"role": "AUTHORISATION_HOLDER"}),
        ("approval:12", "sponsor:5", {"role": "COMPANY"}),
        ("approval:9", "sponsor:6", {"role": "COMPANY"}),
    ],
    "SAME_AUTHORISATION_AS": [
        ("approval:8", "approval:2", {"rule": "EU_NUMBER_YEAR_DRUG_NAME", "score": 0.95, "sourceIds": ["source:ema"]}),
        ("approval:8", "approval:12", {"rule": "EU_NUMBER_YEAR_DRUG_NAME", "score": 0.95, "sourceIds": ["source:ema"]}),
    ],
    "INDICATED_FOR": [
        ("drug:1", "condition:3", {"sourceIds": ["source:ema", "source:page"], "rawText": "severe primary IGFD"}),
        ("drug:1", "condition:1", {"rule": "TEXT"}),
        ("drug:5", "condition:5", {}),
    ],
    "ASSOCIATED_WITH": [
        ("drug:1", "condition:3", {"rawText": "IGFD"}),
        ("drug:1", "condition:2", {}),
        ("drug:8", "condition:5", {}),
    ],
    "COVERED_BY": [
        *(
            ("drug:1", f"agency:{code}", {"recordCount": 1, "checkedAt": OLD if code == "FDA" else None})
            for code in ("FDA", "EMA", "TGA", "HEALTH_CANADA", "AEMPS")
        ),
        ("drug:1", "agency:NMPA", {"state": "NONE_FOUND", "recordCount": 0, "message": "No records found."}),
        ("drug:2", "agency:EMA", {"recordCount": 1}),
        ("drug:2", "agency:FDA", {"recordCount": 1}),
        ("drug:2", "agency:TGA", {"state": "NONE_FOUND", "recordCount": 0}),
        ("drug:7", "agency:PPB", {"recordCount": 1}),
    ],
    "DESCRIBED_BY": [("drug:1", "report:1", {}), ("drug:1", "report:2", {}), ("drug:1", "report:3", {})],
    "SUBSIDIARY_OF": [
        ("sponsor:2", "sponsor:1", {"reason": "Same group since 1989"}),
        ("sponsor:3", "sponsor:2", {"reason": "Branch"}),
        ("sponsor:6", "sponsor:5", {"reason": "Same name"}),
    ],
    "BROADER": [
        ("condition:2", "condition:1", {}),
        ("condition:3", "condition:2", {}),
        ("condition:3", "condition:4", {}),
        ("condition:4", "condition:1", {}),
    ],
}

_STATED: list[tuple[str, str, str, list[tuple[str, str, str]]]] = [
    ("drug:1", "source:page", "row 1", [("genericName", "Mecasermin", ""), ("unii", "7gr9i2683o", "UPPER_CASE")]),
    ("drug:1", "source:ema", "increlex", [("genericName", "mecasermin", "TITLE_CASE")]),
    ("drug:1", "source:ema", "increlex 2", []),
    ("drug:2", "source:registry", "NCT00000002", [("genericName", "Aspirin", "")]),
    ("trial:1", "source:registry", "NCT00000001", [("nctId", "NCT00000001", ""), ("startDate", "August 2005", "DATE")]),
    ("trial:1", "source:page", "trial 1", [("nctId", "NCT00000001", "")]),
    ("trial:2", "source:registry", "NCT00000002", []),
    (
        "approval:2",
        "source:ema",
        "EMEA/H/C/000704",
        [("date", "02/08/2007", "DAY_FIRST"), ("strength", "10 mg", ""), ("dosageForm", "10 mg", "")],
    ),
    ("approval:2", "source:page", "EMA 1", [("strength", "10 mg/ml", "")]),
    ("report:1", "source:page", "report", [("title", "Mecasermin: a report", "")]),
]


_ALSO = {
    "row 1": ["HAS_NAME:GENERIC drug:1 Mecasermin", "HAS_NAME:SYNONYM drug:1 rhIGF-1"],
    "increlex": ["HAS_NAME:BRAND drug:1 Increlex"],
    "increlex 2": ["HAS_NAME:BRAND drug:1 Increlex", "HAS_NAME:SYNONYM drug:2 rhIGF-1"],
}
"""What rows of these keys state beside their records."""


async def write_small_graph(graph: Graph) -> None:
    """Empty the graph and write the small one, its derived counts too."""
    await graph.write(Statement("MATCH (n WHERE NOT n:Migration) DETACH DELETE n"))
    for label, rows in _nodes().items():
        for release, half in _halves(rows):
            await merge_nodes(graph, NODES[label], half, release)
    for agency in agencies().values():
        await graph.write(
            Statement(f"MATCH (n:Approval {{agencyCode: $code}}) SET n:{agency.record_type}", {"code": agency.code})
        )
    for type_, starts in _links().items():
        for start, links in starts.items():
            for release, half in _halves(links):
                await merge_links(graph, RELATIONS[type_], start, half, release)
    for kind, rows in (("drug", _DRUGS), ("condition", _CONDITIONS), ("sponsor", _SPONSORS)):
        await graph.write(Statement(cypher_files.load(f"write/derive_{kind}"), {"ids": [row["id"] for row in rows]}))


def _nodes() -> dict[str, list[Row]]:
    counts = {"trialCount": -1, "drugCount": -1, "approvalCount": -1, "agencyCount": -1}
    return {
        "Release": _RELEASES,
        "Source": _SOURCES,
        "Drug": [{"brandNames": [], **_only(counts, "trial", "approval", "agency"), **row} for row in _DRUGS],
        "Condition": [{**_only(counts, "drug", "trial"), **row} for row in _CONDITIONS],
        "Sponsor": [{"roles": [], **_only(counts, "trial", "drug", "approval"), **row} for row in _SPONSORS],
        "Trial": [{"phases": [], **_interventions(row["id"]), **row} for row in _TRIALS],
        "Agency": [_agency(code) for code in ENUMS["AgencyCode"].values],
        "Approval": [_approval(*each) for each in _APPROVALS],
        "Name": [{"value": value, "normalised": normalise(value)} for value in sorted({name for _, _, name in _NAMES})],
        "Xref": [
            {
                "id": f"{source}:{code}",
                "source": source,
                "code": code,
                "url": f"https://x.example/{code}" if source == "DRUGBANK" else None,
            }
            for source, code in sorted({each[1:] for each in _XREFS})
        ],
        "Report": _REPORTS,
    }


def _only(counts: Row, *names: str) -> Row:
    return {f"{name}Count": counts[f"{name}Count"] for name in names}


def _interventions(trial: str) -> Row:
    found = _INTERVENTIONS.get(trial, [])
    return {"interventionTypes": [kind for kind, _ in found], "interventionNames": [name for _, name in found]}


def _agency(code: str) -> Row:
    agency = agencies()[code]
    return {
        "id": f"agency:{code}",
        "code": code,
        "name": f"Agency {code}",
        "shortName": code,
        "kind": _AGENCY_KINDS.get(code, "REGULATOR"),
        "jurisdiction": code.title(),
        "countryCodes": [code[:2]],
        "identifierSchemes": [agency.schemes[0].name],
        "dateKind": agency.date_kind,
        "licensingAuthority": "MHRA" if code == "EMC" else None,
        "url": None if code == "PPB" else f"https://{code.lower()}.example",
    }


def _approval(id_: str, code: str, row: Row) -> Row:
    agency = agencies()[code]
    number = row.get("number")
    numbers = [number] if number else []
    if id_ == "approval:5":
        numbers.append("40/2A/1987")
    return {
        "id": id_,
        "agencyCode": code,
        "holderRole": agency.holder_role,
        "status": "AUTHORISED",
        "identifierSchemes": [agency.schemes[0].name] * len(numbers),
        "identifierValues": numbers,
        "identifiersNormalised": [normalise_number(each) for each in numbers],
        "numberNormalised": normalise_number(number) if number else None,
        "dateKind": agency.date_kind if "date" in row else None,
        **row,
    }


def _links() -> dict[str, dict[str, list[Row]]]:
    made: dict[str, dict[str, list[Row]]] = {}
    for type_, links in _LINKS.items():
        for start, end, values in links:
            _add(made, type_, start, end, _with_defaults(type_, values))
    for id_, code, _ in _APPROVALS:
        _add(made, "GRANTED_BY", id_, f"agency:{code}", {})
    for start, kind, name in _NAMES:
        sources = ["source:page"] if kind != "BRAND" else ["source:ema", "source:page"]
        _add(
            made,
            "HAS_NAME",
            start,
            name,
            {"kind": kind, "language": "fr" if name[0] == "É" else None, "sourceIds": sources},
        )
    for start, source, code in _XREFS:
        _add(made, "HAS_XREF", start, f"{source}:{code}", {"sourceIds": ["source:page"]})
    for index, (start, source, key, stated) in enumerate(_STATED):
        _add(
            made,
            "STATED_IN",
            start,
            source,
            {
                "rowKey": key,
                "rowHash": "0",
                "fields": [name for name, _, _ in stated],
                "rawTexts": [raw for _, raw, _ in stated],
                "rules": [rule for _, _, rule in stated],
                "firstSeen": OLD if index % 2 else NEW,
                "edition": f"2026-0{1 + index % 2}" if index % 3 else None,
                "alsoStates": _ALSO.get(key),
                "section": "Sheet 1" if source == "source:ema" else None,
                "rowIndex": index if index % 3 else None,
                "url": "https://row.example" if index % 4 == 0 else None,
            },
        )
    return made


def _with_defaults(type_: str, values: Row) -> Row:
    defaults: dict[str, Row] = {
        "TESTS": {"interventionType": "DRUG", "rawTexts": [], "method": "EXACT_NAME", "score": 1.0},
        "FOR_DRUG": {"method": "UNII", "score": 1.0},
        "COVERED_BY": {"state": "FOUND", "sourceId": "source:page"},
        "INDICATED_FOR": {"sourceIds": ["source:page"]},
        "ASSOCIATED_WITH": {"sourceIds": ["source:page"]},
        "SUBSIDIARY_OF": {"sourceIds": ["source:page"]},
        "BROADER": {"sourceIds": ["source:page"]},
    }
    return {**defaults.get(type_, {}), **values}


def _add(made: dict[str, dict[str, list[Row]]], type_: str, start: str, end: str, values: Row) -> None:
    keys = RELATIONS[type_].keys
    row = {
        "start": start,
        "end": end,
        **{key: values[key] for key in keys},
        "values": {name: value for name, value in values.items() if name not in keys},
    }
    made.setdefault(type_, {}).setdefault(start.partition(":")[0].title(), []).append(row)


def _halves(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, Sequence[Mapping[str, Any]]], ...]:
    middle = len(rows) // 2
    return (OLD, rows[:middle]), (NEW, rows[middle:])
