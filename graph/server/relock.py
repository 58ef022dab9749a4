"""Writes jgo.lock.toml from jgo.toml: every jar of the closure with its version and its sha256. Run by `make jars`."""

from concurrent.futures import ThreadPoolExecutor

from jgo.env import EnvironmentSpec, LockFile, compute_spec_hash
from jgo.maven import MavenContext

from graph.server.jars import DOWNLOADS, LOCK, SPEC

_NEEDED_TO_RUN = {None, "compile", "runtime"}


def main() -> None:
    """Resolve, fetch and hash all jars; a jar already in the local repository is taken as it is."""
    spec = EnvironmentSpec.load(SPEC)
    context = MavenContext()
    asked = [context.create_dependency(coordinate) for coordinate in spec.coordinates]
    inputs, closure = context.resolver.resolve(asked)
    needed = [input_ for input_ in (*inputs, *closure) if input_.scope in _NEEDED_TO_RUN]
    with ThreadPoolExecutor(DOWNLOADS) as pool:
        list(pool.map(lambda jar: jar.artifact.resolve(), needed))
    lock = LockFile.from_resolved_dependencies(needed, spec.name, spec_hash=compute_spec_hash(SPEC))
    lock.save(LOCK)


if __name__ == "__main__":
    main()
