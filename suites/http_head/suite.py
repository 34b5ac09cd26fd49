"""What ``http-head`` must do: ask for the head alone, and print what stands in it.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_head import requirements
from suites.http_head.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

SUITE = Suite(
    program="http-head",
    dialect=HttpCaller(methods=("HEAD",)),
    module=__name__,
    hints=HINTS,
    requirements=(
        *http.WITHOUT_BODY,
        requirements.sends_head,
        requirements.prints_fields,
        requirements.absent_field,
    ),
)
