"""Packages that a program may use: there, usable by another interpreter too, and nothing beside them."""

from __future__ import annotations

import sys
from pathlib import Path

from launch.benches import tree

from harness.launch.packages import lay_out_packages, wanted_by


def test_a_submission_wants_what_it_speaks_of() -> None:
    assert wanted_by(tree({"a.py": "import socket"})) == ()
    assert wanted_by(tree({"a.py": "import socket", "b/c.py": "from requests import get"})) == ("requests",)


def test_what_a_package_needs_comes_with_it_and_nothing_else(tmp_path: Path) -> None:
    lay_out_packages(("requests",), tmp_path, b"our authority", sys.executable)
    names = {place.name for place in tmp_path.iterdir() if not place.name.endswith(".dist-info")}
    assert names == {"requests", "urllib3", "certifi", "idna", "charset_normalizer"}
    assert (tmp_path / "certifi" / "cacert.pem").read_bytes() == b"our authority"
    assert not list(tmp_path.rglob("*.so"))
    assert list((tmp_path / "requests").rglob("*.pyc"))
