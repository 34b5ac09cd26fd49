"""In continuous integration no test of isolation or of the pages in a browser is skipped."""

from __future__ import annotations

import pytest
from skips import must_run


def test_a_skipped_test_of_isolation_fails_where_root_runs_all(request: pytest.FixtureRequest) -> None:
    assert must_run(request.node, {"CI": "true"}, 0)
    assert not must_run(request.node, {"CI": "true"}, 1000)
    assert not must_run(request.node, {}, 0)


@pytest.mark.parametrize("marked", [True, False])
def test_a_skipped_test_in_a_browser_fails_for_everybody(request: pytest.FixtureRequest, marked: bool) -> None:
    if marked:
        request.node.add_marker("browser")
    assert must_run(request.node, {"CI": "true"}, 1000) is marked
