"""What a build says of its failure: the line of the first error, whatever compiler wrote it.

Owns that line's recognition, over bytes alone. Runs nothing.
"""

from __future__ import annotations

import re

# rustc names the place in the line below
_ERROR = re.compile(
    rb"^.{0,200}?(?:\berror(?:\[\w{1,9}\])?:|\bundefined reference\b).{0,200}(?:\n\s{0,9}-->.{0,200})?", re.I | re.M
)


def first_error(output: bytes) -> str:
    """A sentence with the first line of ``output`` that tells of an error; empty where none does."""
    found = _ERROR.search(output)
    if found is None:
        return ""
    words = " ".join(found[0].decode("utf-8", "backslashreplace").split())
    return f"The first error that it named: {''.join(filter(str.isprintable, words))}"
