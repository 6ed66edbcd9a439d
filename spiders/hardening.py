"""Scrapy's settings, hardened: its own defaults trust the web more than this project may."""

from typing import Any

from spiders.fetching import UNPACKED_SETTING
from spiders.records import CrawlPlan, Source
from spiders.safety.connections import UNVERIFIED_SETTING
from spiders.safety.guard import (
    FINDS_SETTING,
    HOSTS_SETTING,
    LOOPBACK_SETTING,
    PROXY_SETTING,
)

# From the engine's side (low) to the wire's (high). Every redirect passes them all again.
_MIDDLEWARES: dict[str, int | None] = {
    "spiders.safety.guard.GuardMiddleware": 20,
    "spiders.safety.robots.RobotsMiddleware": 100,
    "spiders.safety.pace.PaceMiddleware": 560,  # sees an answer before the retry takes it
    "spiders.fetching.BoundedUnpacking": 590,
    "spiders.fetching.EvidenceMiddleware": 800,
    "spiders.fetching.Redirects": 600,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
# All that are needed. The others are not even loaded: doors into a running child, writers of files.
_EXTENSIONS: dict[str, int | None] = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
REDIRECTS = 5
RETRIES = 2
SLOWEST = 30.0  # seconds between two requests, however slow the server is


def process_settings(plan: CrawlPlan) -> dict[str, Any]:
    """What holds for the whole child. The resolver asks for IPv4 alone, and may be slow in vain
    no longer than a page; `spiders.safety.dialing` checks what it says.
    """
    limits = plan.limits
    return {
        "USER_AGENT": plan.user_agent,
        "TWISTED_DNS_RESOLVER": "scrapy.resolver.CachingThreadedResolver",
        LOOPBACK_SETTING: list(plan.loopback),
        UNPACKED_SETTING: limits.unpacked_bytes,
        "DOWNLOADER_MIDDLEWARES": _MIDDLEWARES,
        "EXTENSIONS_BASE": _EXTENSIONS,  # named as None in EXTENSIONS they would still be imported
        "DOWNLOAD_MAXSIZE": limits.page_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_TIMEOUT": limits.page_seconds,
        "DNS_TIMEOUT": min(20, limits.page_seconds),
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("http", "https"), "spiders.safety.connections.BoundedHandler"),
            **dict.fromkeys(("file", "data", "ftp", "s3")),
        },
        "REDIRECT_MAX_TIMES": REDIRECTS,
        "RETRY_TIMES": RETRIES,
        "RETRY_GIVE_UP_LOG_LEVEL": "INFO",
        "COOKIES_ENABLED": False,
        "METAREFRESH_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "REFERER_ENABLED": True,  # with no-referrer: without it each redirect logs a warning
        "REFERRER_POLICY": "no-referrer",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "MEMUSAGE_ENABLED": False,  # the address-space limit is set before anything is fetched
        "ROBOTSTXT_OBEY": False,  # ours reads it by RFC 9309
        "LOG_LEVEL": "WARNING",
        "STATS_DUMP": False,
        "WARN_ON_GENERATOR_RETURN_VALUE": False,
    }


def source_settings(source: Source, proxy: str | None) -> dict[str, Any]:
    """What holds for one source: its hosts, its languages, its pace. proxy: None: directly."""
    pace = source.pace
    return {
        HOSTS_SETTING: list(source.allowed_hosts),
        FINDS_SETTING: source.finds,
        UNVERIFIED_SETTING: list(source.unverified_hosts),
        PROXY_SETTING: proxy or "",
        "CONCURRENT_REQUESTS": max(1, pace.concurrent) + 1,  # and robots.txt
        "CONCURRENT_REQUESTS_PER_DOMAIN": max(1, pace.concurrent),
        "DOWNLOAD_DELAY": pace.delay,
        "DOWNLOAD_DELAY_JITTER": 0.0,  # ours only adds to the pause, never takes of it
        "AUTOTHROTTLE_ENABLED": pace.delay > 0,
        "AUTOTHROTTLE_START_DELAY": pace.delay,
        "AUTOTHROTTLE_MAX_DELAY": max(SLOWEST, pace.delay),
        "AUTOTHROTTLE_TARGET_CONCURRENCY": float(max(1, pace.concurrent)),
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": ", ".join((*source.languages, "*;q=0.1")),
        },
    }
