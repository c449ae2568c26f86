"""Colors that a host chooses are made readable."""

from __future__ import annotations

import pytest

from briefings.settings import Look
from briefings.text.colors import NIGHT, PAPER, contrast, readable


def test_contrast_is_that_of_wcag() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("color", ["#ffcc00", "#00aa88", "#ffffff", "#000000", "#7a1450"])
def test_the_shades_of_any_color_can_be_read(color: str) -> None:
    assert contrast(readable(color, PAPER), PAPER) >= 4.5
    assert contrast(readable(color, NIGHT, 7), NIGHT) >= 7


def test_the_rules_of_a_look() -> None:
    assert Look().css == ""
    assert Look(typeface="sans").css.startswith(":root,")
    css = Look(accent="#14507a", topics={"a": "#2f6db5"}).css
    assert css.count("--tone-1:") == css.count("--accent:") == css.count("--mast:") == 2
