"""What an IPC client must do beside what all clients must: prove that it knows the key, and ask the server to.

Owns those two checks.
"""

from __future__ import annotations

from random import Random

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.words import bytes_in_words
from harness.launch.client import Client
from harness.requirement import MUST, requirement
from suites.ipc_client.dialect import IpcCaller
from suites.ipc_client.services import ACTS
from suites.shared.calling import renewed
from suites.shared.runs import call, given, hangs, silence, text_of
from suites.shared.services import itself

GOT_AN_OBJECT = "The server got an object"


@requirement("authenticates", MUST)
def authenticates(client: Client, services: Peers, dialect: IpcCaller, draw: Random) -> None:
    """Complete the mutual challenge with a server that knows the key.

    Why: whoever may send pickles to a program may run any code in it, so both sides prove first that they know the key.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing, Authentication keys
    """
    _must_authenticate(client, services, dialect, draw)


@requirement("refuses-impostor", MUST, needs=("authenticates",))
def refuses_impostor(client: Client, services: Peers, dialect: IpcCaller, draw: Random) -> None:
    """Send no object to a server that does not know the key.

    Why: whoever listens at the port first gets what is sent there, and answers with a pickle of his own.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing, Authentication keys
    """
    for told, act in ACTS.items():
        _must_authenticate(client, services, dialect, draw, " This was the right server, before the impostor came.")
        arguments, ports = renewed(client, services, dialect, text_of(draw))
        service = dialect.posing(services, ports, act, draw)
        call(client, services, service, arguments, lambda service=service: bool(service.objects))  # type: ignore[misc]  # a default binds the loop's variable
        if service.objects:
            raise Unmet(
                sent=f"{given(client, arguments)} The server did not know the key: it {told}.",
                expected="No object. Your client ends, or waits for a proof.",
                observed=f"{GOT_AN_OBJECT}: {bytes_in_words(service.objects[0])}.",
            )
    _must_authenticate(client, services, dialect, draw, " This was the right server, after the impostors.")


def _must_authenticate(client: Client, services: Peers, dialect: IpcCaller, draw: Random, note: str = "") -> None:
    arguments, ports = renewed(client, services, dialect, text_of(draw))
    service = dialect.echoing(services, ports, itself)
    outcome = call(client, services, service, arguments, lambda: service.authenticated)
    if not service.authenticated:
        raise Unmet(
            sent=f"{given(client, arguments)} The server asked for a proof that your client knows the key.",
            expected="The right answer to the server's challenge, a challenge of its own, and its welcome.",
            observed=f"{silence(service, outcome, dialect.transport)}{note}",
            late=hangs(outcome),
        )
