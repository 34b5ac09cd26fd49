"""Every text of the page can be read in both schemes, and the style sheet uses no other colours."""

from __future__ import annotations

import re

import pytest

from harness.report.page import TEMPLATES, style_sheet
from harness.report.palette import DARK, LIGHT, SCHEMES, SHAPE_PAIRS, TEXT_PAIRS, contrast

CSS = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.css")))


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_its_ground(scheme: str) -> None:
    colours = SCHEMES[scheme]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_shapes_stand_out_from_their_ground(scheme: str) -> None:
    colours = SCHEMES[scheme]
    assert [pair for pair in SHAPE_PAIRS if contrast(colours[pair[0]], colours[pair[1]]) < 3] == []


def test_both_schemes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


def test_the_style_sheet_uses_the_palette_and_nothing_else() -> None:
    assert set(re.findall(r"var\(--([a-z-]+)\)", CSS)) <= set(LIGHT)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsl", CSS) == []
    assert all(value in style_sheet() for scheme in SCHEMES.values() for value in scheme.values())


def test_every_pair_in_a_rule_is_one_that_is_measured() -> None:
    rules = re.findall(r"\{([^{}]*)\}", CSS)
    pairs = set()
    for rule in rules:
        text = re.search(r"(?<![a-z-])color: var\(--([a-z-]+)\)", rule)
        ground = re.search(r"background: var\(--([a-z-]+)\)", rule)
        if text and ground:
            pairs.add((text[1], ground[1]))
    assert len(pairs) > 8
    assert pairs <= set(TEXT_PAIRS)
