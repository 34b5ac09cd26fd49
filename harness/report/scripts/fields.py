"""What each of the HTTP clients must send, tried: fields, header, credentials, cookies.

Owns the scenes that are a program's own; those of all of them lie beside it, and so do those of files.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from harness.report.scripts.program import Flaw
from harness.report.scripts.site import Answer, Heard
from harness.report.scripts.visits import Call, Visit, letters, page, visit

FORM = "application/x-www-form-urlencoded"
AWKWARD = {
    "space": "a b",
    "both": "a&b=c",
    "plus": "1+1",
    "percent": "100%25",
    "letters": "Gr\u00fc\u00dfe",
    "empty": "",
}
USUAL = {
    *("host", "connection", "accept", "accept-encoding", "accept-language", "content-type", "content-length"),
    *("user-agent", "transfer-encoding", "te", "cache-control", "pragma", "upgrade"),
}
LIBRARY = re.compile(r"python|aiohttp|java|node|undici|curl|wget|perl|libwww|lwp|http-tiny|go-http|ruby", re.IGNORECASE)
ELSEWHERE = "127.0.0.2"


def drawn() -> dict[str, str]:
    """Three fields that need no encoding."""
    return {letters(6): letters() for _ in range(3)}


def same_fields(seen: Visit, encoded: str, due: Mapping[str, str], fixed: bool) -> None:
    """Hold that ``encoded`` means ``due``, or anything where the program has fields of its own."""
    pairs = parse_qsl(encoded.encode("latin-1", "replace").decode("utf-8", "replace"), keep_blank_values=True)
    if not pairs if fixed else sorted(pairs) != sorted(due.items()):
        raise Flaw(f"{encoded!r} came for {dict(due)}. {seen}")


def query(call: Call, fields: Mapping[str, str] | None = None) -> None:
    """The fields arrive as a query string."""
    due = drawn() if fields is None else fields
    seen = visit(call, page(), due)
    same_fields(seen, seen.due[-1].query if seen.due else "", due, call.fixed)


def encodes_query(call: Call) -> None:
    """So do fields with characters that mean something there."""
    for key, value in AWKWARD.items():
        query(call, {key: value})


def form_body(call: Call, fields: Mapping[str, str] | None = None) -> None:
    """The fields arrive as a form in the body."""
    due = drawn() if fields is None else fields
    seen = visit(call, page(), due)
    posts = [each for each in seen.due if each.method == "POST"]
    if posts and (not posts[-1].whole or posts[-1].field("content-type").partition(";")[0].strip().lower() != FORM):
        raise Flaw(f"Content-Type was {posts[-1].field('content-type')!r}, the body {posts[-1].body[:80]!r}. {seen}")
    same_fields(seen, posts[-1].body.decode("latin-1") if posts else "", due, call.fixed)


def encodes_form(call: Call) -> None:
    """So do fields with characters that mean something there."""
    for key, value in AWKWARD.items():
        form_body(call, {key: value})


def sends_headers(call: Call) -> None:
    """The fields arrive in the header, each once."""
    due = {"User-agent": f"{letters(6)}/{letters(8)}", letters(7).capitalize(): letters(), f"X-{letters(4)}": "A; b"}
    seen = visit(call, page(), due)
    came = seen.due[-1].fields if seen.due else []
    if call.fixed:
        agents = [value for name, value in came if name == "user-agent" and not LIBRARY.match(value)]
        if not agents and not {name for name, _ in came} - USUAL:
            raise Flaw(f"Its header was {came}. {seen}")
        return
    for name, value in due.items():
        values = [other.strip() for each, other in came if each == name.lower()]
        if values != [value]:
            raise Flaw(f"Its header had {values} for {name}: {value}. {seen}")


def sends_head(call: Call) -> None:
    """It asks by HEAD, and by nothing else."""
    seen = visit(call, page())
    if not seen.heard or any(each.method != "HEAD" for each in seen.heard):
        raise Flaw(str(seen))


def prints_fields(call: Call) -> None:
    """It prints four facts, in whatever case their names come."""
    for case in (str.title, str.lower, str.upper):
        kind, length = f"application/x-{letters(8)}", str(40_000 + secrets.randbelow(50_000))
        named = {"last-modified": "Wed, 15 Aug 2012 20:35:08 GMT", "content-type": kind, "content-length": length}
        fields = [(case(name), value) for name, value in named.items()]
        # whoever takes no status but 200 for a success, and says so, is asked once more
        if not prints(call, 203, fields, (kind, length), may_object=True):
            prints(call, 200, fields, (kind, length))


def prints(
    call: Call, status: int, fields: list[tuple[str, str]], drawn: tuple[str, str], *, may_object: bool = False
) -> bool:
    """Whether it prints the facts; it fails where it does not and, if it ``may_object``, says no error either."""
    kind, length = drawn
    seen = visit(call, lambda _: Answer(status, fields=fields, bare=True))
    output = seen.outcome.output.decode("utf-8", "replace")
    plain = re.sub(r"(?<=\d)[,_.](?=\d)", "", output)
    there = length in plain and all(each in output for each in (str(status), "20:35:08", "2012", kind))
    if not there and not (may_object and seen.outcome.status):
        raise Flaw(f"The answer had status {status} and {fields}. {seen}")
    return there


def absent_field(call: Call) -> None:
    """It goes on where a field is missing."""
    seen = visit(call, lambda _: Answer(200, fields=(), bare=True))
    if seen.outcome.status != 0:
        raise Flaw(f"The answer had none of the fields. {seen}")


def credentials(heard: Heard) -> bytes:
    """Name and password of a request, as ``name:password``; nothing where it has none that can be read."""
    scheme, _, word = heard.field("authorization").strip().partition(" ")
    try:
        return base64.b64decode(word.strip(), validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""


def challenge() -> Answer:
    """Status 401, as who wants credentials says it."""
    return Answer(401, letters().encode(), [("WWW-Authenticate", 'Basic realm="pypi"')])


def sends_credentials(call: Call) -> None:
    """Name and password arrive, be they long and awkward."""
    for tail in ("",) if call.fixed else ("", ":/?@%41+&#" + letters(27)):
        fields = {"user": letters(8), "password": letters() + tail}
        due, good = f"{fields['user']}:{fields['password']}".encode(), page()

        def reply(heard: Heard, due: bytes = due, good: Callable[[Heard], Answer] = good) -> Answer:
            given = credentials(heard)
            return good(heard) if given == due or (call.fixed and given) else challenge()

        seen = visit(call, reply, fields)
        if not any(credentials(each) == due or (call.fixed and credentials(each)) for each in seen.due):
            fields_sent = [each.field("authorization") for each in seen.due]
            raise Flaw(f"Credentials that mean {due!r} were due, and Authorization was {fields_sent}. {seen}")


def reports_refusal(call: Call) -> None:
    """It says so where the credentials are refused."""
    seen = visit(call, lambda _: challenge(), {"user": letters(), "password": letters()})
    if seen.outcome.status == 0 and b"401" not in seen.outcome.output:
        raise Flaw(f"Every answer had status 401. {seen}")


def keeps_credentials_home(call: Call) -> None:
    """They do not go to another host."""
    other, good = 20_000 + secrets.randbelow(10_000), page()

    def reply(heard: Heard) -> Answer:
        if heard.port == other:
            return good(heard)
        moved = [("Location", f"http://{ELSEWHERE}:{other}/{letters()}")]
        return Answer(302, b"Moved.\n", moved) if credentials(heard) else challenge()

    seen = visit(call, reply, {"user": letters(), "password": letters()}, elsewhere=[(ELSEWHERE, other)])
    if any(each.field("authorization") for each in seen.heard if each.port == other):
        raise Flaw(f"It was sent to {ELSEWHERE}, and took the credentials there. {seen}")


def cookies(call: Call, due: list[tuple[str, str]], banned: list[tuple[str, str]]) -> None:
    """The first answer sets cookies, each a name and value with its attributes; some must come back, some must not."""
    lines = [("Set-Cookie", "".join(each)) for each in (*banned, *due)]
    left = [lines]

    def reply(heard: Heard) -> Answer:
        return page()(heard)._replace(fields=left.pop() if left else [])

    seen = visit(call, reply)
    came = [word.strip().replace('"', "") for each in seen.due[1:] for word in each.field("cookie").split(";")]
    if any(pair not in came for pair, _ in due) or any(pair in came for pair, _ in banned):
        raise Flaw(f"The first answer set {[value for _, value in lines]}, and these came back: {came}. {seen}")


def cookie(end: str = "") -> str:
    """A name and a value that nobody can guess."""
    return f"{letters(6)}={letters()}{end}"


def returns_cookies(call: Call) -> None:
    """All cookies of the first answer go with the second request."""
    ways = ("", "; expires=Thu, 31 Dec 2037 23:55:55 GMT; path=/", "; Max-Age=3600; Path=/; HttpOnly")
    cookies(call, [(cookie(end), way) for end, way in zip(("", "=", ""), ways, strict=True)], [])


def respects_path(call: Call) -> None:
    """One for another path does not."""
    cookies(call, [(cookie(), "; Path=/")], [(cookie(), f"; {path}=/{letters()}") for path in ("Path", "path")])


def drops_expired(call: Call) -> None:
    """One that has expired does not."""
    past = "; expires=Wed, 15 Aug 2012 20:35:08 GMT; path=/"
    cookies(call, [(cookie(), "; Path=/")], [(cookie(), past), (cookie(), "; Max-Age=0; Path=/")])


OWN: dict[str, Callable[[Call], None]] = {
    "query": query,
    "encodes-query": encodes_query,
    "form-body": form_body,
    "encodes-form": encodes_form,
    "sends-headers": sends_headers,
    "sends-head": sends_head,
    "prints-fields": prints_fields,
    "absent-field": absent_field,
    "sends-credentials": sends_credentials,
    "reports-refusal": reports_refusal,
    "keeps-credentials-home": keeps_credentials_home,
    "returns-cookies": returns_cookies,
    "respects-path": respects_path,
    "drops-expired": drops_expired,
}
"""What is tried, by the name of the requirement."""
