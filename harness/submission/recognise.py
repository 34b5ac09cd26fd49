"""Rules from signals to programs: which of the lecture's programs a file is, and why.

Owns the rules and the weight of file names. May not know other files of the submission.
"""

from __future__ import annotations

import dataclasses

from harness.submission.gather import Signals
from harness.submission.programs import FAMILIES, named_by
from harness.submission.signals import S, Signal


@dataclasses.dataclass(frozen=True)
class Rule:
    """``programs`` are what a file is that shows all of ``needs`` and none of ``lacks``.

    The first two signals of ``needs`` are told as the reason.
    """

    programs: tuple[str, ...]
    needs: tuple[Signal, ...]
    lacks: tuple[Signal, ...] = ()

    def matches(self, signals: Signals) -> bool:
        """Whether the rule holds."""
        return all(each in signals for each in self.needs) and not any(each in signals for each in self.lacks)


@dataclasses.dataclass(frozen=True)
class Recognised:
    """One program that a file is, and why."""

    program: str
    reason: str


# most specific first; the first that matches decides
RULES = (
    Rule(("event-loop", "event-loop-api"), (S.LOOP_FUNCTION, S.HANDLER_CLASS, S.RAW_LISTEN, S.ENTRY)),
    Rule(("event-loop-api",), (S.HANDLER_CLASS, S.LOOP_FUNCTION)),
    Rule(("event-loop-api",), (S.HANDLER_CLASS, S.READINESS), (S.LISTEN,)),
    Rule(("event-loop-api",), (S.LOOP_FUNCTION, S.READINESS), (S.LISTEN,)),
    Rule(("ssl-mixin",), (S.MIXIN_CLASS,)),
    Rule(("ipc-echo",), (S.IPC_LISTENER,)),
    Rule(("ipc-client",), (S.IPC_CLIENT,)),
    # over sockets of its own
    Rule(("ipc-echo",), (S.IPC_CHALLENGE, S.LISTEN)),
    Rule(("ipc-client",), (S.IPC_CHALLENGE, S.CONNECT)),
    Rule(("mtls-echo",), (S.CERT_REQUIRED, S.TLS, S.TLS_SERVER)),
    Rule(("mtls-echo",), (S.CERT_REQUIRED, S.TLS, S.LISTEN)),
    Rule(("tls-echo",), (S.TLS, S.TLS_SERVER)),
    Rule(("tls-echo",), (S.TLS, S.LISTEN)),
    # a loop of its own may serve datagrams as well (event-loop.serves-udp)
    Rule(("event-loop",), (S.READINESS, S.RAW_LISTEN)),
    Rule(("event-loop",), (S.HANDLER_USED, S.RAW_LISTEN)),
    Rule(("udp-time",), (S.DATAGRAM_SERVER, S.CLOCK)),
    Rule(("udp-time",), (S.DATAGRAM, S.BIND, S.CLOCK)),
    Rule(("line-echo",), (S.LINES, S.LISTEN)),
    Rule(("tcp-echo",), (S.LISTEN,)),
    # bound, never listening, and accepting all the same: a server with a flaw
    Rule(("tcp-echo",), (S.ACCEPT, S.BIND), (S.DATAGRAM,)),
    Rule(("time-client",), (S.DATAGRAM, S.SEND_TO), (S.BIND, S.DATAGRAM_SERVER)),
    Rule(("time-client",), (S.DATAGRAM, S.CONNECT), (S.BIND, S.DATAGRAM_SERVER)),
    Rule(("http-upload",), (S.HTTP_UPLOAD, S.HTTP)),
    Rule(("http-auth",), (S.HTTP_AUTH, S.HTTP)),
    Rule(("http-cookies",), (S.HTTP_COOKIES, S.HTTP)),
    Rule(("http-head",), (S.HTTP_HEAD, S.HTTP)),
    # the lecture's request with headers of its own is a POST as well
    Rule(("http-headers",), (S.HTTP_HEADERS, S.HTTP)),
    Rule(("http-post",), (S.HTTP_POST, S.HTTP)),
    Rule(("http-cookies",), (S.HTTP_SESSION, S.HTTP)),
    Rule(("http-get",), (S.HTTP,)),
    Rule(("tls-client",), (S.TLS,), (S.BIND,)),
    Rule(("echo-client",), (S.CONNECT,), (S.DATAGRAM, S.BIND)),
)


def recognise(signals: Signals, stem: str) -> tuple[Recognised, ...]:
    """The programs that a file is; empty where neither its source nor its name says.

    ``stem`` is the file's name without suffix. It decides where the source is silent, and between programs
    of one family where the name belongs to one of them alone; it never outvotes another transport.
    """
    by_source = _by_source(signals)
    by_name = named_by(stem)
    if not by_source:
        return tuple(Recognised(named.program, "its file name") for named in by_name[:1])
    if len(by_source) > 1:
        return by_source
    sure = by_source[0]
    family = FAMILIES[sure.program]
    for named in by_name:
        if named.program == sure.program:
            break
        if named.firm and FAMILIES[named.program] == family:
            return (Recognised(named.program, f"its file name and {sure.reason}"),)
    return by_source


def _by_source(signals: Signals) -> tuple[Recognised, ...]:
    for rule in RULES:
        if rule.matches(signals):
            return tuple(Recognised(program, _reason(rule, signals)) for program in rule.programs)
    return ()


def _reason(rule: Rule, signals: Signals) -> str:
    words = dict.fromkeys(signals.found[each] for each in rule.needs[:2] if each is not S.ENTRY)
    return f"{' and '.join(words)} in its source"
