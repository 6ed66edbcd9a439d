"""Lays out the expressions in rule files, and touches nothing else in them."""

from collections.abc import Iterator
from itertools import accumulate

from rules.complaints import Loaded
from rules.language.layout import STEP, lay_out
from rules.language.parser import parse
from rules.language.syntax import Expression
from rules.yamlfile import Mapping, Node, Sequence, Text, parse_yaml

WIDTH = 100
_KEY = "when"


def format_rules(source: str, shown: str) -> Loaded[str]:
    """The file with every `when:` laid out, or what keeps it from being read.

    An expression that does not parse stays as it is; loading complains of it. So does one in a
    mapping written on one line, `{when: …}`.
    """
    loaded = parse_yaml(source.encode(), shown)
    if loaded.item is None:
        return Loaded(item=None, complaints=loaded.complaints)
    starts = [0, *accumulate(map(len, source.splitlines(keepends=True)))]
    pieces: list[str] = []
    done = 0
    for key, value in _expressions(loaded.item):
        tree = parse(value).item
        line = starts[key.place.line - 1]
        indent = key.place.column - 1
        if tree is None or source[line : line + indent].strip(" -"):
            continue
        start = starts[value.place.line - 1] + value.place.column - 1
        pieces += (source[done:start], _scalar(tree, indent))
        done = start + len(value.raw.rstrip())
    return Loaded(item="".join((*pieces, source[done:])))


def _expressions(node: Node) -> Iterator[tuple[Text, Text]]:
    """Every `when` with its value, in the file's order."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _expressions(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if key.value == _KEY and isinstance(value, Text):
                yield key, value
            else:
                yield from _expressions(value)


def _scalar(tree: Expression, indent: int) -> str:
    """The expression as YAML: in quotes on the key's line, else as a block below it."""
    room = WIDTH - indent - len(f'{_KEY}: ""')
    lines = lay_out(tree, room).split("\n")
    if len(lines) == 1 and '"' not in lines[0]:
        return f'"{lines[0]}"'
    margin = " " * indent + STEP
    below = lay_out(tree, WIDTH - len(margin)).split("\n")
    return "|-\n" + "\n".join(margin + line for line in below)
