"""What of the machine's files a program in the full sandbox sees, and where it may write."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from boxes import probe

import harness
import reference
import suites
from harness.isolation.bubblewrap import HOME, SUBMISSION
from harness.isolation.toolchain import base_python

PACKAGES = Path(harness.__file__).parent.parent


def seen(*paths: str | Path) -> list[str]:
    found = probe(f"say([path for path in {[str(path) for path in paths]} if os.path.lexists(path)])")
    assert isinstance(found, list)
    return found


def test_a_program_sees_its_own_files_as_its_working_directory() -> None:
    assert probe("say([os.getcwd(), os.listdir('.')])") == [SUBMISSION, ["main.py"]]


def test_a_program_sees_neither_the_harness_nor_suites_nor_reference() -> None:
    assert seen(*(Path(package.__file__ or "") for package in (harness, reference, suites))) == []


def test_a_program_sees_no_file_of_its_users_home() -> None:
    with tempfile.NamedTemporaryFile(dir=Path.home(), prefix="wireproof-test-") as secret:
        assert Path(secret.name).exists()
        assert seen(secret.name) == []


def test_a_program_sees_nothing_of_the_machines_tmp(tmp_path: Path) -> None:
    (tmp_path / "other_submission.py").write_text("secret")
    assert seen(tmp_path, tmp_path / "other_submission.py") == []
    assert probe("say(os.listdir('/tmp'))") == []


def test_a_program_sees_no_users_and_no_settings_of_the_machine() -> None:
    found = probe("say([open('/etc/passwd').read(), open('/etc/group').read(), os.listdir('/etc'), os.getuid()])")
    users, groups, settings, uid = found
    assert users == f"student:x:{uid}:{uid}::{HOME}:/bin/sh\n"
    assert groups == f"student:x:{uid}:\n"
    assert not {"shadow", "sudoers", "ssh", "gshadow", "machine-id", "environment", "cron.d"} & set(settings)


def test_a_program_sees_only_the_folders_it_needs_at_the_root() -> None:
    needed = {
        "bin",
        "dev",
        "etc",
        "home",
        "lib",
        "lib32",
        "lib64",
        "libx32",
        "proc",
        "sbin",
        "submission",
        "tmp",
        "usr",
    }
    interpreter = {Path(base_python()).parts[1]}
    assert set(probe("say(os.listdir('/'))")) <= needed | interpreter


def test_of_the_folders_above_the_interpreter_only_the_way_to_it_is_seen() -> None:
    prefix = Path(base_python()).parent.parent
    if prefix.is_relative_to("/usr"):
        pytest.skip("the interpreter lies in /usr, which is always seen")
    above = [str(folder) for folder in prefix.parents if str(folder) != "/"]
    found = probe(f"say([os.listdir(folder) for folder in {above}])")
    assert found == [[Path(inner).name] for inner in [str(prefix), *above[:-1]]]


def test_no_third_party_package_can_be_imported() -> None:
    source = """
import importlib, pkgutil
names = {each.name for each in pkgutil.iter_modules()}
say(sorted(names & {"pytest", "hypothesis", "msgspec", "trustme", "click", "requests", "pip", "harness", "suites"}))
"""
    assert probe(source) == []


def test_a_program_writes_only_into_folders_of_its_own() -> None:
    source = """
places = []
for parent, folders, files in os.walk("/"):
    folders[:] = [each for each in folders if parent != "/" or each not in ("proc", "sys")]
    places += [place for place in (parent, *(os.path.join(parent, file) for file in files))
               if os.access(place, os.W_OK) and not os.path.islink(place)]
say(sorted(place for place in places if not place.startswith(("/dev/", "/submission/")) or place == "/dev/shm"))
"""
    assert probe(source) == ["/dev/shm", HOME, SUBMISSION, "/tmp"]


def test_what_a_program_writes_outside_its_folder_reaches_no_file_of_the_machine(tmp_path: Path) -> None:
    name = f"wireproof-{os.getpid()}"
    places = ("/tmp", "/dev/shm", HOME)
    source = f"""
for place in {places}:
    with open(os.path.join(place, {name!r}), "w") as stream:
        stream.write("here")
say([os.path.exists(os.path.join(place, {name!r})) for place in {places}])
"""
    assert probe(source) == [True, True, True]
    assert not [place for place in places if Path(place, name).exists()]


def test_the_next_program_finds_nothing_of_the_one_before() -> None:
    source = """
found = [sorted(os.listdir(place)) for place in ("/tmp", "/dev/shm", "/home/student", ".")]
for place in ("/tmp", "/dev/shm", "/home/student", "."):
    open(os.path.join(place, "left"), "w").close()
say(found)
"""
    assert probe(source) == probe(source) == [[], [], [], ["main.py"]]


@pytest.mark.parametrize(
    "place", ["/proc/sys/net/ipv4/tcp_rmem", "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger"]
)
def test_no_setting_of_the_kernel_can_be_written(place: str) -> None:
    source = f"""
try:
    os.close(os.open({place!r}, os.O_WRONLY))
    say("opened")
except OSError as error:
    say(error.strerror)
"""
    assert probe(source) in {"Read-only file system", "Permission denied", "No such file or directory"}


def test_devices_are_the_harmless_few() -> None:
    source = """
import stat
places = [os.path.join("/dev", name) for name in os.listdir("/dev")]
devices = [place for place in places if os.path.exists(place) and not stat.S_ISDIR(os.stat(place).st_mode)]
say([os.path.basename(place) for place in devices])
"""
    harmless = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "stdin", "stdout", "stderr", "core"}
    assert set(probe(source)) <= harmless
