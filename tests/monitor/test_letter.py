"""A digest's letter: what it says, how it is kept short, and what hostile titles can't do."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import SMTP, compat32
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from monitor.digests.build import BYTES_AT_MOST, Letter, build_letter, discreet
from monitor.digests.content import (
    Coverage,
    DigestContent,
    Group,
    ReviewFile,
    Trouble,
    Ways,
    grouped,
    tally,
)
from monitor.digests.message import make_message
from monitor.digests.words import SUBJECT_AT_MOST
from monitor.flagviews import FlagView
from monitor.mailaddress import BadAddress
from monitor.printable import printable
from spiders.records import SourceState
from storage.records import Answer, Heading, Lane, Review
from tests.monitor.flagging import (
    AT,
    make_flag,
    make_guide,
    make_recommendation,
    make_register,
    make_view,
)
from tests.monitor.letter_cases import CONTENTS, ORIGIN, letters

GOLDEN = Path(__file__).parent.parent / "golden" / "letter.txt"
HOSTILE = "\x1b[2J\u202e<img src=//evil.example/x.png>{{ 7 * 7 }}\r\nBcc: all@example.org\x00\ud800"


def make_group(views: Sequence[FlagView], count: int = 0, name: str = "KZ-ZHA-1") -> Group:
    return Group(
        recommendation=name,
        asks="Free the editor.",
        count=count or len(views),
        shown=tuple(views),
    )


def make_content(**given: Any) -> DigestContent:
    content = DigestContent(
        register=make_register(),
        day=date(2026, 11, 23),
        coverage=Coverage(sources=41, pages=1204),
        happened=(make_group([make_view(1)]),),
        coming=(),
        tally={Heading.REGRESSION: 0, Heading.MIXED: 0, Heading.PROGRESS: 1},
    )
    return replace(content, **given)


def make_full_content() -> DigestContent:
    regression = make_view(2, heading=Heading.REGRESSION)
    answer = Review(number=1, flag=2, answer=Answer.REGRESSION, note="", reviewer="aru", at=AT)
    troubles = (
        Trouble(
            name="The Gazette",
            state=SourceState.FAILED,
            reason="no answer for 30 s",
            last_good=date(2026, 11, 20),
            cure="open its address in a browser",
        ),
        Trouble(name="The Post", state=SourceState.SUSPICIOUS, reason="a page where a feed was"),
    )
    return make_content(
        coverage=Coverage(sources=41, pages=1204, troubles=troubles),
        happened=(make_group([replace(regression, standing=answer), make_view(1)], count=7),),
        coming=(make_group([make_view(3, lane=Lane.COMING)]),),
        tally={Heading.REGRESSION: 2, Heading.MIXED: 0, Heading.PROGRESS: 5},
        reopened=1,
    )


def words_of(letter: Letter) -> tuple[list[str], list[str]]:
    """The words of the text and of the HTML's body."""
    body = lxml_html.fromstring(letter.html).find("body")
    assert body is not None
    bare = re.compile(r"[\w'-]+")
    return bare.findall(letter.text), bare.findall(body.text_content())


def test_the_letter_reads_as_agreed() -> None:
    """Look at the file and correct it by hand when the letter is meant to change."""
    letter = build_letter(make_full_content())
    assert f"Subject: {letter.subject}\n\n{letter.text}" == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*CONTENTS, "link-only"])
def test_text_and_html_say_the_same_of_every_night(name: str) -> None:
    text, html = words_of(letters()[name])
    assert text == html


@given(
    title=st.text(max_size=60),
    name=st.text(max_size=30),
    late=st.lists(st.text(max_size=30).map(printable), max_size=7),
    origin=st.sampled_from(["", ORIGIN]),
    waiting=st.integers(1, 3),
    counts=st.tuples(st.integers(0, 3), st.integers(0, 3)),
)
@settings(max_examples=25, deadline=None)
def test_text_and_html_say_the_same_whatever_others_write(
    title: str, name: str, late: list[str], origin: str, waiting: int, counts: tuple[int, int]
) -> None:
    held = ReviewFile(name="review.html", page="", flags=(1,), waiting=waiting)
    trouble = Trouble(name=name, state=SourceState.FAILED, reason=title)
    content = make_content(
        happened=(make_group([make_view(1, title=title, text=f"word {name}")] * counts[0], 9),),
        coming=(make_group([make_view(3, lane=Lane.COMING)] * counts[1], 9),),
        coverage=Coverage(sources=1, pages=1, troubles=(trouble,), nights=3, late=tuple(late)),
        ways=Ways(origin=origin, end=f"{origin}/letters/x" if origin else "", file=held),
    )
    letter = build_letter(content)
    for one in (letter, discreet(letter, content, link_only=True)):
        text, html = words_of(one)
        assert text == html


@pytest.mark.parametrize("name", [*CONTENTS, "link-only"])
def test_the_html_asks_nothing_of_the_network_and_leads_to_ourselves_only(name: str) -> None:
    html = letters()[name].html
    assert not re.search(r"<(img|link|script|iframe|form|object)\b|url\(|@import", html)
    assert all(each.startswith(f"{ORIGIN}/") for each in re.findall(r'href="([^"]*)"', html))


def test_where_the_pages_are_on_one_machine_there_is_no_dead_link() -> None:
    letter = build_letter(make_full_content())
    assert "<a " not in letter.html and "127.0.0.1" not in letter.text
    assert "recwatch review show 2" in letter.text


def test_a_night_on_which_nothing_could_be_read_is_not_told_as_nothing_new() -> None:
    letter = letters()["all-failed"]
    assert letter.subject == "Nothing could be read - 23 Nov"
    assert letter.text.startswith("Nothing could be read: all of 43 sources failed.")


@given(st.integers(1, 60), st.integers(0, 9))
@settings(max_examples=30, deadline=None)
def test_row_93_the_link_that_ends_letters_is_read_whole_by_a_mail_program(
    length: int, more: int
) -> None:
    host = ".".join(["h" * length, *["sub"] * more, "example.org"])
    end = f"https://{host}/letters/{'x' * 43}"
    letter = Letter(subject="s", text="t", html="h")
    message = make_message(letter, digest_id="x", subscriber="a@example.org", made_at=AT, end=end)
    read_back = message_from_bytes(message.as_bytes(), policy=compat32)
    assert read_back["List-Unsubscribe"] == f"<{end}>"
    assert read_back["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_styles_are_inline_and_dark_mode_stays() -> None:
    html = build_letter(make_full_content()).html
    assert '<main style="max-width: 600px' in html
    assert "prefers-color-scheme: dark" in html


def test_a_hostile_title_is_plain_text_in_the_html() -> None:
    view = make_view(1, title=HOSTILE)
    letter = build_letter(make_content(happened=(make_group([view]),)))
    assert "<img" not in letter.html
    assert "{{ 7 * 7 }}" in letter.html


@pytest.mark.parametrize("part", ["text", "html"])
def test_nothing_invisible_reaches_a_letter(part: str) -> None:
    guide = make_guide(make_recommendation(asks=HOSTILE))
    view = make_view(1, guide=guide, title=HOSTILE, text=f"word {HOSTILE}", reason=HOSTILE)
    trouble = Trouble(name=HOSTILE, state=SourceState.FAILED, reason=HOSTILE)
    content = make_content(
        happened=(make_group([view]),),
        coverage=Coverage(sources=1, pages=1, troubles=(trouble,)),
    )
    letter = getattr(build_letter(content), part)
    assert all(line.isprintable() for line in letter.split("\n"))


def test_a_thousand_long_flags_make_a_letter_under_the_limit() -> None:
    views = [make_view(n, title="Т" * 5000, text="Слово " * 5000) for n in range(1, 6)]
    groups = tuple(make_group(views, count=100, name=f"KZ-{n}") for n in range(200))
    letter = build_letter(make_content(happened=groups, coming=groups))
    message = make_message(letter, digest_id="x", subscriber="a@example.org", made_at=AT)
    assert len(message.as_bytes()) < BYTES_AT_MOST


def test_what_is_left_out_is_counted() -> None:
    groups = tuple(make_group([make_view(n)], count=9, name=f"KZ-{n}") for n in range(70))
    text = build_letter(make_content(happened=groups)).text
    shown = len(re.findall(r"^  \* ", text, re.MULTILINE))
    more = [int(n) for n in re.findall(r"^ *(\d+) more", text, re.MULTILINE)]
    assert shown + sum(more) == 70 * 9


@pytest.mark.parametrize(
    ("counts", "coming", "subject"),
    [
        ((2, 0, 1), 0, "3 new: 2 regressions, 1 progress - KZ, 23 Nov"),
        ((0, 0, 0), 1, "1 new: 1 coming - KZ, 23 Nov"),
        ((1234, 1234, 1234), 10, "3,712 new - 23 Nov"),
    ],
)
def test_the_subject_tells_the_counts(
    counts: tuple[int, int, int], coming: int, subject: str
) -> None:
    headings = dict(zip((Heading.REGRESSION, Heading.MIXED, Heading.PROGRESS), counts, strict=True))
    groups = (make_group([], count=coming),) if coming else ()
    assert build_letter(make_content(tally=headings, happened=(), coming=groups)).subject == subject


@given(st.tuples(*[st.integers(0, 10**7)] * 3))
@settings(max_examples=25, deadline=None)
def test_the_subject_is_short_whatever_the_counts(counts: tuple[int, ...]) -> None:
    tallied = dict(zip(Heading, counts, strict=True))
    assert len(build_letter(make_content(tally=tallied)).subject) <= SUBJECT_AT_MOST


def test_regressions_come_first_and_then_the_registers_order() -> None:
    names = ["R1", "R2", "R3"]
    register = make_register(*(make_recommendation(name) for name in names))
    flags = [
        make_flag(1, recommendation="R2"),
        make_flag(2, recommendation="R1"),
        make_flag(3, recommendation="R3"),
        make_flag(4, recommendation="R3", heading=Heading.REGRESSION),
    ]
    found = grouped(flags, Lane.HAPPENED, register)
    assert [(name, [f.number for f in own]) for name, own in found] == [
        ("R3", [4, 3]),
        ("R1", [2]),
        ("R2", [1]),
    ]


def test_the_tally_leaves_out_what_is_only_coming() -> None:
    assert sum(tally([make_flag(1), make_flag(2, lane=Lane.COMING)]).values()) == 1


def test_headers_survive_a_hostile_subject() -> None:
    letter = replace(build_letter(make_content()), subject=HOSTILE * 50)
    message = make_message(letter, digest_id="x", subscriber="a@example.org", made_at=AT)
    read_back = message_from_bytes(message.as_bytes(), policy=SMTP)
    assert read_back["Bcc"] is None
    assert len(read_back["Subject"]) <= 120 and read_back["Subject"].isprintable()


def test_the_same_digest_has_the_same_message_id_whenever_it_is_made() -> None:
    letter = build_letter(make_content())
    made = [
        make_message(letter, digest_id="x", subscriber="a@example.org", made_at=moment)
        for moment in (AT, AT.replace(hour=9))
    ]
    assert made[0]["Message-ID"] == made[1]["Message-ID"]


def test_a_mail_program_finds_both_parts_and_no_one_answers_by_machine() -> None:
    letter = build_letter(make_content())
    message = make_message(letter, digest_id="x", subscriber="a@example.org", made_at=AT)
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert message["Auto-Submitted"] == "auto-generated" and message["List-Id"]


@pytest.mark.parametrize("address", ["", "a", "a@", "a@b\r\nBcc: c@d", "a@b, c@d", "@"])
def test_what_is_no_address_is_refused(address: str) -> None:
    letter = Letter(subject="s", text="t", html="h")
    with pytest.raises(BadAddress):
        make_message(letter, digest_id="x", subscriber=address, made_at=AT)
