"""What ``http-auth`` must do: authenticate by Basic credentials, and keep them at home.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_auth import requirements
from suites.http_auth.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

SUITE = Suite(
    program="http-auth",
    dialect=HttpCaller(methods=("GET",), fields=requirements.credentials),
    module=__name__,
    hints=HINTS,
    requirements=(
        *http.ALL,
        requirements.sends_credentials,
        requirements.reports_refusal,
        requirements.keeps_credentials_home,
    ),
)
