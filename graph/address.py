"""Where a database is: what connects to it and what starts one share this alone."""

from dataclasses import dataclass
from typing import Protocol


class DataFolder(Protocol):
    """The data folder of an embedded database, as far as the connection to it is concerned."""

    def require_room(self, needed_mib: int, purpose: str) -> None:
        """Raise SettingsError if the disk has less free space."""

    def report_panic(self) -> None:
        """Tell the guard that the database refuses every transaction, so that it starts it again."""


@dataclass(frozen=True)
class Address:
    """Where the database is; `uri` has the scheme bolt, neo4j or neo4j+s. `home`: data folder of an embedded one."""

    uri: str
    username: str
    password: str
    database: str = "neo4j"
    home: DataFolder | None = None
