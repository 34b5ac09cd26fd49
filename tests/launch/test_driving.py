"""A driver on its way into the sandbox: one file that Python can run, started in the program's place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.launch.driving import DRIVER, driven, packed
from harness.model import Program


@pytest.mark.parametrize("words", [("loop.py",), ("-m", "loops.api")])
def test_the_driver_stands_between_interpreter_and_program(words: tuple[str, ...]) -> None:
    program = Program(name="event-loop-api", path="loop.py", command=("{python}", *words))
    assert driven(program).command == ("{python}", DRIVER, *words)


def test_a_packed_driver_is_run_by_its_main(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "drivers").mkdir()
    (tmp_path / "drivers" / "first.py").write_text(
        "import sys\nfrom drivers.second import word\ndef main(): print(word, sys.argv[1:])\n"
    )
    (tmp_path / "drivers" / "second.py").write_text("word = 'driven'\n")
    monkeypatch.syspath_prepend(tmp_path)
    archive = tmp_path / "elsewhere" / DRIVER
    archive.parent.mkdir()
    archive.write_bytes(packed(("drivers.first", "drivers.second")))
    said = subprocess.run([sys.executable, archive, "loop.py"], capture_output=True, text=True, check=True, cwd="/")
    assert said.stdout == "driven ['loop.py']\n"
