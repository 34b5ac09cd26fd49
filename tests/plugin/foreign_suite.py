"""A suite from elsewhere, as a distribution of its own brings it: each check ends in another way."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import strategies as st

from harness.exchange.loop import Peers
from harness.exchange.unmet import Unmet
from harness.launch.server import Server
from harness.model import Attempt
from harness.plugin.properties import Falsify
from harness.requirement import MUST, SHOULD, Hint, Suite, requirement
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import echo


@requirement("passes", MUST)
def passes(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Echo.

    Why: a test of tests.

    Source: none
    """
    echo(dialect.connect(peers, server.address), dialect.word(draw))


@requirement("fails", MUST)
def fails(server: Server, draw: Random) -> None:
    """Fail, and say what was drawn.

    Why: a test of tests.

    Source: none
    """
    raise Unmet(sent=f"{draw.random()}", expected="", observed=f"{server.kit.authkey}")


@requirement("waits-for-fails", MUST, needs=("fails",))
def waits_for_fails(server: Server) -> None:
    """Not be run.

    Why: a test of tests.

    Source: none
    """
    raise RuntimeError("a blocked requirement was run")


@requirement("waits-for-waits", MUST, needs=("passes", "waits-for-fails"))
def waits_for_waits(server: Server) -> None:
    """Not be run either.

    Why: a test of tests.

    Source: none
    """
    raise RuntimeError("a blocked requirement was run")


@requirement("breaks", SHOULD)
def breaks(server: Server) -> None:
    """Break the harness.

    Why: a test of tests.

    Source: none
    """
    raise RuntimeError("boom")


@requirement("waits-for-breaks", SHOULD, needs=("breaks",))
def waits_for_breaks(server: Server) -> None:
    """Be run though what it needs could not be judged.

    Why: a test of tests.

    Source: none
    """


@requirement("crashes", MUST)
def crashes(server: Server, peers: Peers, dialect: StreamDialect) -> None:
    """Echo a word that this program dies of.

    Why: a test of tests.

    Source: none
    """
    echo(dialect.connect(peers, server.address), b"crash")


@requirement("crashes-afterwards", MUST)
def crashes_afterwards(server: Server, peers: Peers, dialect: StreamDialect) -> None:
    """Echo a word that this program dies of once it has answered.

    Why: a test of tests.

    Source: none
    """
    echo(dialect.connect(peers, server.address), b"crash later")


@requirement("skips", MUST)
def skips(server: Server) -> None:
    """Not apply.

    Why: a test of tests.

    Source: none
    """
    pytest.skip("there is no such thing here")


@requirement("falsifies", MUST)
def falsifies(server: Server, peers: Peers, dialect: StreamDialect, falsify: Falsify) -> None:
    """Echo anything but a word that this program dies of.

    Why: a test of tests.

    Source: none
    """
    falsify(
        st.just(b"x"),
        lambda message: echo(dialect.connect(peers, server.address), message),
        first=(b"crash",),
        examples=2,
    )


@requirement("misleads", MUST)
def misleads(server: Server) -> None:
    """Fail in a way whose hint is broken.

    Why: a test of tests.

    Source: none
    """
    raise Unmet(sent="", expected="", observed="")


def _broken(attempt: Attempt) -> bool:
    raise ZeroDivisionError(f"a hint about {attempt.subject}")


SUITE = Suite(
    program="line-echo",
    dialect=StreamDialect(),
    module=__name__,
    hints=(Hint("broken", frozenset({"misleads"}), _broken, ""),),
    requirements=(
        *(passes, fails, waits_for_fails, waits_for_waits, breaks, waits_for_breaks),
        *(crashes, crashes_afterwards, skips, falsifies, misleads),
    ),
)
