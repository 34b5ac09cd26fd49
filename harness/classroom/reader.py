"""Reads a results folder: the class as it stands, from the record alone.

Owns what a row says of grades that wait beside the one that stands. May not know how a class is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from harness.classroom.grade import Place, Places
from harness.classroom.model import Class, Row, Status
from harness.classroom.shelf import STATE
from harness.classroom.state import Listed, State
from harness.errors import UsageError
from harness.submission.naming import shown


def read_class(folder: Path) -> Class:
    """The class whose results are in ``folder``; submissions that have no grade yet are left out.

    Raises ``UsageError`` where the folder holds no record, or a damaged one.
    """
    path = folder / STATE
    if not path.is_file():
        raise UsageError(
            f"{shown(str(folder))} holds no results of a class.", "Give a folder that `wireproof class` has written."
        )
    with State(path) as state:
        run, grades = state.last_run(), state.grades()
        if run is None:
            raise UsageError(f"{shown(str(folder))} holds no results yet.", "Grade the class first.")
        before = state.points_before(run.number)
        everybody = state.listed()
    possible = max((places[Place.STANDING].max_points for places in grades.values()), default=0)
    rows = [
        row
        for listed in everybody
        for row in (
            _missing(listed, possible)
            if listed.missing
            else _rows(listed, grades.get(listed.identity), before.get(listed.identity))
        )
    ]
    return Class(title=run.title, when=run.when, rows=tuple(rows))


def refuse_another(folder: Path, source: str) -> None:
    """Raise ``UsageError`` where ``folder`` holds the results of other submissions than those at ``source``."""
    if (folder / STATE).is_file():
        with State(folder / STATE) as state:
            run = state.last_run()
        if run is not None and run.source != source:
            raise UsageError(
                f"{shown(str(folder))} holds the results of {shown(run.source)}.",
                "Name another folder with --report, or this one, if it is the same class.",
            )


def _missing(listed: Listed, possible: int) -> Iterator[Row]:
    """A row for who handed in nothing; where that is a grade, none of the points that were ``possible``."""
    for person in listed.people:
        yield Row(
            student=person.name,
            sid=person.sid,
            email=person.email,
            status=Status.MISSING,
            reason=listed.missing,
            max_points=possible if listed.zero else 0,
        )


def _rows(listed: Listed, places: Places | None, previous: int | None) -> Iterator[Row]:
    """One row for each of those who handed in together; none where there is no grade yet."""
    if places is None:
        return
    standing = places[Place.STANDING]
    for person in listed.people:
        yield Row(
            student=person.name,
            sid=person.sid,
            email=person.email,
            folder="/".join(filter(None, (listed.folder, standing.student))) if standing.log else "",
            status=standing.status,
            reason=standing.reason or _error_since(places),
            waiting=_waiting(places),
            attempt=standing.attempt,
            points=standing.points,
            max_points=standing.max_points,
            complete=standing.complete,
            results=standing.results,
            previous=previous,
        )


def _error_since(places: Places) -> str:
    failed = places.get(Place.FAILED)
    return f"A later grading came to an error, and changed nothing: {failed.reason}" if failed else ""


def _waiting(places: Places) -> str:
    lower = places.get(Place.WITHHELD)
    if lower is None:
        return ""
    stands = f"the {places[Place.STANDING].points} of {places[Place.STANDING].max_points} before"
    if lower.status is Status.UNUSABLE:
        return f"No grade instead of {stands}: {lower.reason}"
    return f"{lower.points} of {lower.max_points} points instead of {stands}."
