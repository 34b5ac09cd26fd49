"""What an IPC echo server must do for clients that know the key, one check each.

Owns what they send and what must come back. Peers that do not know the key are in ``strangers``.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any

from harness.exchange.ipc import IpcPeer, NoMessage
from harness.exchange.loop import Peers
from harness.exchange.objects import in_words
from harness.exchange.unmet import Unmet
from harness.launch.server import Server
from harness.plugin.properties import Falsify
from harness.requirement import MUST, SHOULD, requirement
from suites.ipc_echo.dialect import A_MOMENT, IpcDialect, echo, hold, serves_next
from suites.ipc_echo.values import FIRST, TRUE, anything
from suites.shared.crowds import AFTER_THE_FIRST
from suites.shared.dialects import await_or_quiet
from suites.shared.echoing import Client

LARGE = 16 << 20
MESSAGES = 60
# seconds for each step of a client beside another; the reference must keep it too before it counts
BESIDE = 2.0
TRUE_CAME_BACK = "One that is neither false nor empty came back."
WITHOUT_CHALLENGE = "No challenge came, and the object came back."


@requirement("authenticates", MUST, needs=("starts",))
def authenticates(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Complete the mutual challenge with a client that knows the key.

    Why: both sides prove that they know the key, and neither sends it: unpickling what a stranger sends lets him run
    any code.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing, Authentication keys
    """
    first = dialect.open(peers, server.address)
    if await_or_quiet(server, peers, lambda: bool(first.untouched) or first.over):
        dialect.shake_hands(first)
    else:
        first.close()
        _hold_silent(server, peers, dialect, draw)
        dialect.connect(peers, server.address)


def _hold_silent(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Hold that a server which has not challenged its client does not serve one that speaks first."""
    word = dialect.word(draw)
    peer = dialect.open(peers, server.address, limit=1.0)
    peer.send(word)
    with suppress(NoMessage):
        if peer.receive() == word:
            raise Unmet(
                sent="A connection, and an object without waiting for a challenge.",
                expected="A challenge, and no echo before it is answered.",
                observed=WITHOUT_CHALLENGE,
            )
    peer.close()


@requirement("echoes", MUST, needs=("authenticates",))
def echoes(server: Server, peers: Peers, dialect: IpcDialect) -> None:
    """Return 'hello'.

    Why: this is what an echo server is for.

    Source: lecture, Communicating between Interpreters
    """
    echo(dialect.connect(peers, server.address), "hello")


@requirement("round-trips", MUST, needs=("echoes",))
def round_trips(server: Server, peers: Peers, dialect: IpcDialect, falsify: Falsify) -> None:
    """Return every object equal in value and in type.

    Why: objects travel as pickles, and come out as what they were: a tuple is no list, True is not 1, and what is
    false or empty is a message like any other.

    Source: lecture, Communicating between Interpreters; Python documentation, pickle
    """
    client: Client[IpcPeer] = Client(server, peers, dialect)

    def unchanged(value: Any) -> None:
        try:
            client.talk(lambda peer: echo(peer, value, example=in_words(value)))
        except Unmet as unmet:
            raise unmet.noting(TRUE_CAME_BACK) if not value and _likes_true(client, value) else unmet from None

    falsify(anything(), unchanged, first=FIRST)


def _likes_true(client: Client[IpcPeer], value: Any) -> bool:
    """Whether an object of the type of ``value`` that is neither false nor empty comes back; of ``None``, any."""
    with suppress(Unmet):
        for each in TRUE:
            if value is None or type(each) is type(value):
                client.talk(lambda peer, each=each: echo(peer, each))  # type: ignore[misc]  # a default binds the loop's variable
                return True
    return False


@requirement("keeps-messages", MUST, needs=("echoes",))
def keeps_messages(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Return messages that were sent back to back as that many messages, in order.

    Why: a connection keeps messages apart, though TCP does not; a client may send its next before it has read the
    answer to the last.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing.connection
    """
    peer = dialect.connect(peers, server.address)
    echo(peer, dialect.word(draw))
    # they meet a stopped server, so that many wait for one look (docs/design.md, rule 7)
    values = [dialect.word(draw) * (number % 7 * 20 + 1) for number in range(MESSAGES)]
    server.freeze()
    for value in values:
        peer.send(value)
    server.thaw()
    for number, value in enumerate(values, 1):
        hold(peer, value, sent=f"{MESSAGES} messages without waiting; this is message {number}: {in_words(value)}.")
    last = dialect.word(draw)
    peer.send(last)
    hold(peer, last, sent=f"{MESSAGES} messages, whose answers had come, and then one more: {in_words(last)}.")


@requirement("large-object", MUST, needs=("echoes",))
def large_object(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Return a bytes object of 16 MiB.

    Why: the length before each message says how much belongs to it, however many pieces it comes in.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing.connection
    """
    echo(dialect.connect(peers, server.address), draw.randbytes(LARGE))


@requirement("concurrent-clients", SHOULD, needs=("echoes",))
def concurrent_clients(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Answer a second client while the first is authenticated, connected and silent.

    Why: one slow client must not keep all others waiting.

    Source: lecture, Communicating between Interpreters; Python documentation, threading
    """
    first = dialect.connect(peers, server.address)
    server.quiet(0.5)
    _served_beside(first, server, peers, dialect, draw)
    # the first is served all the same: the second was not merely next
    echo(first, dialect.word(draw))


@requirement("stalled-handshake", SHOULD, needs=("echoes",))
def stalled_handshake(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Answer others while a peer connects and never authenticates.

    Why: Listener.accept() with an authkey shakes hands before it returns, and a peer that stays silent keeps the
    thread that called it.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing.connection.Listener
    """
    stalled = dialect.open(peers, server.address)
    server.quiet(0.5)
    _served_beside(stalled, server, peers, dialect, draw)


def _served_beside(first: IpcPeer, server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """A second client, served while the first is there; where it is not, learn whether it is once that has left."""
    second = IpcPeer(peers.connect(server.address), BESIDE)
    try:
        dialect.shake_hands(second)
        echo(second, dialect.word(draw))
    except Unmet as unmet:
        if second.over:
            raise
        first.close()
        answered = await_or_quiet(server, peers, lambda: bool(second.untouched)) and second.untouched
        raise unmet.noting(AFTER_THE_FIRST) if answered else unmet from None


@requirement("survives-disconnect", MUST, needs=("echoes",), provokes=True)
def survives_disconnect(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Serve the next client after one has closed its connection.

    Why: recv() raises EOFError when the client has left, and OSError when it vanished in the middle of a message.

    Source: lecture, Communicating between Interpreters; Python documentation, multiprocessing.connection.Connection
    """
    for told, leave in _LEAVING:
        leave(dialect.connect(peers, server.address), dialect.word(draw))
        serves_next(server, peers, dialect, draw, f"A client {told}")


def _after_an_answer(peer: IpcPeer, word: str) -> None:
    echo(peer, word)
    peer.close()


def _without_a_word(peer: IpcPeer, _: str) -> None:
    peer.close()


def _without_reading(peer: IpcPeer, word: str) -> None:
    peer.send(word)
    peer.close()


def _in_mid_message(peer: IpcPeer, word: str) -> None:
    peer.stream.send(b"\0\0\0\x7f" + word.encode())
    peer.close()


def _by_a_reset(peer: IpcPeer, word: str) -> None:
    echo(peer, word)
    peer.reset()


_LEAVING = (
    ("closed its connection after an answer", _after_an_answer),
    ("closed its connection without a word", _without_a_word),
    ("closed its connection without reading the answer", _without_reading),
    ("closed its connection in the middle of a message", _in_mid_message),
    ("reset its connection after an answer", _by_a_reset),
)


@requirement("survives-bad-pickle", MUST, needs=("echoes",), provokes=True)
def survives_bad_pickle(server: Server, peers: Peers, dialect: IpcDialect, draw: Random) -> None:
    """Serve the next client after an authenticated message that is no pickle.

    Why: recv() unpickles, and raises UnpicklingError or nearly any other exception for bytes that are no pickle.

    Source: Python documentation, pickle.UnpicklingError, multiprocessing.connection.Connection.recv
    """
    for told, message in (
        ("text", b"no pickle, " + draw.randbytes(8)),
        ("the beginning of a pickle", b"\x80\x04"),
        ("an empty message", b""),
        ("a pickle of nothing", b"."),
        ("a pickle of a protocol that does not exist", b"\x80\xff" + draw.randbytes(8)),
    ):
        peer = dialect.connect(peers, server.address)
        echo(peer, dialect.word(draw))
        peer.send_bytes(message)
        # whatever it answers, if anything
        server.quiet(A_MOMENT)
        peer.close()
        serves_next(server, peers, dialect, draw, f"An authenticated client sent {told} and left")


FOR_FRIENDS = (
    authenticates,
    echoes,
    round_trips,
    keeps_messages,
    large_object,
    concurrent_clients,
    stalled_handshake,
    survives_disconnect,
    survives_bad_pickle,
)
