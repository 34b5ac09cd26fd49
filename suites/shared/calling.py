"""What every client of the lecture must do: send what it was asked to, print the reply, and not hang.

Owns the checks that echo, time, IPC and TLS clients share. They run over any dialect of callers.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Literal, Protocol

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import plural
from harness.launch.client import Client, Outcome
from harness.requirement import MUST, SHOULD, requirement
from suites.shared.printing import PROOF, in_order, prints, quoted
from suites.shared.runs import LIMIT, call, endless, given, hangs, silence, start_up, text_of, told, without_arguments
from suites.shared.services import Reply, Service, another, itself, piece_of

REFUSED_LIMIT = 5.0
PIECE = 48
_A_ROW = 8
LINE_END_ADDED = "A line end was added."
SENT_TWICE = "It was sent more than once."
OTHER_TEXT = "Nothing of the text that it was given is in it."
OWN_TEXT = "What your client had sent stands there, not what it got."
FIRST_PIECE = "Only the first piece was printed."


class CallerDialect(Protocol):
    """How a client under test talks, and what serves it. ``usual`` are ports that the lecture's own programs call."""

    transport: Literal["tcp", "udp"]
    usual: tuple[int, ...]

    def arguments(self, port: int, text: str) -> Mapping[str, str]:
        """What the client is given, by name and in order; its port is ``port``."""

    def asks_for(self, text: str) -> list[bytes]:
        """The messages that the service must hear of a client that was given ``text``."""

    def silent(self, services: Peers, ports: tuple[int, ...]) -> Service:
        """A service that never answers."""


class EchoedDialect(CallerDialect, Protocol):
    """The same for a client whose message comes back."""

    def echoing(self, services: Peers, ports: tuple[int, ...], reply: Reply) -> Service:
        """A service that answers with ``reply``."""

    def piecemeal(self, services: Peers, ports: tuple[int, ...], size: int | None) -> Service:
        """A service that echoes a message of ``size`` bytes in pieces; where that is none, nobody knows it."""


def renewed(
    client: Client, services: Peers, dialect: CallerDialect, text: str = ""
) -> tuple[Mapping[str, str], tuple[int, ...]]:
    """A fresh network, the client's arguments, and where to serve it.

    That is the port that it is given and, where it takes no arguments, those that it hard-codes.
    """
    services.reset_all()
    port, program = client.renew(), client.bench.program
    arguments = dialect.arguments(port, text)
    return arguments, (port,) if program.takes_arguments else (port, *program.ports, *dialect.usual)


@requirement("sends", MUST)
def sends(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Send what it was asked to, and nothing else.

    Why: the server answers what it gets: a byte too many or too few is another request.

    Source: lecture, clients; Python documentation, socket.sendall
    """
    text = text_of(draw)
    arguments, ports = renewed(client, services, dialect, text)
    service = dialect.echoing(services, ports, itself)
    outcome = call(client, services, service, arguments)
    wanted, heard = dialect.asks_for(text), service.heard
    fixed = not client.bench.program.takes_arguments
    if not service.flooded and (bool(heard) if fixed else heard == wanted):
        return
    mute = silence(service, outcome, dialect.transport)
    raise Unmet(
        sent=given(client, arguments),
        expected="A message." if fixed else _wanted(wanted),
        observed=_heard_instead(service, wanted) if heard or service.flooded else mute,
        late=not (heard or service.flooded) and hangs(outcome),
    )


def _wanted(messages: list[bytes]) -> str:
    told = ", ".join(bytes_in_words(each) for each in messages)
    return f"One message: {told}." if len(messages) == 1 else f"{len(messages)} messages: {told}."


def _heard_instead(service: Service, messages: list[bytes]) -> str:
    heard, said, wanted = service.heard, b"".join(service.heard), b"".join(messages)
    if service.flooded:
        much = f"{plural(len(said), 'byte')} on {plural(service.connections, 'connection')}"
        return f"The server got {much}, and there was no end to it."
    got = f"The server got {' and '.join(_quoted(each) for each in heard[:3])}"
    got += f" and {len(heard) - 3} more." if len(heard) > 3 else "."
    if said != wanted and said.rstrip(b"\r\n") == wanted:
        return f"{got} {LINE_END_ADDED}"
    if said.count(wanted) > 1:
        return f"{got} {SENT_TWICE}"
    return got if _shares(said.lower(), wanted.lower()) else f"{got} {OTHER_TEXT}"


def _quoted(message: bytes) -> str:
    return bytes_in_words(message) if message else "an empty one"


def _shares(said: bytes, wanted: bytes) -> bool:
    """Whether something of ``wanted`` was said: all that was, or more in a row than comes about by chance."""
    runs = (wanted[at : at + _A_ROW] for at in range(len(wanted) - _A_ROW + 1))
    return bool(said) and (said in wanted or any(run in said for run in runs))


@requirement("prints-reply", MUST, needs=("sends",))
def prints_reply(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Print the reply, and end.

    Why: whoever runs the client wants to read what the server said, not what was sent, and to go on then.

    Source: lecture, clients; Python documentation, socket.recv
    """
    text = text_of(draw)
    for reply in (itself, another(draw)):
        arguments, ports = renewed(client, services, dialect, text)
        service = dialect.echoing(services, ports, reply)
        outcome = call(client, services, service, arguments)
        own = reply is not itself and prints(outcome, b"\n".join(service.heard))
        # a client that compares the reply with what it sent may find fault with another, and say so
        objects = reply is not itself and outcome.status not in {0, None} and not own
        if not objects:
            must_print(client, arguments, service, outcome, note=OWN_TEXT if own else "")


def must_print(
    client: Client, arguments: Mapping[str, str], service: Service, outcome: Outcome, *, note: str = ""
) -> None:
    """Hold that the client printed all that it was answered, and that it came to its end, or to its user."""
    reply = b"\n".join(service.said)
    printed = bool(reply) and prints(outcome, reply)
    if printed and not hangs(outcome):
        return
    parts = [endless(service, outcome) if hangs(outcome) else told(outcome)]
    parts += [] if printed else [quoted(outcome)]
    parts += [note] if note and not printed else []
    raise Unmet(
        sent=f"{given(client, arguments)} The server answered {bytes_in_words(reply)}.",
        expected="The reply stands in what your client writes, and your client ends.",
        observed=" ".join(parts),
        late=hangs(outcome),
    )


@requirement("reassembles", MUST, needs=("prints-reply",))
def reassembles(client: Client, services: Peers, dialect: EchoedDialect, draw: Random) -> None:
    """Print a reply that comes in pieces, whole.

    Why: TCP keeps no message boundaries: one recv() returns what has arrived so far, which may be a part of the reply.

    Source: lecture, Using TCP; RFC 9293 section 3.8; Python documentation, Socket Programming HOWTO
    """
    text = text_of(draw, 5 * PIECE)
    arguments, ports = renewed(client, services, dialect, text)
    takes = client.bench.program.takes_arguments
    service = dialect.piecemeal(services, ports, sum(map(len, dialect.asks_for(text))) if takes else None)
    outcome = call(client, services, service, arguments)
    sent = b"\n".join(service.heard)
    if sent and prints(outcome, sent) and not hangs(outcome):
        return
    if not takes and (len(sent) < 2 or (len(sent) < PROOF and in_order(sent, outcome.output))):
        without_arguments(
            client,
            "Your client takes no arguments, and what it sends is too short to tell whether its pieces were printed.",
        )
    begin = sent[: piece_of(len(sent))]
    first = prints(outcome, begin) and not prints(outcome, sent[: 2 * len(begin)])
    how = endless(service, outcome) if hangs(outcome) else told(outcome)
    raise Unmet(
        sent=f"{given(client, arguments)} The server returned what it got in five pieces, the next when the one before"
        " had been read.",
        expected=f"The whole reply, {plural(len(sent), 'byte')}, stands in what your client writes, and it ends.",
        observed=f"{how} {quoted(outcome)}{f' {FIRST_PIECE}' if first else ''}",
        late=hangs(outcome),
    )


@requirement("fails-clearly", MUST, needs=("sends",))
def fails_clearly(client: Client, services: Peers, dialect: CallerDialect, draw: Random) -> None:
    """End with a message and a status other than 0 where nobody listens.

    Why: whoever calls the client must learn that it could not do its work; a script asks the exit status.

    Source: lecture, clients; Python documentation, ConnectionRefusedError, sys.exit
    """
    text = text_of(draw)
    arguments, ports = renewed(client, services, dialect, text)
    service = dialect.silent(services, ports)
    client.run(int(arguments["port"]), arguments)
    spent = start_up(client, services, service)
    arguments, _ = renewed(client, services, dialect, text)
    client.run(int(arguments["port"]), arguments)
    services.wait(lambda: bool(client.ended()), spent + REFUSED_LIMIT)
    outcome = client.finish()
    if outcome.status not in {0, None} and outcome.output.strip():
        return
    raise Unmet(
        sent=f"{given(client, arguments)} Nobody listened there.",
        expected=f"Within {REFUSED_LIMIT:.0f} s your client says so and exits with a status other than 0.",
        observed=f"{told(outcome, f' {REFUSED_LIMIT:.0f} s after it was refused')} {quoted(outcome)}",
        late=outcome.status is None,
    )


@requirement("gives-up", SHOULD, needs=("sends",), waits=True)
def gives_up(client: Client, services: Peers, dialect: CallerDialect, draw: Random) -> None:
    """Wait no longer than 8 s for a server that says nothing.

    Why: without a time limit a client waits for ever, and with it whoever waits for the client.

    Source: Python documentation, socket.settimeout, socket.create_connection(timeout=…)
    """
    arguments, ports = renewed(client, services, dialect, text_of(draw))
    service = dialect.silent(services, ports)
    outcome = call(client, services, service, arguments)
    if hangs(outcome):
        raise Unmet(
            sent=f"{given(client, arguments)} The server took what came and never answered.",
            expected=f"Your client ends within {LIMIT:.0f} s.",
            observed=endless(service, outcome) if service.connections else silence(service, outcome, dialect.transport),
            late=True,
        )


STREAMS = (sends, prints_reply, reassembles, fails_clearly, gives_up)
