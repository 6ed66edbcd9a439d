"""Who watches what, and what would be lost with one source."""

from dataclasses import replace
from datetime import date
from typing import Any

from monitor.coverage import Coverage, coverage_of, gaps, lost_without, strangers
from rules.complaints import Place
from rules.records import Cite, Life, Recommendation, Register
from spiders.records import ALL, Expectation, Source, Tier, Watch

REGISTER = Register(
    id="tiny",
    title="",
    url="",
    published=date(2004, 4, 5),
    country="KZ",
    languages=("en",),
    baseline=date(2004, 4, 1),
    addressees=(("government", "The government"), ("donors", "Donors")),
    recommendations=tuple(
        Recommendation(
            id=name,
            cite=Cite(heading="", position=1),
            addressees=(addressee,),
            asks="",
            clauses=(),
            ladder="",
            life=Life(),
            signals=(),
            place=Place(file="x"),
        )
        for name, addressee in (("FREE", "government"), ("PAY", "donors"))
    ),
)


def make_source(name: str, *recommendations: str, primary: str = "", **given: Any) -> Source:
    watch = Watch(
        register=given.pop("register", "tiny"),
        recommendations=recommendations,
        primary_for=(primary,) if primary else (),
        no_primary_for=given.pop("no_primary_for", ()),
    )
    source = Source(
        id=name,
        name=name,
        publisher=name,
        tier=Tier.INDEPENDENT_MEDIA,
        country=None,
        languages=("en",),
        entry_points=(),
        allowed_hosts=(),
        expects=Expectation(documents_per_week=1, text_at_least=1),
        watches=(watch,),
    )
    return replace(source, **given)


def of_first(*sources: Source) -> Coverage:
    return coverage_of(REGISTER, sources)[0]


def test_a_source_is_primary_for_its_own_addressee_and_independent_of_others() -> None:
    ministry = make_source("ministry", ALL, primary="government", tier=Tier.OFFICIAL)
    paper = make_source("paper", "FREE")
    free, pay = coverage_of(REGISTER, (ministry, paper))
    assert (free.primary, free.independent, free.lacks) == ((ministry,), (paper,), ())
    assert (pay.primary, pay.others) == ((), (ministry,))


def test_a_publisher_is_not_independent_of_itself() -> None:
    bulletin = make_source("bulletin", "FREE", primary="government")
    blog = make_source("blog", "FREE", publisher="bulletin")
    assert of_first(bulletin, blog).lacks == ("independent",)


def test_a_state_s_press_and_a_search_engine_are_not_independent() -> None:
    press = make_source("press", "FREE", tier=Tier.STATE_MEDIA)
    engine = make_source("engine", "FREE", tier=Tier.AGGREGATOR)
    assert of_first(press, engine).lacks == ("primary", "independent")


def test_a_source_that_is_not_read_watches_nothing_and_its_reason_is_told() -> None:
    closed = make_source(
        "closed",
        "FREE",
        primary="government",
        no_primary_for=(("FREE", "it is shut"),),
        disabled_because="shut",
    )
    paper = make_source("paper", ALL)
    coverage = coverage_of(REGISTER, (closed, paper))
    assert list(gaps(coverage)) == [
        ("FREE", "no primary source (closed: it is shut)"),
        ("PAY", "no primary source"),
    ]


def test_another_register_s_watch_counts_for_nothing_here() -> None:
    assert of_first(make_source("paper", ALL, register="other")).independent == ()


def test_what_would_be_lost_is_told_by_its_kind() -> None:
    ministry = make_source("ministry", "FREE", primary="government")
    paper = make_source("paper", ALL)
    coverage = coverage_of(REGISTER, (ministry, paper))
    assert lost_without(ministry, coverage) == {"primary": ("FREE",)}
    assert lost_without(paper, coverage) == {"any": ("PAY",), "independent": ("FREE",)}


def test_a_name_that_the_register_lacks_is_found() -> None:
    source = make_source("paper", "FREE", "FRE", primary="goverment")
    assert [name for _, name in strangers(REGISTER, (source,))] == ["FRE", "goverment"]
