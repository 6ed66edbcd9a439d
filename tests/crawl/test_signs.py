"""Every sign of failure over a real connection: what the night's account says of each."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from spiders.records import EntryPoint, Kind, KnownPage, Role, SourcePlan, SourceState
from spiders.shapes import ApiShape, ListingShape
from tests.crawl.conftest import Crawled, crawl, make_plan, make_source
from tests.crawl.site import Reply, Site, rss
from tests.golden.signs import SIGNS, Sign

SHAPE = ApiShape(items="articles", link="{url}", title="{title}", date="{seendate}")


def plan_of(sign: Sign, site: Site) -> SourcePlan:
    """A source that meets the sign, and that was visited before."""
    hosts = (site.host,)
    if sign.kind == "article":
        site.replies[f"/feed/{sign.name}"] = Reply(rss(("Title", site.url(sign.path))))
        source = make_source(sign.name, (site.url(f"/feed/{sign.name}"), Kind.FEED), hosts=hosts)
    else:
        kind = Kind(sign.kind)
        point = EntryPoint(
            url=site.url(sign.path),
            kind=kind,
            listing=ListingShape(item="li") if kind is Kind.LISTING else None,
            api=SHAPE if kind is Kind.API else None,
            lists_at_most=sign.lists_at_most,
        )
        source = replace(make_source(sign.name, hosts=hosts, follow=False), entry_points=(point,))
    known = KnownPage(url=site.url("/earlier"), role=Role.ARTICLE, sha256="0" * 64)
    return SourcePlan(source=source, known=(known,))


def fill(site: Site, signs: list[Sign]) -> None:
    site.replies["/robots.txt"] = Reply(status=404)
    for sign in signs:
        body = sign.body.replace(b"{host}", site.url("").encode())
        site.replies[sign.path] = Reply(
            body, status=sign.status, headers=sign.headers, content_type=sign.content_type
        )


@pytest.fixture(scope="module")
def nights(
    open_site: Callable[[], Site], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Crawled]:
    """One night of them all, and one of those that ask their host to be left alone."""
    folder, found = tmp_path_factory.mktemp("warc"), {}
    for busy in (False, True):
        signs = [sign for sign in SIGNS if (sign.status == 429) is busy]
        site = open_site()
        fill(site, signs)
        plans = [plan_of(sign, site) for sign in signs]
        plan = make_plan(folder / f"{busy}.warc.gz", *plans, loopback=(site.host,))
        found |= dict.fromkeys((sign.name for sign in signs), crawl(plan))
    return found


def said_of(nights: dict[str, Crawled], sign: Sign) -> str:
    outcome = nights[sign.name].outcomes[sign.name]
    refused = (each.reason for each in outcome.refusals)
    return "\n".join((outcome.reason, *refused))


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.name)
def test_the_account_names_the_sign(nights: dict[str, Crawled], sign: Sign) -> None:
    assert sign.says in said_of(nights, sign)


@pytest.mark.parametrize("sign", SIGNS, ids=lambda sign: sign.name)
def test_a_night_with_a_sign_is_no_good_one(nights: dict[str, Crawled], sign: Sign) -> None:
    state = nights[sign.name].outcomes[sign.name].state
    bad = {SourceState.SUSPICIOUS, SourceState.FAILED, SourceState.PARTIAL}
    assert state in bad


@pytest.mark.parametrize(
    "sign", [sign for sign in SIGNS if sign.is_pretender], ids=lambda sign: sign.name
)
def test_a_sign_is_kept_as_evidence_and_asked_again_without_conditions(
    nights: dict[str, Crawled], sign: Sign
) -> None:
    written = next(
        each for each in nights[sign.name].of(sign.name) if urlsplit(each.url).path == sign.path
    )
    assert (written.status, written.etag, written.last_modified) == (sign.status, None, None)


def test_a_full_list_gives_what_it_has(nights: dict[str, Crawled]) -> None:
    assert len(nights["full-window"].entries("full-window")) == 100


def test_a_full_list_of_a_source_s_first_night_hides_nothing(
    open_site: Callable[[], Site], tmp_path_factory: pytest.TempPathFactory
) -> None:
    (full,) = (sign for sign in SIGNS if sign.name == "full-window")
    site = open_site()
    fill(site, [full])
    first = replace(plan_of(full, site), known=())
    path = tmp_path_factory.mktemp("warc") / "first.warc.gz"
    outcome = crawl(make_plan(path, first, loopback=(site.host,))).outcomes["full-window"]
    assert outcome.state is SourceState.OK
