"""``wireproof class``: from a folder of submissions to a grade for everybody.

Owns the order of the stages for a class, and what of it is shown where. Knows none of their insides.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

import harness
from harness.assignment.roster import read_roster
from harness.classroom.absent import Called, called
from harness.classroom.child import Children
from harness.classroom.collection import read_collection
from harness.classroom.grade import Regrade
from harness.classroom.grader import Choice, Grader
from harness.classroom.handed import Collection, writable
from harness.classroom.keys import Keys, configuration_of
from harness.classroom.lock import held
from harness.classroom.model import Class
from harness.classroom.progress import (
    Tally,
    closing_lines,
    is_milestone,
    needs_attention,
    opening_lines,
    recorded_lines,
    tally_line,
)
from harness.classroom.reader import read_class, refuse_another
from harness.classroom.run import ClassRun, Order, Recorded
from harness.classroom.shelf import LOCK, Shelf, prepared
from harness.classroom.unpack import unpacked
from harness.cli.grade import LEVELS, asked_in, given_in, grade_command, strongest
from harness.cli.manual import ClassGrading
from harness.engine import tier_for, version_of
from harness.errors import ExitStatus, UsageError
from harness.export.canvas import canvas
from harness.export.ctrf import ctrf
from harness.export.groups import document_of_class
from harness.export.junit import junit
from harness.export.table import class_table
from harness.isolation.toolchain import chosen_python
from harness.model import Assignment
from harness.report.class_page import write_class_report
from harness.report.style import style_for
from harness.report.write import put_files
from harness.requirement import load_suites, select
from harness.submission import NAMES
from harness.submission.choose import check_names
from harness.submission.naming import base_name

COMMAND = (sys.executable, "-P", "-m", "harness.cli.single")
DEADLINE = 1800.0
"""Seconds that one grading may take where no limit is given: every check ends by itself long before."""

_OWN = ("report", "jobs", "called")
_PASSED = tuple(each for each in grade_command.params if isinstance(each, click.Option) and each.name not in _OWN)
_MARGIN = 120.0
"""Seconds beyond its limit in which a grading ends by itself and writes its report, on a busy machine too."""


def _processors() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command(
    "class",
    cls=ClassGrading,
    params=list(_PASSED),
    examples={
        "wireproof class hw1": "Grade everybody in a folder; the results go to reports/hw1/.",
        "wireproof class submissions.zip --assignment assignment.toml": "What a platform handed out, as it is.",
        "wireproof class hw1 --regrade errors": "Try those again for whom the harness failed.",
    },
)
@click.argument("folder", type=click.Path())
@click.option("--report", metavar="DIR", help="Where the results go; reports/NAME by default.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=2 * _processors(),
    help="Gradings at once; by default twice as many as there are processors.",
)
@click.option(
    "--attempt",
    type=click.Choice([each.value for each in Choice]),
    default=Choice.LATEST.value,
    help="Which of several attempts counts.",
)
@click.option(
    "--regrade",
    type=click.Choice([each.value for each in Regrade if each is not Regrade.NONE]),
    help="Grade these again, though nothing of them has changed.",
)
@click.option("--accept-lower", is_flag=True, help="Let a lower grade take the place of a higher one.")
def class_command(folder: str, report: str | None, jobs: int, accept_lower: bool, **given: Any) -> int:
    """Grade a class: every submission in FOLDER, each once.

    FOLDER holds a file, a folder or an archive a student, or is what Canvas, Moodle, Gradescope or GitHub Classroom
    hand out, as a folder or a .zip. What was graded is graded again only when the submission, the assignment,
    what judges or the command change. A run that was stopped in any way goes on when the same command is given again.
    """
    choice, regrade = Choice(given.pop("attempt")), Regrade(given.pop("regrade") or Regrade.NONE)
    asked = asked_in(given["assignment"])
    # side by side are the submissions here, not the requirements of one
    words, configuration = (*_words(given), "--jobs", "1"), _configuration(given, asked)
    limit = given["time_limit"] or asked.bounds.seconds
    source = Path(folder)
    place = writable(str(source.resolve()))
    root = prepared(Path(report) if report else Path("reports", base_name(folder)), source)
    with held(root / LOCK):
        if report is None:
            # two classes of the same name must not be taken for one: a grade of the one would stand in the other
            refuse_another(root, place)
        shelf = Shelf(root)
        collection = read_collection(unpacked(source, root / ".unpacked") if source.is_file() else source)
        roll = _called(collection, given["assignment"])
        order = Order(
            source=place,
            title=asked.title or writable(source.resolve().stem if source.is_file() else source.resolve().name),
            command=" ".join((configuration, choice, regrade, str(accept_lower))),
            jobs=jobs,
            regrade=regrade,
            accept_lower=accept_lower,
            absent=roll.absent,
        )
        children = Children(COMMAND, limit + _MARGIN if limit else DEADLINE)
        grader = Grader(children, words, shelf.inputs, choice)
        keys = Keys(load_suites(), f"{configuration} {choice}")
        run = ClassRun(order, shelf, roll.handed, grader, keys.of)
        return _carried_out(run, _Teller(order.title, collection), root, roll.strangers)


def _called(collection: Collection, assignment: str | None) -> Called:
    """Who is who and who handed in nothing, if the assignment names everybody who is asked."""
    given = given_in(assignment) if assignment else None
    if given is None or given.roster is None:
        return Called(handed=collection.handed)
    return called(collection.handed, read_roster(given.roster), given.absence)


def _carried_out(run: ClassRun, teller: _Teller, root: Path, strangers: Sequence[str]) -> int:
    interrupted = False
    try:
        run.carry_out(teller.begin, teller.tell)
    except KeyboardInterrupt:
        interrupted = True
    finally:
        teller.clear()
    class_ = read_class(root)
    put_files(root, _exports(class_))
    page = write_class_report(class_, root)
    for line in closing_lines(class_, str(page), strangers, teller.style):
        click.echo(line)
    if interrupted:
        click.echo("Interrupted. Run the same command again to grade the others.")
        return ExitStatus.INTERRUPTED
    if any(row.has_error for row in class_.rows):
        return ExitStatus.HARNESS
    return ExitStatus.UNMET if any(row.waiting for row in class_.rows) else ExitStatus.MET


def _exports(class_: Class) -> dict[str, bytes]:
    """The files beside the page, by the names by which it links to them."""
    document = document_of_class(class_, harness.__version__)
    return {
        "results.csv": class_table(class_),
        "results.json": msgspec.json.format(msgspec.json.encode(class_), indent=1) + b"\n",
        "results.xml": junit(document),
        "ctrf.json": ctrf(document),
        "canvas.csv": canvas(class_, class_.title).content,
    }


def _words(given: dict[str, Any]) -> Iterator[str]:
    """The options of ``grade`` that were given, as its arguments; what is its default anyway is left out."""
    for option in _PASSED:
        assert option.name is not None
        value, word = given[option.name], option.opts[0]
        if option.multiple:
            yield from (each for one in value for each in (word, str(one)))
        elif value not in (None, False, option.default):
            yield from (word,) if option.is_flag else (word, str(value))


def _configuration(given: dict[str, Any], asked: Assignment) -> str:
    """The hash of all options that can turn a verdict, once they are known to be usable."""
    suites = load_suites()
    wanted = check_names(given["programs"], tuple(dict.fromkeys((*NAMES, *suites)))) or asked.programs or tuple(suites)
    chosen = [suites[name] for name in wanted if name in suites]
    if not any(select(suite, given["only"], LEVELS[given["level"]]) for suite in chosen):
        raise UsageError(
            f"No requirement matches {', '.join(given['only']) or 'that level'}.",
            "`wireproof list` shows all identifiers.",
        )
    tier_for(given["python"], strongest(given["require_isolation"], asked.isolation))
    words = _words({**given, "assignment": None})
    return configuration_of(words, version_of(chosen_python(given["python"])), asked)


class _Teller:
    """Shows progress: one line that is rewritten on a terminal, lines that stay elsewhere."""

    def __init__(self, title: str, collection: Collection) -> None:
        self.style = style_for(sys.stdout, os.environ)
        self.tally = Tally(due=0)
        self._title, self._collection = title, collection
        self._live = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
        self._began = time.monotonic()

    def begin(self, due: int) -> None:
        """Say what is about to be graded."""
        self.tally = Tally(due=due)
        for line in opening_lines(self._title, self._collection, due, self.style):
            click.echo(line)
        self._progress()

    def tell(self, recorded: Recorded) -> None:
        """Say what was recorded."""
        self.tally = self.tally.after(recorded.grade)
        self.clear()
        if not self._live or needs_attention(recorded):
            for line in recorded_lines(recorded, self.style):
                click.echo(line)
        self._progress()

    def clear(self) -> None:
        """Take the progress line away."""
        if self._live:
            click.echo("\r\x1b[K", nl=False)

    def _progress(self) -> None:
        line = tally_line(self.tally, time.monotonic() - self._began)
        if self._live:
            click.echo(line, nl=False)
        elif is_milestone(self.tally):
            click.echo(line)
