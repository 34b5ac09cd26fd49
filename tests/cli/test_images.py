"""PrairieLearn's and Autolab's autograders: what is handed to each, and run as each runs it."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from cli.command import REFERENCE, environment, one_message, wireproof

ASSIGNMENT = 'title = "The time"\nprograms = ["time-client"]\nroster = "class.csv"\nabsent = "zero"\n'
GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what an instructor gets for both platforms, unpacked."""
    place = tmp_path_factory.mktemp("made")
    (place / "assignment.toml").write_text(ASSIGNMENT)
    for platform, words in (("prairielearn", ()), ("autolab", ("--handin", "client.py"))):
        done = wireproof("export", platform, "--assignment", "assignment.toml", *words, cwd=place)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith(f"Wrote {platform}.zip. Build image/")
        with zipfile.ZipFile(place / f"{platform}.zip") as archive:
            archive.extractall(place / platform)
    return place


@pytest.mark.parametrize("platform", ["prairielearn", "autolab"])
def test_what_a_platform_is_handed_reads_as_it_did(place: Path, platform: str) -> None:
    files = sorted(path for path in (place / platform).rglob("*") if path.is_file())
    told = ""
    for path in files:
        # what others make: the wheel, the script that Gradescope gets too, and an archive that is opened below
        made = path.suffix in {".whl", ".tar"} or path.name == "setup.sh"
        told += f"--- {path.parent.name}/{'wheel' if path.suffix == '.whl' else path.name}\n"
        told += "" if made else path.read_text()
    assert told == (GOLDEN / f"{platform}.txt").read_text()


def test_prairielearn_reads_results_and_charges_nothing_for_what_cannot_be_graded(place: Path, tmp_path: Path) -> None:
    # its layout; the folder of the results is not there, and is to be made
    for name in ("student", "tests", "data"):
        (tmp_path / name).mkdir()
    (tmp_path / "tests" / "assignment.toml").write_bytes(
        (place / "prairielearn" / "question" / "tests" / "assignment.toml").read_bytes()
    )
    command = [sys.executable, "-P", "-m", "harness.cli.prairielearn", str(tmp_path)]

    def graded() -> dict[str, object]:
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        read: dict[str, object] = json.loads((tmp_path / "results" / "results.json").read_bytes())
        return read

    (tmp_path / "student" / "client.js").write_text("net.connect()")
    read = graded()
    assert (read["gradable"], "client.js" in str(read["format_errors"])) == (False, True)
    (tmp_path / "student" / "client.js").unlink()
    (tmp_path / "student" / "client.py").write_bytes((REFERENCE.parent / "time_client.py").read_bytes())
    read = graded()
    assert (read["gradable"], read["score"], read["message"]) == (True, 1.0, "13 of 13 points.")


def test_autolab_reads_the_last_line_that_make_prints(place: Path, tmp_path: Path) -> None:
    for name in ("autograde-Makefile", "autograde.tar"):
        (tmp_path / name.removeprefix("autograde-")).write_bytes((place / "autolab" / "lab" / name).read_bytes())
    with tarfile.open(fileobj=BytesIO((tmp_path / "autograde.tar").read_bytes())) as archive:
        assert archive.getnames() == ["assignment.toml"]
    command = ["make", f"PYTHON={sys.executable} -P -m"]

    def made() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False)

    (tmp_path / "client.py").write_text("print('hello')\n")
    done = made()
    assert done.returncode == 0, done.stdout + done.stderr
    presented, scores = done.stdout.splitlines()[-2:]
    assert json.loads(presented)["stages"] == ["time-client"]
    assert json.loads(scores) == {"scores": {"time-client": 0}, "scoreboard": [0]}
    (tmp_path / "client.py").unlink()
    done = made()
    assert done.returncode != 0
    assert "There is no file or folder client.py" in done.stdout
    assert "scores" not in done.stdout


def test_a_handin_that_make_would_read_otherwise_is_refused(tmp_path: Path) -> None:
    said = one_message(wireproof("export", "autolab", "--handin", "$(HOME)", cwd=tmp_path))
    assert "no name for what is handed in" in said
