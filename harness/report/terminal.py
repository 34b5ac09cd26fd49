"""What the terminal shows: pure functions from entries of the log to lines of at most 80 columns.

Owns what is said and in which order (docs/design.md). May not know where lines go, nor keep anything between two
entries: each is told from itself and the header.
"""

from __future__ import annotations

from collections.abc import Iterator

from harness.log.reader import Log
from harness.model import Evidence, Header, ProgramEntry, Result, Tier, Trouble, Verdict, Window
from harness.report import words
from harness.report.command import folded
from harness.report.hidden import seen, told, unnamed
from harness.report.layout import LABEL, WIDTH, beside, head, labelled, listed, wrapped
from harness.report.results import deciding, evidence_of, reason_of, repeat_arguments, results_of, summary_of
from harness.report.style import PLAIN, Style
from harness.report.text import hexdump, last_lines
from harness.verdict.scoring import Score, score

OUTPUT_LINES = 8
OUTPUT_ROWS = 16
ROW = 8
"""Bytes of a window in one row: two excerpts, offset, hex and text fit 80 columns with a label."""


def opening_lines(header: Header, style: Style = PLAIN) -> Iterator[str]:
    """What is graded, how, and whether it is safe to."""
    yield from labelled("Submission", header.submission, style)
    yield from labelled("Assignment", header.assignment.title, style)
    yield from labelled("Isolation", f"{header.isolation}. {words.isolation(header.isolation)}", style)
    for note in header.isolation_notes:
        yield from labelled("", note, style)
    if header.isolation is Tier.PROCESS:
        loud = "WARNING: not isolated. Grade only what you trust, or run wireproof doctor."
        yield style.paint("warning", loud)
    yield from labelled("Python", header.python, style)
    yield from labelled("Seed", str(header.seed), style)


def program_lines(entry: ProgramEntry, style: Style = PLAIN) -> Iterator[str]:
    """A program that was found; why it is not graded, where it is not; which of its certificates are not its own."""
    by = f", recognised by {entry.recognised_by}" if entry.recognised_by else ""
    yield from labelled("Program", f"{entry.program}: {entry.path or 'not found'}{by}", style)
    yield from labelled("", entry.note, style)
    yield from labelled("", words.replaced(entry.replaced), style)


def result_lines(header: Header, result: Result, style: Style = PLAIN) -> Iterator[str]:
    """One line; for a failure or an error the facts under it, and an empty line. Nothing for what is not named."""
    shown = told(header, result)
    if shown is not None:
        yield from _shown_lines(header, shown, style)


def _shown_lines(header: Header, result: Result, style: Style) -> Iterator[str]:
    word = words.outcome(result)
    about = words.blocked_by(result) if result.verdict is Verdict.BLOCKED else result.title
    yield head(word, word, (result.id, about), words.points(score(result)), style)
    for remark in _remarks(result):
        yield from (f"      {line}" for line in wrapped(remark, WIDTH - 6))
    if _told_at_length(result):
        yield from _details(header, result, style)
        yield ""


def trouble_lines(trouble: Trouble, style: Style = PLAIN) -> Iterator[str]:
    """A fault of the harness or the machine."""
    for number, line in enumerate(wrapped(trouble.what, WIDTH - LABEL)):
        yield (style.paint("error", "ERROR") + " " * 7 if number == 0 else " " * LABEL) + line
    yield from labelled("What to do", trouble.cure, style)


def error_lines(what: str, cure: str, style: Style = PLAIN) -> Iterator[str]:
    """An error that ends the command; its texts may quote a submission."""
    yield from trouble_lines(Trouble(what=what, cure=cure), style)


def closing_lines(log: Log, page: str, style: Style = PLAIN) -> Iterator[str]:
    """What to mend first, the counts, the points, and ``page``: where the report lies."""
    named, others = seen(log).results, unnamed(log)
    results, summary = results_of(log), summary_of(named, others)
    if named and not _told_at_length(named[-1]):
        yield ""
    for number, fix in enumerate(summary.first):
        gain = f"{fix.result.id}: {words.worth_fixing(fix)}"
        yield from labelled("Fix first" if number == 0 else "Then", gain, style)
    if log.footer is None:
        yield from labelled("Cut short", words.CUT_SHORT, style)
    elif log.footer.interrupted:
        yield from labelled("Interrupted", words.INTERRUPTED, style)
    elif log.footer.limit is not None:
        yield from labelled("Out of time", words.out_of_time(log.footer.limit), style)
    yield from labelled("Result", words.counts_in_words(summary), style)
    yield from labelled("Hidden", words.hidden(others), style)
    yield from labelled(
        "Points", words.points_in_words(Score(results.points, results.max_points), results.complete), style
    )
    yield from _command("Report", (page,), style)


def all_lines(log: Log, page: str, style: Style = PLAIN) -> Iterator[str]:
    """Everything that was shown while the log was written, again."""
    yield from opening_lines(log.header, style)
    for entry in log.programs:
        yield from program_lines(entry, style)
    yield ""
    for result in log.results:
        yield from result_lines(log.header, result, style)
    for trouble in log.troubles:
        yield from trouble_lines(trouble, style)
    yield from closing_lines(log, page, style)


def _remarks(result: Result) -> Iterator[str]:
    if result.flaky:
        yield f"Flaky: {words.sequence_of(result.attempts)}. The majority decided."
    if result.verdict is Verdict.SKIPPED:
        yield reason_of(result)


def _told_at_length(result: Result) -> bool:
    return result.verdict in (Verdict.FAIL, Verdict.ERROR)


def _details(header: Header, result: Result, style: Style) -> Iterator[str]:
    if result.verdict is Verdict.FAIL:
        yield from _failure(result, style)
    else:
        yield from labelled("Reason", reason_of(result), style)
        yield from labelled("Meaning", "The harness or the machine is at fault. No points are lost.", style)
    yield from _output(result, style)
    yield from _command("Repeat", repeat_arguments(header, result.id), style)


def _failure(result: Result, style: Style) -> Iterator[str]:
    evidence = evidence_of(result) or Evidence(sent="", expected="", observed=reason_of(result))
    required = f"{words.sentence(result.title)} {result.why}".strip()
    yield from labelled("Required", required, style)
    yield from labelled("Sent", evidence.sent, style)
    yield from labelled("Expected", evidence.expected, style)
    yield from labelled("Observed", evidence.observed, style)
    yield from labelled("Difference", evidence.difference, style)
    if evidence.window:
        yield from (" " * LABEL + line for line in _window(evidence.window, style))
    yield from labelled("Smallest", evidence.example, style)
    yield from labelled("Control", words.control(result.attempts), style)
    yield from labelled("Likely cause", evidence.cause, style)


def _window(window: Window, style: Style) -> Iterator[str]:
    """The row of eight bytes that holds the first difference, both ways, and a mark under it."""
    skip = max(0, window.offset - window.start) // ROW * ROW
    start = window.start + skip
    sides = (("expected", window.expected), ("received", window.actual))
    for name, data in sides:
        row = next(hexdump(data[skip : skip + ROW], start, ROW), None)
        digits, text = (" ".join(row.digits), row.text) if row else ("(nothing)", "")
        yield f"{name}  {start:#010x}  {digits:<23}  {text}".rstrip()
    at = window.offset - start
    if 0 <= at < ROW:
        yield " " * (len(f"received  {start:#010x}  ") + 3 * at) + style.paint("fail", "^^ first difference")


def _output(result: Result, style: Style) -> Iterator[str]:
    attempt = deciding(result)
    if attempt:
        yield from labelled("Ended", attempt.exit, style)
        yield from listed("Output", last_lines(attempt.output, OUTPUT_LINES), style, OUTPUT_ROWS)


def _command(label: str, arguments: tuple[str, ...], style: Style) -> Iterator[str]:
    first, *others = folded(arguments, LABEL, WIDTH)
    yield from beside(label, [first], style)
    yield from others
