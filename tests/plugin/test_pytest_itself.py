"""What the plugin relies on in pytest and pytest does not promise: read first when its range is widened."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

from _pytest.runner import runtestprotocol

CONFTEST = """
import pytest
from _pytest.runner import runtestprotocol

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    for number in range(2):
        item.user_properties.append(("attempt", number))
        reports = runtestprotocol(item, log=False, nextitem=item.parent)
        print("REPORTS", [(each.when, each.outcome) for each in reports])
    item.session._setupstate.teardown_exact(nextitem)
    return True
"""
TESTS = """
import pytest

@pytest.fixture(scope="module")
def wider():
    print("WIDER UP")
    yield
    print("WIDER DOWN")

@pytest.fixture
def own(request, wider):
    print("OWN UP", request.node.user_properties[-1][1])
    yield len(request.node.user_properties)
    print("OWN DOWN")

def test_first(own):
    assert own == 2

def test_second(own):
    raise KeyError("kept")
"""


def test_runtestprotocol_takes_what_it_is_given() -> None:
    assert list(inspect.signature(runtestprotocol).parameters) == ["item", "log", "nextitem"]


def test_runtestprotocol_can_be_called_again_with_fresh_fixtures_of_the_item_alone(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_twice.py").write_text(TESTS)
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--rootdir", str(tmp_path)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment, check=False)
    said = [line.rpartition(":")[2].strip() for line in done.stdout.splitlines() if line.isupper() or "REPORTS" in line]
    passed = "REPORTS [('setup', 'passed'), ('call', 'passed'), ('teardown', 'passed')]"
    failed = passed.replace("('call', 'passed')", "('call', 'failed')")
    assert said == [
        *("WIDER UP", "OWN UP 0", "OWN DOWN", failed, "OWN UP 1", "OWN DOWN", passed),
        *("OWN UP 0", "OWN DOWN", failed, "OWN UP 1", "OWN DOWN", failed, "WIDER DOWN"),
    ]
