"""What ``http-post`` must do: the fields that it is told arrive as a form.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_post import requirements
from suites.http_post.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller
from suites.shared.http_fields import drawn_fields

SUITE = Suite(
    program="http-post",
    dialect=HttpCaller(methods=("POST",), fields=drawn_fields),
    module=__name__,
    hints=HINTS,
    requirements=(*http.ALL, requirements.form_body, requirements.encodes_form, http.prints_body),
)
