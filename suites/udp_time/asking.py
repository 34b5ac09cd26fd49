"""How questions are asked of a time server: one, many, and those that only prove that it has nothing more to say.

Owns the steps that several requirements are made of. Knows no requirement.
"""

from __future__ import annotations

from random import Random
from string import ascii_letters

from harness.exchange.datagram import Datagram, DatagramPeer
from harness.exchange.loop import Peers
from harness.exchange.verify import bytes_in_words, one_reply
from harness.exchange.words import plural
from harness.launch.server import Server

EMPTY = "An empty datagram."


def ask(peers: Peers, server: Server, content: bytes, *, sent: str = "", example: str = "") -> Datagram:
    """Send one datagram from a fresh socket and hold that one answer comes."""
    peer = peers.datagram(server.address)
    peer.send(content)
    told = sent or (f"A datagram of {plural(len(content), 'byte')}: {bytes_in_words(content)}." if content else EMPTY)
    replies = peer.receive(1)
    return one_reply(replies, sent=told, refused=peer.refused, waited=peers.limit, example=example)


def text(draw: Random, size: int) -> bytes:
    """Harmless content: what other content does is ``answers-any``'s affair alone."""
    return "".join(draw.choices(ascii_letters, k=size)).encode()


def await_all(peers: Peers, clients: list[DatagramPeer], each: int) -> None:
    """Wait until every client has as many answers, or the time limit."""
    peers.wait(lambda: all(len(client.received) + client.refused >= each for client in clients))


def hear_out(peers: Peers, server: Server) -> None:
    """Take in what the server has to say to earlier clients: it comes before its answers to these."""
    for _ in range(3):
        ask(peers, server, b"")
    peers.pump()
