"""Tier ``landlock``: what a program is kept from, and that nothing of it is left."""

from __future__ import annotations

import json
import os
import secrets
import signal
import tempfile
from pathlib import Path
from typing import Any

import pytest
from apart import apart
from barred import open_ways
from boxes import MAIN, PREAMBLE, gone_within, running, said, status_of
from isolation.containers import PLACES, open_folder
from isolation.test_plain_processes import DAEMON

from harness.errors import IsolationError
from harness.isolation.confined import LandlockIsolation
from harness.isolation.processes import descendants_of
from harness.isolation.toolchain import base_python, toolchain_of
from harness.launch.certificates import Certificates

COMMAND = (base_python(), MAIN)


def entered(scratch: Path) -> LandlockIsolation:
    if os.getuid() == 0:
        open_ways(PLACES)
    isolation = LandlockIsolation(toolchain_of(base_python()), scratch)
    isolation.enter()
    return isolation


def probe(source: str, **start: Any) -> Any:
    """What a confined program says with ``say(value)``."""

    def work() -> Any:
        with (
            open_folder() as scratch,
            running(entered(scratch), PREAMBLE + source, command=COMMAND, **start) as program,
        ):
            words = said(program)
            try:
                return json.loads(words)
            except ValueError:
                raise AssertionError((words + said(program, until=bytes(9))).decode()) from None

    return apart(work)


def test_files_of_others_can_be_neither_read_nor_changed() -> None:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        Path(folder).chmod(0o755)
        secret = Path(folder, "secret")
        secret.write_text("x")
        secret.chmod(0o666)
        source = f"""
def tried(mode):
    try:
        open({str(secret)!r}, mode).close()
        return "open"
    except PermissionError:
        return "closed"
say([os.path.exists({str(secret)!r}), tried("r"), tried("w"), tried("a")])
"""
        assert probe(source) == [True, "closed", "closed", "closed"]


def test_a_package_that_was_installed_for_others_cannot_be_imported() -> None:
    source = """
import glob, os
names = [place for place in glob.glob("/usr/lib/python3/dist-packages/*.py")]
def tried(place):
    try:
        open(place).read(1)
        return "open"
    except PermissionError:
        return "closed"
say(sorted({tried(place) for place in names}))
"""
    assert probe(source) in ([], ["closed"])


def test_its_own_folders_and_shared_memory_can_be_written_to() -> None:
    source = """
import multiprocessing, tempfile
open("here", "w").close()
open(os.path.join(os.environ["HOME"], "there"), "w").close()
with tempfile.TemporaryFile():
    pass
with multiprocessing.Lock():
    say(sorted(os.listdir()))
"""
    assert probe(source) == ["here", "main.py"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root has another user id to give")
def test_roots_programs_run_as_a_user_of_their_own_without_capabilities() -> None:
    uid, groups, capabilities = probe(
        "import re\nstatus = open('/proc/self/status').read()\n"
        "say([os.getuid(), os.getgroups(), re.search('CapEff:.(.*)', status)[1]])"
    )
    assert uid >= 61184
    assert (groups, int(capabilities, 16)) == ([], 0)


@pytest.mark.skipif(os.getuid() != 0, reason="only root has another user id to give")
def test_what_such_a_program_leaves_among_the_files_of_all_is_removed_and_no_link_followed() -> None:
    mark = f"wireproof-test-{secrets.token_hex(8)}"
    with open_folder() as others:
        (others / "file").touch(0o444)
        source = f"""
for folder in ("/tmp", "/dev/shm"):
    os.makedirs(f"{{folder}}/{mark}/below")
    os.symlink("{others}", f"{{folder}}/{mark}-link")
say(os.path.exists("/tmp/{mark}"))
"""
        assert probe(source) is True
        assert (others / "file").stat().st_mode & 0o777 == 0o444
    left = [
        place for place in ("/tmp", "/dev/shm") for name in (mark, f"{mark}-link") if os.path.lexists(f"{place}/{name}")
    ]
    assert left == []


def test_a_daemon_that_left_its_session_is_gone_after_kill() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"

    def work() -> int:
        with open_folder() as scratch, running(entered(scratch), DAEMON, env={mark: "1"}, command=COMMAND) as program:
            said(program, until=b"daemon")
        return len(descendants_of(os.getpid()))

    assert apart(work) == 0
    assert gone_within(mark)


def test_a_harness_that_is_killed_leaves_no_program() -> None:
    mark = f"WIREPROOF_TEST_{secrets.token_hex(8)}"
    with open_folder() as scratch:

        def work() -> None:
            with running(entered(scratch), DAEMON, env={mark: "1"}, command=COMMAND) as program:
                said(program, until=b"daemon")
                os.kill(os.getpid(), signal.SIGKILL)

        with pytest.raises(AssertionError, match="without a word"):
            apart(work)
        assert gone_within(mark)


def test_it_runs_within_its_limits_and_its_status_is_told() -> None:
    def work() -> list[Any]:
        with open_folder() as scratch:
            isolation = entered(scratch)
            source = PREAMBLE + "import resource\nsay(resource.getrlimit(resource.RLIMIT_CORE))\nsys.exit(7)"
            with running(isolation, source, command=COMMAND) as program:
                found = [json.loads(said(program)), status_of(program)]
            return [*found, os.listdir(scratch)]

    assert apart(work) == [[0, 0], 7, []]


def test_java_is_told_whom_to_trust() -> None:
    source = """
option = os.environ["JAVA_TOOL_OPTIONS"]
say([option.startswith("-Djavax.net.ssl.trustStore="), open(option.partition("=")[2], "rb").read(4).hex()])
"""
    assert probe(source, trust=Certificates("trust").trust) == [True, "feedfeed"]


@pytest.mark.skipif(os.getuid() != 0, reason="only root has another user id to give")
def test_an_interpreter_that_the_programs_user_cannot_reach_is_told_with_a_cure(tmp_path: Path) -> None:
    place = tmp_path / "closed" / "bin" / "python3"
    place.parent.mkdir(parents=True)
    place.symlink_to(base_python())
    (tmp_path / "closed").chmod(0o700)
    isolation = LandlockIsolation(toolchain_of(str(place)), Path(tempfile.gettempdir()))
    with pytest.raises(IsolationError, match="is closed to the user") as caught:
        isolation.enter()
    assert "/usr" in caught.value.cure
