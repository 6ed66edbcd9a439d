"""The spider of one source: entry points first, then the articles they list, then the rest.

    entry points ─► entries ─► new articles ─► known articles to recheck ─► entries without one

It decides what to fetch; fetching, evidence and manners are the middlewares' matter. A failure
of one address is counted and never ends the others.
"""

import asyncio
import re
import time
import zlib
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

import scrapy

from spiders.answers import Answer, Refused, RobotsRefused
from spiders.fetching import Fetcher
from spiders.kinds.feeds import read_feed
from spiders.kinds.listings import read_listing
from spiders.kinds.reading import Reading, Unreadable
from spiders.kinds.sitemaps import read_sitemap
from spiders.kinds.statuspages import read_status_page
from spiders.outcomes import Tally
from spiders.records import (
    Entry,
    EntryPoint,
    KnownPage,
    Kind,
    Limits,
    Role,
    Source,
    SourcePlan,
)
from spiders.recorder import Recorder
from spiders.safety.challenges import challenge_in
from spiders.urls import is_on_host
from spiders.warc import AnswerSpan, EntriesSpan, NOT_MODIFIED
