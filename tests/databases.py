"""An SQLite database of this version's schema, made once a test process: a migration takes longer
than most tests that need a database. What opening a new one does is tested in tests/storage.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.sql.store import open_store


def lay_database(path: Path) -> str:
    """An empty database at `path`, as `open_store` makes one; gives its address."""
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(_empty())
    return f"sqlite:///{path}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "recwatch.db"
        open_store(f"sqlite:///{path}").close()
        assert [one.name for one in Path(folder).iterdir()] == [path.name]  # all folded in
        return path.read_bytes()
