"""A client under test as a grading runs it: built, run, served, and never left without a verdict."""

from __future__ import annotations

from pathlib import Path

from grading import grade

from harness.model import Happening, Result, Verdict

CLIENT = """
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3) as s:
    s.sendall(sys.argv[3].encode())
    s.shutdown(socket.SHUT_WR)
    print(b"".join(iter(lambda: s.recv(99), b"")).decode())
"""


def graded(folder: Path, build: str, *only: str) -> dict[str, Result]:
    (folder / "client.py").write_text(CLIENT)
    manifest = f'[programs.echo-client]\nbuild = ["sh", "-c", "{build}"]\ncommand = ["{{python}}", "client.py"]\n'
    (folder / "conformance.toml").write_text(manifest)
    return {each.id.partition(".")[2]: each for each in grade(folder, ("echo-client",), only=only)}


def test_a_client_that_is_not_built_fails_what_is_tried_first_and_is_no_error(tmp_path: Path) -> None:
    results = graded(tmp_path, "echo no compiler; exit 3", "fails-clearly")
    assert {name: each.verdict for name, each in results.items()} == {
        "sends": Verdict.FAIL,
        "fails-clearly": Verdict.BLOCKED,
    }
    attempt = results["sends"].attempts[0]
    assert attempt.evidence is not None
    assert attempt.evidence.observed == "The build command exited with status 3."
    assert attempt.output.head == b"no compiler\n"


def test_what_a_client_did_is_recorded_from_its_start_to_its_end(tmp_path: Path) -> None:
    (result,) = graded(tmp_path, "true", "sends").values()
    assert result.verdict is Verdict.PASS
    (attempt,) = result.attempts
    kinds = [event.kind for event in attempt.events]
    assert kinds[:3] == [Happening.STARTED, Happening.CONNECTED, Happening.RECEIVED]
    assert Happening.EXITED in kinds
    assert attempt.events[0].note.startswith("{python} client.py 127.0.0.1 ")
    assert attempt.output.total == 25
