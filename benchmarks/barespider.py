"""The bare Scrapy spider of `benchmarks.crawling`: reads a sitemap's pages and keeps nothing.

python -m benchmarks.barespider ADDRESS REQUESTS_AT_ONCE      prints how many pages came
"""

import re
import sys
from collections.abc import AsyncIterator, Iterator

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class Bare(scrapy.Spider):
    """As Scrapy's tutorial has it."""

    name = "bare"

    def __init__(self, address: str, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.address = address
        self.pages = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The sitemap."""
        yield scrapy.Request(f"{self.address}/sitemap.xml", self.parse)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Its pages."""
        for url in re.findall("<loc>(.*?)</loc>", response.text):
            yield scrapy.Request(url, self.page)

    def page(self, response: Response) -> None:
        """One page, counted."""
        self.pages += bool(response.body)


def main(address: str, at_once: int) -> None:
    """Crawl, and say how many pages came."""
    process = AsyncCrawlerProcess(
        {
            "LOG_LEVEL": "WARNING",
            "TELNETCONSOLE_ENABLED": False,
            "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
            "DOWNLOAD_DELAY": 0,
        }
    )
    crawler = process.create_crawler(Bare)
    process.crawl(crawler, address=address)
    process.start()
    print(crawler.spider.pages)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
