"""A handout as a page: self-contained, with the style sheet and the rules of a report.

Owns what the template is given. May not know where a requirement comes from.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from harness.handout import words
from harness.handout.facts import Handout
from harness.model import Attempt
from harness.report.diagram import diagram_of
from harness.report.page import environment, style_sheet
from harness.report.rows import exchange_lines


def render_handout(handout: Handout, examples: Mapping[str, tuple[str, Attempt]]) -> str:
    """The whole page. ``examples`` are, by program, a requirement's identifier and an attempt that met it."""
    made = environment()
    made.globals.update(diagram_of=diagram_of, exchange_lines=exchange_lines, newline=Markup("\n"), say=words)
    return made.get_template("handout.html.j2").render(
        handout=handout, examples=examples, css=style_sheet("handout.css"), script=""
    )
