"""The signs of a page: which concepts stand in its title, in its lead, and beside what it tells.

Concepts are the same in every language, so what was learnt of pages in one holds in the others.
Other paragraphs give no signs: background, other countries and links may be added to any page.
"""

from collections.abc import Iterable, Mapping, Sequence

from rules.candidates import Candidate, Reading
from rules.lexicon import Hit
from rules.reading.segments import Span
from rules.records import Factuality

TITLE, LEAD, STORY = "title", "lead", "story"


def concept_of(sign: str) -> str:
    """The concept of a sign."""
    return sign.partition("@")[2]


def signs(
    reading: Reading, chosen: Iterable[Candidate], names: Mapping[int, str]
) -> frozenset[str]:
    """The signs of a page ("title @court"). chosen: what it tells. names: the concepts to look at.

    Its story is title, lead, and the sentences of what it tells as done.
    """
    done = [one.sentence for one in chosen if one.factuality.factuality is Factuality.ACTUAL]
    found: set[str] = set()
    for concept, hits in reading.hits.by_concept.items():
        if concept in names:
            found.update(f"{where} @{names[concept]}" for where in _where(hits, reading, done))
    return frozenset(found)


def _where(hits: Iterable[Hit], reading: Reading, done: Sequence[Span]) -> set[str]:
    found: set[str] = set()
    for hit in hits:
        if hit.start < reading.segments.title_end:
            found |= {TITLE, STORY}
        elif reading.segments.in_news(hit.start):
            found |= {LEAD, STORY}
        elif any(start <= hit.start < end for start, end in done):
            found.add(STORY)
    return found
