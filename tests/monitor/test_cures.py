"""A reason that recwatch gives finds the cure that is known for it."""

import pytest

from monitor.cures import cure_for
from spiders.kinds.feeds import read_feed
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import Unreadable
from spiders.kinds.sitemaps import read_sitemap
from spiders.kinds.statuspages import read_status_page
from spiders.refusals import _SENTENCES, _SIGNS
from spiders.safety.challenges import challenge_in
from spiders.safety.robots import robots_from
from spiders.shapes import ListingShape

FAULTS = [sentence for _, sentence in (*_SENTENCES, *_SIGNS)]
# A person can't mend these, and to wait for them would be a guess.
WITHOUT = {
    *("larger than the limit for one page", "the headers are too large"),
    *("not a web address", "the answer is not HTTP"),
}


@pytest.mark.parametrize("sentence", sorted(set(FAULTS)))
def test_every_fault_of_a_connection_has_a_cure_or_is_known_to_have_none(sentence: str) -> None:
    assert bool(cure_for(f"no entry point answered: {sentence}")) != (sentence in WITHOUT)


def unreadable(read: object, body: bytes, **given: object) -> str:
    with pytest.raises(Unreadable) as error:
        read(body, **given)  # type: ignore[operator]  # one of the readers
    return str(error.value)


@pytest.mark.parametrize(
    "reason",
    [
        unreadable(read_feed, b"<html></html>", base="https://a.example/"),
        unreadable(read_feed, b"12345678901", base="https://a.example/"),
        unreadable(read_feed, b"no feed " * 50, base="https://a.example/"),
        unreadable(read_sitemap, b"no map", base="https://a.example/", unpacked_at_most=99),
        unreadable(
            read_listing, b"<p>x</p>", base="https://a.example/", shape=ListingShape(item="li")
        ),
        unreadable(read_status_page, b"short"),
        str(challenge_in(202, (), b"")),
        str(challenge_in(200, (("cf-mitigated", "challenge"),), b"x")),
        str(challenge_in(200, (), b"<title>Site</title> under maintenance")),
        str(challenge_in(200, (), b"<title>404 Not Found</title>")),
        str(challenge_in(200, (), b"<title>Before you continue</title>")),
        "127.0.0.1 is not a public address: blocked",
        "it is fetched by proxy only, and none is set: set RECWATCH_PROXY",
        str(robots_from(503, b"").refusal),
        "HTTP 404",
        "HTTP 403",
        "HTTP 503",
    ],
)
def test_every_reason_that_a_list_gives_has_a_cure(reason: str) -> None:
    assert cure_for(reason)


def test_a_reason_that_nobody_knows_has_none() -> None:
    assert cure_for("the moon was full") == ""
