"""``wireproof handout`` and ``wireproof show``: what must be done, with an exchange in which it is."""

from __future__ import annotations

from pathlib import Path

from cli.command import one_message, wireproof

TEXT = 'title = "Sockets"\nprograms = ["udp-time"]\n[hidden]\nrequirements = ["burst"]\n'


def test_a_handout_goes_to_standard_output_or_to_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(TEXT)
    done = wireproof("handout", "a.toml", "--format", "markdown", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "An exchange that meets `udp-time.answers-empty`" in done.stdout
    assert "burst" not in done.stdout
    page = wireproof("handout", "a.toml", "--no-examples", "-o", "page.html", cwd=tmp_path)
    assert (page.returncode, page.stdout, page.stderr) == (0, "", "")
    assert (tmp_path / "page.html").read_text().startswith("<!doctype html>")


def test_an_assignment_that_is_not_there_is_one_message(tmp_path: Path) -> None:
    assert "cannot be read" in one_message(wireproof("handout", "a.toml", cwd=tmp_path))


def test_a_requirement_is_shown_with_an_exchange_of_the_reference(tmp_path: Path) -> None:
    done = wireproof("show", "tcp-echo.half-close", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ended its sending side" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert list(tmp_path.iterdir()) == []


def test_a_requirement_can_be_shown_without_running_anything(tmp_path: Path) -> None:
    done = wireproof("show", "tcp-echo.half-close", "--no-example", cwd=tmp_path)
    assert done.returncode == 0
    assert "Example" not in done.stdout
    assert "tcp-echo.echoes" in done.stdout
