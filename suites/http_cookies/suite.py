"""What ``http-cookies`` must do: take the cookies of the first answer along to the second.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_cookies import requirements
from suites.http_cookies.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

# that look at the second request, too
_OWN = {each.name: each for each in (requirements.reports_http_error, requirements.gives_up)}

SUITE = Suite(
    program="http-cookies",
    dialect=HttpCaller(methods=("GET",)),
    module=__name__,
    hints=HINTS,
    requirements=(
        *(_OWN.get(each.name, each) for each in http.ALL),
        requirements.returns_cookies,
        requirements.respects_path,
        requirements.drops_expired,
    ),
)
