"""Matching alone against the bare automaton over the same forms, on texts of 300 to 800 words.

The texts are the demo newsroom's articles, joined until they are long enough: one core, one
process, the same texts in turn for both, best of five rounds.
"""

import time
from collections.abc import Callable, Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation

from monitor.demo.articles import load_edition
from monitor.wiring import load_matcher, load_settings
from rules.matcher import Matcher
from rules.records import Document

WORDS = 450
ROUNDS = 5


def measure() -> dict[str, float]:
    """Documents a second of both, and their ratio."""
    settings = load_settings()
    begun = time.perf_counter()
    matcher = load_matcher(settings)
    compiled = time.perf_counter() - begun
    documents = _documents()
    bare = _bare(matcher)
    figures = {
        "documents": float(len(documents)),
        "compile_seconds": round(compiled, 2),
        "matcher_per_second": _speed(documents, matcher.match),
        "automaton_per_second": _speed(documents, lambda d: bare[d.language](d)),
    }
    ratio = figures["matcher_per_second"] / figures["automaton_per_second"]
    return figures | {"ratio": round(ratio, 3)}


def _documents() -> list[Document]:
    texts: dict[str, list[str]] = {}
    for article in load_edition(1).articles:
        texts.setdefault(article.language, []).extend(article.paragraphs)
    return [d for language, found in sorted(texts.items()) for d in _joined(language, found)]


def _joined(language: str, paragraphs: Iterable[str]) -> Iterable[Document]:
    held: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        held.append(paragraph)
        if sum(len(text.split()) for text in held) >= WORDS:
            text = "\n".join(held)
            yield Document(id=f"{language}{number}", title=held[0], text=text, language=language)
            held = []


def _bare(matcher: Matcher) -> dict[str, Callable[[Document], object]]:
    def of(language: str) -> Callable[[Document], object]:
        literals = matcher.tongues[language].lexicon.literals
        automaton = AhoCorasick(list(literals), implementation=Implementation.ContiguousNFA)
        return lambda d: automaton.find_matches_as_indexes(d.text.lower(), overlapping=True)

    return {language: of(language) for language in matcher.tongues if language}


def _speed(documents: Sequence[Document], work: Callable[[Document], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for document in documents:
            work(document)
        best = min(best, time.perf_counter() - begun)
    return round(len(documents) / best, 1)
