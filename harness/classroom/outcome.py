"""What one grading came to, from how its process ended and the log that it left.

Owns the distinction between a submission that cannot be graded and a harness that could not grade it. May not know
how the process was run.
"""

from __future__ import annotations

from pathlib import Path

from harness.classroom.child import Ended
from harness.classroom.grade import Grade
from harness.classroom.model import Outcome, Status
from harness.classroom.shelf import log_hash
from harness.errors import ExitStatus, UsageError
from harness.log import LOG
from harness.log.reader import Log, read_log
from harness.model import Result, Verdict
from harness.report.results import evidence_of, reason_of
from harness.report.write import PAGE, place_of, write_reports_of
from harness.verdict.scoring import score, total


def grade_of(ended: Ended, report: Path) -> Grade:
    """The grade, without its key, of a grading that ``ended`` and left its ``report``."""
    log = _log_in(report)
    if log is None:
        # before its log begins, a grading looks at nothing but the submission
        refused = ended.status == ExitStatus.USAGE and not (report / LOG).exists()
        status = Status.UNUSABLE if refused else Status.ERROR
        return Grade(status=status, reason=_said(ended), log=log_hash(report))
    sum_ = total(log.results)
    status = _status(ended, log)
    return Grade(
        status=status,
        reason="" if status is Status.GRADED else _said(ended) or _why(log),
        programs=tuple(
            dict.fromkeys((*(each.program for each in log.programs), *(each.program for each in log.results)))
        ),
        points=sum_.points,
        max_points=sum_.max_points,
        complete=status is Status.GRADED and log.complete,
        results=tuple(_outcome(each) for each in log.results),
        log=log_hash(report),
        student=place_of(log, report).relative_to(report).name,
    )


def _status(ended: Ended, log: Log) -> Status:
    if ended.status in (ExitStatus.MET, ExitStatus.UNMET) and log.footer is not None:
        return Status.GRADED
    if ended.status == ExitStatus.USAGE and not ended.what and not log.results:
        return Status.UNUSABLE
    return Status.ERROR


def _log_in(report: Path) -> Log | None:
    """The log of ``report``, with its page beside it even where the grading did not come to write one."""
    if not (report / LOG).exists():
        return None
    try:
        log = read_log(report / LOG)
        place = place_of(log, report)
        if not (place / PAGE).exists():
            write_reports_of(log, place)
        return log
    except UsageError:
        # cut off within its first line, or the disk is full: there is nothing to be shown
        return None


def _said(ended: Ended) -> str:
    return f"{ended.what} {ended.cure}".strip()


def _why(log: Log) -> str:
    """Why a grading that said nothing of an error has no grade."""
    errors = [each for each in log.results if each.verdict is Verdict.ERROR]
    if log.troubles:
        return log.troubles[0].what
    if errors:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        return f"{errors[0].id}{more}: {reason_of(errors[0]) or 'the harness or the machine was at fault'}"
    if not log.results:
        return next((entry.note for entry in log.programs if entry.note), "It holds no program that can be graded.")
    return "The grading was cut short."


def _outcome(result: Result) -> Outcome:
    worth, evidence = score(result), evidence_of(result)
    return Outcome(
        id=result.id,
        level=result.level,
        verdict=result.verdict,
        points=worth.points,
        max_points=worth.max_points,
        observed=evidence.observed if evidence else reason_of(result),
        flaky=result.flaky,
        hidden=result.hidden,
    )
