"""How many words of a treebank the paradigms know: `python -m benchmarks.paradigms ru FILE…`.

FILE is a treebank of Universal Dependencies in CoNLL-U; none is shipped, for most must be passed
on under their own licence. For nouns, adjectives and verbs it prints, over distinct pairs of lemma
and form, the share that the paradigm of the lemma makes, and the share of all made forms that the
treebank knows as a form of another lemma; then the commonest pairs that were not made.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sized
from dataclasses import dataclass
from pathlib import Path

from rules.inflect.lemma import NoParadigmError, Part
from rules.inflect.paradigms import surface_forms
from rules.text import fold_word

# A word of another script is no word of the language: the Roman numerals of a Russian text.
CYRILLIC = re.compile("[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*")
SCRIPTS = {"en": re.compile("[a-z]+(?:-[a-z]+)*")}
PARTS = {"NOUN": Part.NOUN, "ADJ": Part.ADJECTIVE, "VERB": Part.VERB}
_FORM, _LEMMA, _PART = 1, 2, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word of a treebank, folded."""

    form: str
    lemma: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One part of speech. pairs: attested, with how often; missed: those not made.

    without_paradigm, only_marked: lemmas that are refused, and those that are refused unless their
    part of speech stands behind them, for no dictionary knows them.
    """

    pairs: Counter[tuple[str, str]]
    missed: Counter[tuple[str, str]]
    without_paradigm: frozenset[str]
    only_marked: frozenset[str]
    made: int
    of_another_lemma: int


def read_tokens(lines: Iterable[str]) -> Iterator[Token]:
    """The words of a CoNLL-U file; ranges and empty nodes are left out."""
    for line in lines:
        cells = line.rstrip("\n").split("\t")
        if len(cells) == 10 and cells[0].isdigit():
            form, lemma = fold_word(cells[_FORM]), fold_word(cells[_LEMMA])
            yield Token(form=form, lemma=lemma, part=cells[_PART])


def cover(language: str, tokens: list[Token], part: str) -> Coverage:
    """The paradigms of all lemmas of this part of speech against what is attested."""
    script = SCRIPTS.get(language, CYRILLIC)
    words = (t for t in tokens if t.part == part and script.fullmatch(t.form))
    pairs = Counter((token.lemma, token.form) for token in words)
    lemmas: dict[str, set[str]] = {}
    for token in tokens:
        lemmas.setdefault(token.form, set()).add(token.lemma)
    paradigms = {lemma: _paradigm(language, lemma, PARTS[part]) for lemma, _ in pairs}
    none = frozenset(lemma for lemma, forms in paradigms.items() if not forms)
    made = [(lemma, form) for lemma, forms in paradigms.items() for form in forms]
    return Coverage(
        pairs=pairs,
        missed=Counter({p: n for p, n in pairs.items() if p[1] not in paradigms[p[0]]}),
        without_paradigm=none,
        only_marked=frozenset(one for one in paradigms if not _paradigm(language, one)) - none,
        made=len(made),
        of_another_lemma=sum(bool(lemmas.get(form, {lemma}) - {lemma}) for lemma, form in made),
    )


def _paradigm(language: str, lemma: str, part: Part | None = None) -> frozenset[str]:
    try:
        return frozenset(map(fold_word, surface_forms(language, lemma, part)))
    except NoParadigmError:
        return frozenset()


def _told(part: str, found: Coverage, misses: int) -> Iterator[str]:
    pairs = found.pairs
    made = pairs - found.missed
    in_text = made.total() / max(1, pairs.total())
    other = found.of_another_lemma / max(1, found.made)
    sure = [pair for pair in made if pair[0] not in found.only_marked]
    yield f"{part}: {_share(made, pairs)} of {len(pairs)} pairs made ({in_text:.2%} of all words)"
    yield f"  {_share(sure, pairs)} without a part of speech behind unknown words"
    yield f"  no paradigm: {_share([p for p in pairs if p[0] in found.without_paradigm], pairs)}"
    yield f"  another lemma's form too: {other:.2%} of {found.made} made"
    for (lemma, form), count in found.missed.most_common(misses):
        note = " (no paradigm)" if lemma in found.without_paradigm else ""
        yield f"  missed {count} × {lemma}: {form}{note}"


def _share(some: Sized, of: Sized) -> str:
    return f"{len(some) / max(1, len(of)):.2%}"


def main() -> None:
    """Prints the coverage of each part of speech."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.paradigms", description=__doc__)
    parser.add_argument("language")
    parser.add_argument("treebanks", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--misses", type=int, default=10, help="how many misses to list")
    asked = parser.parse_args()
    tokens: list[Token] = []
    for path in asked.treebanks:
        with path.open(encoding="utf-8") as lines:
            tokens += read_tokens(lines)
    for part in PARTS:
        print("\n".join(_told(part, cover(asked.language, tokens, part), asked.misses)))


if __name__ == "__main__":
    main()
