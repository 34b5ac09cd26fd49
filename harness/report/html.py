"""The page of one submission: a pure function from a log to one self-contained file.

Owns what its templates are given. May not know files of the submission, nor run anything, nor how text is made safe.
"""

from __future__ import annotations

from functools import cache

import jinja2
from markupsafe import Markup

from harness.log.reader import Log
from harness.model import Tier, Verdict
from harness.report import rows
from harness.report.command import quote
from harness.report.diagram import diagram_of
from harness.report.hidden import seen, unnamed
from harness.report.page import environment, style_sheet
from harness.report.reproduction import FOLDER, script_name, script_usage, why_none
from harness.report.results import (
    by_program,
    deciding,
    evidence_of,
    reason_of,
    repeat_arguments,
    results_of,
    summary_of,
)
from harness.report.text import gap, last_lines
from harness.verdict.scoring import Score, score, total

OUTPUT_LINES = 20


def render(log: Log) -> str:
    """The whole page: no script, no request, nothing of the submission's obeyed."""
    results, others = results_of(log), unnamed(log)
    log = seen(log)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            log=log,
            header=log.header,
            results=results,
            worth=Score(results.points, results.max_points),
            summary=summary_of(log.results, others),
            unnamed=others,
            programs=by_program(log),
            notes={entry.program: entry for entry in log.programs},
            isolated=log.header.isolation is not Tier.PROCESS,
            css=style_sheet(),
        )
    )


@cache
def _environment() -> jinja2.Environment:
    made = environment()
    made.globals.update(
        deciding=deciding,
        diagram_of=diagram_of,
        evidence_of=evidence_of,
        event_rows=rows.event_rows,
        exchanges=rows.exchanges,
        gap=gap,
        newline=Markup("\n"),
        last_lines=lambda output: last_lines(output, OUTPUT_LINES),
        reason_of=reason_of,
        repro=FOLDER,
        repeat=lambda header, result: [quote(each) for each in repeat_arguments(header, result.id)],
        score=score,
        script_name=script_name,
        script_usage=script_usage,
        why_none=why_none,
        summary_of=summary_of,
        told_apart=rows.told_apart,
        total=total,
        verdicts=Verdict,
        window_rows=rows.window_rows,
    )
    return made
