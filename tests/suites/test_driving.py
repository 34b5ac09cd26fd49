"""Loading a submitted module: whatever its top level does, what it defines is judged, or it is said why not.

Each module is graded by the whole pipeline, in the sandbox.
"""

from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from grading import grade

from harness.model import Result, Verdict
from harness.requirement import load_suites

CLASSES = """
import select

class EventHandler:
    def fileno(self):
        raise NotImplementedError
    def wants_to_receive(self):
        return False
    def handle_receive(self):
        pass
    def wants_to_send(self):
        return False
    def handle_send(self):
        pass

def event_loop(handlers):
    while True:
        wants_recv = [h for h in handlers if h.wants_to_receive()]
        wants_send = [h for h in handlers if h.wants_to_send()]
        can_recv, can_send, _ = select.select(wants_recv, wants_send, [])
        for h in can_recv:
            h.handle_receive()
        for h in can_send:
            h.handle_send()
"""

# what follows the classes in modules without a main guard
USABLE = {
    "it prints": "print('0 loaded')",
    "it serves for ever": "import socketserver; socketserver.TCPServer(('', 20000), None).serve_forever()",
    "it waits for a thread": "import threading; threading.Event().wait()",
    "it waits for its keyboard": "input('Enter ends the server')",
    "it swallows Ctrl-C": "while True:\n    try:\n        select.select([], [], [])\n    except:\n        pass",
    "it ignores Ctrl-C": "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); signal.pause()",
    "it ends by Ctrl-C": "try:\n    select.select([], [], [])\nexcept KeyboardInterrupt:\n    raise SystemExit(1)",
    "it wants arguments": "import argparse; p = argparse.ArgumentParser(); p.add_argument('x'); p.parse_args()",
    "it exits": "import sys; sys.exit('usage')",
    "it lacks a file": "open('settings.ini')",
    "it lacks a server": "import socket; socket.create_connection(('127.0.0.1', 1))",
    "its port is taken": "import socket; x, y = [socket.create_server(('', 20000)) for _ in range(2)]",
    "it replaces what drivers use": "import hashlib, json; hashlib.sha256 = json.dumps = json.loads = None",
}

UNUSABLE = {
    "it does not parse": ("class EventHandler\n    pass\n", "SyntaxError: expected ':', in line 1 of submitted.py."),
    "it does not import": ("import no_such_module\n", "No module named 'no_such_module', in line 1 of submitted.py."),
    "a name is missing": (
        f"{CLASSES}event_loop(servers)\n",
        "name 'servers' is not defined, in line 25 of submitted.py.",
    ),
    "it exits before": (f"import sys\nsys.exit(2)\n{CLASSES}", "It ended the program while it was being loaded"),
    "it ends the process": (f"{CLASSES}\nimport os\nos._exit(0)\n", "Its process exited with status 0."),
    "it ends by a signal": (f"{CLASSES}\nimport os\nos.abort()\n", "Its process was killed by SIGABRT."),
    "the class has another name": ("class Handler: pass\n", "defined no EventHandler. It defines Handler."),
    "the class wants arguments": (
        "class EventHandler:\n    def __init__(self, sock): pass\ndef event_loop(handlers): pass\n",
        "EventHandler() raised TypeError",
    ),
}


def judged(tmp_path: Path, source: str, *only: str) -> dict[str, Result]:
    path = tmp_path / "submitted.py"
    path.write_text(source)
    results = grade(path, programs=("event-loop-api",), only=only)
    return {each.id.partition(".")[2]: each for each in results}


def observed(result: Result) -> str:
    evidence = result.attempts[0].evidence
    assert evidence is not None, result
    return evidence.observed


@pytest.mark.parametrize("bottom", USABLE.values(), ids=USABLE)
def test_what_a_module_defines_is_judged_whatever_its_top_level_does(tmp_path: Path, bottom: str) -> None:
    results = judged(tmp_path, f"{CLASSES}\n{bottom}\n", "handler-defaults", "dispatches-receive")
    assert {each.verdict for each in results.values()} == {Verdict.PASS}, results


@pytest.mark.parametrize(("source", "told"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_module_that_cannot_be_used_fails_and_says_why(tmp_path: Path, source: str, told: str) -> None:
    result = judged(tmp_path, source, "handler-defaults")["handler-defaults"]
    assert result.verdict is Verdict.FAIL
    assert told in observed(result)


def test_a_module_that_never_gets_to_its_class_says_where_it_stood(tmp_path: Path) -> None:
    result = judged(tmp_path, f"port = int(input())\n{CLASSES}", "handler-defaults")["handler-defaults"]
    assert result.verdict is Verdict.FAIL
    assert "had not come to its end after 9 s, in line 1 of submitted.py" in observed(result)


def test_of_a_module_that_cannot_be_used_no_more_is_run_than_tells_so(tmp_path: Path) -> None:
    results = judged(tmp_path, "class EventHandler(: pass\n")
    assert [name for name, each in results.items() if each.verdict is Verdict.FAIL] == [
        "handler-defaults",
        "dispatches-receive",
    ]
    assert {each.verdict for each in results.values()} == {Verdict.FAIL, Verdict.BLOCKED}
    # the traceback is among the program's last words, without the driver's own part
    output = results["handler-defaults"].attempts[0].output
    said = output.head + output.tail
    assert b"class EventHandler(: pass" in said
    assert b"wireproof_driver" not in said


@pytest.mark.parametrize("program", [name for name, suite in load_suites().items() if suite.driver])
def test_a_driver_imports_the_standard_library_and_its_own_modules_alone(program: str) -> None:
    modules = load_suites()[program].driver
    for name in modules:
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        for node in ast.walk(ast.parse(Path(spec.origin).read_bytes())):
            named = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            foreign = [each for each in named if each.partition(".")[0] not in sys.stdlib_module_names]
            assert set(foreign) <= set(modules)
