"""Days as publishers write them."""

from datetime import date

import pytest

from monitor.extract.dates import parse_date
from tests.monitor.page_makers import SEEN_ON


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("21 марта 2026 года", date(2026, 3, 21)),
        ("31 Июл 2026", date(2026, 7, 31)),
        ("Опубликовано: 24 янв. 2006, 10:00", date(2006, 1, 24)),
        ("2026 жылғы 19 шілде", date(2026, 7, 19)),
        ("2026 жылғы 19 шілдедегі № 5", date(2026, 7, 19)),
        ("19 шілде 2026", date(2026, 7, 19)),
        ("2026 ж. 3 мамыр", date(2026, 5, 3)),
        ("19.07.2026", date(2026, 7, 19)),
        ("3/4/2026", date(2026, 4, 3)),
        ("2026-07-19T23:30:00+05:00", date(2026, 7, 19)),
        ("19-Aug-2026", date(2026, 8, 19)),
        ("March 21, 2026", date(2026, 3, 21)),
        ("Posted on 14th July 2026", date(2026, 7, 14)),
        ("Tue, 14 Jul 2026 23:00:00 -0500", date(2026, 7, 14)),
        ("сегодня, 14:05", SEEN_ON),
        ("бүгін", SEEN_ON),
        ("вчера", date(2026, 11, 22)),
        ("кеше 10:00", date(2026, 11, 22)),
        ("24 November 2026", date(2026, 11, 24)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert parse_date(text, SEEN_ON) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "14:05",
        "31.02.2026",
        "1 января 1970",
        "2099-01-01",
        "25 November 2026",
        "№ 12.345",
        "мар",
    ],
)
def test_what_is_no_credible_day_is_none(text: str) -> None:
    assert parse_date(text, SEEN_ON) is None
