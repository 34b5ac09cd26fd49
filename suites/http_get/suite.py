"""What ``http-get`` must do: the fields that it is told arrive as a query string.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_get import requirements
from suites.http_get.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller
from suites.shared.http_fields import drawn_fields

SUITE = Suite(
    program="http-get",
    dialect=HttpCaller(methods=("GET",), fields=drawn_fields),
    module=__name__,
    hints=HINTS,
    requirements=(*http.ALL, requirements.query, requirements.encodes_query, http.prints_body),
)
