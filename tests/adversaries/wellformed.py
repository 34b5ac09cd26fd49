"""Reports of a grading as whoever relies on them reads them: log, results.json and page.

Owns what *well-formed* means. Knows nothing of verdicts.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from report.parsed import Page

from harness.log.reader import read_log
from harness.log.writer import LogWriter
from harness.model import Entry, Result
from harness.report.write import PAGE, RESULTS, write_reports

_MOST_BYTES = 4 << 20


def hold_reports(log: Sequence[Entry], folder: Path) -> None:
    """Write the reports of ``log`` into ``folder``, and hold that each can be read back and says the same."""
    path = folder / "log.ndjson"
    with LogWriter(path) as writer:
        for entry in log:
            writer.write(entry)
    results = {entry.id: entry for entry in log if isinstance(entry, Result)}
    # in the order of the plan, and not in that in which they came
    assert {each.id: each for each in read_log(path).results} == results
    write_reports(path, folder)
    programs = json.loads((folder / RESULTS).read_bytes())["programs"]
    told = {each["id"]: each["verdict"] for program in programs for each in program["requirements"]}
    assert told == {name: each.verdict.value for name, each in results.items()}
    text = (folder / PAGE).read_text("utf-8")
    assert Page(text).tags["script"] == 0
    assert not [letter for letter in text if letter != "\n" and unicodedata.category(letter) in {"Cc", "Cf", "Cs"}]
    assert sum(each.stat().st_size for each in folder.iterdir()) < _MOST_BYTES
