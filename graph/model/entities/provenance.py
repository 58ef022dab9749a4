"""Sources and releases, names and identifiers, reports, and the notes that one load leaves to the next."""

from graph.model.shared import ID, VALID_FROM
from graph.model.storage import Node, Property

SOURCE = Node(
    label="Source",
    description="A publication that this graph reads.",
    properties=(
        ID,
        Property("name", "STRING", "Name of the publication.", required=True),
        Property("publisher", "STRING", "Body that issues it.", required=True),
        Property("url", "STRING", "Public address."),
        Property("licence", "STRING", "Licence or terms."),
        Property("licenceUrl", "STRING", "Address of the licence."),
        Property("agencyCode", "STRING", "Agency whose list it is, if it is one.", enum="AgencyCode"),
        Property("edition", "STRING", "Edition loaded: date or number as the publisher writes it."),
        Property("retrievedAt", "DATETIME", "When the file was fetched; null if unknown."),
        Property("contentHash", "STRING", "SHA-256 of what was loaded."),
        Property("rows", "INTEGER", "Rows read at the last load."),
        Property("records", "INTEGER", "Records that these rows gave."),
        Property("isComplete", "BOOLEAN", "True if they were a whole list."),
        Property("skipped", "INTEGER", "Rows left out on purpose."),
        Property("refused", "INTEGER", "Rows that were not as the source promises."),
        Property("release", "STRING", "Version of the release that last read it.", required=True),
        VALID_FROM,
    ),
)

RELEASE = Node(
    label="Release",
    description="One state of the graph; each load that changes anything makes one.",
    key="version",
    properties=(
        Property("version", "STRING", "Release instant, ISO 8601 in UTC; releases sort by it.", required=True),
        Property("builtAt", "DATETIME", "When the load ended.", required=True),
        Property("schemaVersion", "STRING", "Number of the last migration: 0003.", required=True),
        Property("isCurrent", "BOOLEAN", "True for the newest release alone.", required=True),
        Property("countLabels", "LIST<STRING>", "Labels counted.", required=True),
        Property("countValues", "LIST<INTEGER>", "Nodes of each label at that time.", required=True),
    ),
)

NAME = Node(
    label="Name",
    description="A name of a drug, condition or sponsor, so that one index finds everything.",
    key="value",
    properties=(
        Property("value", "STRING", "The name as printed.", required=True),
        Property("normalised", "STRING", "Case folded, accents dropped, white space single.", required=True),
        VALID_FROM,
    ),
    indexes=(("normalised",),),
)

XREF = Node(
    label="Xref",
    description="An identifier in another system.",
    properties=(
        Property("id", "STRING", "Prefix, colon, code: UNII:7GR9I2683O.", required=True),
        Property("source", "STRING", "The prefix: DRUGBANK, UNII, CAS, INCHIKEY, ATC, MESH, NCT.", required=True),
        Property("code", "STRING", "The identifier itself.", required=True),
        Property("url", "STRING", "Address of its record there."),
        VALID_FROM,
    ),
    indexes=(("code",),),
)

REPORT = Node(
    label="Report",
    description="A research report on a drug: title, date and headings only, the text is its publisher's.",
    properties=(
        ID,
        Property("title", "STRING", "Title.", required=True),
        Property("publishedOn", "STRING", "ISO 8601 date."),
        Property("headings", "LIST<STRING>", "Section headings in order.", required=True),
        Property("levels", "LIST<INTEGER>", "Level of each heading, 1 the highest.", required=True),
        VALID_FROM,
    ),
)

UNSETTLED = Node(
    label="Unsettled",
    description="A row that names what no drug is called, or that a weaker rule matched: to be matched anew once drugs "
    "are added.",
    properties=(
        Property("id", "STRING", "Source, key and hash of the row.", required=True),
        Property("source", "STRING", "Id of the source.", required=True),
        Property("rowKey", "STRING", "The source's own key of the row.", required=True),
        Property("rowHash", "STRING", "Hash of the record read.", required=True),
        Property("key", "STRING", "Id of the record that the row states.", required=True),
        Property("matches", "LIST<STRING>", "Id of each drug that it names so far, and the method.", required=True),
        Property("record", "STRING", "The fields of the record that name drugs, as JSON.", required=True),
        VALID_FROM,
    ),
)

LOST = Node(
    label="Lost",
    description="Shared facts that a row no longer states: looked at before its load ends, or, if "
    "that is killed, the next one.",
    properties=(
        Property("id", "STRING", "Source and what was stated.", required=True),
        Property("source", "STRING", "Id of the source.", required=True),
        Property("entry", "STRING", "The fact, as in STATED_IN.alsoStates.", required=True),
        VALID_FROM,
    ),
)

NODES = (SOURCE, RELEASE, NAME, XREF, REPORT, UNSETTLED, LOST)
