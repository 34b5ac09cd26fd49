"""More is tried at once where a grading only waits, on a machine that has nothing better to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading import grade

from harness import crew
from harness.crew import Crew
from harness.model import Verdict
from harness.rest import LOOK, Rest

SLEEPER = """
import os, socketserver, time
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        while data := self.request.recv(65536):
            self.request.sendall(data)
time.sleep({0})
socketserver.ThreadingTCPServer(("", int(os.environ["PORT"])), Echo).serve_forever()
"""
SHORT = ("starts", "echoes", "keeps-order", "serves-next", "survives-empty-client", "half-close", "concurrent-clients")


class Machine:
    """Two processors; time passes as it is told to."""

    def __init__(self) -> None:
        self.now, self.used, self.load = 0.0, 0.0, 0.0
        self.rest = Rest(lambda: self.used, lambda: self.load, lambda: self.now, processors=2)

    def later(self, seconds: float, used: float) -> bool:
        self.now += seconds
        self.used += used
        return self.rest.begun()


def test_waiting_is_rest_and_working_is_none() -> None:
    machine = Machine()
    assert machine.later(LOOK, used=0.1)
    assert not machine.later(LOOK, used=LOOK)
    assert machine.later(4 * LOOK, used=LOOK)


def test_nobody_rests_on_a_machine_that_is_busy_with_something_else() -> None:
    machine = Machine()
    machine.load = 2.0
    assert not machine.later(LOOK, used=0.0)


def test_it_is_looked_at_once_in_a_while_alone() -> None:
    machine = Machine()
    assert machine.later(LOOK, used=0.0)
    assert not machine.later(LOOK / 2, used=0.0)
    assert machine.later(LOOK / 2, used=0.0)


@pytest.mark.parametrize(("jobs", "helped"), [(2, True), (1, False)])
def test_a_program_that_starts_slowly_gets_more_processes_where_several_were_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int, helped: bool
) -> None:
    called: list[Crew] = []
    monkeypatch.setattr(crew, "Rest", lambda _: Machine().rest)
    monkeypatch.setattr(Rest, "begun", lambda _: True)
    call = Crew._call

    def counted(self: Crew) -> None:
        called.append(self)
        call(self)

    monkeypatch.setattr(Crew, "_call", counted)
    path = tmp_path / "tcp_echo.py"
    path.write_text(SLEEPER.format(2 * LOOK if helped else 0))
    results = grade(path, ("tcp-echo",), only=SHORT if helped else SHORT[:2], jobs=jobs)
    assert {each.verdict for each in results} == {Verdict.PASS}
    assert (len(called) > jobs) is helped
