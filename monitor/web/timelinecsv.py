"""A recommendation's timeline as CSV: every flag, demand and status, the newest first.

Cells that a spreadsheet would take for a formula stand behind an apostrophe.
"""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from monitor.away.sheet import safe_cell
from monitor.flagviews import TIER_WORDS, Guide
from monitor.printable import printable
from monitor.timelines import STATEMENT_WORDS, Event, all_told, event_of
from rules.records import Recommendation
from storage.board import ToldFlag
from storage.contract import Store
from storage.records import Status, TimelineItem

HEADER = (
    *("date", "kind", "flag", "clause", "rung", "lane", "points", "answer", "title", "language"),
    *("source", "source_kind", "document", "register", "recommendation", "rules", "made_at"),
)
STATEMENTS_AT_MOST = 10_000


def as_csv(store: Store, guide: Guide, one: Recommendation, now: datetime) -> str:
    """The table as text, with its head."""
    made = {
        "register": guide.register.id,
        "recommendation": one.id,
        "rules": guide.rules,
        "made_at": now.isoformat(timespec="seconds"),
    }
    rows = [
        *(_flag_row(told, guide) for told in all_told(store, one.id)),
        *(_statement_row(item) for item in store.timeline(one.id, STATEMENTS_AT_MOST)),
        *(_status_row(status) for status in store.statuses(one.id)),
    ]
    rows.sort(key=lambda row: row["date"], reverse=True)
    text = StringIO(newline="")
    writer = csv.DictWriter(text, HEADER, restval="")
    writer.writeheader()
    writer.writerows(dict(_safe(row | made)) for row in rows)
    return text.getvalue()


def _safe(row: dict[str, str]) -> Iterator[tuple[str, str]]:
    return ((name, safe_cell(printable(cell))) for name, cell in row.items())


def _flag_row(told: ToldFlag, guide: Guide) -> dict[str, str]:
    event: Event = event_of(told, guide)
    return {
        "date": event.on.isoformat(),
        "kind": "flag",
        "flag": str(event.number),
        "clause": "; ".join(event.clauses),
        "rung": "; ".join(event.rungs),
        "lane": event.lane.value,
        "points": told.flag.heading.value,
        "answer": told.answer.value if told.answer else "waiting",
        "title": event.title,
        "language": event.language,
        "source": event.source,
        "source_kind": TIER_WORDS[event.tier] if event.tier else "",
        "document": told.flag.document_id,
    }


def _statement_row(item: TimelineItem) -> dict[str, str]:
    return {
        "date": item.published.isoformat() if item.published else "",
        "kind": STATEMENT_WORDS.get(item.match.factuality, item.match.factuality.value),
        "clause": item.match.clause,
        "rung": item.match.rung or "",
        "points": item.match.toward.value,
        "document": item.document_id,
    }


def _status_row(status: Status) -> dict[str, str]:
    return {
        "date": status.at.date().isoformat(),
        "kind": "status",
        "flag": "; ".join(map(str, status.flags)),
        "clause": status.clause,
        "rung": status.rung or "",
        "answer": status.implementation.value,
        "title": status.note,
        "source": status.reviewer,
    }
