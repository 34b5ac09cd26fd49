"""The page of one submission: a pure function from a log to one self-contained file.

Owns the template environment and the content-security policy. May not know files of the submission, nor run
anything. Every value passes ``visible`` and then Jinja2's escaping, in that order, whatever a template does.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from harness.log.reader import Log
from harness.model import Tier, Verdict
from harness.report import rows, words
from harness.report.command import quote
from harness.report.palette import SCHEMES, variables
from harness.report.results import (
    by_program,
    deciding,
    evidence_of,
    reason_of,
    repeat_arguments,
    results_of,
    summary_of,
)
from harness.report.text import counted, duration, file_name, gap, last_lines, visible
from harness.verdict.scoring import Score, score, total

_TEMPLATES = Path(__file__).parent / "templates"
_ANCHOR = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")

OUTPUT_LINES = 20


def render(log: Log) -> str:
    """The whole page: no script, no request, nothing of the submission's obeyed."""
    results = results_of(log)
    css = style_sheet()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            log=log,
            header=log.header,
            results=results,
            worth=Score(results.points, results.max_points),
            summary=summary_of(log.results),
            programs=by_program(log),
            notes={entry.program: entry for entry in log.programs},
            isolated=log.header.isolation is not Tier.PROCESS,
            css=Markup(css),  # noqa: S704 - the packaged style sheet, no text of a submission
            policy=policy(css),
        )
    )


@cache
def style_sheet() -> str:
    """The style sheet with the colours of both schemes filled in."""
    text = (_TEMPLATES / "report.css").read_text(encoding="utf-8")
    for name, scheme in SCHEMES.items():
        text = text.replace(f"/* {name} */", variables(scheme))
    return text


def policy(css: str) -> str:
    """Nothing may load or run but the one style sheet, known by its hash."""
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def anchor(text: str) -> str:
    """An identifier as the target of a link: itself where it is one of ours, else a slug and a hash."""
    return text if _ANCHOR.match(text) else file_name(text)


def _shown(value: object) -> object:
    """What a template prints: text with nothing hidden in it; markup of the templates' own as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        anchor=anchor,
        counted=counted,
        deciding=deciding,
        duration=duration,
        evidence_of=evidence_of,
        event_rows=rows.event_rows,
        exchanges=rows.exchanges,
        gap=gap,
        newline=Markup("\n"),
        last_lines=lambda output: last_lines(output, OUTPUT_LINES),
        reason_of=reason_of,
        repeat=lambda header, result: [quote(each) for each in repeat_arguments(header, result.id)],
        score=score,
        summary_of=summary_of,
        told_apart=rows.told_apart,
        total=total,
        verdicts=Verdict,
        window_rows=rows.window_rows,
        words=words,
    )
    return environment
