"""Which mutants of the references the suites let pass: a table of those that nobody has explained.

    python bench/mutation [PROGRAM[/NAME]…] [--match TEXT] [--thorough] [--results FILE] [--minutes N]

PROGRAM is a reference, PROGRAM/NAME one of its suite's known-good programs in Python.

Owns the run, its memory and what is printed. ``explained.toml`` says why a survivor is no flaw.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
from explained import Explained, explanations
from judge import judged
from mutants import Mutant, mutants_of

import reference
from harness.judging import digest_of
from harness.nursery import Nursery
from harness.requirement import load_suites

REFERENCE = Path(reference.__file__).parent
SUITES = REFERENCE.parent / "suites"


class Outcome(msgspec.Struct, frozen=True):
    """One line of the file of results; ``suites`` is the hash of those that judged."""

    program: str
    key: str
    killed: str
    doubt: str
    seconds: float
    suites: str = ""


def main() -> None:
    """Judge, and print."""
    arguments = _arguments()
    known = {(each.program, each.key): each for each in _read(arguments.results)}
    end = time.monotonic() + 60 * (arguments.minutes or 1e6)
    totals = []
    with Nursery("hypothesis.strategies") as nursery:
        for program in arguments.programs:
            reasons = explanations(program)
            found = _found(program, reasons, arguments)
            outcomes = list(_outcomes(nursery, program, found, reasons, known, arguments, end))
            totals.append(_told(program, found, outcomes, reasons, arguments))
    print(f"\n{'program':<32}{'mutants':>9}{'killed':>9}{'explained':>11}{'not judged':>12}{'unexplained':>13}")
    in_all = ("in all", *(sum(counts) for counts in zip(*(counts for _, *counts in totals), strict=True)))
    for program, *counts in (*totals, in_all):
        print(f"{program:<32}{counts[0]:>9}{counts[1]:>9}{counts[2]:>11}{counts[3]:>12}{counts[4]:>13}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python bench/mutation")
    parser.add_argument("programs", nargs="*", help="all references by default", metavar="PROGRAM[/NAME]")
    parser.add_argument("--match", action="append", default=[], help="only mutants in whose description this stands")
    parser.add_argument("--thorough", action="store_true", help="every replacement at every place, not one of a kind")
    parser.add_argument("--minutes", type=float, default=None, help="stop then; what was not judged is counted")
    parser.add_argument("--results", type=Path, default=None, help="keeps what was judged, and goes on from there")
    arguments = parser.parse_args()
    arguments.programs = arguments.programs or sorted(load_suites())
    return arguments


def _found(program: str, reasons: Explained, arguments: argparse.Namespace) -> list[Mutant]:
    """The mutants that are wanted, in the order in which they are judged.

    What reads arguments comes late, and last what is known to be no flaw: it takes longest, as nothing ends it early.
    """
    found = mutants_of(_path(program).read_text(), thorough=arguments.thorough)
    wanted = [each for each in found if not arguments.match or any(text in each.key for text in arguments.match)]
    return sorted(wanted, key=lambda each: (bool(reasons.why(each)), each.where in {"main", "(top)"}))


def _path(program: str) -> Path:
    suite, _, name = program.partition("/")
    module = suite.replace("-", "_")
    return SUITES / module / "known_good" / f"{name}.py" if name else REFERENCE / f"{module}.py"


def _outcomes(
    nursery: Nursery,
    program: str,
    found: list[Mutant],
    reasons: Explained,
    known: dict[tuple[str, str], Outcome],
    arguments: argparse.Namespace,
    end: float,
) -> Iterator[Outcome]:
    suite = program.partition("/")[0]
    suites = digest_of([load_suites()[suite]])
    for mutant in found:
        outcome = known.get((program, mutant.key))
        if outcome is not None and not outcome.killed and outcome.suites != suites:
            outcome = None  # the suites of today may know better
        if outcome is None and not reasons.out_of_reach(mutant) and time.monotonic() < end:
            began = time.monotonic()
            verdict = judged(nursery, suite, _path(program).name, mutant.source)
            seconds = round(time.monotonic() - began, 1)
            outcome = Outcome(program, mutant.key, verdict.killed, verdict.doubt, seconds, suites)
            _keep(outcome, arguments.results)
        if outcome is not None:
            yield outcome


def _told(
    program: str, found: list[Mutant], outcomes: list[Outcome], reasons: Explained, arguments: argparse.Namespace
) -> tuple[str, int, int, int, int, int]:
    by_key = {each.key: each for each in outcomes}
    killed = [each for each in found if each.key in by_key and by_key[each.key].killed]
    settled = [each for each in found if each not in killed and (each.key in by_key or reasons.out_of_reach(each))]
    explained = [each for each in settled if reasons.why(each)]
    survivors = [each for each in settled if each not in explained]
    print(f"\n{program}: survivors that nobody has explained")
    for mutant in survivors:
        doubt = by_key[mutant.key].doubt
        print(f"  {mutant.where} [{mutant.way}]{f' (error: {doubt})' * bool(doubt)}")
        print(f"    - {mutant.was}\n    + {mutant.now}")
    for words in [] if arguments.match else reasons.stale(found):
        print(f"  no mutant is explained by: {words}")
    judged_ones = len(killed) + len(explained) + len(survivors)
    return program, len(found), len(killed), len(explained), len(found) - judged_ones, len(survivors)


def _read(results: Path | None) -> list[Outcome]:
    if results is None or not results.exists():
        return []
    return [msgspec.json.decode(line, type=Outcome) for line in results.read_bytes().splitlines()]


def _keep(outcome: Outcome, results: Path | None) -> None:
    print(f"{outcome.seconds:>6.1f} s  {outcome.killed or 'SURVIVED':<40}{outcome.key[:160]}", flush=True)
    if results is not None:
        with results.open("ab") as stream:
            stream.write(msgspec.json.encode(outcome) + b"\n")


if __name__ == "__main__":
    main()
