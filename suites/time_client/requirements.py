"""What a time client must do beside what all clients must: one empty datagram, and the answer printed.

Owns those checks.
"""

from __future__ import annotations

import re
import time
from random import Random

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words
from harness.exchange.words import plural
from harness.launch.client import Client, Outcome
from harness.requirement import MUST, requirement
from suites.shared.callers import DatagramCaller
from suites.shared.calling import must_print, renewed
from suites.shared.runs import call, given, hangs, silence, told
from suites.shared.services import Service

ANOTHER_TIME = "Another time stands there."
CUT_OFF = "Only the beginning of the reply stands there."
_BEGINNING = 11  # day, month, day of the month
_EARLIEST, _LATEST = 946684800, 4102444800  # the years 2000 to 2099
_CTIME = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}")


class _Asked:
    """A run of the client against a server that tells a drawn time: only who reads the answer can know it."""

    def __init__(self, client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
        self.answer = time.asctime(time.gmtime(draw.randrange(_EARLIEST, _LATEST))).encode()
        self.arguments, ports = renewed(client, services, dialect)
        self.service: Service = dialect.answering(services, ports, self.answer)
        self.outcome: Outcome = call(client, services, self.service, self.arguments)
        self.given = given(client, self.arguments)


@requirement("sends", MUST)
def sends(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Send one datagram to the address it is given, and no more.

    Why: each datagram is a request of its own, and the server answers every one.

    Source: lecture, Using UDP; Python documentation, socket.sendto
    """
    asked = _Asked(client, services, dialect, draw)
    heard = asked.service.heard
    if len(heard) == 1:
        return
    endless = ", and there was no end to it" if asked.service.flooded else f". {told(asked.outcome)}"
    many = f"{plural(len(heard), 'datagram')} came{endless}".rstrip(".") + "."
    raise Unmet(
        sent=f"{asked.given} Each datagram was answered.",
        expected="One datagram.",
        observed=many if heard else silence(asked.service, asked.outcome, dialect.transport),
        late=not heard and hangs(asked.outcome),
    )


@requirement("sends-empty", MUST, needs=("sends",))
def sends_empty(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Send an empty datagram.

    Why: the lecture's server needs to know who asks, and nothing else; a datagram without content tells it.

    Source: lecture, Using UDP; RFC 868; Python documentation, socket.sendto
    """
    asked = _Asked(client, services, dialect, draw)
    for said in filter(None, asked.service.heard):
        raise Unmet(
            sent=asked.given,
            expected="A datagram of 0 bytes.",
            observed=f"A datagram of {plural(len(said), 'byte')}: {bytes_in_words(said)}.",
        )


@requirement("prints-reply", MUST, needs=("sends",))
def prints_reply(client: Client, services: Peers, dialect: DatagramCaller, draw: Random) -> None:
    """Print the reply, and end.

    Why: whoever runs the client wants to read what the server said, not what this machine's clock says.

    Source: lecture, Using UDP; Python documentation, socket.recvfrom
    """
    asked = _Asked(client, services, dialect, draw)
    cut = CUT_OFF if asked.answer[:_BEGINNING] in asked.outcome.output else ""
    note = ANOTHER_TIME if _CTIME.search(asked.outcome.output) else cut
    must_print(client, asked.arguments, asked.service, asked.outcome, note=note)
