"""Units of work: one transaction each, once more after what a second try can mend."""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError

from storage.contract import StoreUnusable
from storage.gate import refuse_unfit
from storage.sql.engine import readers, writers

P = ParamSpec("P")
T = TypeVar("T")

_ROLLED_BACK = frozenset({"40001", "40P01"})  # serialization failure, deadlock
_BUSY, _CORRUPT, _NOT_A_DATABASE = 5, 11, 26
_SQLITE_SENTENCES = {
    _BUSY: "another program has held the database for a minute: end it and try again",
    8: "the database may not be written: look at the rights of its file and folder",
    10: "the disk failed while the database was read or written",
    _CORRUPT: "the database is damaged: put the last good backup in its place",
    13: "the disk is full: make room and try again; nothing of this step was stored",
    14: "the database's file can't be opened",
    _NOT_A_DATABASE: "the file is no database, or damaged: put the last good backup in its place",
}


class Units:
    """Runs units on a database. What a unit is given has passed the gate."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._readers = readers(engine)
        self._writers = writers(engine)
        self._closed = False

    def read(
        self, unit: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The answer of a unit that only asks. Raises StoreUnusable."""
        return self._run(self._readers, unit, *args, **kwargs)

    def write(
        self, unit: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The answer of a unit that writes, once it is durable. Raises StoreUnusable."""
        return self._run(self._writers, unit, *args, **kwargs)

    def close(self) -> None:
        """Give back every connection."""
        self._closed = True
        self._engine.dispose()

    def _run(
        self,
        engine: Engine,
        unit: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        if self._closed:
            raise RuntimeError("the store was closed")
        refuse_unfit((*args, *kwargs.values()))
        try:
            try:
                return _once(engine, unit, *args, **kwargs)
            except _TryAgain:
                return _once(engine, unit, *args, **kwargs)
        except _TryAgain as error:
            raise failure(error.cause) from error.cause
        except SQLAlchemyError as error:
            raise failure(error) from error


class _TryAgain(Exception):
    """Nothing of the unit was stored, for sure, and another try may do."""

    def __init__(self, cause: DBAPIError) -> None:
        super().__init__(str(cause))
        self.cause = cause


def _once(
    engine: Engine,
    unit: Callable[Concatenate[Connection, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    committing = False
    try:
        with engine.connect() as connection, connection.begin() as transaction:
            answer = unit(connection, *args, **kwargs)
            committing = True
            transaction.commit()
            return answer
    except DBAPIError as error:
        if _is_passing(error, committing=committing):
            raise _TryAgain(error) from error
        raise


def _is_passing(error: DBAPIError, *, committing: bool) -> bool:
    """Whether the unit is surely undone and may be tried once more."""
    if getattr(error.orig, "sqlstate", None) in _ROLLED_BACK:
        return True
    if _sqlite_code(error) == _BUSY:
        return True
    # A connection that drops while committing leaves open whether it was stored.
    return error.connection_invalidated and not committing


def _sqlite_code(error: DBAPIError) -> int | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF  # without the extended part


def failure(error: SQLAlchemyError) -> Exception:
    """What a caller is told: a sentence; the cause stays behind it for the log."""
    if isinstance(error, IntegrityError):
        return ValueError("what was to be stored is there already, or belongs to nothing stored")
    if not isinstance(error, DBAPIError):
        return StoreUnusable(f"the database could not be asked: {_first_line(error)}")
    code = _sqlite_code(error)
    if code in _SQLITE_SENTENCES:
        return StoreUnusable(_SQLITE_SENTENCES[code])
    return StoreUnusable(f"the database does not answer as it should: {_first_line(error.orig)}")


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), "no reason given")
