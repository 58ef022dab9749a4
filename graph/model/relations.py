"""Every relationship type of the graph, read from start to end."""

from graph.model.shared import METHOD, RAW_TEXT, SCORE, SOURCE_IDS, VALID_FROM
from graph.model.storage import Property, Relation

_ROLE = Property("role", "STRING", "role in which it acts", required=True, enum="SponsorRole")
_RULE = Property("rule", "STRING", "rule that made the link")
_DRUG_ID = Property("drugId", "STRING", "key of the drug, for the order of its list")
_DISAGREEMENT_INDEXES = (("kind", "drugId"), ("drugId",))
_DISAGREEMENT_KEYS = ("kind", "drugId", "leftSays", "rightSays")
_DISAGREEMENT = (
    Property("kind", "STRING", "about what", required=True, enum="DiscrepancyKind"),
    Property("drugId", "STRING", "the drug: of the strength, else the first one in the product", required=True),
    Property("leftSays", "STRING", "what the record at the start says", required=True),
    Property("rightSays", "STRING", "what the other side says", required=True),
    SOURCE_IDS,
    VALID_FROM,
)

RELATIONS: tuple[Relation, ...] = (
    Relation(
        "TESTS",
        "Trial",
        "Drug",
        "The trial tests the drug. No claim that it works.",
        (
            Property("interventionType", "STRING", "kind of the intervention", required=True, enum="InterventionType"),
            Property("rawTexts", "LIST<STRING>", "names of the interventions that led here", required=True),
            METHOD,
            SCORE,
            _DRUG_ID,
            Property("studyFirstPostDate", "STRING", "that of the trial, for the order of the drug's list"),
            VALID_FROM,
        ),
        indexes=(("drugId", "studyFirstPostDate"),),
        order="studyFirstPostDate",
    ),
    Relation("STUDIES", "Trial", "Condition", "The trial studies the condition.", (RAW_TEXT, VALID_FROM)),
    Relation(
        "SPONSORED_BY",
        "Trial",
        "Sponsor",
        "The organisation runs or supports the trial.",
        (_ROLE, RAW_TEXT, VALID_FROM),
        keys=("role",),
    ),
    Relation(
        "FOR_DRUG",
        "Approval",
        "Drug",
        "The product contains the drug.",
        (
            Property("strength", "STRING", "strength of that ingredient, as printed"),
            Property(
                "amounts",
                "LIST<STRING>",
                "the same in one unit each: 10 mg/mL; absent if it cannot be read",
            ),
            Property("salt", "STRING", "salt or hydrate named by the source"),
            RAW_TEXT,
            METHOD,
            SCORE,
            _DRUG_ID,
            Property("date", "STRING", "that of the approval, for the order of the drug's list"),
            VALID_FROM,
        ),
        indexes=(("drugId", "date"),),
        order="date",
    ),
    Relation("GRANTED_BY", "Approval", "Agency", "The agency whose record it is.", (VALID_FROM,)),
    Relation(
        "HELD_BY",
        "Approval",
        "Sponsor",
        "The organisation named on the record.",
        (_ROLE, RAW_TEXT, VALID_FROM),
        keys=("role",),
    ),
    Relation(
        "MANUFACTURED_BY",
        "Approval",
        "Sponsor",
        "The organisation makes, fills, packs or tests the product.",
        (_ROLE, RAW_TEXT, VALID_FROM),
        keys=("role",),
    ),
    Relation(
        "INDICATED_FOR",
        "Drug",
        "Condition",
        "A product of the drug is authorised for the condition.",
        (SOURCE_IDS, RAW_TEXT, _RULE, VALID_FROM),
    ),
    Relation(
        "ASSOCIATED_WITH",
        "Drug",
        "Condition",
        "A source lists the condition beside the drug.",
        (SOURCE_IDS, RAW_TEXT, _RULE, VALID_FROM),
    ),
    Relation(
        "COVERED_BY",
        "Drug",
        "Agency",
        "Coverage of the drug by the agency's list; no link means that no list was loaded.",
        (
            Property(
                "state",
                "STRING",
                "FOUND, NONE_FOUND, or NOT_CHECKED with the reason in `message`",
                required=True,
                enum="CoverageState",
            ),
            Property("recordCount", "INTEGER", "approvals of the drug there", required=True),
            Property("authorised", "BOOLEAN", "where FOUND: authorised now; absent if the records do not say"),
            Property("everAuthorised", "BOOLEAN", "where FOUND: authorised now or before; absent if not known"),
            Property("checkedAt", "DATETIME", "edition or retrieval date of the list, if known"),
            Property(
                "message", "STRING", "the source's own sentence, or what the list says or does not say of the drug"
            ),
            Property("sourceId", "STRING", "source that was looked through", required=True),
            _RULE,
            VALID_FROM,
        ),
    ),
    Relation(
        "HAS_NAME",
        "Drug|Condition|Sponsor",
        "Name",
        "A name of it.",
        (
            Property("kind", "STRING", "kind of name", required=True, enum="NameKind"),
            Property("language", "STRING", "ISO 639-1, if the source states it"),
            SOURCE_IDS,
            VALID_FROM,
        ),
        keys=("kind",),
    ),
    Relation("HAS_XREF", "Drug|Condition", "Xref", "Its identifier elsewhere.", (SOURCE_IDS, VALID_FROM)),
    Relation("DESCRIBED_BY", "Drug", "Report", "A report on the drug.", (VALID_FROM,)),
    Relation(
        "SUBSIDIARY_OF",
        "Sponsor",
        "Sponsor",
        "A legal entity of a group.",
        (
            Property("reason", "STRING", "reason of the reviewer who put it there", required=True),
            SOURCE_IDS,
            VALID_FROM,
        ),
    ),
    Relation("BROADER", "Condition", "Condition", "The end is the more general term.", (SOURCE_IDS, _RULE, VALID_FROM)),
    Relation(
        "SAME_AUTHORISATION_AS",
        "Approval",
        "Approval",
        "One authorisation seen by two agencies.",
        (_RULE, SCORE, SOURCE_IDS, VALID_FROM),
    ),
    Relation(
        "DISAGREES_WITH",
        "Approval",
        "Approval",
        "Two agencies contradict each other on one product; found when records are written, see seed.derive.compare.",
        _DISAGREEMENT,
        keys=_DISAGREEMENT_KEYS,
        indexes=_DISAGREEMENT_INDEXES,
    ),
    Relation(
        "LACKS_COUNTERPART_AT",
        "Approval",
        "Agency",
        "The agency's list was looked through and lacks a record that must be there, by the record at the start.",
        _DISAGREEMENT,
        keys=_DISAGREEMENT_KEYS,
        indexes=_DISAGREEMENT_INDEXES,
    ),
    Relation(
        "STATED_IN",
        "Drug|Condition|Trial|Sponsor|Agency|Approval|Report",
        "Source",
        "The source states the record; one link for each row.",
        (
            Property("section", "STRING", "part of the source: sheet, file or section"),
            Property("rowIndex", "INTEGER", "row in that part, first data row is 1"),
            Property("rowKey", "STRING", "the source's own key of the row", required=True),
            Property(
                "rowHash", "STRING", "hash of the record read: unchanged rows are not written again", required=True
            ),
            Property("fields", "LIST<STRING>", "property names that the row states", required=True),
            Property("rawTexts", "LIST<STRING>", "raw text of each of these fields", required=True),
            Property(
                "rules", "LIST<STRING>", "rule that read each of these fields; empty: taken as printed", required=True
            ),
            Property(
                "alsoStates",
                "LIST<STRING>",
                "shared facts that the row states: type and kind, start, end (HAS_NAME:BRAND drug:1 Ab)",
            ),
            Property("url", "STRING", "address of the row, if it has one"),
            Property("edition", "STRING", "edition of the source in which the row first had its present content"),
            Property("dataDate", "STRING", "date of the row's data, where the source's files have different dates"),
            Property("firstSeen", "STRING", "version of the release that first read it", required=True),
            VALID_FROM,
        ),
        keys=("rowKey",),
    ),
)
