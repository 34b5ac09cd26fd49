"""``wireproof doctor``: what this machine allows, by trying it, and how to get more.

Owns the layout of its findings.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from harness.cli.manual import Manual
from harness.errors import ExitStatus, IsolationError
from harness.isolation.bubblewrap import find_bubblewrap
from harness.isolation.losses import LOST
from harness.isolation.tiers import advice, find_tier
from harness.isolation.toolchain import base_python
from harness.launch.listeners import listeners
from harness.model import Tier

_RUNTIMES = ("python3", "node", "java", "gcc", "cargo", "go", "perl")


@click.command(
    "doctor",
    cls=Manual,
    examples={
        "wireproof doctor": "Which isolation can be had, and what is missing.",
    },
)
def doctor_command() -> int:
    """Say which isolation this machine allows, and why not more. Exit status 3 where it is not `full`."""
    python = base_python()
    finding = find_tier(python)
    click.echo(f"Isolation     {finding.tier.value}")
    if finding.tier is not Tier.FULL:
        for reason in finding.reasons:
            click.echo(f"Why not more  {reason}")
        click.echo(f"What is lost  {LOST[finding.tier]}")
        click.echo(f"What to do    {advice(finding.reasons)}")
    click.echo(
        f"User          {'root: programs run under a user id of their own' if os.getuid() == 0 else os.getuid()}"
    )
    click.echo(f"bubblewrap    {_bubblewrap()}")
    click.echo(f"Interpreter   {python} ({'.'.join(map(str, sys.version_info[:3]))})")
    click.echo(f"Ports         sock_diag answers: {len(listeners())} listeners on this machine")
    click.echo(f"Time zones    {'present' if Path('/usr/share/zoneinfo').is_dir() else 'missing: programs run in UTC'}")
    found = [name for name in _RUNTIMES if shutil.which(name)]
    click.echo(f"Languages     {', '.join(found)}")
    return ExitStatus.MET if finding.tier is Tier.FULL else ExitStatus.HARNESS


def _bubblewrap() -> str:
    try:
        return find_bubblewrap()[0]
    except IsolationError as error:
        return error.what
