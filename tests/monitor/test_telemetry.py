"""The log: what must not be in it is not."""

import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.settings import read_settings
from monitor.telemetry import HIDDEN, Redactor, open_log


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("postgresql://recwatch:hunter2@localhost/recwatch", "hunter2"),
        ("GET https://api.example.org/news?page=2&api_key=hunter2&x=1", "hunter2"),
        ("https://example.org/?access_token=hunter2", "hunter2"),
        ("Authorization: Bearer hunter2", "hunter2"),
        ("Cookie: session=hunter2; a=b", "hunter2"),
        ("an answer by aru-77 was kept", "aru-77"),
    ],
)
def test_secrets_and_names_in_a_sentence_are_hidden(text: str, secret: str) -> None:
    shown = Redactor(("aru-77",)).text(text)
    assert secret not in shown and HIDDEN in shown


@pytest.mark.parametrize(
    "key", ["password", "SMTP_PASSWORD", "apiKey", "reviewer", "note", "token"]
)
def test_values_of_telling_keys_are_hidden_however_deep(key: str) -> None:
    said = Redactor()(None, "info", {"event": "x", "more": [{key: "hunter2"}]})
    assert "hunter2" not in json.dumps(said)


def test_what_is_no_secret_stays(caplog: pytest.LogCaptureFixture) -> None:
    address = "https://example.org/news?page=2&keyword=trial"
    assert Redactor(("a",)).text(f"fetched {address} in 3 s") == f"fetched {address} in 3 s"


@given(st.text(), st.text(alphabet="abc123", min_size=2))
def test_a_known_word_standing_alone_is_never_there(text: str, word: str) -> None:
    assert f" {word} " not in Redactor((word,)).text(f"{text} {word} {text}")


def test_a_line_of_the_log_is_one_json_object(tmp_path: Path) -> None:
    with open_log(read_settings(home=tmp_path, reviewer="aru-77")) as log:
        log.info("a night\nhas begun", reviewer="aru-77", run="20261124")
    (line,) = (tmp_path / "log" / "recwatch.log").read_text().splitlines()
    said = json.loads(line)
    assert (said["event"], said["reviewer"], said["run"]) == (
        "a night\nhas begun",
        HIDDEN,
        "20261124",
    )


def test_a_library_s_warning_goes_there_too(tmp_path: Path) -> None:
    with open_log(read_settings(home=tmp_path)):
        logging.getLogger("a.library").warning("to %s", "https://u:hunter2@example.org/")
    text = (tmp_path / "log" / "recwatch.log").read_text()
    assert "a.library" in text and "hunter2" not in text


def test_a_cause_is_kept_without_its_secrets(tmp_path: Path) -> None:
    with open_log(read_settings(home=tmp_path)) as log:
        try:
            raise ValueError("https://u:hunter2@example.org/")
        except ValueError:
            log.exception("failed")
    text = (tmp_path / "log" / "recwatch.log").read_text()
    assert "ValueError" in text and "hunter2" not in text


def test_the_log_is_one_s_own(tmp_path: Path) -> None:
    with open_log(read_settings(home=tmp_path)) as log:
        log.info("x")
    assert (tmp_path / "log" / "recwatch.log").stat().st_mode & 0o777 == 0o600


def test_the_log_is_rotated(tmp_path: Path) -> None:
    with open_log(read_settings(home=tmp_path)) as log:
        for _ in range(12):
            log.info("x" * 2**20)
    names = sorted(path.name for path in (tmp_path / "log").iterdir())
    assert names == ["recwatch.log", "recwatch.log.1", "recwatch.log.2"]
