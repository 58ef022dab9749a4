"""The architecture: packages of this checkout, a model that agrees with itself, and folders, modules and functions that
are small enough to be read in one sitting. The layers between packages are contracts in `pyproject.toml`.
"""

import ast
import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from graph.model import NODES, RELATIONS
from graph.model.enums import ENUMS
from graph.model.registry import INTERFACES, TYPES
from seed.merge.record_kinds import OWN_LINKS

ROOT = Path(__file__).parents[1]
PACKAGES = ("api", "graph", "cypher", "seed")
MAX_MODULES = 15
"""In one folder of the product, `__init__.py` counted too."""
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 40

LARGE_FOLDERS = {"seed/sources": "one module for each source, by its name"}
LONG_MODULES = {"tests/bench/queries.py": "the questions of the benchmark, with the peers' words for each beside them"}
LONG_FUNCTIONS = {
    "graph/query/compile.py:connection": "the clauses of a connection, in the order in which they are sent",
    "graph/query/compile.py:groups": "the clauses of groups, in the order in which they are sent",
    "seed/sources/cima/record.py:record": "every field of a record, one a line",
    "tests/graph/answer/shapes.py:by_graphql_core": "the types of graphql-core for every shape, case by case",
    "tests/graph/model/questions/test_networks.py:_pairs": "the meaning of every projection, case by case",
    "tests/graph/oracle/filters.py:_holds": "the meaning of every filter, case by case",
    "tests/seed/sources/test_medpath_page.py:test_the_page_gives_six_approvals_with_blank_cells_blank": (
        "the six approvals as printed"
    ),
    "tests/seed/sources/test_samples.py:"
    "test_all_of_it_makes_one_graph_in_which_mecasermin_has_the_numbers_of_six_agencies": (
        "one load takes minutes, so all that it must show is asked of it"
    ),
    "tests/seed/sources/test_thirteenth_agency.py:test_an_agency_of_another_distribution_is_loaded_and_asked": (
        "one load takes minutes, so all that it must show is asked of it"
    ),
}
"""Larger than the limits above, each with the reason."""


@pytest.mark.parametrize("name", PACKAGES)
def test_package_is_this_checkouts(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert list(spec.submodule_search_locations or ()) == [str(ROOT / name)]


def test_no_package_below_tests_shadows_a_real_one() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def _modules(*folders: str) -> list[Path]:
    paths = (path.relative_to(ROOT) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))
    return [path for path in paths if "node_modules" not in path.parts]


def test_a_folder_of_the_product_holds_few_modules() -> None:
    counts = Counter(path.parent.as_posix() for path in _modules(*PACKAGES))
    assert {folder for folder, count in counts.items() if count > MAX_MODULES} == LARGE_FOLDERS.keys()


def test_a_module_reads_in_one_sitting() -> None:
    modules = _modules(*PACKAGES, "tests")
    lines = {path.as_posix(): len((ROOT / path).read_text("utf-8").splitlines()) for path in modules}
    assert {path for path, count in lines.items() if count > MAX_MODULE_LINES} == LONG_MODULES.keys()


def test_a_function_fits_on_a_screen() -> None:
    lines = {
        f"{path.as_posix()}:{node.name}": node.end_lineno - node.lineno + 1
        for path in _modules(*PACKAGES, "tests")
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None
    }
    assert {name for name, count in lines.items() if count > MAX_FUNCTION_LINES} == LONG_FUNCTIONS.keys()


def test_vocabularies_of_stored_properties_exist() -> None:
    stored = [declared for node in NODES.values() for declared in node.properties]
    stored += [declared for relation in RELATIONS.values() for declared in relation.properties]
    assert {declared.enum for declared in stored if declared.enum} <= ENUMS.keys()


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
        names = {declared.name for declared in relation.properties}
        assert relation.type in own or names & {"sourceIds", "sourceId"}, relation.type


def test_every_node_is_stated_or_hangs_on_links_that_tell_their_sources() -> None:
    stated = set(RELATIONS["STATED_IN"].start.split("|"))
    named = {
        relation.end
        for relation in RELATIONS.values()
        if "sourceIds" in {declared.name for declared in relation.properties}
    }
    assert NODES.keys() - stated - named == {"Source", "Release", "Unsettled", "Lost"}


@pytest.mark.parametrize("module", ["seed.load.import_writer", "seed.extract.trial_reader"])
def test_a_process_that_reads_or_files_loads_no_database_driver(module: str) -> None:
    program = f"import sys, {module}; sys.exit('neo4j' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
