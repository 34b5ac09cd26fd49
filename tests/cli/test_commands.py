"""What each command prints and ends with, where all is well and where it is not."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from cli.command import COMMAND, QUICK, REFERENCE, environment, one_message, wireproof, without_isolation

from harness.requirement import Suite, load_suites

DYING = "raise SystemExit(3)\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a program that fails was graded."""
    place = tmp_path_factory.mktemp("graded")
    (place / "alice.py").write_text(DYING)
    done = wireproof("grade", "alice.py", "--program", "tcp-echo", "--only", "echoes", "--seed", "7", cwd=place)
    assert done.returncode == 1, done.stderr
    (place / "said").write_text(done.stdout)
    return place


def test_every_must_met_is_status_0(tmp_path: Path) -> None:
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", *QUICK, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "PASS  tcp-echo.starts" in done.stdout
    assert "4 of 4 points" in done.stdout


def test_a_must_that_is_not_met_is_status_1_and_is_told(graded: Path) -> None:
    said = (graded / "said").read_text()
    assert "FAIL  tcp-echo.starts" in said
    assert "BLOCKED" in said
    assert "Your server exited with status 3" in said
    assert all(len(line) <= 80 for line in said.splitlines())


def test_a_report_folder_holds_page_log_and_results(graded: Path) -> None:
    assert sorted(os.listdir(graded / "reports" / "alice")) == ["index.html", "log.ndjson", "repro", "results.json"]
    assert os.listdir(graded / "reports" / "alice" / "repro") == ["tcp-echo.starts.py"]
    results = json.loads((graded / "reports" / "alice" / "results.json").read_bytes())
    assert (results["schema"], results["seed"], results["isolation"]) == ("wireproof/1", 7, "full")
    assert (results["complete"], results["points"], results["max_points"]) == (True, 0, 8)
    verdicts = [each["verdict"] for each in results["programs"][0]["requirements"]]
    assert verdicts == ["fail", "blocked"]


def test_a_report_written_again_is_the_same(graded: Path) -> None:
    place = graded / "reports" / "alice"
    before = {path: path.read_bytes() for path in place.rglob("*.*")}
    done = wireproof("report", place / "log.ndjson", cwd=graded)
    assert done.returncode == 1
    assert {path: path.read_bytes() for path in place.rglob("*.*")} == before
    told = [line for line in (graded / "said").read_text().splitlines() if line and not line.startswith("Report")]
    again = [line for line in done.stdout.splitlines() if line and not line.startswith("Report")]
    assert [line for line in again if line in told] == told


def test_a_report_can_be_written_elsewhere(graded: Path, tmp_path: Path) -> None:
    done = wireproof("report", graded / "reports" / "alice" / "log.ndjson", "--report", "elsewhere", cwd=tmp_path)
    assert sorted(os.listdir(tmp_path / "elsewhere")) == ["index.html", "repro", "results.json"]
    assert "elsewhere/index.html" in done.stdout


def test_a_log_that_was_cut_short_is_status_3(graded: Path, tmp_path: Path) -> None:
    lines = (graded / "reports" / "alice" / "log.ndjson").read_bytes().splitlines(keepends=True)
    (tmp_path / "log.ndjson").write_bytes(b"".join(lines[:-1]))
    done = wireproof("report", "log.ndjson", cwd=tmp_path)
    assert done.returncode == 3
    assert "Cut short" in done.stdout
    assert json.loads((tmp_path / "results.json").read_bytes())["complete"] is False


def test_a_repeated_seed_is_printed_and_another_is_drawn_each_time(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", "--only", "starts")
    drawn = {line for _ in range(2) for line in wireproof(*words, cwd=tmp_path).stdout.splitlines() if "Seed" in line}
    assert len(drawn) == 2
    assert "Seed        7\n" in wireproof(*words, "--seed", "7", cwd=tmp_path).stdout


def test_the_level_says_how_much_is_tried(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", "--only", "serves-ipv6", "--only", "starts")
    assert "serves-ipv6" not in wireproof(*words, "--level", "must", cwd=tmp_path).stdout
    assert "serves-ipv6" in wireproof(*words, "--level", "may", cwd=tmp_path).stdout


def test_full_isolation_can_be_required_here(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", "--require-isolation", "full", *QUICK)
    assert wireproof(*words, cwd=tmp_path).returncode == 0


def test_an_older_report_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", "--only", "starts", "--report", "here")
    for seed in ("1", "2"):
        wireproof(*words, "--seed", seed, cwd=tmp_path)
    assert json.loads((tmp_path / "here" / "results.json").read_bytes())["seed"] == 2


def test_list_prints_every_requirement(tmp_path: Path) -> None:
    done = wireproof("list", cwd=tmp_path)
    assert done.returncode == 0
    for suite in load_suites().values():
        assert f"{suite.program}  ({len(suite.requirements)} requirements)" in done.stdout
        assert all(each.name in done.stdout for each in suite)
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


def test_list_of_one_program_prints_no_other(tmp_path: Path) -> None:
    done = wireproof("list", "udp-time", cwd=tmp_path)
    assert "answers-empty" in done.stdout
    assert "large-message" not in done.stdout


@pytest.mark.parametrize("suite", load_suites().values(), ids=lambda suite: suite.program)
def test_show_says_what_why_and_where(suite: Suite, tmp_path: Path) -> None:
    each = suite.requirements[1]
    done = wireproof("show", suite.identifier(each), "--no-example", cwd=tmp_path)
    said = " ".join(done.stdout.split())
    assert done.returncode == 0
    for words in (suite.identifier(each), each.level.value, each.title, each.source):
        assert words in said


def test_doctor_says_what_this_machine_allows(tmp_path: Path) -> None:
    done = wireproof("doctor", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Isolation     full\n")
    assert "bubblewrap" in done.stdout


def test_doctor_is_status_3_where_isolation_is_not_to_be_had(tmp_path: Path) -> None:
    done = without_isolation("doctor", cwd=tmp_path)
    assert done.returncode == 3
    assert "Why not more  full: [Errno 1] not here" in done.stdout
    assert "What to do" in done.stdout


def test_full_isolation_that_is_required_and_not_to_be_had_is_status_3(tmp_path: Path) -> None:
    words = ("grade", str(REFERENCE), "--program", "tcp-echo", "--require-isolation", "full", *QUICK)
    done = without_isolation(*words, cwd=tmp_path)
    message = one_message(done, status=3)
    assert "Isolation `full` was required and cannot be had: full: [Errno 1] not here;" in message
    assert "namespaces must be allowed" in message
    assert (done.stdout, os.listdir(tmp_path)) == ("", [])


def test_a_grading_without_isolation_says_so_loudly(tmp_path: Path) -> None:
    done = without_isolation("grade", str(REFERENCE), "--program", "tcp-echo", *QUICK, cwd=tmp_path)
    said = " ".join(done.stdout.split())
    assert done.returncode == 0, done.stderr
    for words in ("Isolation process", "NOT ISOLATED", "[Errno 1] not here", "WARNING: not isolated"):
        assert words in said
    assert "NOT ISOLATED" in (tmp_path / "reports" / "tcp_echo" / "index.html").read_text()


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("grade", "--help"), ("--version",)])
def test_help_is_status_0(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = wireproof(*words, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


def test_there_is_no_colour_off_a_terminal_unless_it_is_forced(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", *QUICK)
    assert "\x1b[" not in wireproof(*words, cwd=tmp_path).stdout
    assert "\x1b[32m" in wireproof(*words, cwd=tmp_path, FORCE_COLOR="1").stdout
    assert "\x1b[" not in wireproof(*words, cwd=tmp_path, FORCE_COLOR="1", NO_COLOR="1").stdout


@pytest.mark.parametrize("words", [("list",), ("grade", str(REFERENCE), "--program", "tcp-echo", *QUICK)])
def test_a_reader_that_leaves_early_gives_no_traceback(tmp_path: Path, words: tuple[str, ...]) -> None:
    command = [*COMMAND, *words]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
    assert said == ""
    # neither met nor unmet: nobody knows
    assert process.returncode in {0, 3}
