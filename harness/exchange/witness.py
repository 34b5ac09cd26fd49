"""What a driver inside the sandbox is told and what it reports, over one stream of lines.

Owns the form of both. An order is a line of JSON. A report is a signed line: the code that is judged runs in
the driver's own process, and must not get a pass by writing to every descriptor it finds. It could read the key out of
the driver's memory: whoever goes to that length is beyond what a process can keep from itself.
"""

from __future__ import annotations

import ast
import hashlib
import json
import secrets
from contextlib import suppress
from dataclasses import dataclass

from harness.exchange.stream import StreamPeer


@dataclass(frozen=True)
class Report:
    """One thing that the driver says: a word for what it is, and its particulars."""

    kind: str
    text: str


class Witness:
    """The driver's end of a connection, as the harness sees it. ``reports`` are all that came, in order."""

    def __init__(self, peer: StreamPeer) -> None:
        self.peer = peer
        self.reports: list[Report] = []
        self._key = secrets.token_hex(16)
        self._read = 0

    def order(self, **particulars: object) -> None:
        """Tell the driver what to do, and the key to sign with."""
        self.peer.send(json.dumps({"key": self._key, **particulars}).encode() + b"\n")

    def look(self) -> None:
        """Take in what has arrived. A line that is not signed, or out of its turn, is nobody's report."""
        whole, end, _ = self.peer.received[self._read :].rpartition(b"\n")
        self._read += len(whole) + len(end)
        for line in whole.splitlines():
            with suppress(ValueError, SyntaxError):
                signature, _, body = line.decode("ascii").partition(" ")
                number, kind, text = body.split(" ", 2)
                if signature == self._signature(body) and int(number) == len(self.reports):
                    self.reports.append(Report(kind, str(ast.literal_eval(text))))

    def said(self, kind: str) -> list[str]:
        """The particulars of all reports of one kind."""
        self.look()
        return [each.text for each in self.reports if each.kind == kind]

    def _signature(self, body: str) -> str:
        return hashlib.sha256(f"{self._key} {body}".encode()).hexdigest()
