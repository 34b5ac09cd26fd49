"""The requirements of the UDP time server: one check each.

Owns what is sent and what must come back. Datagrams may be lost by nature, but not on loopback: what
the kernel dropped is counted there, and is the machine's affair.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random

from harness.errors import HarnessError
from harness.exchange.datagram import Datagram
from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.exchange.verify import bytes_in_words, one_reply
from harness.exchange.words import duration, plural
from harness.launch.kit import Kit
from harness.launch.server import Server
from harness.plugin.properties import Falsify
from harness.requirement import MUST, requirement
from suites.shared.contents import COMMANDS
from suites.shared.dialects import await_or_quiet
from suites.udp_time.asking import EMPTY, ask, await_all, hear_out, text
from suites.udp_time.clock import local_now, moment

LARGEST = 65_507
CLOSE = timedelta(seconds=2)
MOST_REPLY = 64
_PLAIN = (b"", b"time")
ODD = (b"time", b"\0", b"\xff\xfe", b"\n", bytes(range(256)), b"{}%s%n", b"\x80" * 1400)
ANSWERS_OTHERS = "A datagram of one byte was answered."
NOT_LATER = "It is the same time."
OTHER_PLACE = "It was sent by another socket."
UTC_TOLD = "That is the time in UTC."


@requirement("answers-empty", MUST, needs=("starts",))
def answers_empty(server: Server, peers: Peers) -> None:
    """Answer an empty datagram.

    Why: a datagram without content is still a question; recvfrom() returns b"" for it, and that is no end.

    Source: lecture, Using UDP; RFC 768; RFC 867
    """
    try:
        ask(peers, server, b"")
    except Unmet as unmet:
        peer = peers.datagram(server.address)
        peer.send(b"?")
        answered = await_or_quiet(server, peers, lambda: bool(peer.received) or server.gone()) and peer.received
        raise unmet.noting(ANSWERS_OTHERS) if answered else unmet from None


@requirement("ctime-format", MUST, needs=("answers-empty",))
def ctime_format(server: Server, peers: Peers, draw: Random) -> None:
    """Answer with the text of time.ctime().

    Why: clients read the answer by its form.

    Source: lecture, Using UDP; Python documentation, time.ctime and time.asctime
    """
    moment(ask(peers, server, b"").data, sent=EMPTY)
    for content in (b"time", text(draw, 24), text(draw, 1400)):
        # one that is not answered is another requirement's affair
        for reply in _replies(peers, server, content):
            moment(reply.data, sent=f"A datagram of {plural(len(content), 'byte')}: {bytes_in_words(content)}.")


def _replies(peers: Peers, server: Server, content: bytes) -> list[Datagram]:
    """What comes back, if anything does."""
    peer = peers.datagram(server.address)
    peer.send(content)
    return peer.receive(1)


@requirement("current-time", MUST, needs=("ctime-format",))
def current_time(server: Server, peers: Peers, kit: Kit) -> None:
    """Tell the present local time.

    Why: a time server that tells another zone's time, or the time of its start, is wrong.

    Source: lecture, Using UDP; Python documentation, time.ctime; tzset(3)
    """
    before = local_now(kit.zone)
    told = moment(ask(peers, server, b"").data, sent=EMPTY)
    after = local_now(kit.zone)
    if not before - CLOSE <= told <= after + CLOSE:
        utc = abs(told - local_now("UTC")) <= CLOSE
        away = min(abs(told - before), abs(told - after))
        raise Unmet(
            sent=f"{EMPTY} Your server was started with TZ={kit.zone}.",
            expected=f"{before.ctime()}, 2 s more or less.",
            observed=f"{told.ctime()}.{' ' + UTC_TOLD if utc else ''}",
            difference=f"{away - timedelta(microseconds=away.microseconds)} away from the local time.",
        )


@requirement("time-passes", MUST, needs=("ctime-format",), waits=True)
def time_passes(server: Server, peers: Peers) -> None:
    """Tell a later time a second later.

    Why: the time is to be taken for each answer, not once at the start.

    Source: lecture, Using UDP; Python documentation, time.time
    """
    first = moment(ask(peers, server, b"").data, sent=EMPTY)
    peers.wait(lambda: False, 1.05)
    second = moment(ask(peers, server, b"").data, sent=EMPTY)
    if second <= first:
        raise Unmet(
            sent="Two empty datagrams, a little more than a second apart.",
            expected=f"A time later than {first.ctime()} the second time.",
            observed=f"{second.ctime()}.{' ' + NOT_LATER if second == first else ''}",
        )


@requirement("answers-any", MUST, needs=("answers-empty",))
def answers_any(server: Server, peers: Peers, falsify: Falsify) -> None:
    """Answer a datagram of any content.

    Why: what a datagram holds does not matter to this server; it may be no text at all.

    Source: lecture, Using UDP; RFC 867
    """
    from hypothesis import strategies as st

    def answered(content: bytes) -> None:
        told = f"A datagram of {plural(len(content), 'byte')}: {bytes_in_words(content)}."
        ask(peers, server, content, sent=told, example=bytes_in_words(content))

    sizes = st.one_of(st.integers(1, 8), st.integers(9, 512), st.integers(513, 1400))
    contents = sizes.flatmap(lambda size: st.binary(min_size=size, max_size=size))
    falsify(contents, answered, first=(*ODD, *COMMANDS))


@requirement("answers-largest", MUST, needs=("answers-empty",))
def answers_largest(server: Server, peers: Peers, draw: Random) -> None:
    """Answer the largest datagram there is.

    Why: 65,507 bytes fit into one datagram over IPv4; a receiver with a small buffer still gets its beginning.

    Source: lecture, Using UDP; RFC 768; recvfrom(2)
    """
    ask(peers, server, text(draw, LARGEST), sent=f"A datagram of {LARGEST:,} bytes.")


@requirement("one-reply", MUST, needs=("answers-empty",))
def one_reply_each(server: Server, peers: Peers, draw: Random) -> None:
    """Send exactly one datagram for each datagram.

    Why: a client takes the next datagram for the answer to its next question.

    Source: lecture, Using UDP; RFC 867
    """
    large = text(draw, LARGEST)
    for content in (b"", b"time", b"a b c", b"\n\n", text(draw, 300), text(draw, 1400), bytes(range(32, 127)), large):
        told = f"A datagram of {plural(len(content), 'byte')}, then others' questions, which were answered."
        asker = peers.datagram(server.address)
        asker.send(content)
        asker.receive(1)
        hear_out(peers, server)
        if asker.received or content in _PLAIN:
            # whether odd content is answered at all is answers-any's affair
            one_reply(asker.received, sent=told, refused=asker.refused, waited=peers.limit)


@requirement("same-address", MUST, needs=("answers-empty",))
def same_address(server: Server, peers: Peers, draw: Random) -> None:
    """Answer from the address and port that was asked.

    Why: clients, firewalls and address translators drop an answer from anywhere else.

    Source: lecture, Using UDP; RFC 1122 section 4.1.3.5
    """
    peer = peers.datagram(server.address)
    peer.send(b"")
    answer = one_reply(peer.receive(1), sent=EMPTY, refused=peer.refused, waited=peers.limit)
    # some leave long questions to another socket; whether they are answered is not asked here
    long = [("A datagram of 1,400 bytes.", reply) for reply in _replies(peers, server, text(draw, 1400))]
    for sent, each in ((EMPTY, answer), *long):
        if each.address != server.address:
            same_host = each.address[0] == server.address[0]
            raise Unmet(
                sent=f"{sent[:-1]} to {_place(server.address)}.",
                expected=f"An answer from {_place(server.address)}.",
                observed=f"An answer from {_place(each.address)}.{' ' + OTHER_PLACE if same_host else ''}",
            )


def _place(address: tuple[str, int]) -> str:
    return f"{address[0]} port {address[1]}"


@requirement("right-client", MUST, needs=("answers-empty",))
def right_client(server: Server, peers: Peers) -> None:
    """Answer each of 50 interleaved clients itself.

    Why: the answer goes to the address that recvfrom() gave with the question, not to an earlier one.

    Source: lecture, Using UDP; Python documentation, socket.recvfrom
    """
    clients = [peers.datagram(server.address) for _ in range(50)]
    for client in clients:
        client.send(b"")
    await_all(peers, clients, 1)
    # a server that answers everybody has answered all 50 once it has answered the first
    hear_out(peers, server)
    for number, client in enumerate(clients, 1):
        sent = f"An empty datagram from each of 50 clients; this is what client {number} received."
        one_reply(client.received, sent=sent, refused=client.refused, waited=peers.limit)


@requirement("burst", MUST, needs=("answers-empty",), provokes=True)
def burst(server: Server, peers: Peers, draw: Random) -> None:
    """Answer all of 200 datagrams sent at once.

    Why: datagrams queue up in the kernel while the server works; each of them is a question.

    Source: lecture, Using UDP; udp(7); socket(7), SO_RCVBUF
    """
    clients = [peers.datagram(server.address) for _ in range(20)]
    before = server.dropped()
    for _ in range(10):
        for client in clients:
            client.send(text(draw, draw.randrange(33)))
    await_all(peers, clients, 10)
    answers = sum(len(client.received) for client in clients)
    dropped = server.dropped() - before
    lost = dropped + sum(client.dropped for client in clients)
    if dropped and server.listener.queue < _default_queue():
        raise Unmet(
            sent="200 datagrams of at most 32 bytes from 20 clients at once.",
            expected="200 answers.",
            observed=f"{plural(answers, 'answer')}; {plural(dropped, 'datagram')} found no room in your server's "
            f"queue, which it had made smaller than the system's default ({server.listener.queue:,} bytes).",
        )
    if lost:
        raise HarnessError(
            f"The kernel dropped {plural(lost, 'datagram')} of 200: the system's default queue is too small."
        )
    shares = {len(client.received) for client in clients}
    if shares != {10}:
        raise Unmet(
            sent="200 datagrams of at most 32 bytes from 20 clients at once.",
            expected="200 answers, ten for each client.",
            observed=f"{plural(answers, 'answer')} within {duration(peers.limit)}, "
            f"from {min(shares)} to {max(shares)} for a client; the kernel dropped none.",
            late=answers < 200,
        )


def _default_queue() -> int:
    with open("/proc/sys/net/core/rmem_default") as stream:
        return int(stream.read())


@requirement("survives-gone-client", MUST, needs=("answers-empty",), provokes=True)
def survives_gone_client(server: Server, peers: Peers) -> None:
    """Survive clients that closed their socket before the answer.

    Why: the answer is refused by ICMP (port unreachable), and a connected socket reports that as an error.

    Source: lecture, Using UDP; RFC 1122 section 4.1.3.3; udp(7)
    """
    for _ in range(3):
        server.freeze()
        gone = [peers.datagram(server.address) for _ in range(5)]
        for client in gone:
            client.send(b"")
            client.close()
        server.thaw()
        server.quiet(1.0)


@requirement("no-amplification", MUST, needs=("answers-empty",))
def no_amplification(server: Server, peers: Peers, draw: Random) -> None:
    """Never answer with more than 64 bytes.

    Why: senders can be forged; a server whose answers are longer than its questions is used to flood others.

    Source: RFC 5358; RFC 8085 section 3.1.5
    """
    for content in (b"", b"x", text(draw, 32), text(draw, 1400)):
        sent = f"A datagram of {plural(len(content), 'byte')}."
        for answer in _replies(peers, server, content):
            if len(answer.data) > MOST_REPLY:
                raise Unmet(
                    sent=sent,
                    expected=f"An answer of at most {MOST_REPLY} bytes.",
                    observed=f"An answer of {plural(len(answer.data), 'byte')}.",
                )


ALL = (
    answers_empty,
    ctime_format,
    current_time,
    time_passes,
    answers_any,
    answers_largest,
    one_reply_each,
    same_address,
    right_client,
    burst,
    survives_gone_client,
    no_amplification,
)
