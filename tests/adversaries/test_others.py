"""What is not a submission's own: answers of others and of earlier runs, listeners of others, the harness itself."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from adversaries.declarations import REFERENCE
from adversaries.wellformed import hold_reports
from grading import grade
from watched import grade_watched

from harness import engine
from harness.isolation.tiers import Finding
from harness.model import Footer, Happening, Result, Tier, Trouble

ECHO = ("tcp-echo",)
BORROWER = """
import os, socket, socketserver
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        with socket.create_connection(("127.0.0.1", {port}), 5) as other:
            while data := self.request.recv(65536):
                other.sendall(data)
                self.request.sendall(other.recv(65536))
socketserver.ThreadingTCPServer(("", int(os.environ["PORT"])), Handler).serve_forever()
"""
IDLER = """
import time
ADDRESS = ("", {port})
time.sleep(1)
"""
# the harness, who watches over it, and who stays behind
KILLER = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
parent = os.getppid()
with open(f"/proc/{{parent}}/stat") as stream:
    guard = int(stream.read().rpartition(")")[2].split()[1])
for pid in (guard, parent):
    os.kill(pid, signal.SIGKILL)
time.sleep(600)
"""
CANNED = """
import os, socketserver
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        while self.request.recv(65536):
            self.request.sendall({answer!r})
socketserver.ThreadingTCPServer(("", int(os.environ["PORT"])), Handler).serve_forever()
"""
ODD_NAMES = (
    b"a\nb.txt",
    b"\x1b[2J.py",
    b"\xff.py",
    b"\xe2\x80\xaegnp.py",
    b"-rf",
    b"..\\out.py",
    b"<script>.html",
    b"x" * 255,
)


class Echo(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        while data := self.request.recv(65536):
            self.request.sendall(data)


@pytest.fixture
def neighbour() -> Iterator[int]:
    """The port of an echo server that is right, and somebody else's."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@pytest.fixture
def without_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_tier", lambda _: Finding(Tier.PROCESS, ("because",)))


def written(folder: Path, source: str, **values: object) -> Path:
    path = folder / "submitted.py"
    path.write_text(source.format(**values))
    return path


def verdicts(path: Path, *only: str, seed: int = 7) -> list[str]:
    return [each.verdict.value for each in grade(path, ECHO, only=only, seed=seed)]


def test_a_server_of_the_machine_s_own_network_is_out_of_reach(tmp_path: Path, neighbour: int) -> None:
    assert verdicts(written(tmp_path, BORROWER, port=neighbour), "starts", "echoes") == ["pass", "fail"]


@pytest.mark.usefixtures("without_sandbox")
@pytest.mark.parametrize(("named", "verdict"), [(True, "error"), (False, "fail")])
def test_another_s_listener_is_not_its_own(tmp_path: Path, neighbour: int, named: bool, verdict: str) -> None:
    # that somebody has the port that stands in its source is no fault of its own, and no merit
    source = written(tmp_path, IDLER, port=neighbour if named else 0)
    assert verdicts(source, "starts") == [verdict]


def test_answers_of_an_earlier_run_fit_that_run_alone(tmp_path: Path) -> None:
    (result,) = grade(REFERENCE / "tcp_echo.py", ECHO, only=("echoes",))[1:]
    (sent,) = (event for event in result.attempts[0].events if event.kind is Happening.SENT)
    path = written(tmp_path, CANNED, answer=sent.head)
    assert verdicts(path, "echoes", seed=7) == ["pass", "pass"]
    assert verdicts(path, "echoes", seed=8) == ["pass", "fail"]


@pytest.mark.usefixtures("without_sandbox")
def test_a_program_that_kills_the_harness_gains_an_error_and_no_verdict(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    after = grade_watched(written(tmp_path, KILLER), scratch, programs=ECHO, only=("starts", "echoes"))
    assert not [each for each in after.log if isinstance(each, Result | Footer)]
    (trouble,) = (each for each in after.log if isinstance(each, Trouble))
    assert "This is a fault of the harness." in trouble.cure
    assert after.left == []


def test_files_of_odd_names_are_handed_in_and_graded(tmp_path: Path) -> None:
    submission, scratch = tmp_path / "eve", tmp_path / "scratch"
    submission.mkdir()
    scratch.mkdir()
    (submission / "tcp_echo.py").write_bytes((REFERENCE / "tcp_echo.py").read_bytes())
    for name in ODD_NAMES:
        Path(str(submission), name.decode("utf-8", "surrogateescape")).write_bytes(b"print(1)")
    after = grade_watched(submission, scratch, programs=ECHO, only=("starts",))
    assert (after.results["starts"].verdict.value, after.left) == ("pass", [])
    hold_reports(after.log, tmp_path)
