"""A grading in a process of its own: how it ends, is ended, and what is made of it."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from harness.classroom.child import Children, Ended

PYTHON = (sys.executable, "-c")
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"
FOR_EVER = "import os, time; open('MARK', 'w').write(str(os.getpid())); time.sleep(3600)"


def ended(code: str, deadline: float = 60.0) -> Ended:
    return Children(PYTHON, deadline).grade([code])


def test_the_last_line_says_how_it_ended() -> None:
    assert ended("""print('{"status": 2, "what": "It is empty.", "cure": ""}')""") == Ended(
        status=2, what="It is empty."
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import os; os.kill(os.getpid(), 9)", "was killed by signal 9"),
        ("raise SystemExit('no memory')", "ended with status 1 before it said what came of it. It wrote: no memory"),
        ("print('{')", "ended with status 0"),
        ("""print('{"status": 0, "grade": 100}')""", "ended with status 0"),
    ],
)
def test_whatever_ends_it_is_the_machines_fault_and_its_own_loss(code: str, said: str) -> None:
    found = ended(code)
    assert found.status == 3
    assert said in found.what


def test_a_deadline_ends_it() -> None:
    assert ended("import time; time.sleep(3600)", 0.0) == Ended(
        status=3, what="The grading did not end within 0 s, and was stopped."
    )


@pytest.mark.parametrize(("code", "limit"), [(FOR_EVER, 60.0), (f"{DEAF}; {FOR_EVER}", 0.2)])
def test_a_stop_ends_all_and_starts_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, limit: float
) -> None:
    monkeypatch.setattr("harness.classroom.child.STOP_LIMIT", limit)
    children = Children(PYTHON, 3600.0)
    marks = [tmp_path / str(number) for number in range(3)]
    threads = [
        threading.Thread(target=lambda mark=mark: _stopped(children, code.replace("MARK", str(mark)))) for mark in marks
    ]
    for thread in threads:
        thread.start()
    pids = [_written(mark) for mark in marks]
    children.stop()
    for thread in threads:
        thread.join(60)
    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []
    with pytest.raises(KeyboardInterrupt):
        children.grade(["print(1)"])


def test_a_keyboard_interrupt_is_not_for_the_gradings() -> None:
    found = ended("import os; print('{\"status\": %d}' % (os.getsid(0) == os.getpid()))")
    assert found.status == 1


def _stopped(children: Children, code: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        children.grade([code])


def _written(mark: Path) -> int:
    end = time.monotonic() + 60
    while not (mark.exists() and mark.read_text()):
        assert time.monotonic() < end, "it did not start"
        time.sleep(0.01)
    return int(mark.read_text())
