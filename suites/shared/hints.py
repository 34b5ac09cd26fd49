"""Likely causes that servers of several kinds share, each proved by a known-bad program.

Owns the guesses and their words.
"""

from __future__ import annotations

from harness.launch.readiness import WAITING_FOR_INPUT
from harness.model import Attempt
from harness.requirement import Hint
from suites.shared.crowds import IT_WAS, NEXT_CLIENT
from suites.shared.evidence import all_of, any_of, ended, observed, of, printed, unanswered


def _on(*requirements: str) -> frozenset[str]:
    return frozenset(requirements)


def _ended_at_once(attempt: Attempt) -> bool:
    return attempt.exit == "exited with status 0"


def turned_away(attempt: Attempt) -> bool:
    """One client alone got nothing, when those before it had been answered and were still there."""
    failure = of(attempt)
    alone = NEXT_CLIENT in failure.sent or IT_WAS in failure.observed
    return alone and unanswered(attempt) and not (failure.window and failure.window.actual)


STARTING = (
    Hint(
        "wrong-transport",
        _on("starts"),
        observed("but on no"),
        "The socket is of the other kind: SOCK_STREAM and TCPServer are for TCP, SOCK_DGRAM and UDPServer for UDP.",
    ),
    Hint(
        "waits-for-input",
        _on("starts"),
        observed(WAITING_FOR_INPUT),
        "The program asks for something, as with input(), before it listens. A server has nobody at its keyboard: take "
        "settings from arguments or the environment.",
    ),
    Hint(
        "ends-at-once",
        _on("starts"),
        _ended_at_once,
        "The program came to its end. Is serve_forever() or the accept loop called, and is main() itself called?",
    ),
)

LIVING = (
    Hint(
        "port-argument",
        _on("starts"),
        all_of(printed("IndexError"), printed("argv")),
        "The port is given in the environment, as PORT. To take it as an argument, say so in a conformance.toml: "
        'command = ["{python}", "server.py", "{port}"].',
    ),
    Hint(
        "zombies",
        _on("frees"),
        observed("zombies"),
        "Children that have ended are not waited for. Call waitpid(-1, …, WNOHANG) until none is left: in Python "
        "os.waitpid(), or ForkingTCPServer does it.",
    ),
    Hint(
        "no-reuse-address",
        _on("restarts"),
        printed("Address already in use", "EADDRINUSE"),
        "Set SO_REUSEADDR on the listening socket before bind(): in a socketserver class, allow_reuse_address = True.",
    ),
    Hint(
        "non-daemon-threads",
        _on("interrupts"),
        printed("KeyboardInterrupt"),
        "The main thread has ended, but the threads of connected clients go on. Make them daemon threads: "
        "daemon_threads = True in a socketserver class.",
    ),
)

TEXT_FOR_BYTES = printed("a bytes-like object is required, not 'str'")
TEXT_CAUSE = "Sockets carry bytes. Encode text before it is sent: text.encode(), or a literal b'…'."
# as Python, Rust and Java call it
DECODED_STRICTLY = printed("UnicodeDecodeError", "Utf8Error", "did not contain valid UTF-8", "MalformedInputException")
DECODED_CAUSE = (
    "The message is decoded, and bytes that are no valid text raise an error. Send the bytes on as they are."
)
# Python's own names, what errno is called elsewhere, and the codes of Node
BROKEN_CONNECTION = printed(
    *("ConnectionResetError", "BrokenPipeError", "Connection reset", "Broken pipe", "ECONNRESET", "EPIPE")
)


def _killed_by_sigpipe(attempt: Attempt) -> bool:
    return attempt.exit == "was killed by SIGPIPE"


CRASHED_ON_RESET = any_of(all_of(ended, BROKEN_CONNECTION), _killed_by_sigpipe)
