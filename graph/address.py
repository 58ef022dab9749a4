"""The address of a database, the only thing that the driver and the server package share."""

from dataclasses import dataclass
from typing import Protocol


class DataFolder(Protocol):
    """The part of an embedded database's data folder that a connection to it needs."""

    def require_room(self, needed_mib: int, purpose: str) -> None:
        """Raise SettingsError if the disk has less free space."""

    def report_panic(self) -> None:
        """Report to the guard that the database refuses every transaction; the guard restarts it."""


@dataclass(frozen=True)
class Address:
    """Address and login of a database. `uri`: scheme bolt, neo4j or neo4j+s; `home`: data folder of an embedded one."""

    uri: str
    username: str
    password: str
    database: str = "neo4j"
    home: DataFolder | None = None
