"""What a time client must do beside what all clients must: one empty datagram, and the answer printed.

Owns those checks.
"""

from __future__ import annotations

import time
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import plural
from harness.launch.client import Client, Outcome
from harness.requirement import MUST, requirement
from suites.shared.callers import DatagramCaller
from suites.shared.calling import call, given, ports_of, prints, silence, told
from suites.shared.services import Service

_EARLIEST, _LATEST = 946684800, 4102444800  # the years 2000 to 2099


def _asked(client: Client, services: Peers, dialect: DatagramCaller, answer: bytes) -> tuple[str, Service, Outcome]:
    arguments = dialect.arguments(client.renew(), "")
    service = dialect.answering(services, ports_of(client, dialect, arguments), answer)
    outcome = call(client, services, service, arguments)
    return given(arguments), service, outcome


def _some_time(draw: Random) -> bytes:
    """A time of any year of this century: only who reads the answer can know it."""
    return time.asctime(time.gmtime(draw.randrange(_EARLIEST, _LATEST))).encode()


@requirement("sends", MUST)
def sends(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Send one datagram to the address it is given, and no more.

    Why: each datagram is a request of its own, and the server answers every one.

    Source: lecture, Using UDP; Python documentation, socket.sendto
    """
    sent, service, outcome = _asked(client, services, dialect, _some_time(draw))
    if len(service.heard) == 1:
        return
    many = f"{plural(len(service.heard), 'datagram')} came. {told(outcome)}"
    raise Unmet(
        sent=f"{sent} Each datagram was answered.",
        expected="One datagram.",
        observed=many if service.heard else silence(service, outcome, "udp"),
        late=outcome.status is None,
    )


@requirement("sends-empty", MUST, needs=("sends",))
def sends_empty(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Send an empty datagram.

    Why: the lecture's server needs to know who asks, and nothing else; a datagram without content tells it.

    Source: lecture, Using UDP; RFC 868; Python documentation, socket.sendto
    """
    sent, service, _ = _asked(client, services, dialect, _some_time(draw))
    if any(service.heard):
        raise Unmet(
            sent=sent,
            expected="A datagram of 0 bytes.",
            observed=f"A datagram of {plural(len(service.heard[0]), 'byte')}: {bytes_in_words(service.heard[0])}.",
        )


@requirement("prints-reply", MUST, needs=("sends",))
def prints_reply(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Print the reply.

    Why: whoever runs the client wants to read what the server said, not what this machine's clock says.

    Source: lecture, Using UDP; Python documentation, socket.recvfrom
    """
    answer = _some_time(draw)
    sent, _, outcome = _asked(client, services, dialect, answer)
    if not prints(outcome, answer):
        wrote = f"It wrote {bytes_in_words(outcome.output[-80:])}." if outcome.output else "It wrote nothing."
        raise Unmet(
            sent=f"{sent} The server answered {bytes_in_words(answer)}.",
            expected="The reply stands in what the client writes.",
            observed=f"{told(outcome)} {wrote}",
            late=outcome.status is None,
        )
