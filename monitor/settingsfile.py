"""The settings file that `recwatch init` writes: every choice with a comment beside it."""

import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from monitor.printable import printable
from monitor.settings import FILE, read_settings

NEUTRAL = "reader"  # a contact that names nobody, for whom naming themselves is unsafe


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a team chose. register: "" for the only one. mail_host: "" for the outbox folder."""

    contact: str
    zone: str
    night_at: str
    register: str
    subscriber: str
    mail_host: str = ""
    mail_port: int = 587
    mail_user: str = ""
    mail_security: str = "starttls"
    mail_from: str = ""


class FileIsThere(FileExistsError):
    """There are settings already: nothing was changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already and was left as it is: edit it, or move it away")


def render(chosen: Chosen) -> str:
    """The file's text."""
    return _ALL.format(
        contact=_toml(chosen.contact),
        zone=_toml(chosen.zone),
        night_at=_toml(chosen.night_at),
        register=_or_comment("register", chosen.register, "a-report-s-folder"),
        subscriber=_toml(chosen.subscriber),
        mail=_mail(chosen),
    )


def write_settings(home: Path, chosen: Chosen) -> Path:
    """Write the file, mode 0600. Raises BadFiles where a choice won't do, FileIsThere."""
    path = home / FILE
    if path.exists():
        raise FileIsThere(path)
    text = render(chosen)
    read_settings(**tomllib.loads(text))  # what would be refused tomorrow is refused now
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise FileIsThere(path) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return path


def _toml(value: str) -> str:
    """A TOML string; a JSON one is also that, once what can't be shown is gone."""
    return json.dumps(" ".join(printable(value).split()), ensure_ascii=False)


def _or_comment(key: str, value: str, example: str) -> str:
    return f"{key} = {_toml(value)}" if value else f'# {key} = "{example}"'


def _mail(chosen: Chosen) -> str:
    if not chosen.mail_host:
        return _NO_MAIL
    return _MAIL.format(
        host=_toml(chosen.mail_host),
        port=chosen.mail_port,
        user=_toml(chosen.mail_user),
        security=_toml(chosen.mail_security),
        sender=_toml(chosen.mail_from),
    )


_ALL = """\
# Settings of recwatch. A variable RECWATCH_<NAME> goes before a line here.
# `recwatch check` says what is wrong with them, `recwatch doctor` what is wrong with the machine.

# What sites are told about who reads them. An address to write to is polite; where naming
# yourselves is unsafe, a neutral word will do.
contact = {contact}

# Whose hours nights go by, and when a night begins there.
zone = {zone}
night_at = {night_at}

# The report to watch: a folder of rules/registers, or of registers/ beside this file.
{register}

# Who gets the digest.
subscriber = {subscriber}

{mail}
# What was published before is backlog and never mailed as news; left out: 30 days before
# the first night.
# baseline = 2026-01-01

# This share of the flags waits until two people have answered, the second without seeing the first
# answer; `recwatch review agreement` says how well people agree.
# second_reading = 0.2

# Another database than the SQLite file beside this one. Keep an address with a password in a file
# of its own, named by RECWATCH_DATABASE_FILE.
# database = "postgresql://localhost/recwatch"

# Sources that are fetched by proxy only go through this one (Tor: its HTTPTunnelPort).
# proxy = "http://127.0.0.1:8118"

# After so many hours a night that has not ended is killed; the next goes on from there.
# night_hours = 8

# Where the team opens the review pages, if a proxy with https serves them; letters lead there.
# web_origin = "https://review.example.org"

# "file": log/recwatch.log beside this file, rotated. "stderr": for systemd and containers.
# log = "file"
"""
_NO_MAIL = """\
# Letters are put into outbox/ beside this file. To send them, name a server:
# smtp_host = "mail.example.org"
# smtp_port = 587
# smtp_security = "starttls"      # or "tls" (port 465), or "none" on this machine only
# smtp_user = "digest@example.org"
# smtp_from = "digest@example.org"
# The password never stands here: RECWATCH_SMTP_PASSWORD, or a file named by
# RECWATCH_SMTP_PASSWORD_FILE.
"""
_MAIL = """\
# The server that letters are handed to. The password never stands here: RECWATCH_SMTP_PASSWORD,
# or a file named by RECWATCH_SMTP_PASSWORD_FILE.
smtp_host = {host}
smtp_port = {port}
smtp_security = {security}      # or "tls" (port 465), or "none" on this machine only
smtp_user = {user}
smtp_from = {sender}
"""
