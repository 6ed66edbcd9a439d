"""Keeps a loaded rulebook in a file, so that a door need not read the rules again.

The file is JSON under zlib behind two hashes: of all that its content was made from (the rule files
and this package's own code), and of the content. What does not fit is made anew without a word; a
folder that cannot be written is no error. Automatons are not kept: each is made when the first text
in its language comes, in less time than reading it would take.
"""

import gc
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from rules.compiler import compile_rulebook
from rules.complaints import Loaded
from rules.matcher import Matcher
from rules.packing import NotPackedError, pack, unpack_rulebook
from rules.register import SHIPPED, Rulebook, load_rulebook
from rules.rulefolders import FOLDERS, SUFFIXES

# Whose data forms are made with.
_INGREDIENTS = ("pymorphy3", "pymorphy3-dicts-ru")
_UNPACKED_AT_MOST = 512 * 1024 * 1024


@contextmanager
def _uncollected() -> Iterator[None]:
    """While rules are made half a million objects come and none goes; looking through them for
    rings again and again would take as long as making them. They are not looked through afterwards
    either, until rules are made anew and these may go."""
    was = gc.isenabled()
    gc.disable()
    if was:
        gc.unfreeze()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.enable()


@_uncollected()
def load_matcher(
    name: str | None = None,
    overlay: Path | None = None,
    folder: Path | None = None,
    shipped: Path = SHIPPED,
) -> Loaded[Matcher]:
    """The compiled rules of a register, or what is wrong with them.

    name, overlay, shipped: as `load_rulebook` takes them. folder: where to keep what was read
    (None: nowhere). What comes from there comes without the warnings that were given before.
    """
    loaded = load_kept(name, overlay, folder, shipped)
    matcher = None if loaded.item is None else compile_rulebook(loaded.item)
    return Loaded(item=matcher, complaints=loaded.complaints)


@_uncollected()
def load_kept(
    name: str | None = None,
    overlay: Path | None = None,
    folder: Path | None = None,
    shipped: Path = SHIPPED,
) -> Loaded[Rulebook]:
    """As `load_rulebook`, from the file in `folder` where its content still holds."""
    if folder is None:
        return load_rulebook(name, overlay, shipped)
    roots = (shipped,) if overlay is None else (shipped, overlay)
    key, path = _key(name, roots), folder / f"rules-{sha256(repr(name).encode()).hexdigest()[:8]}"
    kept = _read(path, key)
    if kept is not None:
        return Loaded(item=kept, complaints=())
    loaded = load_rulebook(name, overlay, shipped)
    # Only if no file changed while they were read.
    if loaded.item is not None and _key(name, roots) == key:
        _write(path, key, loaded.item)
    return loaded


def _key(name: str | None, roots: Sequence[Path]) -> bytes:
    """The hash of all that a rulebook is made from."""
    found = sha256(f"{sys.version} {name!r} {[*map(version, _INGREDIENTS)]}".encode())
    for path in _sources(roots):
        data = _bytes(path)
        found.update(f"{path} {-1 if data is None else len(data)}\n".encode("utf-8", "replace"))
        found.update(data or b"")
    return found.hexdigest().encode()


def _sources(roots: Sequence[Path]) -> Iterator[Path]:
    yield from sorted(SHIPPED.rglob("*.py"))
    for root in roots:
        for folder in FOLDERS:
            found = (root / folder).rglob("*")
            yield from sorted(path for path in found if path.suffix in SUFFIXES)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _read(path: Path, key: bytes) -> Rulebook | None:
    """The rulebook of a file that was made from just this; None: there is none."""
    data = _bytes(path)
    if data is None:
        return None
    found, _, rest = data.partition(b"\n")
    checked, _, content = rest.partition(b"\n")
    if found != key or checked != sha256(content).hexdigest().encode():
        return None
    try:
        return unpack_rulebook(json.loads(_unpacked(content)))
    except (NotPackedError, ValueError, zlib.error, RecursionError):
        return None


def _unpacked(content: bytes) -> bytes:
    unpacker = zlib.decompressobj()
    data = unpacker.decompress(content, _UNPACKED_AT_MOST)
    if not unpacker.eof:
        raise ValueError("is cut off, or larger than any rulebook")
    return data


def _write(path: Path, key: bytes, rulebook: Rulebook) -> None:
    """Write the file in one step; whoever reads sees the old one or the new one."""
    text = json.dumps(pack(rulebook), ensure_ascii=False, separators=(",", ":"))
    content = zlib.compress(text.encode("utf-8"), 1)
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        with os.fdopen(handle, "wb") as file:
            file.write(b"\n".join((key, sha256(content).hexdigest().encode(), content)))
        Path(name).replace(path)
    except OSError:
        return
