"""A small rulebook of the tests' own, so that they say nothing about the shipped rules.

The shipped cues, places and ladders are used as they are; concepts and signals are given by the
test, in the YAML that people write.
"""

from datetime import date
from pathlib import Path

from rules.compiler import compile_rulebook
from rules.matcher import Matcher
from rules.records import Document, Match
from rules.register import SHIPPED, read_rulebook

REPORT = """
id: tiny
title: A report
url: https://example.org/report
published: 2004-04-05
country: KZ
languages: [en, ru, kk]
baseline: 2004-04-01
addressees: {gov: Government, us: {name: United States, countries: [US]}}
order: [T-1]
"""

CONCEPTS = """
concepts:
  release:
    gloss: to set free
    kind: act
    forms:
      en: [release, released, releases, freed]
      ru: [освобод*, освобожд*]
      kk: [босат*, босатыл*]
  arrest:
    gloss: to detain
    kind: act
    forms:
      en: [arrest, arrested, detained]
      ru: [арестова*, арест, задержа*]
      kk: [ұста*, қамауға алды]
  politician:
    gloss: a politician
    kind: thing
    forms:
      en: [politician, activist, activists]
      ru: [политик*, активист*]
      kk: [саясаткер*, белсенді*]
  zhakiyanov:
    gloss: Galymzhan Zhakiyanov
    kind: person
    country: KZ
    any: [Zhakiyanov, Жақиянов*]
"""

SIGNALS = """
  - id: freed
    clause: out
    toward: progress
    rung: released
    when: "@release AND (@politician OR @zhakiyanov)"
    examples: EXAMPLES
  - id: held
    clause: out
    toward: regression
    rung: arrested
    when: "@arrest NEAR/8 (@politician OR @zhakiyanov)"
    examples: EXAMPLES
"""


# Of two recommendations the first is of who is freed, the second of who is held: each needs both
# directions, and has the other one for a single person.
_FREED, _HELD = ("\n  - id:" + one for one in SIGNALS.split("\n  - id:")[1:])
_ALL, _ONE = "(@politician OR @zhakiyanov)", "@zhakiyanov"
FREED_ALONE = _FREED + _HELD.replace(_ALL, _ONE)
HELD_ALONE = _HELD + _FREED.replace(_ALL, _ONE)

# The day of a document, and a lead that is long enough to be all of it.
NEWS = date(2006, 1, 16)
DULL = "Milk is dear. " * 40

# A signal does not load without examples; what these say does not matter here.
EXAMPLES = ", ".join(
    f"{{lang: {language}, text: x, gives: {gives}}}"
    for language in ("en", "ru", "kk")
    for gives in ("true", "false")
)


def write_book(
    folder: Path,
    *,
    signals: str = SIGNALS,
    concepts: str = CONCEPTS,
    patterns: str = "",
    addressee: str = "gov",
    second: str = "",
    first: str = "",
) -> Path:
    """A folder that holds what ships as cues, places and ladders, and these rules.

    signals: of the only recommendation, T-1. second: of another one, T-2, if there is to be one.
    first: lines that T-1 has besides.
    """
    for shared in ("cues", "places", "ladders"):
        (folder / shared).symlink_to(SHIPPED / shared)
    (folder / "concepts").mkdir()
    (folder / "concepts" / "tiny.yml").write_text(concepts, encoding="utf-8")
    if patterns:
        (folder / "patterns").mkdir()
        (folder / "patterns" / "tiny.yml").write_text(patterns, encoding="utf-8")
    register = folder / "registers" / "tiny"
    register.mkdir(parents=True)
    given = {f"T-{number}": one for number, one in enumerate((signals, second), 1) if one}
    report = REPORT.replace("[T-1]", f"[{', '.join(given)}]")
    (register / "report.yml").write_text(report, encoding="utf-8")
    for position, (name, one) in enumerate(given.items(), 1):
        head = (
            f"id: {name}\ncite: {{heading: H, position: {position}}}\n"
            f"addressees: [{addressee}]\nasks: Release them.\n"
            "clauses: {out: Out of prison}\nladder: prisoner\nsignals:\n"
        )
        if first and name == "T-1":
            head = head.replace("asks:", f"{first}\nasks:")
        text = head + one.replace("EXAMPLES", f"[{EXAMPLES}]")
        (register / f"{name}.yml").write_text(text, encoding="utf-8")
    return folder


def make_matcher(folder: Path, **rules: str) -> Matcher:
    """The matcher of a small rulebook; a complaint fails the test."""
    return compiled(write_book(folder, **rules))


def compiled(folder: Path) -> Matcher:
    """The matcher of the rulebook in a folder; a complaint fails the test."""
    rulebook, complaints = read_rulebook("tiny", shipped=folder)
    assert complaints == ()
    assert rulebook is not None
    return compile_rulebook(rulebook)


def make_document(
    text: str,
    *,
    title: str = "",
    language: str = "en",
    published: date | None = None,
    country: str | None = "KZ",
) -> Document:
    """A document with what matters to the test."""
    return Document(
        id="d", title=title, text=text, language=language, published=published, country=country
    )


def told(matches: tuple[Match, ...]) -> list[tuple[str, str]]:
    """What was found: signal and factuality."""
    return [(match.signal, match.factuality.value) for match in matches]
