"""Settings: from the environment (RECWATCH_…) and RECWATCH_HOME/settings.toml, in this order.

Read once, by a door. Unknown keys are refused, in the file and in the environment. A secret may
lie in a file of its own, named by RECWATCH_…_FILE, as containers and systemd hand them over.
"""

import os
import re
from datetime import date, time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from monitor.secretfiles import SECRETS, SecretFiles, strangers
from monitor.settingsplace import not_toml, place_of
from rules.complaints import BadFiles, Complaint

FILE = "settings.toml"
DEFAULT_HOME = Path("var")
PREFIX = "RECWATCH_"
# Read elsewhere: where an error is told, also when settings are bad; and by the long proofs.
BESIDE = ("RECWATCH_DEBUG", "RECWATCH_DOCUMENTS")
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
    keys: of APIs that ask for one, by source id; [keys] in the file, JSON in the environment.
    web_origin: where people open the review pages, as https://review.example.org, if a proxy
    serves them; letters lead there. web_single_user: whose desk they are, on this machine and
    without a password; web_neutral: True names neither product nor country in the titles of tabs.
    second_reading: the share of flags, from 0 to 1, that two people answer without seeing each
    other's answers.
    shipped_catalogue: False crawls the sources of `home`/catalogue only.
    zone: the team's, by its name in the tz database; "": the machine's. night_at: when a night
    begins there. night_hours: after so many a night that has not ended is killed. log: "file"
    for `home`/log/recwatch.log, rotated, or "stderr".
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
    administrator: str = ""
    reviewer: str = ""
    workers: int = Field(default=2, ge=1, le=64)
    crawls: int = Field(default=2, ge=1, le=16)
    loopback: tuple[str, ...] = ()
    proxy: str = ""
    keys: dict[str, SecretStr] = Field(default_factory=dict)
    shipped_catalogue: bool = True
    web_origin: str = ""
    web_single_user: str = ""
    web_neutral: bool = False
    second_reading: float = Field(default=0.0, ge=0, le=1)
    page_seconds: int = Field(default=60, ge=1, le=3600)
    zone: str = ""
    night_at: time = time(2, 30)
    night_hours: float = Field(default=8.0, gt=0, le=20)
    log: Literal["file", "stderr"] = "file"
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_from: str = ""

    @field_validator("zone")
    @classmethod
    def _is_zone(cls, value: str) -> str:
        try:
            return str(ZoneInfo(value)) if value else value
        except (OSError, ValueError, KeyError) as error:  # nowhere, or out of the folder
            raise ValueError(
                "expected a time zone by its name in the tz database, as UTC"
            ) from error

    @field_validator("night_at")
    @classmethod
    def _is_local(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("expected an hour of `zone`, as 02:30, without an offset of its own")
        return value.replace(second=0, microsecond=0)

    @field_validator("proxy")
    @classmethod
    def _is_http_proxy(cls, value: str) -> str:
        if value and not PROXY.fullmatch(value):
            example = "http://127.0.0.1:8118 (of Tor, its HTTPTunnelPort)"
            raise ValueError(f"expected an HTTP proxy by its number, as {example}")
        return value

    @field_validator("web_origin")
    @classmethod
    def _is_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        is_whole = parts.scheme in ("http", "https") and parts.hostname and value.isascii()
        beyond = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        if value and (not is_whole or beyond):
            example = "https://review.example.org (an international name as xn--…)"
            raise ValueError(f"expected an address without a path, as {example}")
        return f"{parts.scheme}://{parts.netloc.lower()}" if value else value

    @property
    def public_origin(self) -> str:
        """Where everybody who gets letters reaches the review pages; "": this machine alone."""
        return self.web_origin if self.web_origin.startswith("https://") else ""

    @property
    def database_url(self) -> str:
        """The database's address; SQLite in `home` unless another was chosen."""
        return self.database or f"sqlite:///{(self.home / 'recwatch.db').absolute()}"

    @property
    def api_keys(self) -> tuple[tuple[str, str], ...]:
        """(source id, key), as plans carry them."""
        return tuple((name, key.get_secret_value()) for name, key in sorted(self.keys.items()))

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
        in_file = TomlConfigSettingsSource(settings_cls, path)
        return init_settings, env_settings, SecretFiles(settings_cls), in_file


def home_from_environment() -> Path:
    """RECWATCH_HOME, or ./var."""
    return Path(os.environ.get("RECWATCH_HOME", "") or DEFAULT_HOME)


def read_settings(**given: Any) -> Settings:
    """The settings, with `given` before all else. Raises BadFiles with every complaint."""
    unknown = strangers(PREFIX, (*_variables(), *BESIDE))
    try:
        settings = Settings(**given)
    except ValidationError as error:
        told = tuple(_complaint(each) for each in error.errors())
        raise BadFiles((*unknown, *told)) from error
    except ValueError as error:  # the file is not TOML
        raise BadFiles((*unknown, not_toml(home_from_environment() / FILE, error))) from error
    if unknown:
        raise BadFiles(unknown)
    return settings


def usual_settings() -> Settings:
    """What holds where nobody chose, over the chosen home; it is not checked and never raises."""
    return Settings.model_construct(home=home_from_environment())


def _variables() -> list[str]:
    """Every variable that is read."""
    names = [name.removesuffix("_id").upper() for name in Settings.model_fields]
    return [*(PREFIX + name for name in names), *SECRETS]


def _complaint(error: Any) -> Complaint:
    name = ".".join(str(part) for part in error["loc"]) or "settings"
    variable = name if name.startswith("RECWATCH_") else f"RECWATCH_{name.upper()}"
    place = place_of(variable, home_from_environment() / FILE)
    # What stood in a secret's place may be the secret.
    secret = ("RECWATCH_KEYS", *(each.removesuffix("_FILE") for each in SECRETS))
    is_secret = variable.startswith(secret)
    found = "something" if is_secret else str(error.get("input", ""))[:80]
    message = str(error["msg"]).removeprefix("Value error, ")
    return Complaint(
        place=place,
        message=f"{message[0].lower()}{message[1:]}, found {found!r}",
        remedy="correct it or take it out",
    )
