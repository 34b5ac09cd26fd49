"""The values that flow from a submission to a report, all frozen and all of plain data.

Owns their shapes and their encoding (msgspec: JSON for the log and the results, unknown fields
forbidden). May not know how any of them comes about: no sockets, no processes, no paths opened.
Times are seconds, sizes are bytes unless a name says otherwise.
"""

from harness.model.base import Frozen, Level, Tier, Verdict
from harness.model.exchange import Attempt, Event, Evidence, Happening, Output, Window
from harness.model.plan import Assignment, Bounds, Plan, Shown, matches
from harness.model.record import Entry, Footer, Header, ProgramEntry, Result, Trouble
from harness.model.submission import File, Link, Missing, PemFile, Program, Role, Submission, SyntaxFault, Tree

__all__ = [
    "Assignment",
    "Attempt",
    "Bounds",
    "Entry",
    "Event",
    "Evidence",
    "File",
    "Footer",
    "Frozen",
    "Happening",
    "Header",
    "Level",
    "Link",
    "Missing",
    "Output",
    "PemFile",
    "Plan",
    "Program",
    "ProgramEntry",
    "Result",
    "Role",
    "Shown",
    "Submission",
    "SyntaxFault",
    "Tier",
    "Tree",
    "Trouble",
    "Verdict",
    "Window",
    "matches",
]
