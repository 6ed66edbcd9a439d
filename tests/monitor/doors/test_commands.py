"""Commands over a real database and a tiny rulebook, as a person types them."""

import io
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from spiders.records import SourceOutcome, SourceState
from storage.contract import Store
from storage.records import Answer, SourceNight
from tests.factories import make_run, make_source_night
from tests.monitor.doors.said import Command
from tests.monitor.flagging import AT, make_document


def test_review_list_gives_a_row_a_flag(store: Store, recwatch: Command) -> None:
    rows = [line.split("\t") for line in recwatch("review", "list").out.splitlines()]
    assert [row[:5] for row in rows] == [
        ["1", "waiting", "happened", "progress", "KZ-ZHA-1"],
        ["2", "waiting", "coming", "progress", "KZ-ZHA-1"],
    ]


def test_review_list_can_be_narrowed(store: Store, recwatch: Command) -> None:
    assert [f["flag"] for f in recwatch("review", "list", "--lane", "coming", "--json").json] == [2]


def test_review_alone_in_a_pipe_lists_what_waits(store: Store, recwatch: Command) -> None:
    recwatch("review", "answer", "1", "progress")
    assert [line.split("\t")[0] for line in recwatch("review").out.splitlines()] == ["2"]


def test_review_show_puts_the_evidence_in_its_context(store: Store, recwatch: Command) -> None:
    shown = recwatch("review", "show", "1").out
    assert "Суд в столице [освободил] редактора газеты." in shown
    assert "освободил = to set free" in shown
    assert "Why: Rule KZ-ZHA-1/released" in shown


def test_evidence_in_json_fits_the_document(store: Store, recwatch: Command) -> None:
    (match,) = recwatch("review", "show", "1", "--json").json["matches"]
    (evidence,) = match["evidence"]
    text = make_document().document.text
    assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_an_answer_is_kept_and_can_be_undone(store: Store, recwatch: Command) -> None:
    recwatch("review", "answer", "1", "no-change", "--note", "only a rumour")
    recwatch("review", "undo", "1")
    assert [(r.answer, r.reviewer) for r in store.reviews(1)] == [
        (Answer.NO_CHANGE, "aru"),
        (Answer.UNDO, "aru"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("answer", "9", "progress"),
        ("answer", "1", "perhaps"),
        ("answer", "1", "undo"),
        ("undo", "1"),
        ("show", "9"),
        ("show", "0"),
        ("list", "--lane", "nowhere"),
        ("--lane", "coming", "list"),
    ],
)
def test_what_can_not_be_done_ends_with_code_two(
    store: Store, recwatch: Command, words: tuple[str, ...]
) -> None:
    said = recwatch("review", *words)
    assert said.code == 2 and said.err and "Traceback" not in said.err


def test_a_dry_run_prints_the_letter_and_remembers_nothing(
    store: Store, recwatch: Command, home: Path
) -> None:
    said = recwatch("digest", "--dry-run")
    assert said.out.startswith("Subject: 2 new: 1 progress, 1 coming - KZ, ")
    assert not (home / "outbox").exists() and store.digests("team@example.org") == ()


def test_a_preview_is_written_where_it_was_asked_for(
    store: Store, recwatch: Command, tmp_path: Path
) -> None:
    recwatch("digest", "--preview", str(tmp_path / "letter.html"))
    assert "<main" in (tmp_path / "letter.html").read_text(encoding="utf-8")


def test_a_digest_goes_to_the_outbox_once(store: Store, recwatch: Command, home: Path) -> None:
    first, second = recwatch("digest"), recwatch("digest")
    assert len(list((home / "outbox").iterdir())) == 1
    assert "handed over" in first.err and "nothing new" in second.err


def test_rules_test_counts_examples_by_language(recwatch: Command) -> None:
    said = recwatch("rules", "test")
    assert (said.out, said.code) == ("KZ-ZHA-1\t2\t+2 -2\t+2 -2\t+2 -2\n", 0), said.err


def test_rules_format_lays_out_a_file_once(recwatch: Command, tmp_path: Path) -> None:
    file = tmp_path / "mine.yml"
    file.write_text('signals:\n  - when: "@a   OR @b"\n', encoding="utf-8")
    assert recwatch("rules", "format", "--check", str(file)).code == 1
    assert recwatch("rules", "format", str(file)).code == 0
    assert recwatch("rules", "format", "--check", str(file)).code == 0
    assert recwatch("rules", "format", str(tmp_path / "none.yml")).code == 2


def test_rules_test_names_the_example_that_fails(recwatch: Command, rulebook: Path) -> None:
    file = rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("freed the editor", "met the editor"), encoding="utf-8")
    said = recwatch("rules", "test")
    assert said.code == 1 and "KZ-ZHA-1.yml:" in said.err and "Traceback" not in said.err


def test_a_broken_rule_ends_every_command_with_its_place(recwatch: Command, rulebook: Path) -> None:
    file = rulebook / "registers" / "tiny" / "KZ-ZHA-1.yml"
    file.write_text("id: [", encoding="utf-8")
    said = recwatch("rules", "test")
    assert said.code == 2 and "KZ-ZHA-1.yml:" in said.err


def test_match_answers_from_a_file(recwatch: Command, tmp_path: Path) -> None:
    document = {"id": "a", "title": "", "text": "The court has freed the editor.", "country": "KZ"}
    (tmp_path / "in.jsonl").write_text(json.dumps(document), encoding="utf-8")
    said = recwatch("match", str(tmp_path / "in.jsonl"))
    assert [m["signal"] for m in said.json["matches"]] == ["released"]


def test_match_answers_in_order_and_reports_what_it_can_not_read(
    recwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = {"title": "Sport", "text": "The team has won.", "country": "KZ"}
    lines = [json.dumps(good | {"id": 1}), "{", json.dumps(good | {"id": "b"})]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    said = recwatch("match", "-")
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == [1, "b"]
    assert said.code == 1 and "line 2: not JSON" in said.err


def test_matching_leaves_nothing_behind(recwatch: Command, tmp_path: Path, home: Path) -> None:
    (tmp_path / "in.jsonl").write_text("{}\n", encoding="utf-8")
    recwatch("match", str(tmp_path / "in.jsonl"))
    assert not home.exists()


def test_match_of_a_file_that_is_not_there_ends_with_code_two(recwatch: Command) -> None:
    assert recwatch("match", "nowhere.jsonl").code == 2


def test_a_text_is_explained_with_its_fate(recwatch: Command, tmp_path: Path) -> None:
    text = "News of KZ\nIn Kazakhstan the court has freed the editor.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    said = recwatch("explain", str(tmp_path / "a.txt"))
    assert "Matched\n  KZ-ZHA-1/released (progress): “freed” (to set free)" in said.out, said.err


def test_all_shows_the_tree_with_ticks_and_crosses(recwatch: Command, tmp_path: Path) -> None:
    text = "News of KZ\nIn Kazakhstan the court has freed the editor.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    said = recwatch("explain", str(tmp_path / "a.txt"), "--all")
    assert "✓ @release (to set free): “freed”" in said.out and "→ a match" in said.out


def test_a_text_can_be_read_in_a_language_that_is_given(recwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Title\nText\n", encoding="utf-8")
    said = recwatch("explain", str(tmp_path / "a.txt"), "--language", "kk")
    assert "no word of any concept" in said.out or "(read as kk)" in said.out
    assert recwatch("explain", str(tmp_path / "a.txt"), "--language", "kazakh!").code == 2


def test_why_an_act_was_held_back_is_said_in_words(recwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Editor\nKazakhstan will set free the editor.\n")
    said = recwatch("explain", str(tmp_path / "a.txt"), "--language", "en")
    assert "read as planned because of “will” before it" in said.out


def test_what_lacks_one_piece_is_named(recwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("News\nThe editor has resigned.\n", encoding="utf-8")
    said = recwatch("explain", str(tmp_path / "a.txt"))
    assert "there: “editor” (the editor)" in said.out
    assert "but: nothing in the same sentence says “to set free” (@release)" in said.out


def test_a_stored_document_is_explained_by_its_id(store: Store, recwatch: Command) -> None:
    said = recwatch("explain", "d1", "KZ-ZHA-1", "--json")
    assert {signal["signal"] for signal in said.json["signals"]} == {"released", "arrested"}


@pytest.mark.parametrize("words", [("nothing",), ("d1", "NO-1")])
def test_explaining_what_is_not_there_ends_with_code_two(
    store: Store, recwatch: Command, words: tuple[str, ...]
) -> None:
    assert recwatch("explain", *words).code == 2


SOURCE = """
id: herald
name: The Herald
publisher: A publisher
tier: official
country: KZ
languages: [en]
entry_points: [{url: "https://herald.example/feed", kind: feed}]
allowed_hosts: [herald.example]
expects: {documents_per_week: 1, text_at_least: 100}
"""


@pytest.fixture
def catalogue(home: Path) -> Path:
    folder = home / "catalogue"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "herald.yml").write_text(SOURCE, encoding="utf-8")
    return folder


def test_a_source_is_listed_with_its_last_night(
    catalogue: Path, store: Store, recwatch: Command
) -> None:
    outcome = SourceOutcome(
        source_id="herald",
        state=SourceState.FAILED,
        reason="no answer",
        read=0,
        unchanged=0,
        refused=1,
    )
    store.add_source_night(SourceNight(run_id="run1", outcome=outcome, cure="wait"))
    (row,) = recwatch("sources", "list", "--json").json
    assert (row["state"], row["reason"]) == ("failed", "no answer; cure: wait")
    assert row["last good night"] == "never"


def test_a_source_s_last_good_night_is_told_after_a_bad_one(
    catalogue: Path, store: Store, recwatch: Command
) -> None:
    store.add_source_night(make_source_night("herald", run_id="run1"))
    later = AT + timedelta(days=1)
    store.open_run(make_run(2, started_at=later))
    store.add_source_night(make_source_night("herald", "run-2", state=SourceState.FAILED))
    (row,) = recwatch("sources", "list", "--json").json
    assert (row["state"], row["last good night"]) == ("failed", f"{AT:%Y-%m-%d}")


def test_a_list_says_what_would_go_unwatched_without_each_source(
    catalogue: Path, recwatch: Command
) -> None:
    watches = "watches:\n  tiny: {recommendations: [KZ-ZHA-1], primary_for: [government]}\n"
    (catalogue / "herald.yml").write_text(SOURCE + watches, encoding="utf-8")
    said = recwatch("sources", "list")
    assert "KZ-ZHA-1 (no other source)" in said.out
    assert "KZ-ZHA-1: no independent source" in said.err


def test_check_finds_a_recommendation_that_the_register_lacks(
    catalogue: Path, recwatch: Command
) -> None:
    watches = "watches:\n  tiny: {recommendations: [KZ-ZHA-9]}\n"
    (catalogue / "herald.yml").write_text(SOURCE + watches, encoding="utf-8")
    said = recwatch("check")
    assert said.code == 2 and "KZ-ZHA-9" in said.err and "herald" in said.err


def test_a_source_without_an_address_can_not_be_asked(catalogue: Path, recwatch: Command) -> None:
    point = 'entry_points: [{url: "https://herald.example/feed", kind: feed}]\n'
    shut = SOURCE.replace(point, "disabled_because: it needs a key\n")
    (catalogue / "herald.yml").write_text(shut, encoding="utf-8")
    said = recwatch("sources", "check", "herald")
    assert said.code == 2 and "it needs a key" in said.err


def test_a_badge_stands_beside_its_source(catalogue: Path, recwatch: Command) -> None:
    """Rows 23 and 33."""
    file = catalogue / "herald.yml"
    file.write_text(SOURCE + "unverified_hosts: [herald.example]\nby_proxy: true\n")
    (row,) = recwatch("sources", "list", "--json").json
    assert row["badges"] == "certificate of herald.example not verified, by proxy only"


def test_a_proxy_that_is_none_is_refused_with_its_remedy(
    recwatch: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 33."""
    monkeypatch.setenv("RECWATCH_PROXY", "socks5://127.0.0.1:9050")
    said = recwatch("sources", "list")
    assert (said.code, "expected an HTTP proxy by its number" in said.err) == (2, True)


def test_an_unknown_source_can_not_be_asked(catalogue: Path, recwatch: Command) -> None:
    assert recwatch("sources", "check", "nobody").code == 2


def test_asking_live_sources_needs_a_contact(catalogue: Path, recwatch: Command) -> None:
    said = recwatch("sources", "check")
    assert said.code == 2 and "RECWATCH_CONTACT" in said.err


def test_check_tells_a_fault_in_the_catalogue_by_its_place(
    catalogue: Path, recwatch: Command
) -> None:
    (catalogue / "bad.yml").write_text("id: bad\nnmae: x\n", encoding="utf-8")
    said = recwatch("check")
    assert said.code == 2 and "bad.yml:" in said.err


def test_the_doctor_ends_with_code_one_where_something_is_broken(
    catalogue: Path, recwatch: Command
) -> None:
    (catalogue / "bad.yml").write_text("id: [", encoding="utf-8")
    said = recwatch("doctor", "--json")
    levels = {verdict["probe"]: verdict["level"] for verdict in said.json}
    assert (levels["catalogue"], levels["rules"], said.code) == ("FAIL", "OK", 1)


def test_check_tells_of_settings_and_catalogue_at_once(
    recwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECWATCH_WORKERS", "many")
    monkeypatch.setenv("RECWATCH_ZOEN", "UTC")
    (home / "catalogue").mkdir(parents=True)
    (home / "catalogue" / "mine.yml").write_text("id: mine\nnonsense: 1\n", encoding="utf-8")
    said = recwatch("check")
    assert said.code == 2
    assert all(each in said.err for each in ("RECWATCH_WORKERS", "RECWATCH_ZOEN", "mine.yml:2:1"))
