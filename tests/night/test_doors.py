"""What a person may type that must not go wrong quietly."""

from pathlib import Path

import pytest

from storage.records import RunState
from storage.sql.store import open_store
from tests.night.commands import recwatch

SOURCE = """\
id: nowhere
name: Nowhere
publisher: Nowhere
tier: ngo
languages: [en]
allowed_hosts: [nowhere.invalid]
expects: {documents_per_week: 1, text_at_least: 10}
entry_points:
  - {url: "https://nowhere.invalid/rss", kind: feed}
"""


def give_a_source(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECWATCH_CONTACT", "a test")
    monkeypatch.setenv("RECWATCH_SHIPPED_CATALOGUE", "false")
    (home / "catalogue").mkdir()
    (home / "catalogue" / "nowhere.yml").write_text(SOURCE, encoding="utf-8")


@pytest.mark.prove
def test_real_news_is_kept_out_of_the_demo_s_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_a_source(tmp_path, monkeypatch)
    assert recwatch(tmp_path, "crawl", "--sources", "demo")[0] == 0
    code, _, err = recwatch(tmp_path, "run", "--sources", "live")
    assert (code, "choose another folder" in err) == (2, True)


def test_a_live_night_without_a_source_says_where_to_put_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_CONTACT", "a test")
    monkeypatch.setenv("RECWATCH_SHIPPED_CATALOGUE", "false")
    code, _, err = recwatch(tmp_path, "run", "--sources", "live")
    assert (code, "holds no source" in err) == (2, True)


@pytest.mark.prove
def test_a_dead_source_is_said_and_the_night_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_a_source(tmp_path, monkeypatch)
    code, out, err = recwatch(tmp_path, "run", "--sources", "live")
    assert (code, "nowhere\tunproven" in out) == (1, True)
    assert "see whether this machine is connected" in out  # the cure
    assert "not one source answered" in err


@pytest.mark.prove
def test_adding_a_file_leaves_no_run_open(tmp_path: Path) -> None:
    found = tmp_path / "found.txt"
    found.write_text("A court in Almaty fined an activist on Friday for holding a picket.\n" * 5)
    assert recwatch(tmp_path, "add", str(found))[0] == 0
    store = open_store(f"sqlite:///{tmp_path / 'recwatch.db'}")
    states = {run.state for run in store.runs()}
    store.close()
    assert states == {RunState.FINISHED}
