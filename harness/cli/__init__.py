"""The command ``wireproof``: composes the stages and prints what they say. Holds no logic of theirs.

Owns options, the words of ``--help``, exit statuses and the handling of signals.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType

import click

import harness
from harness.cli.catalogue import list_command, show_command
from harness.cli.classroom import class_command
from harness.cli.doctor import doctor_command
from harness.cli.export import export_command
from harness.cli.grade import grade_command
from harness.cli.gradebooks import GRADEBOOKS
from harness.cli.handout import handout_command
from harness.cli.init import init_command
from harness.cli.manual import ManualGroup
from harness.cli.platforms import PLATFORMS
from harness.cli.replay import replay_command
from harness.cli.report import report_command
from harness.errors import ExitStatus, WireproofError
from harness.report.style import style_for
from harness.report.terminal import error_lines


# colour is decided by ``harness.report.style``: click would strip what FORCE_COLOR asks for
@click.group(cls=ManualGroup, context_settings={"help_option_names": ["-h", "--help"], "color": True})
@click.version_option(harness.__version__, prog_name="wireproof")
def wireproof() -> None:
    """Check network programs from the outside, over real sockets, and say what is wrong.

    Each command has a page of its own: wireproof COMMAND --help.
    """


for _command in (
    init_command,
    handout_command,
    grade_command,
    class_command,
    list_command,
    show_command,
    replay_command,
    report_command,
    export_command,
    doctor_command,
):
    wireproof.add_command(_command)
for _command in (*PLATFORMS, *GRADEBOOKS):
    export_command.add_command(_command)


def main() -> None:
    """Run the command and exit with its status; every error is one clear message."""
    sys.exit(run(sys.argv[1:]))


Tell = Callable[[str, str, ExitStatus], int]
"""Says what happened and what to do next, and returns the exit status."""


def tell_on_terminal(what: str, cure: str, status: ExitStatus) -> int:
    """An error as one message on standard error."""
    for line in error_lines(what, cure, style_for(sys.stderr, os.environ)):
        click.echo(line, err=True, color=True)
    return status


def run(arguments: list[str], tell: Tell = tell_on_terminal) -> int:
    """Run the command with ``arguments``; the exit status. What ends it is told by ``tell``."""
    return told_on_failure(lambda: wireproof.main(arguments, prog_name="wireproof", standalone_mode=False), tell)


def told_on_failure(work: Callable[[], int | None], tell: Tell = tell_on_terminal) -> int:
    """Do ``work`` and return its exit status, 0 where it has none; every error is one clear message."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a name that is not UTF-8 is shown, not fatal
            stream.reconfigure(errors="backslashreplace", line_buffering=True)
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        status = work()
    except WireproofError as error:
        return tell(error.what, error.cure, error.status)
    except click.ClickException as error:
        return tell(error.format_message(), "Run `wireproof --help`.", ExitStatus.USAGE)
    except (KeyboardInterrupt, click.Abort):
        return tell("Interrupted.", "Nothing was left running.", ExitStatus.INTERRUPTED)
    except (BrokenPipeError, SystemExit) as end:
        if isinstance(end, SystemExit) and not end.code:
            return ExitStatus.MET  # click ends by itself where a shell asked it for completions
        # whoever read our output has gone: click then ends by itself too. Python would complain once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.HARNESS
    except Exception:
        traceback.print_exc()
        return tell("wireproof itself failed.", "This is a fault of the harness: please report it.", ExitStatus.HARNESS)
    return int(status or ExitStatus.MET)


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
