"""Matching alone against the bare automaton over the same forms, on texts of 300 to 800 words.

Two corpora, both of the demo newsroom's articles: one core, one process, the same texts in turn for
both, best of five rounds.

- `demo`: all articles joined. Nearly every text gives matches, several each.
- `night`: what most nights bring. Of a hundred texts in each language PLANTED begin with an article
  that the answer sheet flags; the others are put together of its quiet articles so that they give
  no match. Those were written as near misses: they hold three times as many lines in which some
  signal nearly fires as the labelled news does that gives no match.
"""

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ahocorasick_rs import AhoCorasick, Implementation

from monitor.demo.answers import load_sheet
from monitor.demo.articles import Article, load_edition
from monitor.wiring import load_matcher, load_settings
from rules.matcher import Matcher
from rules.records import Document

WORDS = 450
LEAST, MOST = 300, 800
TEXTS = 100
PLANTED = 7
ROUNDS = 5
COUNTRY = "KZ"


def measure() -> dict[str, object]:
    """For each corpus documents a second of both, their ratio, and the share that gives a match."""
    matcher = load_matcher(load_settings())
    corpora = {"demo": _joined_articles(), "night": _night(matcher)}
    return {name: _compared(matcher, found) for name, found in corpora.items()}


def _compared(matcher: Matcher, documents: Sequence[Document]) -> dict[str, float]:
    bare = _bare(matcher)
    ours = _speed(documents, matcher.match)
    theirs = _speed(documents, lambda d: bare[d.language](d))
    return {
        "documents": len(documents),
        "words": round(sum(len(d.text.split()) for d in documents) / len(documents)),
        "with_match": round(sum(bool(matcher.match(d)) for d in documents) / len(documents), 2),
        "matcher_per_second": ours,
        "automaton_per_second": theirs,
        "ratio": round(ours / theirs, 3),
    }


def _joined_articles() -> list[Document]:
    texts: dict[str, list[str]] = {}
    for article in load_edition(1).articles:
        texts.setdefault(article.language, []).extend(article.paragraphs)
    return [d for language, found in sorted(texts.items()) for d in _joined(language, found)]


def _joined(language: str, paragraphs: Iterable[str]) -> Iterable[Document]:
    held: list[str] = []
    for number, paragraph in enumerate(paragraphs):
        held.append(paragraph)
        if _words(held) >= WORDS:
            text = "\n".join(held)
            yield Document(id=f"{language}{number}", title=held[0], text=text, language=language)
            held = []


def _night(matcher: Matcher) -> list[Document]:
    sheet = load_sheet(1)
    flagged = {planted.slug for planted in sheet.planted} | set(sheet.originals)
    by_language: dict[str, list[Article]] = {}
    for article in load_edition(1).articles:
        by_language.setdefault(article.language, []).append(article)
    texts = []
    for language, articles in sorted(by_language.items()):
        planted = [one for one in articles if one.slug in flagged]
        quiet = [one for one in articles if one.slug not in flagged]
        dice = random.Random(language)  # the same texts in every run
        for number in range(TEXTS):
            words = dice.randint(LEAST, MOST)
            if number < PLANTED:
                texts.append(_filled(_document(dice.choice(planted)), quiet, words, dice))
            else:
                texts.append(_silent(matcher, quiet, words, dice))
    return texts


def _filled(
    text: Document, articles: Sequence[Article], words: int, dice: random.Random
) -> Document:
    while len(text.text.split()) < words:
        text = _longer(text, dice.choice(articles))
    return text


def _silent(
    matcher: Matcher, articles: Sequence[Article], words: int, dice: random.Random
) -> Document:
    """A text of articles in a row; whatever would make it give a match is left out."""
    silent = [_document(article) for article in articles]
    text = dice.choice([one for one in silent if not matcher.match(one)])
    while len(text.text.split()) < words:
        longer = _longer(text, dice.choice(articles))
        text = text if matcher.match(longer) else longer
    return text


def _document(article: Article) -> Document:
    return Document(
        id=article.slug,
        title=article.title,
        text="\n".join(article.paragraphs),
        language=article.language,
        published=article.published,
        country=COUNTRY,
    )


def _longer(text: Document, article: Article) -> Document:
    return replace(text, text="\n".join((text.text, article.title, *article.paragraphs)))


def _words(paragraphs: Iterable[str]) -> int:
    return sum(len(text.split()) for text in paragraphs)


def _bare(matcher: Matcher) -> dict[str, Callable[[Document], object]]:
    def of(language: str) -> Callable[[Document], object]:
        literals = matcher.tongues[language].lexicon.literals
        automaton = AhoCorasick(list(literals), implementation=Implementation.ContiguousNFA)
        return lambda d: automaton.find_matches_as_indexes(d.text.lower(), overlapping=True)

    return {language: of(language) for language in matcher.tongues if language}


def _speed(documents: Sequence[Document], work: Callable[[Document], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.process_time()
        for document in documents:
            work(document)
        best = min(best, time.process_time() - begun)
    return round(len(documents) / best, 1)
