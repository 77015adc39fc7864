"""The static files of the pages: one place for colours, icons that exist, letters the font has, old browsers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from fontTools.ttLib import TTFont

from kiosk.fonts import variable_font_file
from kiosk.resources import resources

PAGES: Final = resources() / "pages"
STYLES: Final = sorted((PAGES / "css").glob("*.css"))
SCRIPTS: Final = sorted((PAGES / "js").glob("*.js"))
TEMPLATES: Final = sorted((PAGES / "templates").rglob("*.html"))
TOO_YOUNG: Final = {
    r"[{;\s](row-|column-)?gap:": "gap outside a grid came with Chromium 84",
    r"\binset(-\w+)*:": "Chromium 87",
    r":(is|where)\(": "Chromium 88",
    r":has\(": "Chromium 105",
    r"\b(margin|padding)-(inline|block):": "Chromium 87",
    r"\baspect-ratio:": "Chromium 88",
    r"\baccent-color:": "Chromium 93",
    r"color-mix\(|@layer|@container|\b\d+[ds]v[hw]\b": "Chromium 99 and later",
    r"\.replaceAll\(|\.replaceChildren\(|\.at\(|structuredClone|Object\.hasOwn|\?\?=|\|\|=|\.any\(": "Chromium 85 and later",
    r"AbortSignal\.(timeout|any)": "Chromium 103 and later",
}
"""What the browsers of UOS and Kylin (from Chromium 80) do not know, and what it would need."""


@pytest.mark.parametrize("file", STYLES, ids=lambda file: file.name)
def test_only_the_tokens_hold_a_literal_colour(file: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", file.read_text("utf-8"), flags=re.DOTALL)
    colours = re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", text)

    assert bool(colours) is (file.name == "tokens.css")


def test_every_icon_drawn_on_a_page_exists() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', (PAGES / "img" / "icons.svg").read_text("utf-8")))
    text = "".join(file.read_text("utf-8") for file in TEMPLATES)
    used = set(re.findall(r'icon\("([\w-]+)"\)', text))
    states = {f"state-{state}" for state in ("closed", "idle", "called", "serving")}

    assert used | states <= drawn


def test_every_letter_on_a_page_is_in_the_font_that_ships() -> None:
    letters = set(
        "".join((resources() / "i18n" / f"{house}.toml").read_text("utf-8") for house in ("pages", "hq"))
    )
    letters |= set("".join(file.read_text("utf-8") for file in (*STYLES, *TEMPLATES)))
    with TTFont(variable_font_file(), lazy=True) as font:
        known = font.getBestCmap()

    assert {letter for letter in letters if letter.isprintable() and ord(letter) not in known} == set()


@pytest.mark.parametrize("file", [*STYLES, *SCRIPTS], ids=lambda file: file.name)
def test_nothing_needs_a_browser_younger_than_those_of_uos_and_kylin(file: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text("utf-8"), flags=re.DOTALL)

    assert {why for pattern, why in TOO_YOUNG.items() if re.search(pattern, code)} == set()
