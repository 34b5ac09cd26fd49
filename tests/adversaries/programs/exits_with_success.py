"""Exits with success, as if that were all."""


raise SystemExit(0)
