"""Row 98: two people answer one flag at the same moment, on databases. No answer is lost."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from monitor.answering import answer_seen
from storage.queue import FlagVersion, Outdated
from storage.records import Answer
from storage.sql.store import open_store
from tests.monitor.flagging import FixedClock, make_flag, make_store
from tests.postgres import new_database

RACES = 100
ANSWERS = {"aigul": Answer.PROGRESS, "ruslan": Answer.REGRESSION}


@pytest.mark.prove
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_row98_of_two_answers_at_once_one_is_kept_and_one_is_told(
    kind: str, tmp_path: Path, postgres: str
) -> None:
    url = f"sqlite:///{tmp_path / 'races.db'}" if kind == "sqlite" else new_database(postgres)
    store = open_store(url)
    make_store(*(make_flag(number) for number in range(1, RACES + 1)), store=store)
    together = Barrier(2)

    def answers_all(reviewer: str) -> set[int]:
        told = set()
        for number in range(1, RACES + 1):
            together.wait()
            try:
                answer_seen(
                    store,
                    number,
                    ANSWERS[reviewer],
                    seen=FlagVersion(review=0, raised=1),
                    note=f"by {reviewer}",
                    reviewer=reviewer,
                    clock=FixedClock(),
                )
            except Outdated:
                told.add(number)
        return told

    with ThreadPoolExecutor(2) as pool:
        told = dict(zip(ANSWERS, pool.map(answers_all, ANSWERS), strict=True))
    for number in range(1, RACES + 1):
        kept = {review.reviewer for review in store.reviews(number)}
        assert kept == {name for name in ANSWERS if number not in told[name]}
        assert len(kept) == 1
    store.close()
