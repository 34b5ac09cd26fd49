"""How a grading tells passing, failing, blocked, skipped and broken apart; and what it records of each."""

from __future__ import annotations

from pathlib import Path
from random import Random
from zlib import crc32

from plugin.conftest import PROGRAM, Grade, Log

from harness.launch.kit import make_kit
from harness.model import Footer, Happening, Header, Result, Trouble, Verdict


def test_a_suite_from_elsewhere_is_graded_by_its_entry_point(foreign: Grade) -> None:
    results = foreign("passes")
    assert [(each.id, each.verdict) for each in results.values()] == [("line-echo.passes", Verdict.PASS)]


def test_a_failure_is_tried_twice_with_the_same_draws(foreign: Grade) -> None:
    (result,) = foreign("fails").values()
    first, second = (attempt.evidence for attempt in result.attempts)
    assert first == second
    assert first is not None
    assert (first.sent, first.observed) != ("", "")


def test_another_seed_draws_other_values(foreign: Grade) -> None:
    drawn = [foreign("fails", seed=seed)["fails"].attempts[0].evidence for seed in (7, 8, 7)]
    assert drawn[0] == drawn[2] != drawn[1]


def test_what_needs_a_failed_requirement_is_blocked_and_not_run(foreign: Grade) -> None:
    results = foreign("waits-for-waits")
    assert {name: each.verdict.value for name, each in results.items()} == {
        "passes": "pass",
        "fails": "fail",
        "waits-for-fails": "blocked",
        "waits-for-waits": "blocked",
    }
    assert (results["waits-for-fails"].attempts, results["waits-for-waits"].attempts) == ((), ())
    assert results["waits-for-fails"].blocked_by == "line-echo.fails"
    assert results["waits-for-waits"].blocked_by == "line-echo.waits-for-fails"


def test_an_exception_that_nobody_expected_is_an_error_of_the_harness(foreign: Grade) -> None:
    result = foreign("breaks")["breaks"]
    assert result.verdict is Verdict.ERROR
    # tried again at once, and twice more later in the run
    assert [each.verdict for each in result.attempts] == [Verdict.ERROR] * 6
    assert result.reason.startswith("RuntimeError: boom (")


def test_what_needs_an_error_is_run(foreign: Grade) -> None:
    assert foreign("waits-for-breaks")["waits-for-breaks"].verdict is Verdict.PASS


def test_a_crash_is_charged_where_it_was_provoked_and_nowhere_else(foreign: Grade) -> None:
    results = foreign("crashes", "crashes-afterwards", "passes")
    assert {name: each.verdict.value for name, each in results.items()} == {
        "passes": "pass",
        "crashes": "fail",
        "crashes-afterwards": "fail",
    }


def test_a_crash_is_recorded_with_its_status_and_last_words(foreign: Grade) -> None:
    for attempt in foreign("crashes")["crashes"].attempts:
        assert attempt.exit == "exited with status 7"
        assert attempt.output.head == b"last words\n"
        assert Happening.EXITED in {event.kind for event in attempt.events}


def test_a_program_that_dies_after_its_answer_did_not_outlive_the_requirement(foreign: Grade) -> None:
    evidence = foreign("crashes-afterwards")["crashes-afterwards"].attempts[0].evidence
    assert evidence is not None
    assert evidence.observed == "Your server exited with status 8."


def test_what_does_not_apply_is_skipped_with_its_reason(foreign: Grade) -> None:
    result = foreign("skips")["skips"]
    assert (result.verdict, result.reason) == (Verdict.SKIPPED, "there is no such thing here")


def test_an_exchange_begins_with_the_start_and_what_was_found_listening(foreign: Grade) -> None:
    events = foreign("passes")["passes"].attempts[0].events
    assert [event.kind for event in events][:4] == [
        Happening.STARTED,
        Happening.LISTENING,
        Happening.CONNECTED,
        Happening.SENT,
    ]
    assert all(event.at >= 0 for event in events)


def test_a_search_finds_the_example_and_the_confirming_attempt_repeats_it(foreign: Grade) -> None:
    result = foreign("falsifies")["falsifies"]
    assert [attempt.verdict for attempt in result.attempts] == [Verdict.FAIL] * 2
    assert [attempt.exit for attempt in result.attempts] == ["", "exited with status 7"]


def test_a_program_that_does_not_start_again_in_a_search_fails_and_breaks_nothing(
    foreign: Grade, tmp_path: Path
) -> None:
    # ports are counted up: it starts on the first one and not on the second
    parity = make_kit(Random("7/kit")).port(crc32(b"line-echo.falsifies")) % 2
    path = tmp_path / "moody.py"
    path.write_text(f"import os\nassert int(os.environ['PORT']) % 2 == {parity}\n{PROGRAM}")
    result = foreign("falsifies", path=path)["falsifies"]
    assert [attempt.verdict for attempt in result.attempts] == [Verdict.FAIL] * 2
    assert [event.note for event in result.attempts[0].events if event.kind is Happening.STARTED] != []


def test_a_log_ends_with_a_footer_that_counts_its_results(foreign_log: Log) -> None:
    log = foreign_log("passes")
    assert isinstance(log[0], Header)
    assert isinstance(log[-1], Footer)
    assert log[-1].results == 1


def test_a_grading_that_breaks_off_has_no_footer_and_says_why(foreign_log: Log) -> None:
    log = foreign_log("passes", "misleads")
    assert [each.id for each in log if isinstance(each, Result)] == ["line-echo.passes"]
    assert not [each for each in log if isinstance(each, Footer)]
    trouble = log[-1]
    assert isinstance(trouble, Trouble)
    assert "ZeroDivisionError: a hint about submission" in trouble.what
