"""What every page shares: escaping, one style sheet and a content-security policy that admits nothing else.

Owns the template environment. Every value passes ``visible`` and then Jinja2's escaping, in that order, whatever a
template does. May not know what a page is about.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from harness.report import words
from harness.report.palette import SCHEMES, variables
from harness.report.text import counted, duration, file_name, moment, visible

TEMPLATES = Path(__file__).parent / "templates"
_ANCHOR = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")


def environment() -> jinja2.Environment:
    """A new environment for templates; a page adds the names that are its own to ``globals``."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        anchor=anchor, counted=counted, duration=duration, moment=moment, policy=policy, script="", words=words
    )
    return made


@cache
def style_sheet(*more: str) -> Markup:
    """The style sheet with the colours of both schemes filled in, and then the sheets of a page named ``more``."""
    text = "".join(packaged(name) for name in ("report.css", *more))
    for name, scheme in SCHEMES.items():
        text = text.replace(f"/* {name} */", variables(scheme))
    return Markup(text)  # noqa: S704 - packaged, no text of a submission


def packaged(name: str) -> str:
    """The text of a file beside the templates."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


def policy(css: str, script: str = "") -> str:
    """Nothing may load or run but the one style sheet and the one script, where there is one, known by their hashes."""
    runs = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(css)}'; {runs}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def anchor(text: str) -> str:
    """An identifier as the target of a link: itself where it is one of ours, else a slug and a hash."""
    return text if _ANCHOR.match(text) else file_name(text)


def _shown(value: object) -> object:
    """What a template prints: text with nothing hidden in it; markup of the templates' own as it is."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
