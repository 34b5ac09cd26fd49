"""Time limits that a busy machine cannot use up."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from boxes import WAIT

from harness.exchange.rounds import Rounds
from harness.exchange.transcript import Transcript
from harness.isolation.processes import delay_of
from harness.patience import Deadline, Delays


class Clock:
    """Time as a test wants it."""

    now = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("harness.patience.time.monotonic", lambda: clock.now)
    return clock


def test_a_limit_ends_when_it_should_for_a_program_that_only_waits(clock: Clock) -> None:
    deadline = Deadline(5.0, Delays())
    clock.now += 4.0
    assert deadline.left() == pytest.approx(1.0)
    clock.now += 1.0
    assert deadline.left() <= 0


def test_what_a_program_waited_for_a_processor_is_added(clock: Clock) -> None:
    deadline = Deadline(5.0, Delays(lambda: 3.0))
    clock.now += 5.0
    assert deadline.left() == pytest.approx(3.0)
    clock.now += 3.0
    assert deadline.left() <= 0


def test_each_second_of_delay_counts_once_whatever_limits_pass(clock: Clock) -> None:
    delays = Delays(lambda: 3.0)
    for left in (3.0, 0.0):
        deadline = Deadline(5.0, delays)
        clock.now += 5.0
        assert deadline.left() == pytest.approx(left)


def test_another_life_begins_with_delays_of_its_own(clock: Clock) -> None:
    told = [3.0, 2.0]
    delays = Delays(lambda: told.pop(0))
    assert (delays.fresh(), delays.fresh()) == (3.0, 2.0)
    assert clock.now == 100.0


def test_no_limit_is_stretched_for_ever(clock: Clock) -> None:
    deadline = Deadline(5.0, Delays(lambda: clock.now))
    while deadline.left() > 0:
        clock.now += 1.0
    assert clock.now <= 121.0


def test_a_loop_waits_longer_for_a_program_that_was_kept_waiting() -> None:
    def delays() -> Iterator[float]:
        yield from (0.2, 0.2)

    told, looks = delays(), []

    def delayed() -> float:
        looks.append(time.monotonic())
        return next(told)

    began = time.monotonic()
    with Rounds(Transcript(), delayed=delayed) as rounds:
        assert not rounds.wait(lambda: False, 0.1)
    # the first look stretched the limit, the second found nothing more to add
    assert (len(looks), looks[-1] - began >= 0.3) == (2, True)


def test_the_kernel_tells_of_a_processor_that_was_waited_for() -> None:
    """Two busy children that share one processor wait for each other."""
    processor = min(os.sched_getaffinity(0))
    children = []
    for _ in range(2):
        if not (child := os.fork()):
            os.sched_setaffinity(0, {processor})
            while True:
                pass
        children.append(child)
    try:
        end = time.monotonic() + WAIT
        while delay_of(children) < 0.1:
            assert time.monotonic() < end, "no delay was told"
            time.sleep(0.01)
    finally:
        for child in children:
            os.kill(child, 9)
            os.waitpid(child, 0)


def test_a_process_that_is_gone_was_not_delayed() -> None:
    assert delay_of([2**22]) == 0.0
