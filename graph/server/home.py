"""The data folder of the embedded database: its files and its password."""

import os
import secrets
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SettingsError
from graph.server.disk import require_room

_PRIVATE = stat.S_IRUSR | stat.S_IWUSR


@dataclass(frozen=True)
class Home:
    """Paths of files below one data folder. `make_folders` creates the folders."""

    root: Path

    @property
    def neo4j(self) -> Path:
        """NEO4J_HOME."""
        return self.root / "neo4j"

    @property
    def conf(self) -> Path:
        """Written anew at every start."""
        return self.neo4j / "conf" / "neo4j.conf"

    @property
    def logs(self) -> Path:
        return self.neo4j / "logs"

    @property
    def log(self) -> Path:
        """Neo4j's own log, with the reason if it does not start."""
        return self.logs / "neo4j.log"

    @property
    def lock(self) -> Path:
        """Locked by the guard while it lives."""
        return self.root / "lock"

    @property
    def run(self) -> Path:
        """Names the process that holds the folder: see `graph.server.run`."""
        return self.root / "run.json"

    @property
    def stop(self) -> Path:
        """A file that asks a database in the background to stop."""
        return self.root / "stop"

    @property
    def panicked(self) -> Path:
        """A file that reports a database which takes no transaction any more; its guard restarts it."""
        return self.root / "panicked"

    @property
    def staging(self) -> Path:
        """Folder of a new database that will replace an empty one: see `graph.server.staging`."""
        return self.root / "staging"

    @property
    def is_new(self) -> bool:
        """True until the database has been started once."""
        return not (self.neo4j / "data" / "databases" / "system").exists()

    def require_room(self, needed_mib: int, purpose: str) -> None:
        """Raise SettingsError if the folder's disk has less free space."""
        require_room(self.root, needed_mib, purpose)

    def report_panic(self) -> None:
        """Report to the guard that the database refuses every transaction; the guard restarts it."""
        self.panicked.touch()

    def make_folders(self) -> None:
        """Create missing folders, readable by the user only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in (self.conf.parent, self.logs, self.neo4j / "data"):
            folder.mkdir(parents=True, exist_ok=True)

    def put_plugins(self, jars: list[Path]) -> None:
        """Fill the folder `plugins` with exactly these jars."""
        folder = self.neo4j / "plugins"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for jar in jars:
            try:
                (folder / jar.name).symlink_to(jar)
            except OSError:  # Windows gives symbolic links to administrators only
                shutil.copy2(jar, folder / jar.name)

    def password(self) -> str:
        """Return the password of the user neo4j. Raises SettingsError if its file is missing."""
        try:
            return (self.root / "password").read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            problem = "holds a database but no file `password`: bring that back, or remove the folder"
            raise SettingsError(f"{self.root} {problem}") from error

    def make_password(self) -> str:
        """Return the password; make one if the database is new and has none."""
        path = self.root / "password"
        if self.is_new and not path.exists():
            self.keep_password(secrets.token_hex(24))
        return self.password()

    def keep_password(self, password: str) -> None:
        """Store the password. A database that has been started keeps its own."""
        write_private(self.root / "password", password)


def write_private(path: Path, text: str) -> None:
    """Write a file that only the user can read, even while it is written."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "w", encoding="utf-8") as file:
        file.write(text)
