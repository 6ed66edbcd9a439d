"""`python -m benchmarks.digests`: 1,000 flags for 200 subscribers: made, kept, and their sizes.

Prints how long all letters took and the largest one, without the file that comes with it; 1 if one
is over 100 kB. The time is of this machine; what it holds against is the seconds that the same
flags take for one subscriber.
"""

import sys
import time
from contextlib import closing
from email.message import EmailMessage
from email.parser import Parser
from email.policy import SMTP
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.away.attached import FileMaker
from monitor.digests.build import BYTES_AT_MOST
from monitor.digests.deliver import queue_digests
from storage.contract import Store
from storage.post import Subscription
from storage.sql.store import open_store
from tests.monitor.flagging import make_edition, make_flag, make_store

FLAGS, READERS = 1_000, 200


def main() -> int:
    """Make the letters on SQLite in a folder that is thrown away."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "recwatch.db"
        with closing(open_store(f"sqlite:///{database}")) as store:
            make_store(*(make_flag(number) for number in range(1, FLAGS + 1)), store=store)
            one = _seconds(store, "one", 1)
            all_of_them = _seconds(store, "reader", READERS)
            mails = [mail.message for mail in store.mails(limit=READERS + 1)]
    sizes, wholes = [_without_file(mail) for mail in mails], [len(mail) for mail in mails]
    sys.stdout.write(
        f"{READERS} letters of {FLAGS} flags: {all_of_them:.1f} s, {READERS / all_of_them:.0f} a "
        f"second; the first alone {one:.2f} s; the largest {max(sizes):,} bytes, "
        f"{max(wholes):,} with its file\n"
    )
    return int(len(sizes) != READERS + 1 or max(sizes) > BYTES_AT_MOST)


def _seconds(store: Store, name: str, readers: int) -> float:
    subscriptions = [Subscription(address=f"{name}{n}@example.org") for n in range(readers)]
    edition = make_edition(store, attach=FileMaker())
    began = time.perf_counter()
    made = queue_digests(edition, subscriptions)
    took = time.perf_counter() - began
    assert sum(outcome.flags for outcome in made) == readers * FLAGS
    return took


def _without_file(mail: str) -> int:
    """Bytes of the letter itself: text, HTML and heads."""
    parts = Parser(EmailMessage, policy=SMTP).parsestr(mail).iter_attachments()
    return len(mail) - sum(len(part.as_bytes()) for part in parts)


if __name__ == "__main__":
    sys.exit(main())
