"""Every command has a page of help, each of its examples is one that it takes, and a shell can complete names."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from cli.command import wireproof

from harness.cli import wireproof as root
from harness.cli.manual import Manual


def tree(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from tree(each, (*path, name))


COMMANDS = dict(tree(root))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_is_a_page_of_the_same_sections(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert isinstance(command, Manual)
    context = click.Context(command, info_name=" ".join(("wireproof", *path)), max_content_width=80)
    lines = command.get_help(context).splitlines()
    heads = [line for line in lines if line and not line.startswith(" ")]
    order = ["NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "EXIT STATUS", "EXAMPLES"]
    assert heads == [head for head in order if head in heads]
    assert {"NAME", "SYNOPSIS", "OPTIONS", "EXIT STATUS"} <= set(heads)
    assert [line for line in lines if len(line) > 80] == []
    assert command.examples or isinstance(command, click.Group)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_each_example_is_a_command_line_that_is_understood(path: tuple[str, ...]) -> None:
    command = COMMANDS[path]
    assert isinstance(command, Manual)
    for example in command.examples:
        words = shlex.split(example)
        assert words[: 1 + len(path)] == ["wireproof", *path]
        command.make_context("wireproof", words[1 + len(path) :])


def test_help_is_status_0_on_standard_output(tmp_path: Path) -> None:
    done = wireproof("export", "junit", "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("NAME\n  wireproof export junit - JUnit XML")


def test_a_shell_is_offered_requirements_and_programs(tmp_path: Path) -> None:
    asked = {"_WIREPROOF_COMPLETE": "bash_complete", "COMP_CWORD": "2"}
    done = wireproof(cwd=tmp_path, COMP_WORDS="wireproof show tcp-echo.half", **asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, "plain,tcp-echo.half-close\n", "")
    done = wireproof(cwd=tmp_path, COMP_WORDS="wireproof list udp", **asked)
    assert done.stdout == "plain,udp-time\n"


def test_a_shell_is_given_a_script_to_load(tmp_path: Path) -> None:
    done = wireproof(cwd=tmp_path, _WIREPROOF_COMPLETE="bash_source")
    assert done.returncode == 0
    assert "complete" in done.stdout
