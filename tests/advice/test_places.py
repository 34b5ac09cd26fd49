"""Where a flaw stands that a hint names; no place is told that is not certain."""

from __future__ import annotations

from harness.advice.places import place_of_hint

LOOP = """def event_loop(handlers):
    while True:
        ready = poll(handlers)
    for each in ready:
        each.go()
"""


def place(hint: str, source: str) -> str:
    return place_of_hint(hint, {"main.py": source}, "main.py")


def test_the_statement_behind_an_endless_loop_is_shown() -> None:
    assert "line 4 of main.py, `for each in ready:`" in place("dispatches-outside", LOOP)
    assert "line 4 of main.py" in place("dispatches-outside", LOOP.replace("True", "1"))


def test_a_loop_that_may_end_has_no_such_place() -> None:
    assert place("dispatches-outside", LOOP.replace("poll(handlers)", "1\n        if x: break")) == ""
    assert place("dispatches-outside", LOOP.replace("True", "handlers")) == ""
    assert place("dispatches-outside", LOOP.replace("event_loop", "other")) == ""


def test_the_last_statement_is_shown_inside_a_main_guard_too() -> None:
    assert "line 1 of main.py, `x = 1`" in place("ends-at-once", "x = 1\n")
    assert "line 3 of main.py, `go()`" in place("ends-at-once", "x = 1\nif __name__ == '__main__':\n    go()\n")


def test_nothing_is_told_of_other_hints_other_languages_and_broken_files() -> None:
    assert place("other", LOOP) == ""
    assert place("ends-at-once", "int main(void) { return 0; }\n") == ""
    assert place_of_hint("ends-at-once", {}, "main.c") == ""
    assert place("ends-at-once", "") == ""
