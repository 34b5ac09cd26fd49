"""The log of a grading: one JSON object a line, written event by event, read back whole.

Owns the format and its name. May not know what a report looks like.
"""

SCHEMA = "wireproof/1"
"""Format of ``log.ndjson`` and of ``results.json``; the first thing either of them says."""

LOG = "log.ndjson"
"""Name of the log in a report folder."""
