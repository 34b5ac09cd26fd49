"""A run over a class: what is due is graded side by side, and recorded one by one as it comes.

Owns the order of the work. This process alone writes the record; the threads only wait for gradings. May not know
how a submission is graded, which it is handed as a function, nor how progress is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path
from typing import Protocol

import msgspec

from harness.classroom.content import content_of
from harness.classroom.grade import Grade, Place, Places, Regrade, is_due, place_for
from harness.classroom.handed import Handed, natural
from harness.classroom.shelf import STATE, Shelf
from harness.classroom.state import Listed, State
from harness.model import Frozen


class Grader(Protocol):
    """Whatever grades one submission; used from several threads."""

    def grade(self, handed: Handed, folder: Path) -> tuple[Grade, Path | None]:
        """The grade of ``handed``, and the folder of its report, if there is one, below the empty ``folder``.

        Raises nothing but ``KeyboardInterrupt``, once stopped: whatever else goes wrong is a grade of its own kind.
        """

    def stop(self) -> None:
        """End what is being graded, and grade nothing more."""


KeyOf = Callable[[str, Grade], str]
"""The hash of all that a grade hangs on, of the content that was graded and the programs that were found in it."""


class Order(Frozen, frozen=True, kw_only=True):
    """What a run is to do with the submissions at ``source``; each ``command`` is a text of its own.

    ``absent`` are listed and not graded: they handed in nothing.
    """

    source: str
    title: str
    command: str
    jobs: int
    regrade: Regrade = Regrade.NONE
    accept_lower: bool = False
    absent: tuple[Listed, ...] = ()


class Recorded(Frozen, frozen=True, kw_only=True):
    """A grade that was recorded, and where; ``standing`` is the one that stands now."""

    handed: Handed
    grade: Grade
    place: Place
    standing: Grade


class ClassRun:
    """One run in the results folder of ``shelf`` over what was ``handed`` in."""

    def __init__(self, order: Order, shelf: Shelf, handed: tuple[Handed, ...], grader: Grader, key_of: KeyOf) -> None:
        self._order = order
        self._shelf = shelf
        self._handed = handed
        self._grader = grader
        self._key_of = key_of

    def carry_out(self, begin: Callable[[int], None], tell: Callable[[Recorded], None]) -> None:
        """Grade what is due. ``begin`` gets how many that are, ``tell`` every grade as it was recorded.

        Raises ``HarnessError`` where nothing more can be recorded. However it ends, the same command goes on there.
        """
        with State(self._shelf.root / STATE) as state:
            listed = [Listed(identity=each.identity, folder=each.folder, people=each.people) for each in self._handed]
            everybody = sorted((*listed, *self._order.absent), key=_by_name)
            run = state.begin(self._order.command, self._order.source, self._order.title, everybody)
            self._recover(state)
            due = self._due(state, run)
            begin(len(due))
            # closed at once where recording fails: nothing more is graded then
            with closing(self._graded(due)) as graded:
                for handed, grade, report in graded:
                    tell(self._record(state, run, handed, grade, report))
            self._shelf.clear()
            state.end(run)

    def _recover(self, state: State) -> None:
        """Undo what a killed run had done and not recorded."""
        folders = {each.identity: each.folder for each in self._handed}
        expected = {
            (place, folders[identity]): grade.log
            for identity, places in state.grades().items()
            if identity in folders
            for place, grade in places.items()
        }
        self._shelf.recover(set(folders.values()), expected)

    def _due(self, state: State, run: int) -> list[tuple[Handed, str]]:
        """Submissions that are to be graded, with the hashes of their content; what only waits is dealt with here."""
        due = []
        grades, dealt_with = state.grades(), state.dealt_with(run)
        for handed in self._handed:
            places = {
                place: grade
                for place, grade in grades.get(handed.identity, {}).items()
                if self._shelf.holds(place, handed.folder, grade.log)
            }
            content = content_of(handed.attempts)
            current = {place: grade for place, grade in places.items() if grade.key == self._key_of(content, grade)}
            if is_due(current, self._order.regrade, dealt_with=handed.identity in dealt_with):
                due.append((handed, content))
            else:
                self._tidy(state, run, handed, current)
        return due

    def _tidy(self, state: State, run: int, handed: Handed, current: Places) -> None:
        """Accept what waits, where that is wanted; forget what waits for a content that is no longer there."""
        waiting = current.get(Place.WITHHELD)
        if waiting is not None and self._order.accept_lower:
            made = self._shelf.where(Place.WITHHELD, handed.folder) if waiting.log else None
            self._shelf.put(made, Place.STANDING, handed.folder)
            state.record(run, handed.identity, Place.STANDING, waiting)
            self._shelf.settle(handed.folder, Place.STANDING)
        for place in (Place.WITHHELD, Place.FAILED):
            if Place.STANDING in current and place not in current:
                state.forget(handed.identity, place)

    def _graded(self, due: list[tuple[Handed, str]]) -> Generator[tuple[Handed, Grade, Path | None]]:
        with ThreadPoolExecutor(self._order.jobs, thread_name_prefix="grading") as pool:
            try:
                waiting: dict[Future[tuple[Grade, Path | None]], tuple[Handed, str]] = {
                    pool.submit(self._grader.grade, handed, self._shelf.making(handed.folder)): (handed, content)
                    for handed, content in due
                }
                while waiting:
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        handed, content = waiting.pop(future)
                        grade, report = future.result()
                        yield handed, msgspec.structs.replace(grade, key=self._key_of(content, grade)), report
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                self._grader.stop()
                raise

    def _record(self, state: State, run: int, handed: Handed, grade: Grade, report: Path | None) -> Recorded:
        standing = state.grades_of(handed.identity).get(Place.STANDING)
        place = place_for(grade, standing, accept_lower=self._order.accept_lower)
        self._shelf.put(report, place, handed.folder)
        state.record(run, handed.identity, place, grade)
        self._shelf.settle(handed.folder, place)
        return Recorded(
            handed=handed, grade=grade, place=place, standing=grade if place is Place.STANDING else standing or grade
        )


def _by_name(listed: Listed) -> tuple[object, ...]:
    return natural(", ".join(person.name for person in listed.people)), listed.identity
