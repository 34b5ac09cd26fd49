"""Packages that a program may use: there, usable by another interpreter too, and nothing beside them."""

from __future__ import annotations

import sys
from pathlib import Path

from launch.benches import tree

from harness.launch.packages import lay_out_packages, room_for, wanted_by


def test_a_submission_wants_what_it_speaks_of() -> None:
    assert wanted_by(tree({"a.py": "import socket"}), ("requests",)) == ()
    spoken = tree({"a.py": "import socket", "b/c.py": "from requests import get"})
    assert wanted_by(spoken, ("requests",)) == ("requests",)
    assert wanted_by(spoken, ()) == ()


def test_a_package_is_spoken_of_by_the_name_of_its_module_too() -> None:
    assert wanted_by(tree({"a.py": "import markupsafe"}), ("MarkupSafe", "requests")) == ("MarkupSafe",)


def test_a_package_is_spoken_of_by_what_it_needs_too() -> None:
    assert wanted_by(tree({"a.py": "import urllib3"}), ("requests",)) == ("requests",)
    assert wanted_by(tree({"a.py": "certificate = kidnapped"}), ("requests",)) == ()


def test_there_is_room_for_what_is_laid_out(tmp_path: Path) -> None:
    lay_out_packages(("requests",), tmp_path, b"our authority", sys.executable)
    assert sum(path.stat().st_blocks * 512 for path in tmp_path.rglob("*")) < room_for(("requests",))


def test_what_a_package_needs_comes_with_it_and_nothing_else(tmp_path: Path) -> None:
    lay_out_packages(("requests",), tmp_path, b"our authority", sys.executable)
    names = {place.name for place in tmp_path.iterdir() if not place.name.endswith(".dist-info")}
    assert names == {"requests", "urllib3", "certifi", "idna", "charset_normalizer"}
    assert (tmp_path / "certifi" / "cacert.pem").read_bytes() == b"our authority"
    assert not list(tmp_path.rglob("*.so"))
    assert list((tmp_path / "requests").rglob("*.pyc"))
