"""Likely causes of a TLS echo server's failures: those of every TLS server.

Owns which of them are asked.
"""

from __future__ import annotations

from suites.shared.tls_hints import TLS_HINTS

HINTS = TLS_HINTS
