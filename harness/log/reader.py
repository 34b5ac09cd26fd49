"""Reads a log back: whole, or as far as it goes when the run was cut short.

Owns the difference between *cut short* (the last line lacks its end, or the footer is missing) and
*damaged* (anything else that is no log of ours). May not know what is done with a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from harness.errors import UsageError
from harness.log import SCHEMA
from harness.model import Entry, Footer, Frozen, Header, ProgramEntry, Result, Trouble

LINE_LIMIT = 64 * 1024 * 1024
"""Bytes of the longest line that is read; the harness's own are far shorter."""

_CURE = "Give the log.ndjson of a report folder, unchanged, or grade again."
_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry)


class Log(Frozen, frozen=True, kw_only=True):
    """All that one grading wrote down; without a footer it was cut short."""

    header: Header
    programs: tuple[ProgramEntry, ...] = ()
    results: tuple[Result, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    footer: Footer | None = None

    @property
    def complete(self) -> bool:
        """Whether the run came to its own end, uninterrupted and in time."""
        return self.footer is not None and not self.footer.interrupted and self.footer.limit is None


def read_log(path: Path) -> Log:
    """The log at ``path``. Raises ``UsageError`` where it cannot be read or is not a log of this version."""
    try:
        with path.open("rb") as stream:
            return parse_log(iter(lambda: stream.readline(LINE_LIMIT), b""), name=str(path))
    except OSError as fault:
        raise UsageError(f"The log {path} cannot be read: {fault.strerror}.", _CURE) from fault


def parse_log(lines: Iterable[bytes], *, name: str = "log.ndjson") -> Log:
    """The log in ``lines``, each with its line end; ``name`` stands in messages only.

    Raises ``UsageError`` that names the line where the content is damaged or foreign.
    """
    entries: list[Entry] = []
    for number, line in enumerate(lines, start=1):
        try:
            entry = _DECODER.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
            # only the last line can lack its end: a write that was cut short
            if not line.endswith(b"\n") and number > 1 and len(line) < LINE_LIMIT:
                break
            raise _damaged(name, number, line, fault) from None
        _hold_order(entries, entry, name, number)
        entries.append(entry)
    if not entries:
        raise UsageError(f"The log {name} is empty: the grading ended before it wrote a line.", _CURE)
    return _held(assembled(entries), name, len(entries))


def _hold_order(entries: list[Entry], entry: Entry, name: str, number: int) -> None:
    if isinstance(entry, Header) != (number == 1):
        raise _refused(name, number, "a log begins with its one header")
    if entries and isinstance(entries[-1], Footer):
        raise _refused(name, number, "a log ends with its footer")
    if isinstance(entry, Header) and entry.schema != SCHEMA:
        raise _refused(name, number, f"it says {entry.schema!r}, and this version reads {SCHEMA!r}")


def assembled(entries: Sequence[Entry]) -> Log:
    """The log that ``entries`` make, the header first; without a footer it is one that was cut short."""
    header, last = entries[0], entries[-1]
    assert isinstance(header, Header), "a log begins with its header"
    return Log(
        header=header,
        programs=tuple(each for each in entries if isinstance(each, ProgramEntry)),
        results=_in_order(header, entries),
        troubles=tuple(each for each in entries if isinstance(each, Trouble)),
        footer=last if isinstance(last, Footer) else None,
    )


def _held(log: Log, name: str, lines: int) -> Log:
    # an interrupt may come between a result and its count
    if log.footer and not log.footer.interrupted and log.footer.results != len(log.results):
        held, told = len(log.results), log.footer.results
        raise _refused(name, lines, f"its footer counts {told} results, and it holds {held}")
    return log


def _in_order(header: Header, entries: Sequence[Entry]) -> tuple[Result, ...]:
    """The results as planned, not as they came: several were tried at once, and some were tried again."""
    place = {name: number for number, name in enumerate(header.planned)}
    results = [each for each in entries if isinstance(each, Result)]
    return tuple(sorted(results, key=lambda result: place.get(result.id, len(place))))


class _Opening(msgspec.Struct):
    """What the first line of any version of the format says."""

    schema: str


def _damaged(name: str, number: int, line: bytes, fault: Exception) -> UsageError:
    if number > 1:
        return _refused(name, number, f"{fault}")
    if not line.endswith(b"\n"):
        return UsageError(f"The log {name} ends inside its first line: nothing of the grading is known.", _CURE)
    try:
        schema = msgspec.json.decode(line, type=_Opening).schema
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return UsageError(f"{name} is not a log of wireproof: line 1: {fault}.", _CURE)
    return _refused(name, number, f"it says {schema!r} and does not fit {SCHEMA!r}: {fault}")


def _refused(name: str, number: int, why: str) -> UsageError:
    return UsageError(f"The log {name} is damaged or not wireproof's at line {number}: {why}.", _CURE)
