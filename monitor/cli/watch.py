"""Testing rules again and again while somebody writes them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from rules.compiler import compile_rulebook
from rules.complaints import BadFiles, Complaint
from rules.examples import check_examples
from rules.register import Rulebook

# The folders of rule files inside a root; an overlay holds databases and archives besides.
_FOLDERS = ("registers", "concepts", "patterns", "cues", "places", "ladders")
Stamps = Mapping[Path, tuple[int, int]]


def watch(
    roots: Sequence[Path], test: Callable[[Sequence[Path]], None], wait: Callable[[], None]
) -> None:
    """Call `test` at once and whenever rule files changed, with their paths.

    `wait` is called between two looks; what it raises ends the watch.
    """
    seen = stamps(roots)
    test(())
    while True:
        wait()
        now = stamps(roots)
        if now != seen:
            changed = {path for path in {*seen, *now} if seen.get(path) != now.get(path)}
            seen = now
            test(sorted(changed))


def stamps(roots: Iterable[Path]) -> Stamps:
    """Each rule file's time and size. A file that goes away meanwhile is none."""
    found = {}
    for root in roots:
        for folder in _FOLDERS:
            for path in (root / folder).rglob("*.yml"):
                try:
                    known = path.stat()
                except OSError:
                    continue
                found[path] = known.st_mtime_ns, known.st_size
    return found


class RuleTester:
    """Loads the rules anew and says what their examples give."""

    def __init__(self, load: Callable[[], Rulebook], say: Callable[[str], None]) -> None:
        self._load = load
        self._say = say

    def test(self, changed: Sequence[Path]) -> None:
        """The examples of changed recommendations first, then those of all others."""
        for path in changed:
            self._say(f"changed: {path.name}")
        try:
            rulebook = self._load()
        except BadFiles as error:
            self._tell(error.complaints)
            return
        matcher = compile_rulebook(rulebook)
        names = {one.id for one in rulebook.register.recommendations}
        first = names & {path.stem for path in changed}
        failed = self._tell(check_examples(matcher, first))
        if first and not failed:
            self._say(f"{', '.join(sorted(first))}: every example holds.")
        failed += self._tell(check_examples(matcher, names - first))
        self._say(f"{failed} examples fail." if failed else "All examples hold.")

    def _tell(self, complaints: Sequence[Complaint]) -> int:
        for complaint in complaints:
            self._say(str(complaint))
        return len(complaints)
