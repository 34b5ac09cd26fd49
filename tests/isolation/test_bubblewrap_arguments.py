"""The command line of bubblewrap, read as data: what must stand in it, and in which order."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from harness.errors import IsolationError
from harness.isolation import bubblewrap
from harness.isolation.bubblewrap import Box, arguments, find_bubblewrap
from harness.isolation.etc import write_etc


@pytest.fixture
def box(tmp_path: Path) -> Box:
    write_etc(tmp_path / "etc", 1000, ("httpbin.org",))
    return Box(
        work="/somewhere/copy",
        etc=str(tmp_path / "etc"),
        env={"PORT": "21000", "ODD": "--bind / /"},
        binds=(("/mnt/bound1", "/opt/python"),),
        masked=("/opt/python/lib/python3.12/site-packages",),
        descriptors={"--info-fd": 7},
    )


def after(given: list[str], flag: str) -> list[str]:
    return [following for each, following in pairwise(given) if each == flag]


def test_every_namespace_but_the_network_is_unshared(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    assert {"--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"} <= set(given)
    assert "--unshare-net" not in given


def test_the_sandbox_inherits_and_gains_nothing(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    assert {"--new-session", "--clearenv", "--disable-userns"} <= set(given)
    assert after(given, "--cap-drop") == ["ALL"]


def test_nothing_is_writable_but_what_is_the_programs_own(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    assert after(given, "--bind") == ["/somewhere/copy"]
    assert given.count("--dev-bind") == 0
    assert set(after(given, "--tmpfs")) == {"/dev/shm", "/tmp", bubblewrap.HOME, *box.masked}
    assert given.count("--size") == given.count("--tmpfs")
    assert {"/", "/dev", *box.masked} == set(after(given, "--remount-ro"))


def test_the_root_is_made_read_only_after_everything_was_put_in_it(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    sealed = given.index("--remount-ro", given.index("/dev", given.index("/submission")))
    assert not {"--bind", "--ro-bind", "--tmpfs", "--dir"} & set(given[sealed:])


def test_packages_are_masked_after_their_prefix_is_bound(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    assert given.index("/mnt/bound1") < given.index("/opt/python/lib/python3.12/site-packages")


def test_an_interpreter_in_a_private_folder_is_bound_over_it(box: Box) -> None:
    given = arguments("bwrap", box, ("server",))
    assert given.index("/mnt/bound1") > given.index("/tmp")


def test_values_of_variables_and_words_of_the_command_are_never_options(box: Box) -> None:
    given = arguments("bwrap", box, ("server", "--bind", "/", "/"))
    assert given[given.index("--") + 1 :] == ["server", "--bind", "/", "/"]
    assert given[given.index("ODD") - 1 : given.index("ODD") + 2] == ["--setenv", "ODD", "--bind / /"]


def test_the_files_of_etc_hold_nothing_of_the_machine(box: Box) -> None:
    found = {path.name: path.read_text() for path in Path(box.etc).iterdir()}
    assert found["hosts"].splitlines()[0] == "127.0.0.1 localhost sandbox httpbin.org"
    assert found["passwd"].count("\n") == found["group"].count("\n") == 1
    assert {oct(path.stat().st_mode & 0o777) for path in Path(box.etc).iterdir()} == {"0o644"}


def test_a_bubblewrap_that_is_too_old_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: "/usr/bin/bwrap")
    monkeypatch.setattr(bubblewrap, "_version", lambda _: (0, 4))
    find_bubblewrap.cache_clear()
    try:
        assert find_bubblewrap()[0] != "/usr/bin/bwrap"
    finally:
        find_bubblewrap.cache_clear()


def test_no_bubblewrap_at_all_is_said_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(bubblewrap, "find_spec", lambda _: None)
    find_bubblewrap.cache_clear()
    try:
        with pytest.raises(IsolationError) as caught:
            find_bubblewrap()
        assert "Install the package bubblewrap" in caught.value.cure
    finally:
        find_bubblewrap.cache_clear()


def test_the_bubblewrap_that_is_used_knows_every_flag() -> None:
    said = subprocess.run([find_bubblewrap()[0], "--help"], capture_output=True, text=True, check=True).stdout
    for flag in ("--disable-userns", "--info-fd", "--block-fd", "--size", "--perms", "--clearenv"):
        assert flag in said
