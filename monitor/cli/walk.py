"""Reviewing one flag after another, with a letter for each answer.

show the oldest waiting flag ─► a letter, and behind it a note if there is one ─► the next
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from monitor.cli.desk import Desk
from monitor.cli.flagpage import print_flag
from monitor.cli.output import say, warn
from monitor.notes import BadAnswer
from monitor.reviews import record_answer, undo
from storage.contract import NothingToUndo
from storage.records import Answer, Flag, FlagQuery, FlagState, Lane

KEYS = {
    "p": Answer.PROGRESS,
    "r": Answer.REGRESSION,
    "n": Answer.NO_CHANGE,
    "x": Answer.NOT_RELEVANT,
    "u": Answer.UNSURE,
}
PROMPT = (
    "p progress · r regression · n no change · x not relevant · u unsure · s skip · "
    "z undo · q quit; a letter, a note behind it if you like, and Enter > "
)
_AT_ONCE = 50

Ask = Callable[[str], str]


class _Next(Enum):
    ON = auto()
    STAY = auto()
    BACK = auto()
    END = auto()


@dataclass(slots=True)
class Walk:
    """A walk through waiting flags. answered: the flags answered on it, newest last."""

    desk: Desk
    ask: Ask
    recommendation: str | None = None
    lane: Lane | None = None
    answered: list[int] = field(default_factory=list)

    def go(self) -> int:
        """Walk to the end or until a person quits; gives the number of answers that stand."""
        for flag in self._waiting():
            if not self._stop_at(flag.number):
                break
        else:
            say("No more flags are waiting.")
        return len(self.answered)

    def _waiting(self) -> Iterator[Flag]:
        """Waiting flags by number; the backlog only if it was asked for."""
        after = 0
        while True:
            some = self.desk.store.flags(
                FlagQuery(
                    recommendation=self.recommendation,
                    lane=self.lane,
                    state=FlagState.WAITING,
                    asks=self.desk.reviewer,
                    after=after,
                    limit=_AT_ONCE,
                )
            )
            if not some:
                return
            after = some[-1].number
            yield from (f for f in some if self._still_waits(f))

    def _still_waits(self, flag: Flag) -> bool:
        """Whether nobody has answered since the flags were listed; backlog only on demand."""
        if self.lane is None and flag.lane is Lane.BACKLOG:
            return False
        return self.desk.store.flag(flag.number).state is FlagState.WAITING

    def _stop_at(self, number: int) -> bool:
        """Show a flag until it is answered or skipped; False: the person has quit."""
        ahead = [number]
        while ahead:
            print_flag(self.desk.view(ahead[-1]))
            step = self._asked(ahead[-1])
            while step is _Next.STAY:
                step = self._asked(ahead[-1])
            if step is _Next.END:
                return False
            if step is _Next.BACK:
                ahead.append(self.answered.pop())
            else:
                ahead.pop()
        return True

    def _asked(self, number: int) -> _Next:
        try:
            letter, _, note = self.ask(PROMPT).strip().partition(" ")
        except EOFError:
            return _Next.END
        if letter in KEYS:
            return self._answer(number, KEYS[letter], note)
        if letter == "z":
            return self._undo()
        known = {"s": _Next.ON, "q": _Next.END}.get(letter)
        if known is None:
            say("one of p r n x u s z q, please")
        return known or _Next.STAY

    def _answer(self, number: int, answer: Answer, note: str) -> _Next:
        try:
            record_answer(
                self.desk.store,
                number,
                answer,
                note=note,
                reviewer=self.desk.reviewer,
                clock=self.desk.clock,
            )
        except BadAnswer as error:
            warn(str(error))
            return _Next.STAY
        self.answered.append(number)
        return _Next.ON

    def _undo(self) -> _Next:
        if not self.answered:
            say("nothing was answered on this walk yet")
            return _Next.STAY
        number = self.answered[-1]
        try:
            undo(self.desk.store, number, self.desk.reviewer, self.desk.clock)
        except NothingToUndo:
            warn(f"flag {number} has no answer any more that could be taken back")
        say(f"flag {number}: the answer is taken back")
        return _Next.BACK
