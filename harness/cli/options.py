"""Options that several commands share.

Owns their words in ``--help``.
"""

from __future__ import annotations

import click

unhide_option = click.option(
    "--unhide", is_flag=True, help="Show hidden requirements in full: for whoever grades, not for students."
)
output_option = click.option("-o", "--output", metavar="FILE", help="Where it goes; standard output by default.")
