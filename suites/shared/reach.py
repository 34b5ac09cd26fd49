"""Where a server can be reached: beyond loopback, and by IPv6.

Owns the two checks on addresses. They need nothing but an echo.
"""

from __future__ import annotations

from random import Random

import pytest

from harness.exchange.loop import Peers
from harness.isolation.namespaces import OUTER_ADDRESS, OUTER_ADDRESS_6
from harness.launch.server import Server
from harness.requirement import MAY, requirement
from suites.shared.dialects import StreamDialect
from suites.shared.echoing import echo


@requirement("listens-beyond-loopback", MAY, needs=("echoes",))
def listens_beyond_loopback(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Be reachable on another address of the machine.

    Why: a server bound to 127.0.0.1 is found by nobody but its own machine.

    Source: lecture, Using TCP (an empty host name); Python documentation, socket families
    """
    if not server.bench.isolation.tier.own_network:
        pytest.skip("The network is shared here, and no other address of this machine is used for tests.")
    outer = OUTER_ADDRESS_6 if server.listener.v6only else OUTER_ADDRESS
    echo(dialect.connect(peers, (outer, server.listener.port)), dialect.word(draw))


@requirement("serves-ipv6", MAY, needs=("echoes",))
def serves_ipv6(server: Server, peers: Peers, dialect: StreamDialect, draw: Random) -> None:
    """Also listen on ::1.

    Why: many clients try IPv6 first, and localhost may mean ::1.

    Source: lecture, Using TCP; Python documentation, socket.create_server (dualstack_ipv6)
    """
    echo(dialect.connect(peers, ("::1", server.listener.port)), dialect.word(draw))
