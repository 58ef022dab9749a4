"""The files that others run: compose and the example of settings. No Docker here, so they are read, not run."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph.config import Settings

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    composed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    assert composed.keys() <= {"name", "services", "volumes"}
    used = {volume.split(":")[0] for service in composed["services"].values() for volume in service.get("volumes", ())}
    assert used == composed["volumes"].keys()
    services: dict[str, Any] = composed["services"]
    return services


def test_every_service_has_a_healthcheck_and_known_keys(services: dict[str, Any]) -> None:
    known = {"image", "build", "environment", "ports", "volumes", "healthcheck", "restart", "depends_on"}
    for name, service in services.items():
        assert service.keys() <= known, name
        assert service["healthcheck"].keys() == {"test", "interval", "timeout", "retries", "start_period"}, name
        assert all(re.fullmatch(r"\d+s", service["healthcheck"][key]) for key in ("interval", "timeout"))


def test_ports_are_on_loopback_alone(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service["ports"]]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_api_waits_for_a_healthy_neo4j_with_gds(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == "neo4j:5.26-community"
    assert "graph-data-science" in services["neo4j"]["environment"]["NEO4J_PLUGINS"]
    assert services["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert (ROOT / services["api"]["build"]["dockerfile"]).is_file()


def test_no_password_is_written_down(services: dict[str, Any]) -> None:
    assert "${NEO4J_PASSWORD:?" in services["neo4j"]["environment"]["NEO4J_AUTH"]
    assert services["api"]["environment"]["NEO4J_PASSWORD"].startswith("${NEO4J_PASSWORD:?")


def test_the_example_lists_every_setting() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    listed = {line.lstrip("#").split("=")[0] for line in lines if re.match(r"#?[A-Z0-9_]+=", line)}
    names = {name.upper() if name.startswith("neo4j") else f"MEDPATH_{name.upper()}" for name in Settings.model_fields}
    assert listed == names
