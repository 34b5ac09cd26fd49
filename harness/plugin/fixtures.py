"""What a suite's checks are given, by name. Every value is made anew for each attempt.

Owns the fixtures of a grading. Knows the stage; judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from harness.exchange.loop import Peers
from harness.exchange.transcript import Transcript
from harness.exchange.unmet import Unmet
from harness.launch.client import Client
from harness.launch.kit import Kit
from harness.launch.life import Life
from harness.launch.readiness import StartFailure
from harness.launch.server import Server
from harness.launch.workbench import Workbench
from harness.model import Happening
from harness.plugin.properties import Falsify
from harness.plugin.rig import Rig
from harness.plugin.stage import Stage
from harness.requirement import Requirement, Speech, Suite
from harness.verdict.attempts import Subject

if TYPE_CHECKING:
    from harness.exchange.mock import Mock

_GLANCE = 0.01

STAGE = pytest.StashKey[Stage]()


@dataclass
class Trial:
    """What one attempt is about, and what it leaves behind for its record."""

    suite: Suite
    requirement: Requirement
    subject: Subject
    found: list[Any]
    transcript: Transcript = field(default_factory=Transcript)
    life: Life | None = None
    server: Server | None = None
    peers: Peers | None = None
    raised: list[BaseException] = field(default_factory=list)
    exit: str = ""
    dialect: Speech = field(init=False)

    def __post_init__(self) -> None:
        """Speak as the suite does, until the program is known."""
        self.dialect = self.suite.dialect

    def tell(self, kind: Happening, note: str) -> None:
        """Note what happens to the program itself."""
        self.transcript.add(kind, 0, note=note)


TRIAL = pytest.StashKey[Trial]()


@pytest.fixture
def trial(request: pytest.FixtureRequest) -> Trial:
    """The attempt at hand; for other fixtures."""
    return request.node.stash[TRIAL]  # type: ignore[no-any-return]  # a node's stash is typed by key


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Stage:
    """The grading at hand; for other fixtures."""
    return request.config.stash[STAGE]


@pytest.fixture
def kit(stage: Stage) -> Kit:
    """The run's credentials."""
    return stage.kit


@pytest.fixture
def dialect(trial: Trial, stage: Stage) -> Speech:
    """How the program's clients talk, with what they need for it."""
    program = stage.bench(trial.suite, trial.subject).program
    trial.dialect = trial.suite.dialect.equipped(stage.kit, program)
    return trial.dialect


@pytest.fixture
def draw(trial: Trial, stage: Stage) -> Random:
    """Nonces: the same for every attempt of a requirement under one seed."""
    return Random(f"{stage.plan.seed}/{trial.suite.identifier(trial.requirement)}")


@pytest.fixture
def unstarted(trial: Trial, stage: Stage, dialect: Speech) -> Iterator[Server]:
    """The program under test, to be started by whoever asks for it; ended when all are done with it."""
    trial.life = trial.server = Server(_bench(trial, stage), dialect.transport, trial.tell)
    try:
        yield trial.server
    finally:
        trial.server.stop()


def _bench(trial: Trial, stage: Stage) -> Workbench:
    """The workbench of the attempt's program; its ports are the same whatever was tried before."""
    bench = stage.bench(trial.suite, trial.subject)
    bench.count_from(trial.suite.identifier(trial.requirement))
    return bench


@pytest.fixture
def server(trial: Trial, unstarted: Server) -> Server:
    """The program under test, started in a fresh network and listening."""
    _begin(trial, unstarted)
    return unstarted


def _begin(trial: Trial, server: Server) -> None:
    """Start the program. Raises ``Unmet`` where it does not come to listen."""
    try:
        server.start()
    except StartFailure as failure:
        trial.exit = server.ended()
        raise Unmet(
            sent="Nothing: your server was started and waited for.",
            expected=f"A listening {server.transport.upper()} socket within 10 s.",
            observed=failure.observed,
            late=failure.late,
        ) from None


@pytest.fixture
def peers(trial: Trial, unstarted: Server) -> Iterator[Peers]:
    """Clients of the program; all end by a reset, so that no port is left in TIME_WAIT."""
    with Peers(trial.transcript, hopeless=unstarted.gone, delayed=unstarted.delayed) as trial.peers:
        yield trial.peers
        trial.peers.reset_all()


@pytest.fixture
def client(trial: Trial, stage: Stage) -> Iterator[Client]:
    """The program under test where it calls others; not yet run. Raises ``Unmet`` where it was not built."""
    trial.life = client = Client(_bench(trial, stage), trial.tell)
    if (failure := client.bench.failure) is not None:
        raise Unmet(
            sent="Nothing: your client was to be built first.",
            expected="A build command that exits with status 0.",
            observed=failure.observed,
            late=failure.late,
        )
    try:
        yield client
    finally:
        client.stop()


@pytest.fixture
def services(trial: Trial, client: Client) -> Iterator[Peers]:
    """A loop for what serves a client under test; no socket tells of a client's end, or of what it has read."""
    with Peers(trial.transcript, delayed=client.delayed, glance=_GLANCE) as services:
        yield services
        services.reset_all()


@pytest.fixture
def mock(trial: Trial, client: Client) -> Iterator[Mock]:  # noqa: ARG001  # what serves it goes before it ends
    """HTTP servers for a client under test, to be opened in each of its networks."""
    made: Mock = import_module("harness.exchange.mock").Mock(trial.transcript)  # 110 ms that only HTTP needs
    with made:
        yield made


@pytest.fixture
def falsify_calls(trial: Trial, stage: Stage) -> Falsify:
    """The same search as ``falsify`` for a client under test, which is a fresh process in every example."""
    return Falsify(f"{stage.plan.seed}/{trial.suite.identifier(trial.requirement)}", lambda: None, trial.found)


@pytest.fixture
def rig(unstarted: Server, peers: Peers) -> Rig:
    """The suite's driver for a program that is a class, not yet started; see ``rig.Rig``."""
    return Rig(unstarted, peers)


@pytest.fixture
def falsify(trial: Trial, stage: Stage, server: Server, peers: Peers) -> Falsify:
    """A search for an example that a check does not survive; see ``properties.Falsify``."""

    def renew() -> None:
        peers.reset_all()
        _begin(trial, server)

    return Falsify(f"{stage.plan.seed}/{trial.suite.identifier(trial.requirement)}", renew, trial.found)
