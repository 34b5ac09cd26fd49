"""The lecture's blocks typed in as printed: each gets a report that names the line and the cure.

A block is told by what a student reads: the observation and the likely cause, which the terminal, the page and
``results.json`` share.
"""

from __future__ import annotations

import dataclasses
import shutil
import ssl
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from grading import entries, grade

from harness.log.reader import Log
from harness.model import Footer, Header, ProgramEntry, Result, Verdict
from harness.report.results import evidence_of, results_of
from harness.report.terminal import result_lines

BLOCKS = Path(__file__).parent / "blocks"
LATER = ("python3.12", "python3.13", "python3.14")


@dataclasses.dataclass(frozen=True)
class Told:
    """What is told of a block: the requirement that fails, the line as it reads, Python's words, the cure."""

    block: str
    requirement: str
    line: int
    text: str
    error: str
    cure: str
    hint: str = ""

    @property
    def path(self) -> Path:
        return BLOCKS / f"{self.block}.py"

    @property
    def program(self) -> str:
        return self.requirement.partition(".")[0]


TOLD = (
    Told(
        "unclosed_bracket",
        "ipc-echo.starts",
        14,
        "listener = Listener(address, authkey=authkey",
        "'(' was never closed",
        "Add the ) that is missing",
    ),
    Told(
        "missing_indentation",
        "tcp-echo.starts",
        5,
        "def handle(self):",
        "expected an indented block after class definition on line 4",
        "Indent it by four spaces",
    ),
    Told(
        "wrap_socket_gone",
        "tls-echo.starts",
        24,
        "wrapped = ssl.wrap_socket(sock, ",
        "AttributeError: module 'ssl' has no attribute 'wrap_socket'",
        "gone since Python 3.12",
    ),
    Told(
        "ssl_none",
        "ssl-mixin.mixes-with-tcpserver",
        6,
        "cert_reqs=ssl.NONE, **kwargs):",
        "AttributeError: module 'ssl' has no attribute 'NONE'",
        "misprint for ssl.CERT_NONE",
        "missing-in-ssl",
    ),
    Told(
        "dispatching_outside_the_while",
        "event-loop-api.dispatches-receive",
        26,
        "for each in readable:",
        "stands behind the loop, which never ends",
        "Indent the two for loops",
        "dispatches-outside",
    ),
    Told(
        "two_servers_on_one_port",
        "line-echo.starts",
        20,
        "second = TCPServer(('', 20000), LineEcho)",
        "Address already in use",
        "give the other one another port",
    ),
    Told(
        "text_for_bytes",
        "line-echo.echoes-line",
        8,
        "self.wfile.write(text)",
        "TypeError: a bytes-like object is required, not 'str'",
        "text.encode()",
        "text-for-bytes",
    ),
    Told(
        "python_2_print",
        "tcp-echo.starts",
        6,
        "print 'connection from', self.client_address",
        "Missing parentheses in call to 'print'",
        "This is Python 2",
    ),
    Told(
        "python_2_module",
        "tcp-echo.starts",
        1,
        "from SocketServer import BaseRequestHandler, TCPServer",
        "No module named 'SocketServer'",
        "In Python 3 it is called socketserver",
    ),
    Told(
        "missing_import",
        "tcp-echo.starts",
        11,
        "server = ThreadingTCPServer(('', 20000), Echo)",
        "name 'ThreadingTCPServer' is not defined",
        "`from socketserver import ThreadingTCPServer`",
    ),
    Told(
        "never_serving",
        "tcp-echo.starts",
        12,
        "print('waiting for clients')",
        "Its last statement",
        "Is serve_forever()",
        "ends-at-once",
    ),
    Told(
        "forgotten_self",
        "tcp-echo.echoes",
        5,
        "def handle():",
        "takes 0 positional arguments but 1 was given",
        "Write `def handle(self)`",
    ),
    Told(
        "tabs_and_spaces",
        "udp-time.starts",
        10,
        "sock.sendto(time.ctime()",
        "inconsistent use of tabs and spaces",
        "turn all tabs into spaces",
    ),
    Told(
        "interactive_session",
        "tcp-echo.starts",
        1,
        ">>> from socketserver import",
        "invalid syntax",
        "Remove the prompts",
    ),
    Told(
        "curly_quotes",
        "tcp-echo.starts",
        11,
        "server = TCPServer((\u2018\u2019, 20000), Echo)",
        "invalid character '\u2018' (U+2018)",
        "curly quotation marks",
    ),
    Told(
        "non_breaking_spaces",
        "tcp-echo.starts",
        6,
        "while data := self.request.recv(8192):",
        "U+00A0",
        "Replace all of them in the file by ordinary spaces",
    ),
    Told(
        "line_numbers",
        "tcp-echo.starts",
        1,
        "1  from socketserver import",
        "unexpected indent",
        "Remove the number at the beginning of each line",
    ),
    Told(
        "head_unclosed_bracket",
        "http-head.requests",
        8,
        "length = answer.headers['content-length'",
        "'[' was never closed",
        "Add the ] that is missing",
    ),
    Told(
        "headers_by_themselves",
        "http-headers.requests",
        7,
        "asked = request.Request(url,",
        "NameError: name 'url' is not defined",
        "Nothing is called url there",
    ),
    Told(
        "cookies_by_themselves",
        "http-cookies.requests",
        3,
        "first = requests.get(url)",
        "NameError: name 'url' is not defined",
        "Nothing is called url there",
    ),
    Told(
        "stray_backtick",
        "ipc-echo.starts",
        1,
        "`",
        "invalid syntax",
        "Backticks mark where code begins",
    ),
    Told(
        "misplaced_except",
        "ipc-echo.starts",
        8,
        "except EOFError:",
        "invalid syntax",
        "exactly under the try or if",
    ),
    Told(
        "not_implemented_called",
        "event-loop-api.handler-defaults",
        6,
        "raise NotImplemented('a handler has a descriptor')",
        "TypeError: 'NotImplementedType' object is not callable",
        "Write `raise NotImplementedError",
    ),
    Told(
        "parameter_misspelt",
        "ssl-mixin.mixes-with-tcpserver",
        7,
        "cafile=ca_certs",
        "NameError: name 'ca_certs' is not defined",
        "Nothing is called ca_certs there",
    ),
)
GOOD = {"tcp_and_udp_on_one_port": ("tcp-echo", "udp-time")}


@pytest.mark.parametrize("told", TOLD, ids=[each.block for each in TOLD])
def test_a_block_s_report_names_the_line_and_the_cure(told: Told) -> None:
    log = entries(told.path, (told.program,), only=(told.requirement,))
    header, program, *_ = log
    assert isinstance(header, Header)
    assert isinstance(program, ProgramEntry)
    results = [each for each in log if isinstance(each, Result)]
    (failed,) = (each for each in results if each.verdict is not Verdict.PASS)
    assert (failed.id, failed.verdict, failed.flaky) == (told.requirement, Verdict.FAIL, False)
    evidence = evidence_of(failed)
    assert evidence is not None
    assert evidence.hint == told.hint
    for words in (f"line {told.line} of {told.path.name}".lower(), told.text.lower(), told.error.lower()):
        assert words in evidence.observed.lower()
    assert told.cure in evidence.cause
    hold_reports(log, header, program, failed, told.cure)


def hold_reports(log: Sequence[object], header: Header, program: ProgramEntry, failed: Result, cure: str) -> None:
    """The terminal and results.json say it too, and neither shows a line of our own code."""
    footer = log[-1]
    assert isinstance(footer, Footer)
    (written,) = results_of(Log(header=header, programs=(program,), results=(failed,), footer=footer)).programs
    (in_json,) = written.requirements
    shown = " ".join(" ".join(result_lines(header, failed)).split())
    for text in (shown, f"{in_json.observed} {in_json.hint}"):
        assert cure in text
        assert "harness/" not in text
        assert "suites/" not in text


@pytest.mark.parametrize(("block", "program"), [(block, each) for block, programs in GOOD.items() for each in programs])
def test_a_tcp_and_a_udp_server_may_share_a_number(block: str, program: str) -> None:
    (starts,) = grade(BLOCKS / f"{block}.py", (program,), only=("starts",))
    assert starts.verdict is Verdict.PASS


def interpreters() -> list[str]:
    """This one, those on the path, and those that lie beside this one, as version managers lay them."""
    on_path = [found for name in LATER if (found := shutil.which(name))]
    beside = sorted(str(path) for path in Path(sys.base_prefix).parent.glob("*3.1[2-9]*/bin/python3"))
    return [sys.executable, *on_path, *beside]


def lacks_wrap_socket(python: str) -> bool:
    """Whether that interpreter runs at all (a version manager's stand-in may not), and has no ssl.wrap_socket."""
    asked = [python, "-I", "-c", "import ssl; print(hasattr(ssl, 'wrap_socket'))"]
    run = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)
    return run.stdout.strip() == "False"


@pytest.mark.skipif(not hasattr(ssl, "wrap_socket"), reason="this interpreter has no ssl.wrap_socket")
def test_wrap_socket_serves_where_it_still_is() -> None:
    results = grade(BLOCKS / "wrap_socket.py", ("tls-echo",), only=("starts", "echoes"))
    assert {each.verdict for each in results} == {Verdict.PASS}


def test_wrap_socket_is_told_to_be_gone_under_an_interpreter_without_it() -> None:
    python = next(filter(lacks_wrap_socket, interpreters()), None)
    if python is None:
        pytest.skip("no Python 3.12 or later is installed")
    (starts,) = grade(BLOCKS / "wrap_socket.py", ("tls-echo",), only=("starts",), python=python)
    evidence = evidence_of(starts)
    assert starts.verdict is Verdict.FAIL
    assert evidence is not None
    assert "Line 22 of wrap_socket.py, `wrapped = ssl.wrap_socket(" in evidence.observed
    assert "gone since Python 3.12" in evidence.cause


def test_every_block_is_graded() -> None:
    graded = {each.block for each in TOLD} | set(GOOD) | {"wrap_socket"}
    assert {path.stem for path in BLOCKS.iterdir() if path.suffix == ".py"} == graded
