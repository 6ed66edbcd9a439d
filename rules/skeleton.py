"""A new recommendation's file with everything it needs, blank where a person must write.

The loader complains about the blanks and about nothing else, each with its line.
"""

import re

from rules.records import Ladder, Toward
from rules.register import Rulebook

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
BLANK = '""'

_HEAD = """\
# A recommendation, and what tells that it is carried out or broken.
# Fill in every {blank}; `recwatch check` names those that are left, with their lines.
id: {identity}
cite:
  heading: {blank}  # the report's heading under which it stands
  position: {blank}  # counting the report's recommendations from 1
addressees: [{blank}]  # of: {addressees}
asks: {blank}  # what is asked for, in your own words, one sentence
clauses:  # the parts that can be checked one by one; every one needs a signal
  whole: {blank}
# The ladder says what steps there are; a signal may name its `rung`.
{ladders}
ladder: {blank}
# life: {{state: fulfilled, on: 2020-01-31, why: "…"}}  # where the demand is spent; else leave out
#
# A signal: what a sentence must hold to count. `@concept` stands for words of one meaning in all
# languages (rules/concepts/); a NEAR/8 b: at most 8 words between; a THEN/8 b: in this order;
# AND, OR, NOT, brackets; SENT(), PARA(), TITLE(), LEAD() say where. Without one: in a sentence.
# Each needs, in every language, an example that gives it and a near miss that must not. An example
# may have `title:`, `published:` and `country:`.
signals:
"""

_SIGNAL = """\
  - id: {identity}
    clause: whole
    toward: {toward}
    # rung: …
    when: {blank}
    examples:
"""


class BadNameError(ValueError):
    """No recommendation can be called so; the message says why, for a reader."""


def skeleton(rulebook: Rulebook, identity: str) -> str:
    """The file of a new recommendation of this register. Raises BadNameError."""
    if not _NAME.fullmatch(identity):
        raise BadNameError("a name has letters, digits and hyphens, at most 40: KZ-TRE-2")
    if any(one.id == identity for one in rulebook.register.recommendations):
        raise BadNameError(f"the register has a recommendation {identity} already")
    register = rulebook.register
    head = _HEAD.format(
        blank=BLANK,
        identity=identity,
        addressees=", ".join(name for name, _ in register.addressees),
        ladders="\n".join(_ladder(ladder) for ladder in rulebook.ladders.values()),
    )
    names = {Toward.PROGRESS: "carried-out", Toward.REGRESSION: "broken"}
    return head + "".join(_signal(names[t], t, register.languages) for t in Toward)


def _ladder(ladder: Ladder) -> str:
    reversals = f"; back: {', '.join(ladder.reversals)}" if ladder.reversals else ""
    return f"#   {ladder.id}: {', '.join(ladder.rungs)}{reversals}"


def _signal(identity: str, toward: Toward, languages: tuple[str, ...]) -> str:
    examples = [
        f"      - {{lang: {language}, text: {BLANK}, gives: {gives}}}\n"
        for language in languages
        for gives in ("true", "false")
    ]
    head = _SIGNAL.format(identity=identity, toward=toward.value, blank=BLANK)
    return head + "".join(examples)
