"""Settings: from the environment (RECWATCH_…) and RECWATCH_HOME/settings.toml, in this order.

Read once, by a door. Unknown keys in the file are refused.
"""

import os
import re
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from rules.complaints import BadFiles, Complaint, Place

FILE = "settings.toml"
DEFAULT_HOME = Path("var")
# By its number: asking for the name of a proxy would be a question that others hear.
PROXY = re.compile(r"http://(?:\d{1,3}\.){3}\d{1,3}:\d{1,5}", re.ASCII)


class Settings(BaseSettings):
    """What a team may choose.

    home: where all data lies, made with mode 0700. database: "" for SQLite in `home`.
    register_id: the report to watch; None: the first that ships.
    contact: goes into the user agent; live crawls need it. baseline: what was published before
    is backlog; None: 30 days before the first live night. loopback: host:port pairs that the
    address guard lets through, for a mirror on the same machine. proxy: of the sources that are
    fetched by proxy only, as http://127.0.0.1:8118; "": there is none.
    web_origin: where people open the review pages, as https://review.example.org, if a proxy
    serves them; web_single_user: whose desk they are, on this machine and without a password;
    web_neutral: True names neither product nor country in the titles of tabs.
    shipped_catalogue: False crawls the sources of `home`/catalogue only.
    """

    model_config = SettingsConfigDict(env_prefix="RECWATCH_", extra="forbid", frozen=True)

    home: Path = DEFAULT_HOME
    database: str = ""
    register_id: str | None = Field(
        default=None,
        validation_alias=AliasChoices("register", "RECWATCH_REGISTER"),
    )
    contact: str = ""
    baseline: date | None = None
    subscriber: str = "researcher@localhost"
    reviewer: str = ""
    workers: int = Field(default=2, ge=1, le=64)
    crawls: int = Field(default=2, ge=1, le=16)
    loopback: tuple[str, ...] = ()
    proxy: str = ""
    shipped_catalogue: bool = True
    web_origin: str = ""
    web_single_user: str = ""
    web_neutral: bool = False
    page_seconds: int = Field(default=60, ge=1, le=3600)

    @field_validator("proxy")
    @classmethod
    def _is_http_proxy(cls, value: str) -> str:
        if value and not PROXY.fullmatch(value):
            example = "http://127.0.0.1:8118 (of Tor, its HTTPTunnelPort)"
            raise ValueError(f"expected an HTTP proxy by its number, as {example}")
        return value

    @property
    def database_url(self) -> str:
        """The database's address; SQLite in `home` unless another was chosen."""
        return self.database or f"sqlite:///{(self.home / 'recwatch.db').absolute()}"

    @property
    def warc_folder(self) -> Path:
        """Where crawls put their evidence."""
        return self.home / "warc"

    @property
    def cache(self) -> Path:
        """Where what can be made again is kept. It is used once `home` is there."""
        return self.home / "cache"

    @property
    def outbox(self) -> Path:
        """Where letters are put."""
        return self.home / "outbox"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file; no .env files and no secrets folder."""
        del dotenv_settings, file_secret_settings
        path = home_from_environment() / FILE
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, path)


def home_from_environment() -> Path:
    """RECWATCH_HOME, or ./var."""
    return Path(os.environ.get("RECWATCH_HOME", "") or DEFAULT_HOME)


def read_settings(**given: Any) -> Settings:
    """The settings, with `given` before all else. Raises BadFiles with every complaint."""
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadFiles(tuple(_complaint(e) for e in error.errors())) from error
    except ValueError as error:  # the file is not TOML
        place = Place(file=str(home_from_environment() / FILE))
        raise BadFiles(
            (Complaint(place=place, message=str(error), remedy="write TOML: key = value"),)
        ) from error


def _complaint(error: Any) -> Complaint:
    name = ".".join(str(part) for part in error["loc"]) or "settings"
    variable = name if name.startswith("RECWATCH_") else f"RECWATCH_{name.upper()}"
    place = Place(file=f"{variable} (environment or {FILE})")
    found = str(error.get("input", ""))[:80]
    message = str(error["msg"]).removeprefix("Value error, ")
    return Complaint(
        place=place,
        message=f"{message[0].lower()}{message[1:]}, found {found!r}",
        remedy="correct it or take it out",
    )
