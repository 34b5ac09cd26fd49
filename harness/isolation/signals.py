"""Signal dispositions that programs inherit (docs/design.md, rule 8).

Owns their reset in the harness's process, so that no start needs code between fork and exec.
"""

from __future__ import annotations

import signal
from contextlib import suppress


def reset_inherited() -> None:
    """Leave no signal ignored or blocked that a program would inherit across exec.

    A background shell leaves SIGINT ignored and ``nohup`` SIGHUP. They get a handler that does
    nothing: this process goes on ignoring them, and exec puts a handled signal back to its default.
    SIGPIPE and SIGXFSZ, which Python ignores, are restored by ``subprocess`` itself.
    """
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:
        if signal.getsignal(number) is signal.SIG_IGN:
            with suppress(OSError):
                signal.signal(number, lambda *_: None)
