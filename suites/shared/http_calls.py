"""How an HTTP client of the lecture is run, and what came of it: the seam over which all seven are checked.

Owns arguments, the servers that a run needs, and the words for requests. What a request must be is said elsewhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Literal, Self

import pytest

from harness.errors import HarnessError
from harness.exchange.rounds import Address
from harness.exchange.words import bytes_in_words, plural
from harness.launch.client import Client, Outcome
from harness.launch.kit import Kit
from harness.model import Program
from suites.shared.http_answers import letters
from suites.shared.runs import LIMIT, START_LIMIT, told
from suites.shared.services import HOST

if TYPE_CHECKING:
    from harness.exchange.mock import Answering, Heard, Mock
    from harness.launch.certificates import Certificates

PLAIN, SECURE = 80, 443
NAMED = "localhost"
NOTHING_CAME = "No request came"
NO_SUCH_NETWORK = "Your program takes no arguments, and here the hosts of its URLs cannot be replaced by a mock."
HARD_CODED = "Your program takes no arguments, so it can be told no fields."
_MOST_PORTS = 8
_SHOWN = 700

_UNKNOWN = Program(name="", path="", command=())

Fields = Mapping[str, str]
Files = Mapping[bytes, bytes]


def no_fields(draw: Random) -> Fields:  # noqa: ARG001  # as those that draw some
    """A program that is told its URL alone."""
    return {}


def no_files(draw: Random) -> Files:  # noqa: ARG001
    """A program that reads nothing."""
    return {}


@dataclass
class HttpCaller:
    """One of the HTTP programs: ``methods`` are those of a right request, ``fields`` what it is told after its URL."""

    methods: tuple[str, ...]
    fields: Callable[[Random], Fields] = no_fields
    files: Callable[[Random], Files] = no_files
    program: Program = _UNKNOWN
    certificates: Certificates | None = None
    transport: Literal["tcp", "udp"] = "tcp"

    def equipped(self, kit: Kit, program: Program) -> Self:
        """The same for one program, with the run's certificates."""
        return dataclasses.replace(self, program=program, certificates=kit.certificates)

    @property
    def fixed(self) -> bool:
        """Whether the program requests what it hard-codes."""
        return not self.program.takes_arguments

    @property
    def ports(self) -> tuple[int, ...]:
        """Where a program that takes no arguments may call: HTTP's own port, and what stands in its source."""
        others = [port for port in self.program.ports if port not in {PLAIN, SECURE}]
        return (PLAIN, *others[:_MOST_PORTS])

    def arguments(self, url: str, fields: Fields) -> dict[str, str]:
        """URL, then ``key=value`` for each of ``fields``; nothing for a program that takes no arguments."""
        if self.fixed:
            return {}
        return {"url": url} | {f"field {key}": f"{key}={value}" for key, value in fields.items()}

    def described(self, methods: tuple[str, ...] = ()) -> str:
        """``GET``, ``GET or POST``."""
        return " or ".join(methods or self.methods)


@dataclass(frozen=True)
class Visit:
    """One run: what the program was told, what was heard of it, and how it ended. ``due`` were meant to be sent."""

    given: str
    path: str
    heard: tuple[Heard, ...]
    due: tuple[Heard, ...]
    connections: int
    outcome: Outcome

    @property
    def late(self) -> bool:
        """Whether it was ended before it came to its end."""
        return self.outcome.status is None

    @property
    def observed(self) -> str:
        """All requests as they were sent, and how the program ended."""
        if self.heard:
            many = f" {plural(len(self.heard), 'request')} in all." if len(self.heard) > 1 else ""
            return f"Request as sent: {' Then: '.join(map(as_sent, self.heard[:3]))}{many} {told(self.outcome)}"
        what = "It connected" if self.connections else "It never connected"
        return f"{NOTHING_CAME}. {what}. {told(self.outcome)}"


def visit(
    client: Client,
    mock: Mock,
    dialect: HttpCaller,
    draw: Random,
    answer: Answering,
    *,
    fields: Fields | None = None,
    files: Files | None = None,
    credential: bytes = b"",
    elsewhere: Address | None = None,
) -> Visit:
    """Run the program against a mock that answers by ``answer``; over TLS where there is a ``credential``.

    The mock listens at ``elsewhere``, too.
    """
    port, path = client.renew(), f"/{letters(draw)}"
    url = f"https://{NAMED}:{port}{path}" if credential else f"http://{HOST}:{port}{path}"
    told_fields = dialect.fields(draw) if fields is None else fields
    brought = dialect.files(draw) if files is None else files
    arguments = dialect.arguments(url, told_fields)
    _open(client, mock.opened(answer), dialect, port, credential)
    if elsewhere is not None:
        _open_elsewhere(mock, elsewhere)
    client.run(port, arguments, brought)
    # a runtime may take a while to start on a busy machine: the limit is for what comes then
    if client.ends_within(START_LIMIT, lambda: mock.connections > 0):
        client.ends_within(LIMIT)
    mock.settle()
    outcome = client.finish()
    mock.close()
    heard = tuple(mock.heard)
    due = heard if dialect.fixed else tuple(each for each in heard if each.path == path)
    return Visit(in_words(arguments), path, heard, due, mock.connections, outcome)


def _open(client: Client, mock: Mock, dialect: HttpCaller, port: int, credential: bytes) -> None:
    """Listen at the URL and, in a network of its own, as every host that the source names."""
    own_network = client.bench.isolation.tier.own_network
    if dialect.fixed and not own_network:
        pytest.skip(NO_SUCH_NETWORK)
    try:
        mock.listen((HOST, port), credential)
    except OSError as trouble:
        raise HarnessError(f"Port {port} of this machine could not be listened on: {trouble.strerror}.") from trouble
    with suppress(OSError):  # a machine may have no IPv6; a name is then an address of IPv4 alone
        mock.listen(("::1", port), credential)
    if own_network and (dialect.fixed or dialect.program.hosts):
        assert dialect.certificates is not None, "equipped"
        for each in dialect.ports:
            with suppress(OSError):
                mock.listen((HOST, each))
        mock.listen((HOST, SECURE), credential or dialect.certificates.server_for(dialect.program.hosts).pem)


def _open_elsewhere(mock: Mock, address: Address) -> None:
    try:
        mock.listen(address)
    except OSError:
        pytest.skip(f"This machine has no address {address[0]}.")


def in_words(arguments: Mapping[str, str]) -> str:
    """What the program was told."""
    if not arguments:
        return "It was run without arguments: its source reads none."
    return f"It was run with {' '.join(map(_quoted, arguments.values()))}."


def as_sent(heard: Heard) -> str:
    """A request as it arrived: its lines with ``|`` between them, then its body."""
    lines = heard.head.decode("latin-1").replace("\r\n", " | ")
    body = f" | | {bytes_in_words(heard.body)}" if heard.body else ""
    body += "" if heard.whole else " | (the connection ended before the body did)"
    whole = f"{lines}{body}"
    return f"`{whole if len(whole) <= _SHOWN else whole[:_SHOWN] + '…'}`."


def _quoted(word: str) -> str:
    plain = word.isascii() and not any(letter in word for letter in " \t\"'&|;()<>$`\\*?#")
    return word if plain else f"'{word}'"
