"""Which folders outside /usr a program's interpreter or compiler makes visible: as few as it needs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.errors import UsageError
from harness.isolation.toolchain import (
    SYSTEM_PATH,
    Toolchain,
    base_python,
    chosen_python,
    is_python,
    on_path,
    site_folders,
    toolchain_of,
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    return place


def executable(place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("#!/bin/sh\n")
    place.chmod(0o755)
    return str(place)


def test_what_lies_in_usr_needs_nothing_more() -> None:
    assert toolchain_of("/usr/bin/env") == toolchain_of("/bin/sh") == Toolchain()


def test_a_tool_elsewhere_shows_its_prefix_and_its_folder_is_searched(tmp_path: Path) -> None:
    tool = executable(tmp_path / "node-22" / "bin" / "node")
    prefix = str(tmp_path / "node-22")
    assert toolchain_of(tool) == Toolchain((prefix,), (f"{prefix}/bin",))


def test_a_link_shows_its_own_prefix_and_that_of_its_target(tmp_path: Path) -> None:
    tool = executable(tmp_path / "python-3.12" / "bin" / "python3")
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    link = tmp_path / "venv" / "bin" / "python"
    link.symlink_to(tool)
    assert toolchain_of(str(link)).folders == (str(tmp_path / "venv"), str(tmp_path / "python-3.12"))


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        ("bin/tool", ["bin"]),
        (".local/bin/tool", [".local/bin"]),
        ("opt/jdk/bin/java", ["opt/jdk"]),
        ("scripts/tool", ["scripts"]),
        # for these there is no folder that could be shown
        ("tool", []),
        (".local/tool", []),
    ],
)
def test_a_tool_in_a_home_never_shows_the_home_or_what_is_kept_in_it(home: Path, place: str, shown: list[str]) -> None:
    assert toolchain_of(executable(home / place)).folders == tuple(str(home / each) for each in shown)


def test_rustups_proxies_show_the_toolchains_and_not_the_credentials(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RUSTUP_HOME", raising=False)
    proxy = executable(home / ".cargo" / "bin" / "rustup")
    cargo = Path(proxy).with_name("cargo")
    cargo.symlink_to(proxy)
    found = toolchain_of(str(cargo))
    assert found.folders == (str(home / ".cargo" / "bin"), str(home / ".rustup"))
    assert found.env["RUSTUP_HOME"] == str(home / ".rustup")


def test_a_bare_name_is_found_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = executable(tmp_path / "bin" / "odd-tool")
    monkeypatch.setenv("PATH", f"{tmp_path}/bin{os.pathsep}/usr/bin")
    assert on_path("odd-tool") == on_path(tool) == tool
    assert on_path("no-such-tool") is None


@pytest.mark.parametrize("form", ["{place}/run", "{place}/../{name}/run", ".{place}/run", "./run", "../run"])
def test_a_path_that_is_not_on_the_path_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    executable(tmp_path / "run")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert on_path(form.format(place=tmp_path, name=tmp_path.name)) is None


def test_packages_of_every_bound_prefix_are_masked(tmp_path: Path) -> None:
    for name in ("lib/python3.12/site-packages", "lib64/python3.12/site-packages", "lib/python3/dist-packages"):
        (tmp_path / name).mkdir(parents=True)
    found = site_folders((str(tmp_path),))
    assert {str(tmp_path / "lib/python3.12/site-packages"), str(tmp_path / "lib64/python3.12/site-packages")} <= set(
        found
    )
    assert str(tmp_path / "lib/python3/dist-packages") in found


def test_the_interpreter_is_the_base_one_of_the_environment() -> None:
    assert chosen_python(None) == base_python()
    assert Path(base_python()).is_relative_to(os.path.realpath(sys.base_prefix))


def test_an_interpreter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no program"):
        chosen_python("python9.9")


def test_the_chosen_interpreter_is_itself_and_no_link_environment_or_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = base_python()
    (tmp_path / "link").symlink_to(base)
    (tmp_path / "second").symlink_to("link")
    executable(tmp_path / "shim")
    (tmp_path / "shim").write_text(f'#!/bin/sh\nexec {base} "$@"\n')
    subprocess.run([base, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
    monkeypatch.chdir(tmp_path)
    for asked in (base, str(tmp_path / "link"), "./second", str(tmp_path / "shim"), "venv/bin/python"):
        assert chosen_python(asked) == base


@pytest.mark.parametrize("said", ["exit 3", "echo", "echo /nowhere/python", "echo 1; echo 2"])
def test_what_is_no_interpreter_is_refused(tmp_path: Path, said: str) -> None:
    executable(tmp_path / "other")
    (tmp_path / "other").write_text(f"#!/bin/sh\n{said}\n")
    with pytest.raises(UsageError, match="did not run as a Python interpreter"):
        chosen_python(str(tmp_path / "other"))


@pytest.mark.parametrize("word", ["python", "python3", "python3.13"])
def test_python_by_its_usual_names_is_the_chosen_interpreter(word: str) -> None:
    assert is_python(word)


@pytest.mark.parametrize("word", ["python2", "pypy3", "/usr/bin/python3", "python3.12.1", "pythonw"])
def test_other_interpreters_are_what_they_are(word: str) -> None:
    assert not is_python(word)


def test_two_toolchains_are_joined_without_doubles() -> None:
    one, two = Toolchain(("/a", "/b"), ("/a/bin",), {"A": "1"}), Toolchain(("/b", "/c"), ("/c/bin",), {"B": "2"})
    joined = one.joined(two)
    assert joined == Toolchain(("/a", "/b", "/c"), ("/a/bin", "/c/bin"), {"A": "1", "B": "2"})
    assert joined.path == f"/a/bin:/c/bin:{SYSTEM_PATH}"
