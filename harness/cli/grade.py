"""``wireproof grade``: from a path to verdicts on the terminal and a report on disk.

Owns the order of the stages for one submission. Knows none of their insides.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import click
import msgspec

from harness.assignment.file import Given, read_assignment
from harness.cli import completion
from harness.cli.manual import Grading
from harness.engine import carry_out
from harness.errors import UsageError
from harness.log import LOG
from harness.log.reader import read_log
from harness.log.writer import LogWriter
from harness.model import Assignment, Entry, Footer, Header, Level, Plan, ProgramEntry, Result, Tier, Trouble
from harness.nursery import Nursery
from harness.report.results import exit_status
from harness.report.style import Style, style_for
from harness.report.terminal import closing_lines, opening_lines, program_lines, result_lines, trouble_lines
from harness.report.write import withdraw_reports, write_reports
from harness.requirement import identifiers, load_suites
from harness.submission import read_asked, read_submission

JOBS = 2
"""How many requirements of one submission are tried at once unless told otherwise.

Measured by ``bench/jobs.py`` on two processors: two take a third less than one; more gained nothing, and cost more.
"""
LEVELS = {
    "must": (Level.MUST,),
    "should": (Level.MUST, Level.SHOULD),
    "may": (Level.MUST, Level.SHOULD, Level.MAY),
}


@click.command(
    "grade",
    cls=Grading,
    examples={
        "wireproof grade alice.py": "Grade a file; the report goes to reports/alice/.",
        "wireproof grade alice.zip --program tcp-echo": "Say what the submission is.",
        "wireproof grade alice --only large-message --seed 7": "One requirement, and what it needs.",
        "wireproof grade alice --assignment assignment.toml": "Grade what an assignment asks for.",
    },
)
@click.argument("path", type=click.Path())
@click.option(
    "--program",
    "programs",
    multiple=True,
    metavar="NAME",
    shell_complete=completion.programs,
    help="What the submission is, where its source does not say.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PATTERN",
    shell_complete=completion.requirements,
    help="Only requirements that match, and what they need.",
)
@click.option(
    "--level", type=click.Choice(list(LEVELS)), default="may", help="How much is tried: MUSTs alone, or more."
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**63 - 1),
    metavar="N",
    help="Repeat a run's drawn values; a new one is drawn and printed otherwise.",
)
@click.option("--python", metavar="EXE", help="The interpreter for Python programs.")
@click.option("--report", "report", metavar="DIR", help="Where the report goes; reports/NAME by default.")
@click.option("--assignment", metavar="FILE", help="What is asked for, and what it is worth: an assignment.toml.")
@click.option("--require-isolation", type=click.Choice([tier.value for tier in Tier]), help="Refuse to run with less.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=JOBS,
    show_default=True,
    help="How many requirements are tried at once; more where those only wait, but for 1.",
)
@click.option(
    "--time-limit",
    type=click.FloatRange(0, min_open=True),
    metavar="SECONDS",
    help="End the whole grading after that time: what is not known by then is blocked.",
)
# of a class: its students know neither our names of folders nor where an instructor keeps them
@click.option("--called", nargs=2, hidden=True, help="What a report calls the submission, and its path.")
def grade_command(
    path: str,
    programs: tuple[str, ...],
    only: tuple[str, ...],
    level: str,
    seed: int | None,
    python: str | None,
    report: str | None,
    assignment: str | None,
    require_isolation: str | None,
    jobs: int,
    time_limit: float | None,
    called: tuple[str, str] | None,
) -> int:
    """Grade one submission: a file, a folder, or a .zip, .tar, .tar.gz or .tgz archive."""
    asked = asked_in(assignment)
    submission = (
        read_asked(path, asked.programs) if asked.programs and not programs else read_submission(path, programs)
    )
    if called:
        submission = msgspec.structs.replace(submission, name=called[0], known_as=called[1])
    plan = Plan(
        submission=submission,
        seed=secrets.randbelow(10**6) if seed is None else seed,
        assignment=asked,
        only=only,
        levels=LEVELS[level],
        python=python,
        require_isolation=strongest(require_isolation, asked.isolation),
        jobs=jobs,
        time_limit=time_limit,
    )
    folder = Path(report) if report else Path("reports", submission.name)
    return graded(plan, folder)


def asked_in(assignment: str | None) -> Assignment:
    """What the file ``assignment`` asks for; whatever a submission holds, where there is none."""
    return given_in(assignment).assignment if assignment else Assignment()


def given_in(assignment: str) -> Given:
    """The same with the place of the roster. Raises ``UsageError`` for all that is wrong with the file."""
    return read_assignment(Path(assignment), identifiers(load_suites()))


def strongest(required: str | None, asked: Tier | None) -> Tier | None:
    """Of two least tiers the one that holds for both; tiers stand in their order, the strongest first."""
    tiers = [tier for tier in (required, asked) if tier]
    return next((tier for tier in Tier if tier.value in tiers), None)


def graded(plan: Plan, folder: Path, watch: Callable[[Entry], None] = lambda _: None) -> int:
    """Carry out ``plan``, show each result as it comes, write the report; the exit status.

    ``watch`` gets every entry of the log once it is written.
    """
    teller = _Teller(style_for(sys.stdout, os.environ))
    log_path = folder / LOG
    began = time.monotonic()
    with ExitStack() as stack:

        @cache
        def log() -> LogWriter:
            # with its first entry: a call that comes to nothing must not cost the log of an earlier one
            writer = stack.enter_context(LogWriter(_fresh(folder)))
            withdraw_reports(folder)
            return writer

        def tell(entry: Entry) -> None:
            log().write(entry)
            for line in teller.lines(entry):
                click.echo(line)
            watch(entry)

        try:
            with Nursery() as nursery:
                carry_out(plan, nursery, tell)
        except KeyboardInterrupt:
            if teller.header is None:
                raise
            tell(Footer(seconds=time.monotonic() - began, results=teller.results, interrupted=True))
        # while the log is still this grading's own
        page = write_reports(log_path, folder)
        finished = read_log(log_path)
    for line in closing_lines(finished, str(page), teller.style):
        click.echo(line)
    return int(exit_status(finished))


def _fresh(folder: Path) -> Path:
    """The place of the log in ``folder``. Raises ``UsageError`` where no folder can be made."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise UsageError(
            f"The report folder {folder} cannot be made: {fault.strerror}.", "Name another with --report."
        ) from fault
    return folder / LOG


class _Teller:
    """Turns entries into lines; remembers the header, by which results are told."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.header: Header | None = None
        self.results = 0

    def lines(self, entry: Entry) -> Iterator[str]:
        """What the terminal shows of one entry."""
        match entry:
            case Header():
                self.header = entry
                yield from opening_lines(entry, self.style)
            case ProgramEntry():
                yield from program_lines(entry, self.style)
            case Result():
                assert self.header is not None, "a log begins with its header"
                if not self.results:
                    yield ""
                self.results += 1
                yield from result_lines(self.header, entry, self.style)
            case Trouble():
                yield from trouble_lines(entry, self.style)
            case Footer():
                pass
