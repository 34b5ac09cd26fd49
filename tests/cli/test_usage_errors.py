"""Every call that cannot be carried out: exit status 2, one clear message, no traceback, nothing lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cli.command import QUICK, REFERENCE, one_message, wireproof
from headers import header

from harness.log import LOG
from harness.log.writer import LogWriter, encoded


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert "nowhere.py" in one_message(wireproof("grade", "nowhere.py", cwd=tmp_path))


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "alice").mkdir()
    assert "alice" in one_message(wireproof("grade", "alice", cwd=tmp_path))


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "notes.py").write_text("print('hello')\n")
    assert "no program of the lecture was recognised" in one_message(wireproof("grade", "notes.py", cwd=tmp_path))


@pytest.mark.parametrize("name", ["tcp-ecko", "", "all", "../tcp-echo"])
def test_a_program_that_there_is_not(tmp_path: Path, name: str) -> None:
    done = wireproof("grade", REFERENCE, "--program", name, cwd=tmp_path)
    assert f"There is no program {name!r}" in one_message(done)


@pytest.mark.parametrize("pattern", ["tcp-echo.ecko", "udp-*", "", "[", "starts "])
def test_a_pattern_that_matches_nothing(tmp_path: Path, pattern: str) -> None:
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", "--only", pattern, cwd=tmp_path)
    assert "No requirement of tcp-echo matches" in one_message(done)
    assert "wireproof list" in done.stderr


def test_a_pattern_that_matches_nothing_costs_no_earlier_report(tmp_path: Path) -> None:
    words = ("grade", REFERENCE, "--program", "tcp-echo", "--report", "report")
    assert wireproof(*words, *QUICK, cwd=tmp_path).returncode == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()}
    one_message(wireproof(*words, "--only", "no-such-thing", cwd=tmp_path))
    assert {path.name: path.read_bytes() for path in (tmp_path / "report").iterdir()} == before


def test_a_report_that_another_grading_is_writing_is_left_to_it(tmp_path: Path) -> None:
    report = tmp_path / "report"
    report.mkdir()
    with LogWriter(report / LOG) as first:
        first.write(header())
        (report / "index.html").write_text("the first one's")
        words = ("grade", REFERENCE, "--program", "tcp-echo", "--report", "report", *QUICK)
        assert "Another grading is writing report/log.ndjson" in one_message(wireproof(*words, cwd=tmp_path))
        assert (report / LOG).read_bytes() == encoded(header())
        assert (report / "index.html").read_text() == "the first one's"


def test_a_call_that_comes_to_nothing_makes_no_folder(tmp_path: Path) -> None:
    wireproof("grade", REFERENCE, "--program", "tcp-echo", "--only", "no-such-thing", cwd=tmp_path)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("python", ["python9.9", "/nowhere/python", ".", "/etc/passwd"])
def test_an_interpreter_that_is_none(tmp_path: Path, python: str) -> None:
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", "--python", python, *QUICK, cwd=tmp_path)
    message = one_message(done)
    assert "--python" in message
    assert python in message


@pytest.mark.parametrize("python", ["/bin/false", "/bin/echo", "sh"])
def test_a_program_that_is_no_interpreter(tmp_path: Path, python: str) -> None:
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", "--python", python, *QUICK, cwd=tmp_path)
    assert f"{python} did not run as a Python interpreter" in one_message(done)


@pytest.mark.parametrize("place", ["file/report", "/proc/report", "/dev/null"])
def test_a_report_folder_that_cannot_be_made(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", "--report", place, *QUICK, cwd=tmp_path)
    assert place in one_message(done)


def test_a_report_file_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "report" / "log.ndjson").mkdir(parents=True)
    done = wireproof("grade", REFERENCE, "--program", "tcp-echo", "--report", "report", *QUICK, cwd=tmp_path)
    assert "log.ndjson" in one_message(done)


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ("[programs.tcp-echo\n", "not TOML"),
        ("[programs.tcp-echo]\n", "no command"),
        ("[programs.tcp-echo]\ncommand = 'python x.py'\n", "a text, and must be a list"),
        ("[programs.tcp-echo]\ncommand = ['python3', 'x.py']\nprot = 20000\n", "unknown key prot"),
        ("[programs.tcp-ecko]\ncommand = ['python3', 'x.py']\n", "tcp-ecko"),
        ("[programs.tcp-echo]\ncommand = ['./missing']\n", "./missing"),
        ("[programs.tcp-echo]\ncommand = ['no-such-tool']\n", "no-such-tool"),
        ("[programs.tcp-echo]\ncommand = ['python3', 'x.py']\nport = 70000\n", "65535"),
        ("\xff\n", "not UTF-8"),
    ],
)
def test_a_broken_manifest(tmp_path: Path, manifest: str, words: str) -> None:
    (tmp_path / "alice").mkdir()
    (tmp_path / "alice" / "x.py").write_text("")
    (tmp_path / "alice" / "conformance.toml").write_bytes(manifest.encode("latin-1"))
    assert words in one_message(wireproof("grade", "alice", cwd=tmp_path))


@pytest.mark.parametrize(
    "words",
    [
        ("grade",),
        ("grade", "a.py", "b.py"),
        ("grade", "a.py", "--seed", "many"),
        ("grade", "a.py", "--seed", "-1"),
        ("grade", "a.py", "--level", "all"),
        ("grade", "a.py", "--require-isolation", "partial"),
        ("grade", "a.py", "--no-such-option"),
        ("grad", "a.py"),
        ("list", "--no-such-option"),
        ("show",),
        ("report",),
    ],
)
def test_a_command_line_that_is_not_understood(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert "wireproof --help" in one_message(wireproof(*words, cwd=tmp_path))


def test_a_program_without_suite_to_list(tmp_path: Path) -> None:
    assert "There is no suite for 'no-such'" in one_message(wireproof("list", "no-such", cwd=tmp_path))


def test_a_requirement_that_there_is_not_is_answered_with_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean tcp-echo.echoes" in one_message(wireproof("show", "tcp-echo.echos", cwd=tmp_path))


@pytest.mark.parametrize(
    "content", [b"", b"{}\n", b"not json\n", b"\xff\xfe\n", b'{"type":"header","schema":"other/9"}\n']
)
def test_a_log_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "log.ndjson").write_bytes(content)
    assert "log.ndjson" in one_message(wireproof("report", "log.ndjson", cwd=tmp_path))
    assert os.listdir(tmp_path) == ["log.ndjson"]


def test_a_log_that_does_not_exist(tmp_path: Path) -> None:
    assert "cannot be read" in one_message(wireproof("report", "nowhere", cwd=tmp_path))


@pytest.mark.parametrize("exists", [True, False])
def test_a_name_that_is_not_utf8_is_shown_and_refused(tmp_path: Path, exists: bool) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    if exists:
        (tmp_path / name).write_bytes(REFERENCE.read_bytes())
    message = one_message(wireproof("grade", name, "--program", "tcp-echo", *QUICK, cwd=tmp_path))
    assert "caf\\xe9.py" in message


def test_a_folder_whose_name_is_not_utf8_is_graded(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    folder.mkdir()
    (folder / "tcp_echo.py").write_bytes(REFERENCE.read_bytes())
    done = wireproof("grade", folder.name, "--program", "tcp-echo", *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "\udce9" not in done.stdout
    (report,) = (tmp_path / "reports").iterdir()
    assert sorted(path.name for path in report.iterdir()) == ["index.html", "log.ndjson", "results.json"]


@pytest.mark.parametrize("name", ["\x1b[31mred.py", "a\nb.py", "--only.py", "$(id).py", "\u202egnp.py"])
def test_a_hostile_name_is_graded_and_shown_harmlessly(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(REFERENCE.read_bytes())
    done = wireproof("grade", "--program", "tcp-echo", *QUICK, "--", name, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stdout)
