"""One run of a client under test against a service, and how it came out, in words.

Owns for how long it is waited, and what tells a run that is over from one that goes on. Judges nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from random import Random
from string import ascii_letters, digits
from typing import NoReturn

import pytest

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.words import plural
from harness.launch.client import Client, Outcome
from harness.launch.shared import relies_on_bundle
from suites.shared.services import Service

START_LIMIT = 10.0  # as for servers: until it comes
LIMIT = 8.0  # from then on
NEVER_CONNECTED = "Your client never connected"
SAID_NOTHING = "Your client connected and said nothing"
SENT_NO_DATAGRAM = "Your client sent no datagram"
WAITS_FOR_MORE = "It waited for more than the reply, and there was no more to come."
NOT_READ = "had not been read"

_TEXT = 24
_ENDING = 1.0  # what it takes to come to an end
_A_LOOK = 0.1
_MOST_ROUNDS = 100


def text_of(draw: Random, size: int = _TEXT) -> str:
    """A text for a command line, never the same twice."""
    return "".join(draw.choices(ascii_letters + digits, k=size))


def call(
    client: Client,
    services: Peers,
    service: Service,
    arguments: Mapping[str, str],
    enough: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Run the client and serve it until it ends, or there is ``enough``; see ``attend``."""
    client.run(int(arguments["port"]), arguments)
    attend(client, services, service, enough)
    return client.finish()


def attend(client: Client, services: Peers, service: Service, enough: Callable[[], bool] = lambda: False) -> None:
    """Serve a client that runs until it ends: 10 s at most until it comes, and 8 s from then on.

    What comes after is of no interest once there is ``enough``.
    A client that only waits for its user does nothing more; one that sends for ever is not heard to the end.
    """
    user = _Awaited(client)

    def over() -> bool:
        service.step()
        return bool(client.ended()) or service.flooded or enough() or user.awaited()

    if services.wait(lambda: over() or service.connections > 0, START_LIMIT):
        services.wait(over, LIMIT + _ENDING)
    if client.ended():
        _hear_out(services, service)
    else:
        service.take_stock()


class _Awaited:
    """Whether a client waits for its user: looked at now and then, and believed when it is so twice in a row."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._next = 0.0
        self._looks: tuple[bool, ...] = (False, False)

    def awaited(self) -> bool:
        if time.monotonic() >= self._next:
            self._looks = (self._looks[-1], self._client.waits_for_input())
            self._next = time.monotonic() + _A_LOOK
        return all(self._looks)


def start_up(client: Client, services: Peers, service: Service) -> float:
    """Wait until a client that runs comes, and end it; how many seconds that took.

    So long it takes to start on this machine just now, a runtime of its own included: no time of the client's.
    """
    began = time.monotonic()
    services.wait(lambda: service.connections > 0 or bool(client.ended()), START_LIMIT)
    spent = time.monotonic() - began
    client.finish()
    return spent


def _hear_out(services: Peers, service: Service) -> None:
    """Take in what was on its way when the client ended."""
    for _ in range(_MOST_ROUNDS):
        if not services.pump():
            break
    # its sockets ended with it, unless a child of it holds them
    services.wait(lambda: service.left, _ENDING)
    service.step()


def hangs(outcome: Outcome) -> bool:
    """Whether the client had to be ended, though it did not wait for its user."""
    return outcome.status is None and not outcome.at_keyboard


def given(client: Client, arguments: Mapping[str, str]) -> str:
    """The arguments in words."""
    fixed = "" if client.bench.program.takes_arguments else " Its source reads no arguments."
    return f"Your client was run with {' '.join(arguments.values())}.{fixed}"


def without_arguments(client: Client, reason: str) -> NoReturn:
    """Skip what cannot be told of a program that takes no arguments; where the assignment asks for them, fail it."""
    if not client.bench.assignment.arguments:
        pytest.skip(reason)
    raise Unmet(
        sent="Nothing more: your program would not have read it.",
        expected="A program that takes its arguments: the assignment asks for that.",
        observed=reason,
    )


def trusts_the_machines_bundle(client: Client) -> bool:
    """Whether its source names the machine's own authorities, and ours do not stand in their place here."""
    bench = client.bench
    return not bench.isolation.tier.own_network and relies_on_bundle(bench.tree)


def skip_for_the_machines_bundle(client: Client) -> None:
    """Skip what a client that did not trust a good server cannot be judged by, where that may be the reason."""
    if trusts_the_machines_bundle(client):
        pytest.skip("Your source names the machine's own certificates, in whose place ours cannot stand here.")


def told(outcome: Outcome, when: str = "") -> str:
    """How a run came out; ``when`` says when it was ended."""
    after = when if hangs(outcome) else ""
    return f"Your client {outcome.words}{after}; it had written {plural(outcome.written, 'byte')}."


def endless(service: Service, outcome: Outcome) -> str:
    """The same for a client that had to be ended."""
    since = f" {LIMIT:.0f} s after it had come to the server"
    more = f" {plural(service.unread, 'byte')} of the reply {NOT_READ}." if service.unread else f" {WAITS_FOR_MORE}"
    return told(outcome, since) + (more if service.said else "")


def silence(service: Service, outcome: Outcome, transport: str) -> str:
    """Why nothing was heard."""
    came = (service.trouble or SAID_NOTHING) if service.connections else NEVER_CONNECTED
    words = SENT_NO_DATAGRAM if transport == "udp" else came
    limit = LIMIT if service.connections else START_LIMIT
    return f"{words}. {told(outcome, f' {limit:.0f} s later')}"
