"""Nothing in a submission's folder or in the caller's environment steers the pytest that judges it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from grading import grade

import harness
from harness import crew, nursery
from harness.model import Result

ONLY = ("starts", "echoes", "serves-next")
# a server that echoes nothing; its neighbours try to have it passed. As files of this repository they would
# steer its own tests
SERVER = """
import os, socketserver
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(4096):
            self.request.sendall(bytes(len(data)))
socketserver.ThreadingTCPServer.allow_reuse_address = True
with socketserver.ThreadingTCPServer(("", int(os.environ["PORT"])), Handler) as server:
    server.serve_forever()
"""
CONFTEST = """
import pytest
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    return True
def pytest_sessionfinish(session):
    session.exitstatus = 0
"""
INI = "[pytest]\naddopts = -p conftest --collect-only\npython_files = nothing\n"
STEERING = {
    "tcp_echo.py": SERVER,
    "conftest.py": CONFTEST,
    "pytest.ini": INI,
    "tox.ini": INI,
    "setup.cfg": INI.replace("[pytest]", "[tool:pytest]"),
    "pyproject.toml": '[project.entry-points."wireproof.suites"]\ntcp-echo = "conftest:SUITE"\n',
    "sitecustomize.py": "import os\nos._exit(0)\n",
    "usercustomize.py": "import os\nos._exit(0)\n",
    **{f"{name}.py": "raise SystemExit(0)\n" for name in ("json", "harness", "suites", "pytest", "msgspec", "click")},
    "results.json": '{"schema": "wireproof/1", "complete": true, "points": 85, "max_points": 85}\n',
    "log.ndjson": '{"type":"footer","seconds":0.1,"results":27}\n',
}


def verdicts(results: list[Result]) -> dict[str, str]:
    return {each.id: each.verdict.value for each in results}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "eve"
    place.mkdir()
    for name, content in STEERING.items():
        (place / name).write_text(content)
    return place


def test_files_that_steer_pytest_or_python_change_no_verdict(folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "tcp_echo.py"
    alone.write_text(SERVER)
    judged = verdicts(grade(folder, programs=("tcp-echo",), only=ONLY))
    assert judged["tcp-echo.echoes"] == "fail"
    assert judged == verdicts(grade(alone, programs=("tcp-echo",), only=ONLY))


def test_the_folder_of_the_submission_as_working_directory_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert verdicts(grade(Path(), programs=("tcp-echo",), only=ONLY))["tcp-echo.echoes"] == "fail"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PYTEST_ADDOPTS", "--collect-only"),
        ("PYTEST_PLUGINS", "no_such_plugin"),
        ("PYTHONPATH", "{folder}"),
        ("PYTHONHOME", "/nowhere"),
        ("PYTHONWARNINGS", "error"),
        ("PYTHONOPTIMIZE", "2"),
        ("HYPOTHESIS_PROFILE", "none"),
        ("LD_PRELOAD", "/nowhere.so"),
    ],
)
def test_variables_of_the_caller_change_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value.format(folder=folder))
    assert variable not in nursery.environment() or nursery.environment()[variable] != os.environ[variable]
    # the interpreter's own check of its version inherits what it must not, so it is not part of this
    judged = verdicts(grade(folder, programs=("tcp-echo",), only=("starts",)))
    assert judged == {"tcp-echo.starts": "pass"}


def test_the_grading_is_run_with_nothing_but_its_own_settings() -> None:
    ini = Path(harness.__file__).parent / "plugin" / "grading.ini"
    assert crew._words([])[:4] == ["-c", str(ini), "--rootdir", str(ini.parent)]


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    packages = str(Path(harness.__file__).parent.parent)
    environment = {**os.environ, "PYTHONPATH": packages, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    command = [sys.executable, "-P", "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


def test_the_plugin_is_inert_in_anybody_elses_session(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text(
        "def test_own(request):\n"
        "    names = [name for name, _ in request.config.pluginmanager.list_name_plugin()]\n"
        "    assert 'wireproof-grading' not in names and 'wireproof-fixtures' not in names\n"
        "def test_without_our_fixtures(server):\n"
        "    pass\n"
        "def test_failing():\n"
        "    assert False\n"
    )
    done = run(tmp_path, "-p", "harness.plugin.hooks", "-q")
    assert "1 failed, 1 passed, 1 error" in done.stdout
    assert "fixture 'server' not found" in done.stdout
    assert done.returncode == 1


def test_the_plugin_is_not_loaded_by_being_installed(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    assert "--wireproof-plan" not in run(tmp_path, "--help").stdout
    assert "--wireproof-plan" in run(tmp_path, "-p", "harness.plugin.hooks", "--help").stdout
