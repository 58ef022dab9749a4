from pathlib import Path

import pytest
from jgo.env import LockFile, compute_spec_hash
from jgo.maven import Artifact, MavenContext, PythonResolver

from graph.errors import GraphUnavailable
from graph.server import jars


class Mirror(PythonResolver):
    """Stands for the network: fetches from the jars of this machine, the first `broken` times badly."""

    def __init__(self, broken: int = 0) -> None:
        super().__init__()
        self.broken = broken
        self.fetched: list[str] = []

    def download(self, artifact: Artifact) -> Path:
        self.fetched.append(artifact.filename)
        content = artifact_of_this_machine(artifact).read_bytes()
        target = artifact.cached_path
        assert target is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content[: len(content) // 2] if self.broken > 0 else content)
        self.broken -= 1
        return target


def artifact_of_this_machine(artifact: Artifact) -> Path:
    return MavenContext().repo_cache / artifact.component.path_prefix / artifact.cached_filename


@pytest.fixture
def mirror() -> Mirror:
    return Mirror()


@pytest.fixture
def context(tmp_path: Path, mirror: Mirror) -> MavenContext:
    """A local repository that holds every jar, as links to the jars of this machine."""
    context = MavenContext(repo_cache=tmp_path, resolver=mirror)
    for here, there in zip(jars.locked(context), jars.fetch(), strict=True):
        here.path.parent.mkdir(parents=True, exist_ok=True)
        here.path.symlink_to(there.path)
    return context


def damage(jar: jars.Jar, content: bytes) -> None:
    jar.path.unlink()
    jar.path.write_bytes(content)


def test_sound_jars_are_not_fetched_again(context: MavenContext, mirror: Mirror) -> None:
    jars.fetch(context=context)
    assert mirror.fetched == []


def test_jars_cut_short_changed_or_missing_are_fetched_again(context: MavenContext, mirror: Mirror) -> None:
    short, changed, missing = jars.locked(context)[:3]
    damage(short, short.path.read_bytes()[:1000])
    damage(changed, changed.path.read_bytes()[:-1] + b"x")
    missing.path.unlink()
    steps: list[tuple[str, int, int | None]] = []
    jars.fetch(lambda *words: steps.append(words), context)
    assert sorted(mirror.fetched) == sorted(jar.path.name for jar in (short, changed, missing))
    assert jars.unsound(context) == []
    assert steps == [("Fetching Neo4j", done, 3) for done in (1, 2, 3)]


def test_a_download_that_arrives_damaged_once_is_repeated(context: MavenContext, mirror: Mirror) -> None:
    jars.locked(context)[0].path.unlink()
    mirror.broken = 1
    jars.fetch(context=context)
    assert len(mirror.fetched) == 2


def test_a_download_that_stays_damaged_is_named_and_not_kept(context: MavenContext, mirror: Mirror) -> None:
    jar = jars.locked(context)[0]
    jar.path.unlink()
    mirror.broken = 9
    with pytest.raises(GraphUnavailable, match=rf"{jar.path.name} arrives damaged"):
        jars.fetch(context=context)
    assert not jar.path.exists()


def test_the_lock_is_that_of_the_specification_and_names_no_repository() -> None:
    assert LockFile.load(jars.LOCK).spec_hash == compute_spec_hash(jars.SPEC)
    assert "://" not in jars.LOCK.read_text()
    assert "://" not in jars.SPEC.read_text()
