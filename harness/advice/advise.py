"""Adds to a failure what Python wrote of it: the line of the source, as it reads, and what to do about it.

Owns the sentences that name a place. A likely cause that a suite's hint has named stays; a verdict is never touched.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from harness.advice import errors, syntax
from harness.advice.places import place_of_hint
from harness.advice.raised import Raised, last_raised, line_of, sources_of
from harness.model import Attempt, Tree

# mistakes in the program itself; of a program that goes on, others may be what its clients did to it
_MISTAKES = frozenset(
    {
        *("TypeError", "NameError", "UnboundLocalError", "AttributeError", "ImportError", "ModuleNotFoundError"),
        *("IndexError", "KeyError", "ValueError", "UnicodeDecodeError", "UnicodeEncodeError"),
    }
)
# how a program ends that was asked to
_NO_ERRORS = frozenset({"KeyboardInterrupt", "SystemExit"})


def advised(attempt: Attempt, tree: Tree, main: str, home: str) -> Attempt:
    """``attempt`` with the place of its error and a cure, where Python's own words tell them.

    ``main`` is the program's main file, ``home`` the folder in which it saw the submission, if that is known.
    """
    evidence = attempt.evidence
    if evidence is None:
        return attempt
    raised = last_raised(attempt.output, tree, home)
    if raised is not None and _matters(raised, attempt):
        raised = _settled(raised, tree)
        cure = syntax.cure_of(raised) if raised.is_syntax else errors.cure_of(raised)
        told = _told(raised, attempt)
        evidence = msgspec.structs.replace(evidence, cause=evidence.cause or cure)
    else:
        told = place_of_hint(evidence.hint, sources_of(tree), main)
    observed = f"{evidence.observed} {told}".rstrip()
    return msgspec.structs.replace(attempt, evidence=msgspec.structs.replace(evidence, observed=observed))


def _matters(raised: Raised, attempt: Attempt) -> bool:
    if raised.kind in _NO_ERRORS:
        return False
    ended = attempt.exit not in {"", "exited with status 0"}
    return ended or raised.is_syntax or raised.kind in _MISTAKES


def _settled(raised: Raised, tree: Tree) -> Raised:
    """The error placed at the method's own line where it is the method that takes too few arguments."""
    name = errors.method_of(raised)
    if not name:
        return raised
    for path, source in sources_of(tree).items():
        for number, line in enumerate(source.splitlines(), 1):
            if line.startswith((" ", "\t")) and line.split("(")[0].split()[-2:] == ["def", name]:
                return replace(raised, path=path, line=number, source=source)
    return raised


def _told(raised: Raised, attempt: Attempt) -> str:
    message = raised.message if raised.message.endswith((".", "?", "!")) else f"{raised.message}."
    error = f"{raised.kind}: {message}" if raised.message else f"{raised.kind}."
    ended = bool(attempt.exit)
    if not raised.path:
        return f"It ended with {error}" if ended else f"Meanwhile it wrote of {error}"
    place, text = f"line {raised.line} of {raised.path}", line_of(raised.source, raised.line)
    said = attempt.evidence.observed if attempt.evidence else ""
    if f"in {place}." in said:
        # the driver of a class has named error and line
        return f"That line reads `{text}`." if text else ""
    read = f"{place}, `{text}`" if text else place
    if raised.is_syntax:
        return f"{read[0].upper()}{read[1:]}, is not valid Python: {message}"
    if not ended:
        return f"Meanwhile {read}, raised {error}"
    return f"{read[0].upper()}{read[1:]}, raised {error}"
