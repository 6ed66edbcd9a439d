"""Concepts whose part in "the longest wins" is other than their file says: it decides nothing."""

from collections.abc import Iterator

from rules.complaints import Complaint
from rules.concepts import Concept, included
from rules.language.checks import concepts_of
from rules.lint.inside import Inside, containments
from rules.lint.warning import warning
from rules.register import Rulebook


def needless_overlaps(rulebook: Rulebook) -> Iterator[Complaint]:
    """`overlaps: true` without a rival, and decoys that lie over nothing."""
    concepts = rulebook.concepts
    pairs = containments(concepts, rulebook.register.languages)
    used = _used(rulebook)
    rivals = {pair for pair in pairs if _would_silence(pair, rulebook, used)}
    touched = {pair.longer for pair in rivals} | {pair.shorter for pair in rivals}
    for concept in concepts.values():
        if concept.id not in used:
            yield from _decoy(concept, pairs, used)
        elif concept.overlaps and concept.id not in touched:
            message = f"`overlaps: true` of {concept.id} changes nothing"
            yield warning(
                concept.place, message, "take it out; no form of it lies in another or holds one"
            )


def _decoy(concept: Concept, pairs: frozenset[Inside], used: set[str]) -> Iterator[Complaint]:
    """A concept that nothing names exists only to win over the shorter forms of others."""
    if concept.overlaps:
        message = f"no signal and no concept uses {concept.id}, and with overlaps it wins over none"
        yield warning(concept.place, message, "use it, take `overlaps` out, or remove it")
    elif not any(pair.longer == concept.id and pair.shorter in used for pair in pairs):
        message = f"no signal and no concept uses {concept.id}, and it lies over no used form"
        yield warning(concept.place, message, "use it, or remove it")


def _used(rulebook: Rulebook) -> set[str]:
    signals = [s for asked in rulebook.register.recommendations for s in asked.signals]
    named = {name for signal in signals for name in concepts_of(signal.when)}
    return named | {other for c in rulebook.concepts.values() for other in c.includes}


def _would_silence(pair: Inside, rulebook: Rulebook, used: set[str]) -> bool:
    """Whether the longer would win if neither took itself out. A concept's own forms compete."""
    longer, shorter = rulebook.concepts[pair.longer], rulebook.concepts[pair.shorter]
    if pair.longer == pair.shorter:
        return True
    if pair.longer in included(pair.shorter, rulebook.concepts):
        return False
    return longer.place.file == shorter.place.file or longer.id not in used
