"""The colours of the page, as data: one name a role, one value a scheme.

Owns the colours, which may stand on which, and the CSS variables made from them. May not know where they are
used; a test holds that every pair of the style sheet is listed here and has enough contrast.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "page": "#f7f6f3",
        "card": "#ffffff",
        "code": "#f1f0ec",
        "line": "#dcd9d2",
        "ink": "#1d2126",
        "muted": "#575f68",
        "link": "#0a539e",
        "focus": "#0a6ed1",
        "pass": "#14643a",
        "pass-soft": "#e3f3e8",
        "fail": "#a3201a",
        "fail-soft": "#fce9e7",
        "warn": "#744800",
        "warn-soft": "#fcf0d3",
        "note": "#2c5487",
        "note-soft": "#e6eef8",
        "blocked": "#583c8a",
        "blocked-soft": "#eee9f9",
        "skipped": "#525b65",
        "skipped-soft": "#ebedef",
        "error": "#861457",
        "error-soft": "#fbe6f1",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "page": "#131519",
        "card": "#1b1e24",
        "code": "#23272e",
        "line": "#373c45",
        "ink": "#e7e6e2",
        "muted": "#a6acb5",
        "link": "#8cbaf6",
        "focus": "#8cbaf6",
        "pass": "#82d49d",
        "pass-soft": "#173022",
        "fail": "#ff9f96",
        "fail-soft": "#3c1a18",
        "warn": "#f0c26a",
        "warn-soft": "#34280e",
        "note": "#9ec3f3",
        "note-soft": "#18283c",
        "blocked": "#c8b0f6",
        "blocked-soft": "#2a2040",
        "skipped": "#b7bdc5",
        "skipped-soft": "#292d34",
        "error": "#f7a6d2",
        "error-soft": "#3b162b",
    }
)
SCHEMES: Mapping[str, Mapping[str, str]] = MappingProxyType({"light": LIGHT, "dark": DARK})

OUTCOMES = ("pass", "fail", "warn", "note", "blocked", "skipped", "error")

TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("ink", "muted", "link") for ground in ("page", "card", "code")),
    *((each, f"{each}-soft") for each in OUTCOMES),
    *(("ink", f"{each}-soft") for each in OUTCOMES),
    *((each, "card") for each in OUTCOMES),
    *(("link", f"{each}-soft") for each in ("fail", "warn", "error")),
)
"""Text on ground that the style sheet may use: 4.5 to 1 at least (WCAG 2.2, 1.4.3)."""

SHAPE_PAIRS: tuple[tuple[str, str], ...] = (
    ("focus", "page"),
    ("focus", "card"),
    *((each, "page") for each in OUTCOMES),
)
"""Outlines and bars on ground: 3 to 1 at least (WCAG 2.2, 1.4.11)."""


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two ``#rrggbb`` colours, 1 to 21 (WCAG 2.2, definition of *contrast ratio*)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def variables(scheme: Mapping[str, str]) -> str:
    """The custom properties of a scheme, as CSS declarations."""
    return " ".join(f"--{name}: {value};" for name, value in scheme.items())


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
