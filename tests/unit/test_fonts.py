"""Where the font is, and that it can draw every word we ship."""

from fontTools.ttLib import TTFont

from kiosk import fonts
from kiosk.resources import resources


def test_the_variable_font_is_truetype_with_a_weight_axis() -> None:
    with TTFont(fonts.variable_font_file(), lazy=True) as font:
        assert "glyf" in font
        assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
            ("wght", 100, 900)
        ]


def test_every_letter_we_ship_words_with_has_a_glyph() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in resources().rglob("*.toml"))

    with TTFont(fonts.variable_font_file(), lazy=True) as font:
        covered = font.getBestCmap()

    assert {letter for letter in words if ord(letter) not in covered and not letter.isspace()} == set()
