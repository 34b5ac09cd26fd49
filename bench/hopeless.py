"""Programs without hope: how long each keeps a grading, and on which requirements, as a table.

Owns the four programs and how times are printed. None of them can pass; the aim is 30 s each.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import msgspec
from grading import timed
from temporary import temporary

_SERVER = """
import os, socketserver, time
class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        {handle}
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    request_queue_size = 128
time.sleep({late})
with Server(("", int(os.environ["PORT"])), Handler) as server:
    server.serve_forever()
"""
_ECHO = "while data := self.request.recv(65536): self.request.sendall(data)"
PROGRAMS = {
    "accepts and is silent": _SERVER.format(handle="time.sleep(3600)", late=0),
    "answers wrongly everywhere": _SERVER.format(
        handle="while data := self.request.recv(65536): self.request.sendall(b'nonsense\\n')", late=0
    ),
    "crashes on everything": _SERVER.format(handle="os._exit(1)", late=0),
    "starts slowly: 9 s of 10": _SERVER.format(handle=_ECHO, late=9),
    "never listens": "import time\ntime.sleep(3600)\n",
}
LONGEST = 3


def graded(source: str, program: str, scratch: Path, words: list[str]) -> tuple[float, list[dict[str, object]]]:
    """Seconds of a grading, and its requirements as ``results.json`` has them."""
    path = scratch / "hopeless.py"
    path.write_text(source)
    command = [sys.executable, "-m", "harness.cli", "grade", str(path), "--program", program, "--seed", "7"]
    seconds = timed([*command, *words, "--report", str(scratch / "report")])
    results = msgspec.json.decode((scratch / "report" / "results.json").read_bytes())
    return seconds, results["programs"][0]["requirements"]


def main() -> None:
    """Print a line a program: seconds, verdicts, and what took longest. Further words go to ``wireproof grade``."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--program", default="tcp-echo", help="any that is served by streams in the clear")
    arguments, words = parser.parse_known_args()
    print(f"{arguments.program:<28}{'seconds':>8}   verdicts; what took longest")
    with temporary() as folder:
        for name, source in PROGRAMS.items():
            seconds, results = graded(source, arguments.program, folder, words)
            counts = Counter(str(each["verdict"]) for each in results)
            slow = sorted(results, key=lambda each: -float(str(each["seconds"])))[:LONGEST]
            told = ", ".join(f"{str(each['id']).partition('.')[2]} {each['seconds']:.0f} s" for each in slow)
            verdicts = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
            print(f"{name:<28}{seconds:>8.1f}   {verdicts}; {told}", flush=True)


if __name__ == "__main__":
    main()
