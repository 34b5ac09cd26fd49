"""Whether a program outlived a requirement (docs/design.md, rule 2).

Owns that one question. It is asked by service, not by process id: a Python program can look alive
for a while when it is dying, or stay alive with a dead accept thread. A program that ends by its own
choice, with status 0, after its client has left is no crash: `serves-next` and its like tell of it. A
requirement that does not provoke is looked at while its clients are there: a program that dies as they leave
fails those that say so.
"""

from __future__ import annotations

from random import Random
from typing import cast

from harness.exchange.unmet import Unmet
from harness.plugin.fixtures import Trial
from harness.requirement import Dialect

_GLANCE = 0.3
_DYING = 5.0
_A_LOOK = 0.01


def conclude(trial: Trial) -> None:
    """Raise ``Unmet`` where the program did not outlive what the check did to it."""
    if trial.requirement.ends_program or trial.server is None or trial.peers is None:
        return
    served, alone = True, ""
    if trial.requirement.provokes:
        trial.peers.close_all()
        served = cast(Dialect, trial.dialect).served(trial.peers, trial.server.address, Random())
        alone = "; then, when all its clients had left, a fresh client's message"
    # a program with several threads may serve a fresh client while it is dying
    trial.server.quiet(_GLANCE if served else _DYING, steady=_A_LOOK)
    if not trial.server.census().processes:
        # nothing of it is left, and its status is on its way
        trial.server.gone_within(_DYING)
    if served and not trial.server.crashed():
        return
    end = trial.server.ended()
    raise Unmet(
        sent=f"What this requirement sends{alone}.",
        expected="Your server goes on and serves the fresh client." if alone else "Your server goes on.",
        observed=f"Your server {end}." if end else "The fresh client was not served. Your server still ran.",
        late=not end,
    )


def explain_end(trial: Trial) -> None:
    """Note how the program ended, if it did: given the time that dying takes."""
    if trial.life is None or trial.exit:
        return
    if trial.life.present:
        trial.life.quiet(1.0)
    trial.exit = trial.life.ended()
