"""A rule mended in Chromium, over a database and a real workbench: seen to be rejected, tried on a
text, changed, and the change held against what the nights brought. No script is needed for it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from monitor.engine.bench import BenchRecipe, ProcessBench
from monitor.flagviews import make_guide
from monitor.web.office import Office
from storage.contract import Store
from storage.records import Answer, Changes
from storage.sql.store import open_store
from tests.browser.conftest import follow, violations, width
from tests.browser.serving import serving
from tests.factories import make_review, make_run
from tests.monitor.flagging import make_document, make_flag, make_source, make_store
from tests.monitor.test_bench import load
from tests.monitor.tiny import RECOMMENDATION
from tests.web.bench import tiny_folder, tiny_rulebook
from tests.web.conftest import make_office

HOSTILE = "<script>document.title='ran'</script><img src=https://evil.example/x onerror=alert(1)>"
NARROWER = RECOMMENDATION.replace("@release NEAR/6 @editor", "@release NEAR/6 bicycle")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('store') / 'recwatch.db'}"


@pytest.fixture(scope="module")
def store(database: str) -> Iterator[Store]:
    """A night with two flags of one rule, both rejected, and a hostile document."""
    kept = open_store(database)
    kept.open_run(make_run(1, id="run1"))
    make_store(make_flag(1), make_flag(2), store=kept)
    text = f"Суд освободил редактора. {HOSTILE}"
    kept.apply(Changes(documents=(make_document(9, title=HOSTILE, text=text, country="KZ"),)))
    for number in (1, 2):
        kept.add_review(make_review(number, Answer.NOT_RELEVANT))
    yield kept
    kept.close()


@pytest.fixture(scope="module")
def office(store: Store, database: str) -> Iterator[Office]:
    folder = tiny_folder()
    bench = ProcessBench(
        BenchRecipe(
            load=partial(load, folder),
            load_changed=partial(load, folder),
            open_store=partial(open_store, database),
            overlay=folder,
        )
    )
    office = make_office(store, single_user="aru")
    yield replace(office, guide=make_guide(tiny_rulebook(), [make_source()]), bench=bench)
    bench.close()


@pytest.fixture(scope="module")
def address(office: Office) -> Iterator[str]:
    with serving(office) as served:
        yield served


def test_a_rule_is_looked_at_tried_on_a_text_and_changed(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}/rules")
    follow(page.get_by_role("link", name="KZ-ZHA-1", exact=True))
    assert "reviewers rejected 2" in page.inner_text("#signal-released")
    follow(page.get_by_role("link", name="Hold a text against it"))
    page.fill("[name=text]", "The court has freed the editor.")
    follow(page.get_by_role("button", name="Read it"))
    assert page.locator("mark").all_inner_texts() == ["freed", "editor"]
    assert width(page) <= 320
    assert violations(page) == []
    follow(page.get_by_role("link", name="Rules").first)
    follow(page.get_by_role("link", name="Try a change"))
    page.fill("[name=file]", NARROWER)
    follow(page.get_by_role("button", name="Try it"))
    assert "0 of the last night's 3 documents: 0 new, 1 gone" in page.inner_text("main")
    assert width(page) <= 320
    assert violations(page) == []


def test_without_scripts_the_same_can_be_done(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/rules/try")
        page.fill("[name=file]", NARROWER.replace("bicycle", "@nothing"))
        follow(page.get_by_role("button", name="Try it"))
        assert "'nothing' is not a concept" in page.inner_text("main")
        assert "@nothing" in page.input_value("[name=file]")


def test_hostile_words_of_a_document_run_nothing(
    page: Page, requested: list[str], address: str
) -> None:
    for path, field, given in (("read", "document", "d9"), ("try", "file", NARROWER)):
        page.goto(f"{address}/rules/{path}")
        page.fill(f"[name={field}]", given)
        follow(page.locator("main form button"))
        assert page.locator("text=onerror").first.is_visible()
        assert page.title() != "ran"
    assert [one for one in requested if not one.startswith(address)] == []
