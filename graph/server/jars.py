"""The jars of Neo4j and Graph Data Science: fetched through jgo, each compared with its sha256 in the lock.

They lie in Maven's local repository, which all data folders and other users of Maven share. Every start hashes all of
them: 160 MB take a fifth of a second, less than a safe record of earlier checks would.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import requests
from filelock import FileLock
from jgo.env import LockedDependency, LockFile
from jgo.maven import Artifact, MavenContext

from graph.errors import GraphUnavailable
from graph.progress import Progress, silent

SPEC = Path(__file__).with_name("jgo.toml")
LOCK = Path(__file__).with_name("jgo.lock.toml")
DOWNLOADS = 8

_LABEL = "Fetching Neo4j"
_ATTEMPTS = 2


@dataclass(frozen=True)
class Jar:
    """One jar of the lock; the file at `path` may still be missing."""

    path: Path
    sha256: str
    plugin: bool
    """True if it holds procedures: Neo4j looks for those only in its folder `plugins`."""

    def is_sound(self) -> bool:
        """True if the file is there, whole and unchanged."""
        try:
            with self.path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256
        except FileNotFoundError:
            return False


def locked(context: MavenContext | None = None) -> list[Jar]:
    """Return the jars in the order of the class path."""
    return [jar for jar, _ in _locked(context or MavenContext())]


def unsound(context: MavenContext | None = None) -> list[Jar]:
    """Return the jars that are missing, cut short or changed."""
    jars = locked(context)
    with ThreadPoolExecutor() as pool:
        return [jar for jar, sound in zip(jars, pool.map(Jar.is_sound, jars), strict=True) if not sound]


def fetch(progress: Progress = silent, context: MavenContext | None = None) -> list[Jar]:
    """Return all jars, fetching those that are not sound. Raises GraphUnavailable if one fails twice.

    `progress` counts jars; an exception that it raises ends the fetching.
    """
    context = context or MavenContext(timeout=60)
    if not unsound(context):
        return locked(context)
    context.repo_cache.mkdir(parents=True, exist_ok=True)
    with FileLock(context.repo_cache / "medpath.lock"):
        bad = {jar.path for jar in unsound(context)}
        missing = [(jar, artifact) for jar, artifact in _locked(context) if jar.path in bad]
        pool = ThreadPoolExecutor(DOWNLOADS)
        try:
            for done, _ in enumerate(pool.map(_fetch_one, missing)):
                progress(_LABEL, done + 1, len(missing))
        finally:
            pool.shutdown(cancel_futures=True)
    return locked(context)


def _fetch_one(wanted: tuple[Jar, Artifact]) -> None:
    jar, artifact = wanted
    problem: Exception | None = None
    for _ in range(_ATTEMPTS):
        jar.path.unlink(missing_ok=True)
        try:
            artifact.resolve()
        except (requests.RequestException, RuntimeError, OSError) as error:
            problem = error
            continue
        if jar.is_sound():
            return
    jar.path.unlink(missing_ok=True)
    reason = "arrives damaged" if problem is None else f"cannot be fetched ({type(problem).__name__})"
    raise GraphUnavailable(f"{jar.path.name} {reason}: check the network and start again") from problem


def _locked(context: MavenContext) -> Iterator[tuple[Jar, Artifact]]:
    for entry in LockFile.load(LOCK).dependencies:
        artifact = _artifact(entry, context)
        path = context.repo_cache / artifact.component.path_prefix / artifact.cached_filename
        if entry.sha256 is None:
            raise ValueError(f"{LOCK.name} has no sha256 for {artifact}")
        yield Jar(path, entry.sha256, plugin=entry.groupId == "org.neo4j.gds"), artifact


def _artifact(entry: LockedDependency, context: MavenContext) -> Artifact:
    component = context.project(entry.groupId, entry.artifactId).at_version(entry.version)
    return component.artifact(entry.classifier or "", entry.packaging)
