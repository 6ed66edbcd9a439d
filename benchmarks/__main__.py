"""`make bench`: loading rules, matching, reading archives, and crawling, each against a ruler."""

import json

from benchmarks import archives, crawling, loading, matching

if __name__ == "__main__":
    figures = {
        "loading": loading.measure(),
        "matching": matching.measure(),
        "archives": archives.measure(),
        "crawling": crawling.measure(),
    }
    print(json.dumps(figures, indent=1))
