"""Reports of a driver: only those count that are signed and come in their turn, whatever else is in the stream."""

from __future__ import annotations

import json
import socket
from hashlib import sha256

import pytest
from exchange.conftest import Serve

from harness.exchange.loop import Peers
from harness.exchange.witness import Report, Witness


def signed(key: str, number: int, kind: str, text: str = "") -> bytes:
    body = f"{number} {kind} {text!a}"
    return f"\n{sha256(f'{key} {body}'.encode()).hexdigest()} {body}\n".encode()


def reports(
    peers: Peers, serve: Serve, said: list[tuple[int, str, str] | bytes]
) -> tuple[dict[str, str], list[Report]]:
    ordered: dict[str, str] = {}

    def driver(link: socket.socket) -> None:
        with link.makefile("rb") as stream:
            ordered.update(json.loads(stream.readline()))
        for each in said:
            link.sendall(each if isinstance(each, bytes) else signed(ordered["key"], *each))

    witness = Witness(peers.connect(serve(driver)))
    witness.order(scene="loop", clients=[["a", "answers"]])
    witness.peer.receive_to_end()
    witness.look()
    return ordered, witness.reports


def test_an_order_reaches_the_driver_and_reports_come_back(peers: Peers, serve: Serve) -> None:
    ordered, found = reports(peers, serve, [(0, "loaded", ""), (1, "ended", "it's \n over : é")])
    assert ordered == {"key": ordered["key"], "scene": "loop", "clients": [["a", "answers"]]}
    assert found == [Report("loaded", ""), Report("ended", "it's \n over : é")]


FORGED = {
    "unsigned": b"0 loaded ''\n",
    "signed with another key": signed("0" * 32, 0, "loaded"),
    "no text": b"\n\xff\xfe \x00\n",
    "no end of line": b"garbage",
    "no literal": b"x 0 loaded __import__('os')\n",
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_is_not_signed_is_nobodys_report(peers: Peers, serve: Serve, forged: bytes) -> None:
    _, found = reports(peers, serve, [forged, (0, "loaded", ""), forged])
    assert found == [Report("loaded", "")]


def test_a_report_out_of_its_turn_does_not_count(peers: Peers, serve: Serve) -> None:
    _, found = reports(peers, serve, [(0, "loaded", ""), (0, "loaded", ""), (2, "done", "")])
    assert found == [Report("loaded", "")]
