"""What every client of the lecture must do: send what it was asked to, print the reply, and not hang.

Owns the checks that echo, time, IPC and TLS clients share. They run over any dialect of callers.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from random import Random
from string import ascii_letters, digits
from typing import Literal, Protocol

import pytest

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import duration, plural
from harness.launch.client import Client, Outcome
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.services import Reply, Service, another, itself

LIMIT = 8.0
REFUSED_LIMIT = 5.0
PROOF = 24
PIECE = 48
NEVER_CONNECTED = "It never connected"
SAID_NOTHING = "It connected and said nothing"
FIRST_PIECE = "Only the first piece was printed."
_PAUSE = 0.4

Whole = Callable[[bytes], bool]


class CallerDialect(Protocol):
    """How a client under test talks, and what serves it. ``usual`` are ports that the lecture's own programs call."""

    transport: Literal["tcp", "udp"]
    usual: tuple[int, ...]

    def arguments(self, port: int, text: str) -> Mapping[str, str]:
        """What the client is given, by name and in order."""

    def asks_for(self, text: str) -> bytes:
        """What the service must hear of a client that was given ``text``."""

    def silent(self, services: Peers, ports: tuple[int, ...]) -> Service:
        """A service that never answers."""


class EchoedDialect(CallerDialect, Protocol):
    """The same for a client whose message comes back."""

    def echoing(self, services: Peers, ports: tuple[int, ...], reply: Reply) -> Service:
        """A service that answers with ``reply``."""

    def piecemeal(self, services: Peers, ports: tuple[int, ...], whole: Whole) -> Service:
        """A service that echoes in pieces."""


def ports_of(client: Client, dialect: CallerDialect, arguments: Mapping[str, str]) -> tuple[int, ...]:
    """Where to serve: the port that the client is given, and those it hard-codes where it takes no arguments."""
    program, port = client.bench.program, int(arguments["port"])
    return (port,) if program.takes_arguments else (port, *program.ports, *dialect.usual)


def text_of(draw: Random, size: int = PROOF) -> str:
    """A text for a command line, never the same twice."""
    return "".join(draw.choices(ascii_letters + digits, k=size))


def call(
    client: Client, services: Peers, service: Service, arguments: Mapping[str, str], limit: float = LIMIT
) -> Outcome:
    """Run the client and serve it until it ends, ``limit`` seconds at most."""
    client.run(int(arguments.get("port", 0)), arguments)

    def ended() -> bool:
        service.step()
        return bool(client.ended())

    services.wait(ended, limit)
    # what was on its way when it ended
    services.pump()
    return client.finish()


def given(arguments: Mapping[str, str]) -> str:
    """The arguments in words."""
    return f"It was run with {' '.join(arguments.values())}."


def told(outcome: Outcome, limit: float = LIMIT) -> str:
    """How a run came out, in words."""
    how = f"It {outcome.words}" if outcome.status is not None else f"It still ran after {limit:.0f} s"
    return f"{how}; it had written {plural(len(outcome.output), 'byte')}."


def silence(service: Service, outcome: Outcome, transport: str) -> str:
    """Why nothing was heard."""
    if transport == "udp":
        return f"No datagram came. {told(outcome)}"
    return f"{SAID_NOTHING if service.connections else NEVER_CONNECTED}. {told(outcome)}"


@requirement("sends", MUST)
def sends(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Send what it was asked to, and nothing else.

    Why: the server answers what it gets: a byte too many or too few is another request.

    Source: lecture, clients; Python documentation, socket.sendall
    """
    text = text_of(draw)
    arguments = dialect.arguments(client.renew(), text)
    service = dialect.echoing(services, ports_of(client, dialect, arguments), itself)
    outcome = call(client, services, service, arguments)
    wanted = dialect.asks_for(text)
    fixed = not client.bench.program.takes_arguments
    if service.heard == [wanted] or (fixed and len(service.heard) == 1):
        return
    expected = f"One message: {bytes_in_words(wanted)}." if not fixed else "One message."
    if not service.heard:
        observed = silence(service, outcome, dialect.transport)
    else:
        observed = f"The server got {' and '.join(bytes_in_words(each) for each in service.heard[:3])}."
    raise Unmet(sent=given(arguments), expected=expected, observed=observed, late=outcome.status is None)


@requirement("prints-reply", MUST, needs=("sends",))
def prints_reply(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Print the reply.

    Why: whoever runs the client wants to read what the server said, not what was sent.

    Source: lecture, clients; Python documentation, socket.recv
    """
    text = text_of(draw)
    for reply in (itself, another(draw)):
        arguments = dialect.arguments(client.renew(), text)
        service = dialect.echoing(services, ports_of(client, dialect, arguments), reply)
        outcome = call(client, services, service, arguments)
        # a client that compares the reply with what it sent may find fault with another, and say so
        objects = (
            reply is not itself and outcome.status not in {0, None} and not prints(outcome, dialect.asks_for(text))
        )
        if not (service.said and prints(outcome, service.said)) and not objects:
            raise Unmet(
                sent=f"{given(arguments)} The server answered {bytes_in_words(service.said)}.",
                expected="The reply stands in what the client writes.",
                observed=f"{told(outcome)} {_shown(outcome)}",
                late=outcome.status is None,
            )


@requirement("reassembles", MUST, needs=("prints-reply",))
def reassembles(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Print a reply that comes in pieces, whole.

    Why: TCP keeps no message boundaries: one recv() returns what has arrived so far, which may be a part of the reply.

    Source: lecture, Using TCP; RFC 9293 section 3.8; Python documentation, Socket Programming HOWTO
    """
    text = text_of(draw, 5 * PIECE)
    arguments = dialect.arguments(client.renew(), text)
    whole = _as_long_as(dialect.asks_for(text)) if client.bench.program.takes_arguments else _paused()
    service = dialect.piecemeal(services, ports_of(client, dialect, arguments), whole)
    outcome = call(client, services, service, arguments)
    if not client.bench.program.takes_arguments and len(service.said) < PROOF and not prints(outcome, service.said):
        pytest.skip("Your program takes no arguments, and what it sends is too short to come back in pieces.")
    sent = b"".join(service.heard)
    if prints(outcome, sent) and sent:
        return
    noting = f" {FIRST_PIECE}" if prints(outcome, sent[:PIECE]) else ""
    raise Unmet(
        sent=f"{given(arguments)} The server returned it in five pieces, the next when the one before had been read.",
        expected=f"The whole reply, {plural(len(sent), 'byte')}, stands in what the client writes.",
        observed=f"{told(outcome)} {_shown(outcome)}{noting}",
        late=outcome.status is None,
    )


@requirement("fails-clearly", MUST)
def fails_clearly(client: Client, services: Peers, dialect: CallerDialect, draw: Random) -> None:
    """End with a message and a status other than 0 where nobody listens.

    Why: whoever calls the client must learn that it could not do its work; a script asks the exit status.

    Source: lecture, clients; Python documentation, ConnectionRefusedError, sys.exit
    """
    arguments = dialect.arguments(client.renew(), text_of(draw))
    began = time.monotonic()
    client.run(int(arguments.get("port", 0)), arguments)
    services.wait(lambda: bool(client.ended()), REFUSED_LIMIT)
    spent = time.monotonic() - began
    outcome = client.finish()
    if outcome.status not in {0, None} and outcome.output.strip():
        return
    raise Unmet(
        sent=f"{given(arguments)} Nobody listened there.",
        expected=f"Within {REFUSED_LIMIT:.0f} s it says so and exits with a status other than 0.",
        observed=f"{told(outcome, REFUSED_LIMIT)} That took {duration(spent)}.",
        late=outcome.status is None,
    )


@requirement("gives-up", SHOULD, needs=("sends",))
def gives_up(client: Client, services: Peers, dialect: CallerDialect, draw: Random) -> None:
    """Wait no longer than 8 s for a server that says nothing.

    Why: without a time limit a client waits for ever, and with it whoever waits for the client.

    Source: Python documentation, socket.settimeout, socket.create_connection(timeout=…)
    """
    arguments = dialect.arguments(client.renew(), text_of(draw))
    service = dialect.silent(services, ports_of(client, dialect, arguments))
    outcome = call(client, services, service, arguments, LIMIT)
    if outcome.status is None:
        raise Unmet(
            sent=f"{given(arguments)} The server took what came and never answered.",
            expected=f"The client ends within {LIMIT:.0f} s.",
            observed=told(outcome),
            late=True,
        )


def prints(outcome: Outcome, reply: bytes) -> bool:
    """Whether ``reply`` stands in the output: as it is or, where it is too long for chance, with marks between."""
    if reply.strip() in outcome.output:
        return True
    words = re.sub(rb"[^A-Za-z0-9]", b"", reply)
    return len(words) >= PROOF and _in_order(words, outcome.output)


def _in_order(words: bytes, output: bytes) -> bool:
    """A client may print piece by piece, each in quotes or on a line of its own: only the order of letters is held."""
    letters = iter(output)
    return all(word in letters for word in words)


def _shown(outcome: Outcome) -> str:
    return f"What it wrote ends with {bytes_in_words(outcome.output[-60:])}." if outcome.output else "It wrote nothing."


def _as_long_as(message: bytes) -> Whole:
    return lambda data: len(data) >= len(message)


def _paused() -> Whole:
    """Whole is what has not grown for a while: for a client whose message nobody knows."""
    seen: dict[int, float] = {}

    def whole(data: bytes) -> bool:
        since = seen.setdefault(len(data), time.monotonic())
        return bool(data) and time.monotonic() - since >= _PAUSE

    return whole


STREAMS = (sends, prints_reply, reassembles, fails_clearly, gives_up)
