"""`make bench`: measures matching against the bare automaton, as a ratio within one run."""

import json

from benchmarks.matching import measure

if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
