"""The house: four packages that are this checkout's, enums that are used, modules that read in one sitting."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from graph.model import NODES, RELATIONS
from graph.model.enums import ENUMS
from graph.model.registry import INTERFACES, TYPES
from seed.merge.draft import OWN_LINKS

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "graph", "cypher", "seed")


@pytest.mark.parametrize("name", PACKAGES)
def test_package_is_this_checkouts(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert list(spec.submodule_search_locations or ()) == [str(ROOT / name)]


def test_no_package_below_tests_shadows_a_real_one() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_vocabularies_of_stored_properties_exist() -> None:
    stored = [each for node in NODES.values() for each in node.properties]
    stored += [each for relation in RELATIONS.values() for each in relation.properties]
    assert {each.enum for each in stored if each.enum} <= ENUMS.keys()


def test_relations_join_declared_labels() -> None:
    for relation in RELATIONS.values():
        assert {*relation.start.split("|"), *relation.end.split("|")} <= NODES.keys(), relation.type


def test_every_member_of_an_interface_has_its_fields() -> None:
    for interface in INTERFACES.values():
        names = {field.name for field in interface.fields}
        for member in interface.members:
            assert names <= TYPES[member].by_name.keys(), member


def test_no_file_names_a_package_registry() -> None:
    hosts = ("pypi." + "org", "registry.npmjs." + "org", "repo1." + "maven", "repo.maven." + "apache")
    suffixes = {".py", ".toml", ".txt", ".json", ".md", ".yml", ".yaml", ".sh", ""}
    found = [
        str(path.relative_to(ROOT))
        for package in (*PACKAGES, "tests", ".ci")
        for path in (ROOT / package).rglob("*")
        if path.is_file()
        and path.suffix in suffixes
        and "node_modules" not in path.parts
        and any(host in path.read_text(encoding="utf-8", errors="ignore") for host in hosts)
    ]
    assert found == []


def test_every_link_tells_its_sources_or_is_told_of_in_a_statement_of_its_record() -> None:
    own = {type_ for links in OWN_LINKS.values() for type_ in links} | {"STATED_IN"}
    for relation in RELATIONS.values():
        names = {each.name for each in relation.properties}
        assert relation.type in own or names & {"sourceIds", "sourceId"}, relation.type


def test_every_node_is_stated_or_hangs_on_links_that_tell_their_sources() -> None:
    stated = set(RELATIONS["STATED_IN"].start.split("|"))
    named = {each.end for each in RELATIONS.values() if "sourceIds" in {held.name for held in each.properties}}
    assert NODES.keys() - stated - named == {"Source", "Release", "Unsettled", "Lost"}


@pytest.mark.parametrize("module", ["seed.load.import_writer", "seed.extract.trial_reader"])
def test_a_process_that_reads_or_files_loads_no_database_driver(module: str) -> None:
    asked = f"import sys, {module}; sys.exit('neo4j' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
