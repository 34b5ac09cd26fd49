"""What is done, in SQLite: a grade is recorded in one transaction, or not at all.

Owns the database of a results folder, which alone says what is done. May not know what lies in the folder beside it,
nor why a grade stands or waits.
"""

from __future__ import annotations

import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import msgspec

from harness.classroom.grade import Grade, Place
from harness.classroom.handed import Person
from harness.errors import HarnessError, UsageError
from harness.model import Frozen

VERSION = 1
_PATIENCE = 60.0
"""Seconds that another process may hold the database; a run's own lock keeps all but readers away."""

_TABLES = (
    "CREATE TABLE run (number INTEGER PRIMARY KEY, command TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL, "
    "began TEXT NOT NULL, ended TEXT)",
    "CREATE TABLE listed (position INTEGER PRIMARY KEY, value BLOB NOT NULL)",
    "CREATE TABLE grade (identity TEXT, place TEXT, value BLOB NOT NULL, PRIMARY KEY (identity, place)) WITHOUT ROWID",
    "CREATE TABLE history (number INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run, identity TEXT NOT NULL, "
    "place TEXT NOT NULL, key TEXT NOT NULL, points INTEGER NOT NULL, max_points INTEGER NOT NULL)",
)


class Listed(Frozen, frozen=True, kw_only=True):
    """A submission of the last run: whose it is, and its report folder's name.

    Somebody of the roster who handed in nothing has neither identity nor folder; ``missing`` says so, in words, and
    ``zero`` whether that is a grade.
    """

    identity: str = ""
    folder: str = ""
    people: tuple[Person, ...]
    missing: str = ""
    zero: bool = False


class Run(Frozen, frozen=True, kw_only=True):
    """A run over what lies at ``source``; ``when`` it ended, or began, where it has not (ISO 8601, UTC)."""

    number: int
    source: str
    title: str
    when: str


class State:
    """The database at ``path``, made where it is missing; a context manager.

    Raises ``UsageError`` for what is no database of ours, ``HarnessError`` where it cannot be written to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with self._told():
            self._connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
            try:
                for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                    self._connection.execute(f"PRAGMA {pragma}")
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def begin(self, command: str, source: str, title: str, listed: Sequence[Listed]) -> int:
        """Begin a run over ``listed``, or go on with the last one, where the same command was cut short; its number."""
        with self._transaction() as database:
            last = database.execute("SELECT number, command, ended FROM run ORDER BY number DESC LIMIT 1").fetchone()
            number: int = last[0] if last else 0
            if last is None or last[1] != command or last[2] is not None:
                number += 1
                database.execute(
                    "INSERT INTO run (number, command, source, title, began) VALUES (?, ?, ?, ?, ?)",
                    (number, command, source, title, now()),
                )
            database.execute("DELETE FROM listed")
            rows = ((msgspec.json.encode(each),) for each in listed)
            database.executemany("INSERT INTO listed (value) VALUES (?)", rows)
        return number

    def record(self, run: int, identity: str, place: Place, grade: Grade) -> None:
        """Keep ``grade``; one that stands does away with those beside it."""
        with self._transaction() as database:
            if place is Place.STANDING:
                database.execute("DELETE FROM grade WHERE identity = ?", (identity,))
            database.execute("REPLACE INTO grade VALUES (?, ?, ?)", (identity, place, msgspec.json.encode(grade)))
            database.execute(
                "INSERT INTO history (run, identity, place, key, points, max_points) VALUES (?, ?, ?, ?, ?, ?)",
                (run, identity, place, grade.key, grade.points, grade.max_points),
            )

    def end(self, run: int) -> None:
        """Say that ``run`` has dealt with everything."""
        with self._transaction() as database:
            database.execute("UPDATE run SET ended = ? WHERE number = ?", (now(), run))

    def last_run(self) -> Run | None:
        """The latest run, finished or not."""
        with self._told():
            query = "SELECT number, source, title, coalesce(ended, began) FROM run ORDER BY number DESC LIMIT 1"
            row = self._connection.execute(query).fetchone()
            return Run(number=row[0], source=row[1], title=row[2], when=row[3]) if row else None

    def listed(self) -> tuple[Listed, ...]:
        """The submissions of the last run, in its order."""
        with self._told():
            rows = self._connection.execute("SELECT value FROM listed ORDER BY position")
            return tuple(msgspec.json.decode(value, type=Listed) for (value,) in rows)

    def grades(self) -> dict[str, dict[Place, Grade]]:
        """All grades that are kept, by identity and place."""
        with self._told():
            found: dict[str, dict[Place, Grade]] = {}
            for identity, place, value in self._connection.execute("SELECT identity, place, value FROM grade"):
                found.setdefault(identity, {})[Place(place)] = msgspec.json.decode(value, type=Grade)
            return found

    def grades_of(self, identity: str) -> dict[Place, Grade]:
        """The grades that are kept of one submission."""
        with self._told():
            rows = self._connection.execute("SELECT place, value FROM grade WHERE identity = ?", (identity,))
            return {Place(place): msgspec.json.decode(value, type=Grade) for place, value in rows}

    def forget(self, identity: str, place: Place) -> None:
        """Keep a grade no longer, where there is one."""
        with self._transaction() as database:
            database.execute("DELETE FROM grade WHERE identity = ? AND place = ?", (identity, place))

    def dealt_with(self, run: int) -> set[str]:
        """Identities for which ``run`` has recorded something."""
        with self._told():
            return {row[0] for row in self._connection.execute("SELECT identity FROM history WHERE run = ?", (run,))}

    def points_before(self, run: int) -> dict[str, int]:
        """Points that stood when ``run`` began, by identity."""
        query = "SELECT identity, points FROM history WHERE run < ? AND place = ? ORDER BY number"
        with self._told():
            return dict(self._connection.execute(query, (run, Place.STANDING)).fetchall())

    def close(self) -> None:
        """Close the database."""
        self._connection.close()

    def _prepare(self) -> None:
        if self._version() != VERSION:
            # looked at again under the lock: another process may be making the tables right now
            with self._transaction() as database:
                version = self._version()
                if version not in (0, VERSION):
                    raise UsageError(
                        f"{self._path} was written by another version of wireproof.",
                        "Name another folder with --report.",
                    )
                for statement in _TABLES if version == 0 else ():
                    database.execute(statement)
                database.execute(f"PRAGMA user_version = {VERSION}")

    def _version(self) -> int:
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        return version

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._told():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the database as ours."""
        try:
            yield
        except sqlite3.OperationalError as fault:
            raise HarnessError(
                f"{self._path} cannot be used: {fault}.",
                "Make room on the disk, and run the same command again: what is recorded is kept.",
            ) from fault
        except (sqlite3.DatabaseError, msgspec.DecodeError) as fault:
            raise UsageError(
                f"{self._path} is damaged, or no record of wireproof's: {fault}.", "Name another folder with --report."
            ) from fault

    def __enter__(self) -> State:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def now() -> str:
    """The time, in ISO 8601, UTC."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
