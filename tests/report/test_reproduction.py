"""A script holds what was recorded as literals, is one file of the standard library, and says where there is none.

That each shows its flaw, and none in the reference, is proved with the programs of the zoo (``tests/kill_matrix``).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.log.reader import Log
from harness.log.writer import LogWriter
from harness.model import Assignment, Entry, Event, Happening, PemFile, Program, Result, Role, Verdict
from harness.report.joined import joined
from harness.report.kinds import kind_of
from harness.report.reproduction import script_of, script_usage, scripts_of, steps_of, why_none
from harness.report.write import write_reports
from harness.requirement import Suite, load_suites

Planter = Callable[[Log, str], Log]
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None), min_size=1, max_size=60)


def without_record(text: str) -> tuple[str, list[ast.expr]]:
    """The code of a script without what was recorded, and the values of that."""
    tree = ast.parse(text)
    (record,) = [node for node in tree.body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "RECORD"]
    assert isinstance(record.value, ast.Dict)
    tree.body.remove(record)
    return ast.unparse(tree), record.value.values


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_no_text_of_a_submission_becomes_code(sample_log: Log, planted: Planter, text: str) -> None:
    hostile = planted(sample_log, f"'''\"\"\"\n{text}\\\n}}{{")
    # the names of programs and requirements are ours; what a log says of the rest may come from anywhere
    named = [
        msgspec.structs.replace(each, id=own.id, program=own.program)
        for each, own in zip(hostile.results, sample_log.results, strict=True)
    ]
    made = 0
    for each, own in zip(named, sample_log.results, strict=True):
        script, plain = script_of(each), script_of(own)
        assert (script is None) == (plain is None)
        if script and plain:
            made += 1
            assert script.text.isascii()
            code, values = without_record(script.text)
            assert code == without_record(plain.text)[0]
            for value in values:
                ast.literal_eval(value)
    assert made == 3


def test_a_script_imports_the_standard_library_alone_and_can_be_read_by_every_version(large_message: Result) -> None:
    script = script_of(large_message)
    assert script
    assert script.name == "tcp-echo.large-message.py"
    tree = ast.parse(script.text, feature_version=(3, 11))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert ast.get_docstring(tree)


def test_the_exchange_becomes_steps(large_message: Result) -> None:
    assert steps_of(large_message) == [
        ("connect", 1, "", True),
        ("send", 1, bytes(range(24)), 262144, b"\xfe\xff"),
        ("receive", 1),
    ]


def test_what_was_left_out_of_a_long_exchange_is_made_up(large_message: Result) -> None:
    events = (
        Event(at=0.0, peer=1, kind=Happening.CONNECTED),
        Event(at=0.0, peer=1, kind=Happening.SENT, size=3, head=b"abc"),
        Event(at=0.0, peer=0, kind=Happening.NOTE, note="90 events left out"),
        Event(at=0.0, peer=1, kind=Happening.SENT, offset=10, size=1, head=b"k"),
        Event(at=0.5, peer=2, kind=Happening.SENT, size=1, head=b"z"),
        Event(at=0.9, peer=2, kind=Happening.RESET_SENT),
    )
    attempt = msgspec.structs.replace(large_message.attempts[0], events=events)
    told = msgspec.structs.replace(large_message, attempts=(attempt,))
    assert steps_of(told) == [
        *(("connect", 1), ("send", 1, b"abc"), ("send", 1, b"", 7), ("send", 1, b"k")),
        *(("pause", 0.5), ("connect", 2), ("send", 2, b"z")),
    ]


def test_what_hangs_on_who_comes_first_is_tried_again_with_more_patience(large_message: Result) -> None:
    def tries(*events: Event) -> object:
        attempt = msgspec.structs.replace(large_message.attempts[0], events=events)
        script = script_of(msgspec.structs.replace(large_message, attempts=(attempt,)))
        assert script
        record = next(each for each in ast.parse(script.text).body if isinstance(each, ast.AnnAssign))
        assert record.value
        return ast.literal_eval(record.value)["tries"]

    one = Event(at=0.0, peer=1, kind=Happening.SENT, size=1, head=b"a")
    other = Event(at=0.0, peer=2, kind=Happening.SENT, size=1, head=b"b")
    gone = Event(at=0.0, peer=1, kind=Happening.CLOSED)
    assert tries(one) == (1,)
    assert tries(one, gone, other) == (1, 3)
    assert tries(one, other) == (1, 1, 3)


@pytest.mark.parametrize(
    ("identifier", "said"),
    [("event-loop.fair", "from inside the harness"), ("a-suite-of-another.works", "only its suite knows")],
)
def test_where_nothing_honest_can_be_made_the_reason_is_said(large_message: Result, identifier: str, said: str) -> None:
    other = msgspec.structs.replace(large_message, id=identifier, program=identifier.partition(".")[0])
    assert script_of(other) is None
    assert said in why_none(other)


@pytest.mark.parametrize("suite", load_suites().values(), ids=lambda suite: str(suite.program))
def test_every_requirement_has_a_script_or_a_reason(large_message: Result, suite: Suite) -> None:
    for each in suite:
        identifier = suite.identifier(each)
        kind = kind_of(suite.program, each.name)
        assert kind, identifier
        script = script_of(msgspec.structs.replace(large_message, id=identifier, program=suite.program))
        assert script or identifier == "event-loop.fair"
        if script and not kind.replays:
            assert f'"{each.name}": ' in script.text.replace("'", '"'), f"{identifier} has no scene"


def defined(node: ast.stmt) -> list[str]:
    """The names that a statement at the top level of a script gives to something."""
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]


def test_no_two_parts_of_a_script_define_the_same_name() -> None:
    kinds = {kind_of(suite.program, each.name) for suite in load_suites().values() for each in suite}
    for kind in kinds - {None}:
        assert kind
        names = [name for node in ast.parse(joined(kind.parts, {})).body for name in defined(node)]
        assert len(names) == len(set(names)), kind.parts


def test_names_of_files_and_hosts_are_literals_too(large_message: Result) -> None:
    files = ["schl\u00fcssel.pem", "cl\u202e.pem", "../up.pem", "/root.pem"]
    program = Program(
        name="tls-echo",
        path="s.py",
        command=("python", "s.py"),
        hosts=("\u65e5\u672c'\"\\.example",),
        credentials=tuple(PemFile(path=path.encode(), role=Role.SERVER_KEY) for path in files),
    )
    script = script_of(msgspec.structs.replace(large_message, id="tls-echo.echoes", program="tls-echo"), program)
    assert script
    assert script.text.isascii()
    told = [ast.literal_eval(value) for value in without_record(script.text)[1]]
    assert {"schl\u00fcssel.pem": "server key"} in told
    assert list(program.hosts) in told


def test_a_client_is_started_by_its_script_and_so_is_a_server_that_is_looked_at(large_message: Result) -> None:
    for identifier in (
        *("echo-client.reassembles", "tcp-echo.idles", "tls-echo.stops", "udp-time.current-time", "http-get.query"),
        *("ipc-client.sends", "tls-client.sends", "ssl-mixin.mixes-with-http", "event-loop-api.handler-defaults"),
    ):
        other = msgspec.structs.replace(large_message, id=identifier, program=identifier.partition(".")[0])
        script = script_of(other)
        assert script
        ast.parse(script.text)
        assert script_usage(other) == "-- COMMAND"
    assert script_usage(large_message) == "HOST PORT"


def test_what_passed_has_no_script_and_needs_no_reason(large_message: Result) -> None:
    passed = msgspec.structs.replace(large_message, verdict=Verdict.PASS)
    assert (script_of(passed), why_none(passed)) == (None, "")


def test_a_hidden_requirement_has_no_script(sample_log: Log) -> None:
    header = msgspec.structs.replace(sample_log.header, assignment=Assignment(hidden=("*",)))
    hidden = tuple(msgspec.structs.replace(each, hidden=True) for each in sample_log.results)
    assert scripts_of(sample_log)
    assert scripts_of(msgspec.structs.replace(sample_log, header=header, results=hidden)) == []


def test_scripts_lie_beside_the_page_and_go_with_the_failure(sample_log: Log, tmp_path: Path) -> None:
    def written(log: Log) -> list[str]:
        entries: list[Entry] = [log.header, *log.programs, *log.results]
        with LogWriter(tmp_path / "log.ndjson") as writer:
            for entry in entries:
                writer.write(entry)
        write_reports(tmp_path / "log.ndjson", tmp_path / "report")
        return sorted(path.name for path in (tmp_path / "report" / "repro").glob("*"))

    assert written(sample_log) == sorted(script.name for script in scripts_of(sample_log))
    (tmp_path / "report" / "repro" / "notes.txt").write_text("kept")
    passed = tuple(msgspec.structs.replace(each, verdict=Verdict.PASS) for each in sample_log.results)
    assert written(msgspec.structs.replace(sample_log, results=passed)) == ["notes.txt"]
