"""Parses a rule's expression into its tree, by descent. Nothing is raised; the first fault is told.

or    = and { OR and }
and   = not { AND not }
not   = [ NOT ] near
near  = atom { (NEAR/n | THEN/n) atom }                       associates to the left
atom  = word | "a phrase" | @concept | "(" or ")" | scope "(" or ")"
"""

from rules.complaints import Complaint, Loaded
from rules.language.checks import check
from rules.language.lexer import Token, TokenKind, tokens
from rules.language.syntax import (
    And,
    ConceptRef,
    Expression,
    Near,
    Not,
    Or,
    Scope,
    ScopeKind,
    Word,
)
from rules.language.wrong import WrongRuleError
from rules.yamlfile import Text

LENGTH_AT_MOST = 20_000
DEPTH_AT_MOST = 40
DISTANCE_AT_MOST = 100
CHAIN_AT_MOST = 20
_DISTANCES = (TokenKind.NEAR, TokenKind.THEN)


def parse(text: Text) -> Loaded[Expression]:
    """The tree of an expression, or the one complaint that names its first fault."""
    try:
        tree = _Parser(text).whole()
        check(tree)
    except WrongRuleError as wrong:
        return Loaded(item=None, complaints=(wrong.complaint,))
    return Loaded(item=tree)


class _Parser:
    """One expression's descent: the tokens, and how far they are read."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._places = text.places()
        self._next = 0
        self._depth = 0
        if len(text.value) > LENGTH_AT_MOST:
            raise self._wrong(0, f"is longer than {LENGTH_AT_MOST} characters", "use concepts")
        self._tokens = tokens(text.value)

    def whole(self) -> Expression:
        """The expression up to its end."""
        tree = self._or()
        if self._peek().kind is not TokenKind.END:
            raise self._unexpected("AND, OR, NEAR/n, THEN/n or the end")
        return tree

    def _or(self) -> Expression:
        terms = [self._and()]
        while self._take(TokenKind.OR):
            terms.append(self._and())
        return terms[0] if len(terms) == 1 else Or(terms=tuple(terms), place=terms[0].place)

    def _and(self) -> Expression:
        terms = [self._not()]
        while self._take(TokenKind.AND):
            terms.append(self._not())
        return terms[0] if len(terms) == 1 else And(terms=tuple(terms), place=terms[0].place)

    def _not(self) -> Expression:
        token = self._take(TokenKind.NOT)
        if token is None:
            return self._near()
        return Not(term=self._near(), place=self._places[token.start])

    def _near(self) -> Expression:
        left = self._atom()
        chain = 0
        while self._peek().kind in _DISTANCES:
            chain += 1
            if chain > CHAIN_AT_MOST:
                raise self._wrong(self._peek().start, "chains too many distances", "use SENT()")
            token = self._advance()
            distance = self._distance(token)
            left = Near(
                left=left,
                right=self._atom(),
                distance=distance,
                ordered=token.kind is TokenKind.THEN,
                place=self._places[token.start],
            )
        return left

    def _distance(self, token: Token) -> int:
        name = token.kind.name
        if not token.text:
            found = f"expected a number after {name}/, found {name} alone"
            raise self._wrong(token.start, found, f"write {name}/5")
        if len(token.text) > 4 or int(token.text) > DISTANCE_AT_MOST:
            found = f"expected at most {DISTANCE_AT_MOST} after {name}/, found {token.text[:9]}"
            raise self._wrong(token.start, found, "use SENT(a AND b) for words far apart")
        return int(token.text)

    def _atom(self) -> Expression:
        token = self._peek()
        place = self._places[token.start]
        if token.kind is TokenKind.CONCEPT:
            return ConceptRef(id=self._advance().text, place=place)
        if token.kind in (TokenKind.WORD, TokenKind.PHRASE):
            return self._word()
        if self._take(TokenKind.SCOPE):
            return Scope(kind=ScopeKind(token.text), term=self._brackets(), place=place)
        if token.kind is TokenKind.OPEN:
            return self._brackets()
        raise self._unexpected('a word, "a phrase", @concept, a scope or (')

    def _word(self) -> Word:
        token = self._advance()
        text = " ".join(token.text.split())
        if not any(c.isalnum() for c in text):
            raise self._wrong(token.start, "found a phrase without words", "put words into it")
        return Word(text=text, place=self._places[token.start])

    def _brackets(self) -> Expression:
        opened = self._peek()
        if not self._take(TokenKind.OPEN):
            raise self._unexpected("( after the scope")
        self._depth += 1
        if self._depth > DEPTH_AT_MOST:
            raise self._wrong(opened.start, "brackets nest too deep", "split the signal")
        inside = self._or()
        self._depth -= 1
        if not self._take(TokenKind.CLOSE):
            raise self._unexpected("AND, OR, NEAR/n, THEN/n or )")
        return inside

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._peek()
        self._next += 1
        return token

    def _take(self, kind: TokenKind) -> Token | None:
        return self._advance() if self._peek().kind is kind else None

    def _unexpected(self, expected: str) -> WrongRuleError:
        token = self._peek()
        after = f" after {self._before()}" if self._next else ""
        found = "the end" if token.kind is TokenKind.END else repr(self._shown(token))
        remedy = f"add {expected.split(',', 1)[0]} here, or remove what stands before"
        if token.kind is TokenKind.STRANGE:
            remedy = "remove it, or put the words between double quotes"
        return self._wrong(token.start, f"expected {expected}{after}, found {found}", remedy)

    def _before(self) -> str:
        return repr(self._shown(self._tokens[self._next - 1]))

    def _shown(self, token: Token) -> str:
        end = next((t.start for t in self._tokens if t.start > token.start), None)
        return self._text.value[token.start : end].strip()[:40]

    def _wrong(self, offset: int, message: str, remedy: str) -> WrongRuleError:
        place = self._places[offset]
        return WrongRuleError(Complaint(place=place, message=message, remedy=remedy))
