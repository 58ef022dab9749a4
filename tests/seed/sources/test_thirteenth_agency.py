"""A thirteenth agency is one module and its sample: another distribution brings it, and every process sees it.

The module is installed as any plugin is, by metadata on the path, and asked in processes of their own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from graph.address import Address
from graph.agencies import agencies
from graph.database.driver import Graph

HERE = Path(__file__).parents[1]
ROOT = HERE.parents[1]
_VOCABULARY = HERE / "raw" / "drugbank_vocabulary"
_SAMPLE = HERE / "thirteenth" / "swissmedic.csv"


def installed(folder: Path, modules: dict[str, str]) -> Path:
    """A folder for the path of Python, with a distribution whose package of sources holds these modules."""
    package, metadata = folder / "swiss_sources", folder / "swiss_sources-1.0.dist-info"
    package.mkdir(parents=True)
    metadata.mkdir()
    (package / "__init__.py").write_text("", "utf-8")
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text, "utf-8")
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: swiss-sources\nVersion: 1.0\n", "utf-8")
    (metadata / "entry_points.txt").write_text("[medpath.sources]\nswiss = swiss_sources\n", "utf-8")
    return folder


def run(home: Path, *words: str, plugin: Path | None, address: Address | None = None, stdin: str = "") -> Any:
    """`medpath` in a process of its own, with or without the plugin."""
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MEDPATH_", "NEO4J_"))}
    own = {
        "MEDPATH_TIMEOUT_S": "120",
        "MEDPATH_HOME": str(home),
        "PYTHONPATH": os.pathsep.join(map(str, filter(None, (ROOT, plugin)))),
    }
    if address is not None:
        own |= {"NEO4J_URI": address.uri, "NEO4J_PASSWORD": address.password}
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *words],
        input=stdin,
        capture_output=True,
        text=True,
        env=known | own,
        cwd=home,
        timeout=300,
        check=False,
    )


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    """The module as a plugin that is installed."""
    text = (HERE / "thirteenth" / "swissmedic.py").read_text("utf-8")
    return installed(tmp_path / "site", {"swissmedic": text})


_ASK = """{
  agencies { code shortName identifierSchemes dateKind countryCodes approvals { totalCount } }
  mecasermin: drug(by: {slug: "mecasermin"}) {
    agencies { agency { code } state message }
    approvals(filter: {agency: [SWISSMEDIC]}) { nodes {
      __typename status dateKind
      ... on SwissmedicApproval {
        authorisationNumber dispensingCategory
        authorisationHolder { name } firstAuthorisation { value raw }
        identifiers { scheme value }
      }
      evidence(field: "date") { source { id } rawText rule }
    } }
  }
  enalapril: drug(by: {slug: "enalapril"}) { agencies(state: [NONE_FOUND]) { agency { code } message } }
  there: drugs(filter: {approvedBy: {any: [SWISSMEDIC], none: [HSA], onlyChecked: false}}) { nodes { slug } }
  record: approval(by: {agency: SWISSMEDIC, identifier: "31204"}) { id productName }
  regulatory(drugs: [{slug: "acetaminophen"}, {slug: "lepirudin"}], agencies: [SWISSMEDIC, HSA]) {
    agencies { code }
    cells { drug { slug } agency { code } state status recordCount earliest { value } because }
  }
  approvals(filter: {identifier: {eq: "57812"}}) { groupBy(by: [AGENCY]) { keys { value } count } }
  enum: __type(name: "AgencyCode") { enumValues { name description } }
  type: __type(name: "SwissmedicApproval") { description interfaces { name } fields { name description } }
}"""


@pytest.mark.anyio
async def test_an_agency_of_another_distribution_is_loaded_and_asked(
    empty_graph: Graph, scratch: Address, tmp_path: Path, plugin: Path
) -> None:
    def asked(text: str) -> Any:
        done = run(tmp_path, "query", "-", "--json", plugin=plugin, address=scratch, stdin=text)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)["data"]

    first = run(tmp_path, "load", "drugbank_vocabulary", "--path", str(_VOCABULARY), plugin=plugin, address=scratch)
    assert first.returncode == 0, first.stderr
    before = asked("""{ drug(by: {slug: "mecasermin"}) { agencies(state: [NOT_CHECKED]) { agency { code } } } }""")
    assert [agency["agency"]["code"] for agency in before["drug"]["agencies"]] == [*agencies(), "SWISSMEDIC"]

    words = ("load", "swissmedic", "--path", str(copy(_SAMPLE, tmp_path)), "--json")
    second = run(tmp_path, *words, plugin=plugin, address=scratch)
    assert second.returncode == 0, second.stderr
    counts = json.loads(second.stdout)
    assert {name: counts[name] for name in ("source", "rows", "added", "refused", "unmatched")} == {
        "source": "swissmedic",
        "rows": 4,
        "added": 3,
        "refused": 1,
        "unmatched": 0,
    }

    data = asked(_ASK)
    assert [agency["code"] for agency in data["agencies"]] == [*agencies(), "SWISSMEDIC"], "those without a place last"
    assert data["agencies"][-1] == {
        "code": "SWISSMEDIC",
        "shortName": "Swissmedic",
        "identifierSchemes": ["SWISSMEDIC_NUMBER"],
        "dateKind": "AUTHORISATION",
        "countryCodes": ["CH", "LI"],
        "approvals": {"totalCount": 3},
    }
    states = {agency["agency"]["code"]: agency["state"] for agency in data["mecasermin"]["agencies"]}
    assert states == dict.fromkeys(agencies(), "NOT_CHECKED") | {"SWISSMEDIC": "FOUND"}
    assert data["mecasermin"]["approvals"]["nodes"] == [
        {
            "__typename": "SwissmedicApproval",
            "status": "AUTHORISED",
            "dateKind": "AUTHORISATION",
            "authorisationNumber": "57812",
            "dispensingCategory": "A",
            "authorisationHolder": {"name": "Helvetia Pharma AG"},
            "firstAuthorisation": {"value": "2008-06-03", "raw": "03.06.2008"},
            "identifiers": [{"scheme": "SWISSMEDIC_NUMBER", "value": "57812"}],
            "evidence": [{"source": {"id": "swissmedic"}, "rawText": "03.06.2008", "rule": "DATE_D_M_Y_DOTS"}],
        }
    ]
    assert [agency["agency"]["code"] for agency in data["enalapril"]["agencies"]] == ["SWISSMEDIC"]
    assert {node["slug"] for node in data["there"]["nodes"]} == {"mecasermin", "acetaminophen"}
    assert data["record"] == {"id": "approval:SWISSMEDIC:31204", "productName": "Kopfgut"}
    cells = {(cell["drug"]["slug"], cell["agency"]["code"]): cell for cell in data["regulatory"]["cells"]}
    assert cells["acetaminophen", "SWISSMEDIC"] == {
        "drug": {"slug": "acetaminophen"},
        "agency": {"code": "SWISSMEDIC"},
        "state": "FOUND",
        "status": "AUTHORISED",
        "recordCount": 2,
        "earliest": {"value": "1965-11-17"},
        "because": "Swissmedic has 2 records of Acetaminophen.",
    }
    assert cells["lepirudin", "SWISSMEDIC"]["state"] == "NONE_FOUND"
    assert cells["lepirudin", "HSA"]["state"] == "NOT_CHECKED"
    assert data["approvals"]["groupBy"] == [{"keys": [{"value": "SWISSMEDIC"}], "count": 1}]
    assert data["enum"]["enumValues"][-1] == {"name": "SWISSMEDIC", "description": "Switzerland: Swissmedic."}
    assert data["type"]["description"] == "A medicine authorised in Switzerland."
    assert {"name": "Approval"} in data["type"]["interfaces"]
    assert {"name": "dispensingCategory", "description": "Category in which it is dispensed: A, B, D or E."} in data[
        "type"
    ]["fields"]

    again = json.loads(run(tmp_path, *words, plugin=plugin, address=scratch).stdout)
    assert [again[name] for name in ("added", "changed", "unchanged", "closed")] == [0, 0, 3, 0]
    status = run(tmp_path, "status", "--json", plugin=plugin, address=scratch)
    [row] = [load for load in json.loads(status.stdout) if load["source"] == "swissmedic"]
    assert (row["loaded"], row["rows"], row["matchRate"]) == (True, 4, 1.0)


def test_without_the_plugin_nobody_knows_its_agency(tmp_path: Path, plugin: Path) -> None:
    assert "SWISSMEDIC" in run(tmp_path, "schema", plugin=plugin).stdout
    without = run(tmp_path, "schema", plugin=None).stdout
    assert without == (ROOT / "api" / "schema.graphql").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("def parse", "import no_such_module\n\n\ndef parse"), "swiss_sources.swissmedic, a package or module"),
        (('"SWISSMEDIC"', '"HSA"'), "2 agencies have the code HSA"),
        (('"SwissmedicApproval"', '"HsaApproval"'), "2 agencies have the record type HsaApproval"),
        (('"SWISSMEDIC_NUMBER"', '"DIN"'), "2 agencies have the number scheme DIN"),
        (('"SWISSMEDIC"', '"Swissmedic"'), "'Swissmedic' is not of capitals"),
        (('"AUTHORISATION_HOLDER"', '"OWNER"'), "'OWNER' is not in SponsorRole"),
        (("AGENCY", "_AGENCY"), "declares neither AGENCY nor SOURCE"),
        (("import re\n", "import re\n\nfrom graph.model import NODES\n"), "swiss_sources.swissmedic"),
    ],
)
def test_a_module_that_does_not_fit_is_named(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    text = (HERE / "thirteenth" / "swissmedic.py").read_text("utf-8").replace(*change)
    if change[0] == "AGENCY":
        text = text.replace("SOURCE = ", "_SOURCE = ")
    folder = installed(tmp_path / "site", {"swissmedic": text})
    done = run(tmp_path, "schema", plugin=folder)
    assert done.returncode != 0
    assert message in done.stderr


def test_two_packages_cannot_have_one_source(tmp_path: Path) -> None:
    text = (HERE / "thirteenth" / "swissmedic.py").read_text("utf-8")
    done = run(tmp_path, "schema", plugin=installed(tmp_path / "site", {"hsa": text}))
    assert done.returncode != 0
    assert "Name each source once: hsa is both seed.sources.hsa and swiss_sources.hsa" in done.stderr
