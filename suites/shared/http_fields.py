"""Fields of forms and queries: what programs are told as ``key=value``, and whether that is what arrived.

Owns the drawing, the comparison and its words. Decoding is urllib's, which takes every right way to encode.
"""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import parse_qsl

from harness.exchange.unmet import Unmet
from suites.shared.http_answers import letters
from suites.shared.http_calls import Fields, Visit

# each of them means something in a query; the last three are two, three and four bytes of UTF-8
AWKWARD = " &=+%;?#/äß€😀"
FIRST = (
    {"space": "a b", "ampersand": "a&b=c", "plus": "1+1", "percent": "100%25", "letters": "Grüße, 日本", "empty": ""},
)
EXAMPLES = 4
FORM_TYPE = "application/x-www-form-urlencoded"
AS_GIVEN = "The fields stood in it as they had been given"


def drawn_fields(draw: Random) -> Fields:
    """Three fields that need no encoding."""
    return {letters(draw, 6): letters(draw, 10) for _ in range(3)}


def awkward_fields() -> Any:
    """Fields that do, for a search by hypothesis."""
    from hypothesis import strategies as st  # 142 ms that only a property needs

    plain = "abcxyz019-_.~"
    keys = st.text(plain[:6], min_size=1, max_size=6)
    return st.dictionaries(keys, st.text(plain + AWKWARD, max_size=12), min_size=1, max_size=4)


def hold_fields(seen: Visit, encoded: str, due: Fields, what: str, *, example: str = "") -> None:
    """Raise ``Unmet`` where ``encoded`` (bytes as Latin-1) does not hold exactly ``due``; their order is free."""
    pairs = decoded(encoded)
    if sorted(pairs) == sorted(due.items()):
        return
    missing = [pair for pair in due.items() if pair not in pairs]
    extra = [pair for pair in pairs if pair not in due.items()]
    raw = "&".join(f"{key}={value}" for key, value in due.items()).encode()
    # what stands after # in a URL is not sent
    ends = {raw.partition(b"#")[0]: ", up to the #.", raw: "."}
    noting = f" {AS_GIVEN}{end}" if (end := ends.get(encoded.encode("latin-1", "replace"))) else ""
    parts = [f"missing {_shown(missing)}"] * bool(missing) + [f"too many {_shown(extra)}"] * bool(extra)
    raise Unmet(
        sent=seen.given,
        expected=f"{what} that means {_shown(list(due.items()))}.",
        observed=f"{what}: {encoded!r}.{noting} {seen.observed}",
        difference=f"{'; '.join(parts) or 'a field came more than once'}.".capitalize(),
        example=example,
    )


def decoded(encoded: str) -> list[tuple[str, str]]:
    """The fields of a query string or of a form's body."""
    text = encoded.encode("latin-1", "replace").decode("utf-8", "backslashreplace")
    return parse_qsl(text, keep_blank_values=True, errors="backslashreplace")


def _shown(pairs: list[tuple[str, str]]) -> str:
    return ", ".join(f"{key}={value!r}" for key, value in pairs[:6])
