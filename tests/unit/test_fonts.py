"""Where the fonts are, and how a static weight is made."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from fontTools import subset
from fontTools.ttLib import TTFont, TTLibError

from kiosk import fonts
from kiosk.resources import resources


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder."""
    monkeypatch.setattr(fonts, "user_cache_path", lambda _: tmp_path)
    return tmp_path / "fonts"


@pytest.fixture
def small_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The variable font with few glyphs: a whole one takes fifteen seconds to make static."""
    source = tmp_path / "small.ttf"
    with TTFont(fonts.variable_font_file(), lazy=True) as font:
        cutter = subset.Subsetter()
        cutter.populate(text="A012支行")
        cutter.subset(font)
        font.save(source)
    monkeypatch.setattr(fonts, "variable_font_file", lambda: source)
    fonts._source_hash.cache_clear()  # noqa: SLF001  # the fixture stands in for another version of the font
    yield source
    fonts._source_hash.cache_clear()  # noqa: SLF001  # same


def test_the_variable_font_is_truetype_with_a_weight_axis() -> None:
    with TTFont(fonts.variable_font_file(), lazy=True) as font:
        assert "glyf" in font
        assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
            ("wght", 100, 900)
        ]


@pytest.mark.usefixtures("small_source")
@pytest.mark.parametrize("weight", [400, 700])
def test_a_static_weight_has_no_axes_left(cache: Path, weight: fonts.Weight) -> None:
    path = fonts.font_file(weight)

    with TTFont(path) as font:
        assert "fvar" not in font
        assert font["OS/2"].usWeightClass == weight
    assert [path] == list(cache.iterdir())


@pytest.mark.usefixtures("small_source", "cache")
def test_a_static_weight_is_made_once() -> None:
    path = fonts.font_file(400)
    path.write_bytes(b"kept")

    assert fonts.font_file(400).read_bytes() == b"kept"


@pytest.mark.usefixtures("cache")
def test_another_version_of_the_font_is_made_anew(small_source: Path) -> None:
    before = fonts.font_file(400)
    small_source.write_bytes(small_source.read_bytes() + b"\0")
    fonts._source_hash.cache_clear()  # noqa: SLF001  # a new process would begin like this

    assert fonts.font_file(400) != before


@pytest.mark.usefixtures("small_source")
def test_several_at_once_all_get_a_whole_font(cache: Path) -> None:
    with ThreadPoolExecutor(4) as makers:
        paths = list(makers.map(fonts.font_file, [700] * 4))

    assert {path.name for path in cache.iterdir()} == {path.name for path in paths}
    with TTFont(paths[0]) as font:
        assert "glyf" in font


def test_a_making_that_fails_leaves_nothing_behind(small_source: Path, cache: Path) -> None:
    small_source.write_bytes(b"no font")

    with pytest.raises(TTLibError):
        fonts.font_file(400)

    assert list(cache.iterdir()) == []


@pytest.mark.usefixtures("small_source")
def test_prepared_fonts_are_there_in_both_weights(cache: Path) -> None:
    fonts.prepare_fonts()

    made = {path.name for path in cache.iterdir()}

    assert made == {fonts.font_file(400).name, fonts.font_file(700).name}
    assert len(made) == 2


def test_every_letter_we_ship_words_with_has_a_glyph() -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in resources().rglob("*.toml"))

    with TTFont(fonts.variable_font_file(), lazy=True) as font:
        covered = font.getBestCmap()

    assert {letter for letter in words if ord(letter) not in covered and not letter.isspace()} == set()
