"""Settings, read once. A flag goes before the environment, that before `.env`, that before the default."""

from pathlib import Path

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the database and of the server. `.env.example` lists every name."""

    model_config = SettingsConfigDict(
        env_prefix="MEDPATH_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True
    )

    home: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("medpath", appauthor=False)),
        description="Folder of the embedded database, its password and its logs.",
    )
    host: str = Field(default="127.0.0.1", description="Address on which the HTTP server listens.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port of the HTTP server; 0 takes any free one.")
    bolt_port: int = Field(
        default=0, ge=0, le=65535, description="Bolt port of the embedded database; 0 takes any free one."
    )
    timeout_s: float = Field(default=10.0, gt=0, description="Seconds that one operation may take.")
    neo4j_uri: str | None = Field(
        default=None,
        validation_alias=AliasChoices("neo4j_uri", "NEO4J_URI"),
        description="Address of another database: bolt://, neo4j:// or neo4j+s://. Unset: the embedded one.",
    )
    neo4j_username: str = Field(
        default="neo4j", validation_alias=AliasChoices("neo4j_username", "NEO4J_USERNAME"), description="Its user."
    )
    neo4j_password: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("neo4j_password", "NEO4J_PASSWORD"),
        description="Its password.",
    )
    neo4j_database: str = Field(
        default="neo4j",
        validation_alias=AliasChoices("neo4j_database", "NEO4J_DATABASE"),
        description="Its database.",
    )

    @field_validator("home")
    @classmethod
    def _resolved(cls, value: Path) -> Path:
        # Neo4j takes no path with ".." in it.
        return value.expanduser().resolve()

    @field_validator("neo4j_uri")
    @classmethod
    def _scheme(cls, value: str | None) -> str | None:
        if not value:
            return None
        if value.partition("://")[0] not in {"bolt", "neo4j", "neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc"}:
            raise ValueError("the scheme must be bolt, neo4j or neo4j+s")
        return value
