"""What a shell offers for the names of programs and requirements, when click asks for it.

Owns which names begin as a word does. Files are completed by click itself.
"""

from __future__ import annotations

import click

from harness.requirement import identifiers, load_suites


def programs(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Programs that there is a suite for."""
    return [name for name in load_suites() if name.startswith(incomplete)]


def requirements(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    """Identifiers of requirements."""
    return [name for name in identifiers(load_suites()) if name.startswith(incomplete)]
