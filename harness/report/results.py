"""``results.json``: its schema as values, made from a log, and the exit status that follows.

Owns the shape of the file, the command that repeats a requirement, and the counts. May not know how they are
drawn, nor where files lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from harness.errors import ExitStatus
from harness.log import SCHEMA
from harness.log.reader import Log
from harness.model import Attempt, Evidence, Frozen, Header, Level, Result, Tier, Verdict
from harness.report.command import quoted
from harness.report.hidden import seen, unnamed
from harness.verdict.scoring import Fix, fix_first, score, total


class RequirementResult(Frozen, frozen=True, kw_only=True, omit_defaults=True):
    """One requirement in ``results.json``; texts are as they came, not made visible. ``hidden`` stands there if so."""

    id: str
    level: Level
    verdict: Verdict
    points: int
    max_points: int
    attempts: tuple[Verdict, ...]
    flaky: bool
    seconds: float
    title: str
    expected: str
    observed: str
    hint: str
    blocked_by: str | None
    repeat: str
    hidden: bool = False


class ProgramResults(Frozen, frozen=True, kw_only=True, omit_defaults=True):
    """One program in ``results.json``; ``replaced`` stands there only where something was."""

    program: str
    path: str
    replaced: tuple[str, ...] = ()
    requirements: tuple[RequirementResult, ...]


class Hidden(Frozen, frozen=True, kw_only=True):
    """Requirements that are counted and not named; ``failed`` counts them whatever their level."""

    requirements: int
    passed: int
    failed: int
    blocked: int
    skipped: int
    errors: int
    points: int
    max_points: int


class Results(Frozen, frozen=True, kw_only=True, omit_defaults=True):
    """The whole of ``results.json``; fields stand in the order in which they are written.

    The title of an ``assignment`` and what is ``hidden`` stand there only where there is one. Points are those of all
    requirements, named or not.
    """

    schema: str
    submission: str
    assignment: str = ""
    seed: int
    isolation: Tier
    python: str
    wireproof: str
    complete: bool
    points: int
    max_points: int
    seconds: float
    programs: tuple[ProgramResults, ...]
    hidden: Hidden | None = None


class Summary(Frozen, frozen=True, kw_only=True):
    """Counts, and what to mend first.

    ``failed`` counts MUSTs; a SHOULD that fails is one of ``warnings``, a MAY one of ``options``.
    """

    passed: int
    failed: int
    warnings: int
    options: int
    blocked: int
    skipped: int
    errors: int
    flaky: int
    first: tuple[Fix, ...]


def results_of(log: Log) -> Results:
    """The results that a log comes to, as a student may see them; ``hidden.whole`` gives a log that hides nothing."""
    header, sum_ = log.header, total(log.results)
    brought = {entry.program: entry.replaced for entry in log.programs}
    spent = log.footer.seconds if log.footer else sum(each.seconds for each in log.results)
    return Results(
        schema=SCHEMA,
        submission=header.submission,
        assignment=header.assignment.title,
        seed=header.seed,
        isolation=header.isolation,
        python=header.python,
        wireproof=header.wireproof,
        complete=_complete(log),
        points=sum_.points,
        max_points=sum_.max_points,
        seconds=round(spent, 3),
        programs=tuple(
            ProgramResults(
                program=program,
                path=path,
                replaced=brought.get(program, ()),
                requirements=tuple(_requirement(header, each) for each in results),
            )
            for program, path, results in by_program(seen(log))
        ),
        hidden=_hidden(unnamed(log)),
    )


def _hidden(results: Sequence[Result]) -> Hidden | None:
    if not results:
        return None
    worth, counts = total(results), Counter(each.verdict for each in results)
    return Hidden(
        requirements=len(results),
        passed=counts[Verdict.PASS],
        failed=counts[Verdict.FAIL],
        blocked=counts[Verdict.BLOCKED],
        skipped=counts[Verdict.SKIPPED],
        errors=counts[Verdict.ERROR],
        points=worth.points,
        max_points=worth.max_points,
    )


def by_program(log: Log) -> list[tuple[str, str, tuple[Result, ...]]]:
    """Name, path and results of every program, in the order of the log; results without an entry come last."""
    paths = {entry.program: entry.path for entry in log.programs}
    names = dict.fromkeys([*paths, *(each.program for each in log.results)])
    return [(name, paths.get(name, ""), tuple(each for each in log.results if each.program == name)) for name in names]


def exit_status(log: Log) -> ExitStatus:
    """What the command ends with; an error beats a requirement that is not met, or not known to be."""
    if log.footer and log.footer.interrupted:
        return ExitStatus.INTERRUPTED
    late = log.footer is not None and log.footer.limit is not None
    if not _complete(log) and not (late and _sound(log)):
        return ExitStatus.HARNESS
    if not log.results:
        return ExitStatus.USAGE
    unmet = (Verdict.FAIL, Verdict.BLOCKED)
    # what time ran out for is not known to be met: such a result must not look like one that is
    if late or any(each.level is Level.MUST and each.verdict in unmet for each in log.results):
        return ExitStatus.UNMET
    return ExitStatus.MET


def summary_of(results: Sequence[Result], others: Sequence[Result] = ()) -> Summary:
    """The counts of ``results`` and of ``others``, which are not named, and the failures to mend first."""
    every = (*results, *others)
    verdicts = Counter(each.verdict for each in every)
    failures = Counter(each.level for each in every if each.verdict is Verdict.FAIL)
    return Summary(
        passed=verdicts[Verdict.PASS],
        failed=failures[Level.MUST],
        warnings=failures[Level.SHOULD],
        options=failures[Level.MAY],
        blocked=verdicts[Verdict.BLOCKED],
        skipped=verdicts[Verdict.SKIPPED],
        errors=verdicts[Verdict.ERROR],
        flaky=sum(each.flaky for each in every),
        first=fix_first(results),
    )


def deciding(result: Result) -> Attempt | None:
    """The attempt that is told: the submission's last one with the verdict that stands."""
    own = [each for each in result.attempts if each.subject == "submission"]
    return next((each for each in reversed(own) if each.verdict is result.verdict), own[-1] if own else None)


def evidence_of(result: Result) -> Evidence | None:
    """The facts of the attempt that is told, where it has any."""
    attempt = deciding(result)
    return attempt.evidence if attempt else None


def reason_of(result: Result) -> str:
    """Why a requirement was skipped, came to an error, or was blocked by nothing that it needs."""
    attempt = deciding(result)
    return result.reason or (attempt.reason if attempt else "")


def repeat_arguments(header: Header, identifier: str) -> tuple[str, ...]:
    """The exact command that repeats one requirement, as arguments."""
    path = header.path or header.origin
    # a path that begins with a dash would be read as an option
    path = f"./{path}" if path.startswith("-") else path
    asked = ("--assignment", header.assignment.origin) if header.assignment.origin else ()
    return ("tox", "-e", "conformance", "--", path, "--only", identifier, "--seed", str(header.seed), *asked)


def _complete(log: Log) -> bool:
    return log.complete and _sound(log)


def _sound(log: Log) -> bool:
    """Whether neither the harness nor the machine was at fault anywhere."""
    return not log.troubles and not any(each.verdict is Verdict.ERROR for each in log.results)


def _requirement(header: Header, result: Result) -> RequirementResult:
    worth, evidence = score(result), evidence_of(result)
    return RequirementResult(
        id=result.id,
        level=result.level,
        verdict=result.verdict,
        points=worth.points,
        max_points=worth.max_points,
        attempts=tuple(each.verdict for each in result.attempts if each.subject == "submission"),
        flaky=result.flaky,
        seconds=round(result.seconds, 3),
        title=result.title,
        expected=evidence.expected if evidence else "",
        observed=evidence.observed if evidence else reason_of(result),
        hint=evidence.cause if evidence else "",
        blocked_by=result.blocked_by,
        repeat=quoted(repeat_arguments(header, result.id)),
        hidden=result.hidden,
    )
