"""`make bench`: how long rules take to load, and matching against the bare automaton."""

import json

from benchmarks import loading, matching

if __name__ == "__main__":
    print(json.dumps({"loading": loading.measure(), "matching": matching.measure()}, indent=1))
