"""Cuts a rule's expression into tokens. Every character belongs to a token, blanks or a refusal."""

import re
from dataclasses import dataclass
from enum import StrEnum

from rules.language.syntax import ScopeKind


class TokenKind(StrEnum):
    """What a token is. STRANGE: a character with no place in the language."""

    WORD = "a word"
    PHRASE = "a phrase"
    CONCEPT = "a concept"
    NEAR = "NEAR/n"
    THEN = "THEN/n"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    SCOPE = "a scope"
    OPEN = "("
    CLOSE = ")"
    STRANGE = "a strange character"
    END = "the end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """text: without quotes or @; for NEAR and THEN the number as written, "" where none stands."""

    kind: TokenKind
    text: str
    start: int


_TOKEN = re.compile(
    r"""
    (?P<BLANK>\s+)
  | (?P<DISTANCE>(?:NEAR|THEN)(?![^\s()"/])(?:/[0-9]*)?(?![^\s()"]))
  | (?P<CONCEPT>@[A-Za-z0-9_-]+)
  | "(?P<PHRASE>[^"]*)"
  | (?P<WORD>(?:[^\W_]|['’.&-])+\*?(?![^\s()"]))
  | (?P<OPEN>\()
  | (?P<CLOSE>\))
  | (?P<STRANGE>[^\s()"]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {kind.value: kind for kind in (TokenKind.AND, TokenKind.OR, TokenKind.NOT)}
_SCOPES = {kind.value for kind in ScopeKind}
RESERVED = frozenset({*_OPERATORS, *_SCOPES, "NEAR", "THEN"})


def tokens(text: str) -> tuple[Token, ...]:
    """All tokens of an expression, with END as the last."""
    found = (_token(match) for match in _TOKEN.finditer(text) if match.lastgroup != "BLANK")
    return (*found, Token(kind=TokenKind.END, text="", start=len(text)))


def _token(match: re.Match[str]) -> Token:
    group = match.lastgroup or "STRANGE"
    text, start = match.group(group), match.start()
    if group == "DISTANCE":
        return Token(kind=TokenKind[text[:4]], text=text[5:], start=start)
    if group == "CONCEPT":
        return Token(kind=TokenKind.CONCEPT, text=text[1:], start=start)
    if group == "WORD" and text in _OPERATORS:
        return Token(kind=_OPERATORS[text], text=text, start=start)
    if group == "WORD" and text in _SCOPES:
        return Token(kind=TokenKind.SCOPE, text=text, start=start)
    return Token(kind=TokenKind[group], text=text, start=start)


def is_bare(text: str) -> bool:
    """Whether a word may stand in an expression without quotes."""
    found = tokens(text)
    return len(found) == 2 and found[0].kind is TokenKind.WORD and found[0].text == text
