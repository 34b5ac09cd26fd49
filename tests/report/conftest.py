"""A made-up log that holds every kind of outcome, and the hostile strings that are planted in others."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest

from harness.log import SCHEMA
from harness.log.reader import Log
from harness.model import (
    Attempt,
    Event,
    Evidence,
    Footer,
    Happening,
    Header,
    Level,
    Output,
    ProgramEntry,
    Result,
    Tier,
    Verdict,
    Window,
)

ESCAPES = b"\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>\xff\xe2\x80\xaegnp.exe\n"
TRACEBACK = b"""Traceback (most recent call last):
  File "echo_server.py", line 31, in <module>
    serve(("0.0.0.0", 20000))
  File "echo_server.py", line 12, in serve
    message = client.recv(65536).decode()
UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte
"""


@pytest.fixture
def header() -> Header:
    return Header(
        schema=SCHEMA,
        submission="alice",
        origin="alice",
        path="./alice",
        digest="sha256:5a0c7b61f3",
        suites="sha256:91be02d4aa",
        wireproof="0.1.0",
        python="3.11.7",
        platform="Linux 6.1",
        isolation=Tier.PROCESS,
        isolation_notes=("User namespaces are refused on this machine.",),
        seed=7,
        only=(),
        started="2025-03-04 10:15 UTC",
    )


@pytest.fixture
def large_message() -> Result:
    evidence = Evidence(
        sent="8,388,608 bytes, then end of stream.",
        expected="8,388,608 bytes back, then end of stream.",
        observed="65,536 bytes back, all correct; then a reset at 3.6 ms.",
        difference="8,323,072 bytes missing, from offset 65,536 (0x10000).",
        hint="single-recv",
        cause="One recv() returns what has arrived so far, not the whole message. "
        'Call it in a loop until it returns b"".',
    )
    events = (
        Event(at=0.0, peer=0, kind=Happening.STARTED),
        Event(at=0.0221, peer=0, kind=Happening.LISTENING, note="port 20000"),
        Event(at=0.0224, peer=1, kind=Happening.CONNECTED),
        Event(at=0.0231, peer=1, kind=Happening.SENT, size=262144, head=bytes(range(24)), tail=b"\xfe\xff"),
        Event(at=0.0258, peer=1, kind=Happening.RECEIVED, size=65536, head=bytes(range(24)), tail=b"\r\n"),
        Event(at=0.0259, peer=1, kind=Happening.STALLED),
        Event(at=0.0262, peer=1, kind=Happening.RESET),
        Event(at=0.0301, peer=0, kind=Happening.EXITED, note="status 0"),
    )
    attempt = Attempt(
        verdict=Verdict.FAIL, seconds=0.15, evidence=evidence, events=events, exit="It exited with status 0"
    )
    return Result(
        id="tcp-echo.large-message",
        program="tcp-echo",
        level=Level.MUST,
        verdict=Verdict.FAIL,
        title="Echo every byte, whatever the size",
        why="Send back every byte, in order, until the client ends its side.",
        source="RFC 9293, section 3.7; lecture, Using TCP",
        seconds=0.3,
        worth=4,
        needs=("echoes",),
        attempts=(attempt, attempt),
    )


@pytest.fixture
def keeps_bytes() -> Result:
    evidence = Evidence(
        sent="The 9 bytes of the smallest failing message, then end of stream.",
        expected="The same 9 bytes, then end of stream.",
        observed="3 bytes back, 2 of them correct; then end of stream at 1.9 ms.",
        difference="The first byte that differs is at offset 2: expected 0x0d, received 0x0a.",
        window=Window(offset=2, start=0, expected=b"ab\r\n\xff\xfb\x01\x00z", actual=b"ab\n"),
        example=r"b'ab\r\n\xff\xfb\x01\x00z'",
        hint="text-mode",
        cause="Bytes were decoded to text and encoded again. Send back what recv() returned, unchanged.",
    )
    output = Output(head=TRACEBACK, total=len(TRACEBACK))
    attempt = Attempt(
        verdict=Verdict.FAIL, seconds=0.08, evidence=evidence, output=output, exit="It exited with status 1"
    )
    return Result(
        id="tcp-echo.keeps-bytes",
        program="tcp-echo",
        level=Level.MUST,
        verdict=Verdict.FAIL,
        title="Return every byte value unchanged",
        why="A byte stream has no characters and no lines; any of the 256 values may come.",
        source="RFC 9293, section 3.1",
        seconds=0.8,
        worth=4,
        needs=("echoes",),
        attempts=(attempt, attempt),
    )


def _plain(name: str, verdict: Verdict, level: Level = Level.MUST, title: str = "", **others: object) -> Result:
    facts: dict[str, object] = {
        "seconds": 0.05,
        "worth": level.points,
        "attempts": (Attempt(verdict=verdict, seconds=0.05),),
        **others,
    }
    return Result(
        id=f"tcp-echo.{name}",
        program="tcp-echo",
        level=level,
        verdict=verdict,
        title=title or f"Do what {name} says",
        why="A client relies on it.",
        source="lecture, Using TCP",
        **facts,  # type: ignore[arg-type]
    )


@pytest.fixture
def others() -> tuple[Result, ...]:
    slow = Evidence(
        sent="40 connections, one message each, while one client was silent.",
        expected="40 replies within 5 s.",
        observed="1 reply; the others had received nothing after 5.00 s.",
        late=True,
        cause="One client is served at a time. Give each its own thread, or use an event loop.",
    )
    own = Attempt(verdict=Verdict.FAIL, seconds=5.02, evidence=slow, output=Output(head=ESCAPES, total=len(ESCAPES)))
    control = Attempt(verdict=Verdict.PASS, seconds=0.031, subject="reference")
    burst = Evidence(sent="32 connections.", expected="32 replies.", observed="31 replies; 1 connection was reset.")
    good = Attempt(verdict=Verdict.PASS, seconds=0.05)
    ipv6 = Evidence(sent="A connection to ::1.", expected="A connection.", observed="It was refused.")
    return (
        _plain("starts", Verdict.PASS, title="Come to listen within 10 s"),
        _plain("echoes", Verdict.PASS, title="Return the bytes of one short message"),
        _plain(
            "serves-next",
            Verdict.PASS,
            flaky=True,
            attempts=(Attempt(verdict=Verdict.FAIL, seconds=0.1, evidence=burst), good, good),
            title="Serve one client after another",
        ),
        _plain(
            "concurrent-clients",
            Verdict.FAIL,
            title="Answer a second client while the first is connected and silent",
            attempts=(own, own, control),
            seconds=10.1,
        ),
        _plain("many-clients", Verdict.BLOCKED, blocked_by="tcp-echo.concurrent-clients", attempts=()),
        _plain("no-cross-talk", Verdict.BLOCKED, blocked_by="tcp-echo.concurrent-clients", attempts=()),
        _plain(
            "connection-burst",
            Verdict.FAIL,
            Level.SHOULD,
            title="Hold 32 connections made at once",
            attempts=(Attempt(verdict=Verdict.FAIL, seconds=0.2, evidence=burst),),
        ),
        _plain(
            "serves-ipv6",
            Verdict.FAIL,
            Level.MAY,
            title="Also listen on ::1",
            attempts=(Attempt(verdict=Verdict.FAIL, seconds=0.02, evidence=ipv6),),
        ),
        _plain("restarts", Verdict.SKIPPED, Level.SHOULD, reason="The server takes a new port each time.", attempts=()),
        _plain("idles", Verdict.ERROR, reason="The reference missed the limit too: this machine is too busy."),
    )


@pytest.fixture
def sample_log(header: Header, large_message: Result, keeps_bytes: Result, others: tuple[Result, ...]) -> Log:
    results = (*others[:2], keeps_bytes, large_message, *others[2:])
    return Log(
        header=header,
        programs=(
            ProgramEntry(
                program="tcp-echo",
                path="echo_server.py",
                recognised_by="its source",
                replaced=("server_cert.pem", "keys/server.key"),
            ),
            ProgramEntry(program="udp-time", path="time_server.py", recognised_by="its name", note="No suite yet."),
        ),
        results=results,
        footer=Footer(seconds=12.4, results=len(results)),
    )


FIXED = {"type", "level", "verdict", "kind", "isolation", "subject", "shown"}


@pytest.fixture
def planted() -> Callable[[Log, str], Log]:
    """Gives a log with a text added to every text and bytes field but those of fixed words."""
    return lambda log, text: msgspec.convert(_plant(msgspec.to_builtins(log, builtin_types=(bytes,)), text), Log)


def _plant(value: object, text: str, key: str = "") -> object:
    if isinstance(value, dict):
        return {name: _plant(each, text, name) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plant(each, text, key) for each in value]
    if isinstance(value, bytes):
        return value + text.encode("utf-8", "surrogatepass")
    return value + text if isinstance(value, str) and key not in FIXED else value
