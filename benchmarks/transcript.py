"""`python -m benchmarks.transcript [PAGE [OUT]]`: a page of docs/ played by its letter.

Takes the lines of the page that begin with "$ " and types them, one after the other, into one shell
in a fresh clone of what is committed, with a home of its own; what they say is the transcript. It
ends at the first command that fails. Ports that the page names are taken for others that are free,
and paths for the names that the page has for them, so that the transcript reads as the page does.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "first-letter.md"
PORTS = ("8025", "8420")
_TYPED = re.compile(r"^    \$ (.*)$", re.MULTILINE)
# Each line is shown as it was typed and, where it took some, with its seconds.
_STEP = """\
printf '$ %s\\n' {shown}
begun=$SECONDS
{command}
code=$?
if [ $((SECONDS - begun)) -ge 5 ]; then echo "    ({number}: $((SECONDS - begun)) s)"; fi
if [ $code -ne 0 ]; then echo "    (exit $code)"; exit $code; fi
"""


def commands(page: str) -> list[str]:
    """What the page has a person type."""
    return _TYPED.findall(page)


def play(page: Path, seconds: float = 600, out: Path | None = None) -> tuple[int, str]:
    """The exit code and the transcript of a page, kept in `out`. Gives 124 where it took longer."""
    with tempfile.TemporaryDirectory(prefix="recwatch-docs-") as folder:
        home, clone = Path(folder) / "home", Path(folder) / "recwatch"
        home.mkdir()
        subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
        ports = dict(zip(PORTS, _free_ports(len(PORTS)), strict=True))
        begun = time.monotonic()
        code, said = _typed(_script(commands(page.read_text("utf-8")), ports), home, clone, seconds)
        took = f"\nAll of it: {time.monotonic() - begun:.0f} s, exit code {code}.\n"
        transcript = _as_on_the_page(
            said + took, {real: named for named, real in ports.items()}, home, clone
        )
        if out is not None:  # before the clone is taken away, which may take its time
            out.write_text(transcript, encoding="utf-8")
        return code, transcript


def _script(typed: list[str], ports: dict[str, str]) -> str:
    steps = []
    for number, command in enumerate(typed, start=1):
        real = _replaced(command, ports)
        shown = "'" + command.replace("'", "'\\''") + "'"
        steps.append(_STEP.format(shown=shown, command=real, number=f"step {number}"))
    # Jobs are numbered and killed as in a shell that a person has before him.
    return "set -m\n" + "".join(steps)


def _typed(script: str, home: Path, clone: Path, seconds: float) -> tuple[int, str]:
    said = home.parent / "said"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RECWATCH_")}
    with said.open("w", encoding="utf-8") as out:
        shell = subprocess.Popen(
            ["bash", "-c", script],
            cwd=clone,
            env=environment | {"HOME": str(home)},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            code = shell.wait(seconds)
        except subprocess.TimeoutExpired:
            code = 124
        _end_session(shell)
    return code, said.read_text(encoding="utf-8", errors="replace")


def _end_session(shell: "subprocess.Popen[bytes]") -> None:
    """End what a page that failed has left behind; each job has a group of its own."""
    import psutil

    for process in psutil.process_iter():
        try:
            if os.getsid(process.pid) == shell.pid:
                process.send_signal(signal.SIGKILL)
        except (psutil.Error, OSError):
            continue
    shell.wait()


def _free_ports(number: int) -> list[str]:
    with ExitStack() as stack:
        doors = [stack.enter_context(closing(socket.socket())) for _ in range(number)]
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [str(door.getsockname()[1]) for door in doors]


def _as_on_the_page(said: str, ports: dict[str, str], home: Path, clone: Path) -> str:
    return _replaced(said, ports | {str(home): "~", str(clone): "recwatch"})


def _replaced(text: str, words: dict[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def main() -> int:
    """Play the page and keep what was said beside it, or in OUT."""
    given = [Path(each) for each in sys.argv[1:]]
    page = given[0] if given else PAGE
    out = given[1] if len(given) > 1 else page.with_suffix(".txt")
    code, said = play(page, out=out)
    sys.stdout.write(said)
    return code


if __name__ == "__main__":
    sys.exit(main())
