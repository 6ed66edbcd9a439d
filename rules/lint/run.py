"""What loads and is still worth a second look. Every finding is a warning; none keeps from work."""

from itertools import chain

from rules.complaints import Complaint
from rules.lint.branches import without_effect
from rules.lint.concepts import concepts_worth_a_look
from rules.lint.identities import doubled_ids
from rules.lint.overlaps import needless_overlaps
from rules.lint.signals import signals_worth_a_look
from rules.lint.tried import tried_on_examples
from rules.matcher import Matcher
from rules.register import Rulebook


def lint(rulebook: Rulebook, matcher: Matcher) -> tuple[Complaint, ...]:
    """Warnings about a rulebook and what was compiled of it, by place."""
    found = chain(
        doubled_ids(rulebook),
        concepts_worth_a_look(rulebook),
        needless_overlaps(rulebook),
        signals_worth_a_look(rulebook),
        without_effect(rulebook),
        tried_on_examples(matcher),
    )
    return tuple(sorted(found, key=lambda complaint: complaint.place))
