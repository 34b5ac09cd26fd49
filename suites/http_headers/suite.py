"""What ``http-headers`` must do: the fields that it is told arrive in the request's header.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_headers import requirements
from suites.http_headers.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

SUITE = Suite(
    program="http-headers",
    dialect=HttpCaller(methods=("GET", "POST"), fields=requirements.header_fields),
    module=__name__,
    hints=HINTS,
    requirements=(*http.ALL, requirements.sends_headers),
)
