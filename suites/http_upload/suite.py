"""What ``http-upload`` must do: a file arrives in a multipart form, byte for byte.

Owns the order in which it is tried.
"""

from __future__ import annotations

from harness.requirement import Suite
from suites.http_upload import requirements
from suites.http_upload.hints import HINTS
from suites.shared import http
from suites.shared.http_calls import HttpCaller

SUITE = Suite(
    program="http-upload",
    dialect=HttpCaller(methods=("POST",), files=requirements.a_file),
    module=__name__,
    hints=HINTS,
    requirements=(
        *http.ALL,
        requirements.multipart,
        requirements.keeps_bytes,
        requirements.large_file,
    ),
)
