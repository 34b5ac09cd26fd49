"""The exports of a class lie where its page says, and say the same."""

from __future__ import annotations

import csv

import msgspec
import pytest
from browser.conftest import FEW, Opener, Pages

from harness.classroom.model import Class
from harness.export.table import class_table

pytestmark = pytest.mark.browser


def test_the_exported_table_equals_the_exported_json(visit: Opener, pages: Pages) -> None:
    seen = visit(pages["class"])
    (seen.folder / "results.csv").write_bytes(class_table(FEW))
    (seen.folder / "results.json").write_bytes(msgspec.json.encode(FEW))
    links = seen.page.locator("section:has(#exports) a")
    files = {link.inner_text(): seen.folder / (link.get_attribute("href") or "") for link in links.all()}
    assert sorted(files) == ["results.csv", "results.json"]
    told = msgspec.json.decode(files["results.json"].read_bytes(), type=Class)
    with files["results.csv"].open(encoding="utf-8", newline="") as stream:
        table = list(csv.DictReader(stream))
    for line, row in zip(table, told.rows, strict=True):
        assert (line["student"], line["sid"], line["status"]) == (row.student, row.sid, row.status.value)
        assert (int(line["points"]), int(line["max_points"])) == (row.points, row.max_points)
        verdicts = {each.id: each.verdict.value for each in row.results}
        assert {name: value for name, value in line.items() if value and name in verdicts} == verdicts
        assert sum(value != "" for name, value in line.items() if name.startswith("tcp-echo.")) == len(verdicts)
