"""What ``http-cookies`` must do (SPEC.md, *HTTP clients*): take the cookies of the first answer along to the second.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_cookies import requirements
from suites.http_cookies.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

SUITE = Suite(
    program="http-cookies",
    dialect=HttpCaller(methods=("GET",)),
    module=__name__,
    hints=HINTS,
    requirements=(
        *(each for each in http.ALL if each.name != requirements.reports_http_error.name),
        requirements.reports_http_error,
        requirements.returns_cookies,
        requirements.respects_path,
        requirements.drops_expired,
    ),
)
