"""The page of a class: a pure function from the rows of a class to one self-contained file.

Owns what its template is given, how a row reads, and the strip of marks. May not know where submissions lie. Built
for 1,000 submissions of 80 requirements: eleven elements a row at most, names as text, a script to sort and filter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from urllib.parse import quote

import jinja2
from markupsafe import Markup

from harness.classroom.model import Class, Outcome, Row, Status
from harness.model import Frozen, Verdict
from harness.report import class_facts, words
from harness.report.layout import shortened
from harness.report.page import environment, packaged, style_sheet
from harness.report.text import visible
from harness.report.write import PAGE, put_files

GROUPS_SHOWN = 40
"""Groups of failures on the page; the exports hold every failure."""
EXAMPLE = 400
"""Characters of an observation that stands for its group."""
MARKS = ("fail", "warn", "blocked", "skipped")
"""Kinds of marks on a strip; what passed, and options that are not met, leave it plain."""
_MARKED = {"error": "skipped"}
EXPORTS = ("results.csv", "results.json", "results.xml", "ctrf.json", "canvas.csv", "moodle.csv")
"""Files beside the page that it links to where they are."""


class Line(Frozen, frozen=True, kw_only=True):
    """One row of the table of submissions: ``states`` are what it is filtered by, ``strip`` paths by their kind."""

    row: Row
    link: str
    states: tuple[str, ...]
    counts: str
    notes: tuple[str, ...] = ()
    strip: tuple[tuple[str, str], ...] = ()
    failed: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()


def render_class(class_: Class, exports: Sequence[str] = ()) -> str:
    """The whole page: no request, nothing of a name obeyed.

    ``exports`` are names of files beside it, to which it links.
    """
    places = {name: at for at, name in enumerate(class_facts.identifiers(class_))}
    groups = class_facts.alike(class_)
    shares = class_facts.shares_of(class_)
    return (
        _environment()
        .get_template("class.html.j2")
        .render(
            class_=class_,
            statuses=Counter(row.status for row in class_.rows),
            incomplete=sum(row.status is Status.GRADED and not row.complete for row in class_.rows),
            errors=sum(row.has_error for row in class_.rows),
            waiting=sum(bool(row.waiting) for row in class_.rows),
            graded=len(shares),
            spread=class_facts.spread(shares),
            bins=class_facts.histogram(class_),
            requirements=class_facts.hardest(class_),
            groups=groups[:GROUPS_SHOWN],
            more_groups=len(groups[GROUPS_SHOWN:]),
            lines=[line(row, places) for row in class_.rows],
            changes=class_facts.changes(class_.rows),
            places=places,
            exports=exports,
            submissions=sum(row.status is not Status.MISSING for row in class_.rows),
            css=style_sheet("class.css"),
            script=_script(),
        )
    )


def write_class_report(class_: Class, folder: Path) -> Path:
    """Write the page of ``class_`` into ``folder``, with links to the exports that lie there; its path.

    Raises ``UsageError`` where the folder cannot be written to.
    """
    exports = [name for name in EXPORTS if (folder / name).is_file()]
    put_files(folder, {PAGE: render_class(class_, exports).encode("utf-8")})
    return folder / PAGE


def line(row: Row, places: dict[str, int]) -> Line:
    """What the table says of ``row``; ``places`` are the requirements' places on every strip."""
    kinds = [(words.outcome(each), each) for each in row.results]
    return Line(
        row=row,
        link=f"./{quote(row.folder, errors='replace')}/{PAGE}" if row.folder else "",
        states=_states(row),
        counts=words.numbered(Counter(kind for kind, _ in kinds)),
        notes=_notes(row),
        strip=strip(row.results, places),
        failed=tuple(each.id for kind, each in kinds if kind == "fail"),
        warned=tuple(each.id for kind, each in kinds if kind == "warn"),
    )


def _notes(row: Row) -> tuple[str, ...]:
    """What there is to say of a row besides its requirements, as sentences."""
    lower = f"A lower grade waits: {row.waiting}" if row.waiting else ""
    attempt = f"Graded was {row.attempt}" if row.attempt else ""
    return tuple(words.sentence(each) for each in (row.reason, lower, attempt) if each)


def strip(results: Sequence[Outcome], places: dict[str, int]) -> tuple[tuple[str, str], ...]:
    """One SVG path for each kind of mark: a horizontal stroke over the places of neighbours of that kind."""
    marked: dict[str, list[int]] = {kind: [] for kind in MARKS}
    for each in results:
        kind = words.outcome(each)
        kind = _MARKED.get(kind, kind)
        if kind in marked:
            marked[kind].append(places[each.id])
    return tuple((kind, _strokes(sorted(at))) for kind, at in marked.items() if at)


def _strokes(places: Sequence[int]) -> str:
    runs = [[at for _, at in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return "".join(f"M{run[0]} 0h{len(run)}" for run in runs)


def _states(row: Row) -> tuple[str, ...]:
    """The words that the filter of outcomes knows."""
    graded = row.status is Status.GRADED
    unmet = any(each.verdict in (Verdict.FAIL, Verdict.BLOCKED) and each.max_points for each in row.results)
    states = {
        "met": graded and not unmet,
        "unmet": graded and unmet,
        "missing": row.status is Status.MISSING,
        "ungraded": not graded and row.status is not Status.MISSING,
        "incomplete": graded and not row.complete,
        "error": row.has_error,
        "waiting": bool(row.waiting),
        "changed": graded and row.previous not in (None, row.points),
    }
    return tuple(word for word, holds in states.items() if holds)


def names(students: Iterable[str]) -> Markup:
    """Names as one text; each in isolates, so that one in a script from right to left leaves the order alone."""
    return Markup(" · ").join(Markup("&#8296;{}&#8297;").format(visible(each)) for each in students)


@cache
def _script() -> Markup:
    return Markup(packaged("class.js"))  # noqa: S704 - packaged, no text of a submission


@cache
def _environment() -> jinja2.Environment:
    made = environment()
    made.globals.update(
        example=lambda text: shortened(text, EXAMPLE),
        names=names,
        statuses_=Status,
    )
    return made
