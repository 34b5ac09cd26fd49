"""What is added to a failure: the line, as it reads, from what a program wrote; and nothing that is not sure."""

from __future__ import annotations

import pytest

from harness.advice.advise import advised
from harness.model import Attempt, Evidence, File, Output, Tree, Verdict

SOURCE = b"import os\n\n\nclass Handler:\n    def handle():\n        pass\n\n\nserve(prot)\n"
TREE = Tree(files=(File(path=b"main.py", content=SOURCE), File(path=b"lib/more.py", content=b"x = 1\nboom(x)\n")))
CRASH = """Traceback (most recent call last):
  File "/submission/main.py", line 9, in <module>
    serve(prot)
NameError: name 'prot' is not defined
"""


def told(
    output: str,
    *,
    end: str = "exited with status 1",
    home: str = "/submission",
    observed: str = "It ended.",
    hint: str = "",
    cause: str = "",
) -> Evidence:
    """The evidence of a failure whose program wrote ``output``."""
    written = output.encode()
    evidence = Evidence(sent="Nothing.", expected="A listener.", observed=observed, hint=hint, cause=cause)
    attempt = Attempt(
        verdict=Verdict.FAIL, seconds=0.1, evidence=evidence, output=Output(head=written, total=len(written)), exit=end
    )
    found = advised(attempt, TREE, "main.py", home).evidence
    assert found is not None
    return found


def test_the_line_is_named_and_shown() -> None:
    found = told(CRASH)
    assert found.observed == "It ended. Line 9 of main.py, `serve(prot)`, raised NameError: name 'prot' is not defined."
    assert "Nothing is called prot there" in found.cause


def test_a_cause_that_a_hint_named_stays() -> None:
    assert told(CRASH, hint="known", cause="Known.").cause == "Known."


def test_the_last_frame_of_the_submission_s_is_the_place() -> None:
    library = '  File "/usr/lib/python3.11/socketserver.py", line 2, in bind\n    import os\n'
    found = told(CRASH.replace("NameError: name", f"{library}NameError: name"))
    assert "Line 9 of main.py" in found.observed


def test_the_last_of_several_errors_is_told() -> None:
    second = CRASH.replace("main.py", "lib/more.py").replace("line 9", "line 2").replace("NameError", "LookupError")
    found = told(f"{CRASH}\nDuring handling of the above exception, another exception occurred:\n\n{second}")
    assert "Line 2 of lib/more.py, `boom(x)`, raised LookupError" in found.observed


@pytest.mark.parametrize("home", ["/submission", ""])
def test_a_file_is_found_wherever_the_program_lay(home: str) -> None:
    place = home or "/tmp/work17"
    assert "Line 9 of main.py" in told(CRASH.replace("/submission", place), home=home).observed


def test_a_library_s_file_of_the_same_name_is_not_the_submission_s() -> None:
    for home in ("/submission", ""):
        found = told(CRASH.replace("/submission", "/usr/lib/python3.11"), home=home)
        assert "main.py" not in found.observed
        assert "It ended with NameError" in found.observed


def test_a_program_that_goes_on_is_told_its_mistakes_and_not_what_its_clients_did() -> None:
    assert "Meanwhile line 9 of main.py" in told(CRASH, end="").observed
    reset = CRASH.replace("NameError: name 'prot' is not defined", "ConnectionResetError: [Errno 104] Reset")
    assert told(reset, end="").observed == "It ended."
    assert "raised ConnectionResetError" in told(reset).observed


@pytest.mark.parametrize("error", ["KeyboardInterrupt", "SystemExit: 1"])
def test_an_end_that_was_asked_for_is_no_error(error: str) -> None:
    assert told(CRASH.replace("NameError: name 'prot' is not defined", error)).observed == "It ended."


def test_a_driver_s_words_are_not_said_twice() -> None:
    observed = "Loading it raised NameError: name 'prot' is not defined, in line 9 of main.py."
    assert told(CRASH, observed=observed).observed == f"{observed} That line reads `serve(prot)`."


def test_a_method_without_self_is_shown_where_it_is_defined() -> None:
    output = """Traceback (most recent call last):
  File "/usr/lib/python3.11/socketserver.py", line 755, in __init__
    self.handle()
TypeError: Handler.handle() takes 0 positional arguments but 1 was given
"""
    assert "Meanwhile line 5 of main.py, `def handle():`, raised TypeError" in told(output, end="").observed


def test_what_a_program_writes_of_itself_is_only_quoted() -> None:
    hostile = CRASH.replace("'prot'", "\x1b[2J\u202e" + "x" * 5_000).replace("line 9", "line 99999999999999999999")
    found = told(hostile)
    assert "\x1b" not in found.observed
    assert "\u202e" not in found.observed
    assert len(found.observed) < 500


def test_output_that_tells_of_no_error_adds_nothing() -> None:
    for output in ("", "listening\n", 'File "main.py", line 9\n', "Exception in thread main: java.lang.Error\n"):
        assert told(output).observed == "It ended."
