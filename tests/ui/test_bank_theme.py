"""A bank's own theme: one file and a logo change every screen; a bad one is refused with file, key and reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage
from structlog.testing import capture_logs

from kiosk.app.folders import Folders
from kiosk.app.look import chosen_theme
from kiosk.resources import resources
from kiosk.screens.theme import BankTheme, contrast, read_theme, shipped_theme

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.flow.view import Contrast
    from tests.ui.conftest import StandBefore

SHIPPED = (resources() / "theme" / "bank.toml").read_text(encoding="utf-8")
PLUM = "#4a0a3a"
"""Another bank's primary."""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#ff00ff"/></svg>'
MODES: tuple[Contrast, ...] = ("default", "light", "dark", "glare")


def theme_folder(folder: Path, bank: str = SHIPPED, logo: str = LOGO) -> Path:
    """Write a theme and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "bank.toml").write_text(bank, encoding="utf-8")
    (folder / "logo.svg").write_text(logo, encoding="utf-8")
    return folder


def other_bank(folder: Path) -> BankTheme:
    theme = read_theme(
        theme_folder(folder, SHIPPED.replace("#0a3a40", PLUM).replace("示范银行", "另一家银行"))
    )
    assert isinstance(theme, BankTheme), theme
    return theme


def reasons(folder: Path, bank: str, logo: str = LOGO) -> str:
    found = read_theme(theme_folder(folder, bank, logo))
    assert not isinstance(found, BankTheme)
    return "\n".join(map(str, found))


def colours(picture: QImage) -> set[str]:
    """Return the colours of a picture, of every fourth pixel both ways."""
    return {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 4)
        for y in range(0, picture.height(), 4)
    }


@pytest.mark.parametrize("kind", ["entrance", "exit"])
def test_another_banks_colour_and_logo_show_on_every_screen(
    stand_before: StandBefore, tmp_path: Path, kind: str
) -> None:
    hands = stand_before("entrance" if kind == "entrance" else "exit", theme=other_bank(tmp_path))
    seen = [colours(hands.window.grabWindow())]
    if kind == "entrance":
        for names in (("tile-personal",), ("tile-withdrawal",), ("option-current",), ("callHelp",)):
            hands.press(*names)
            seen.append(colours(hands.window.grabWindow()))
    else:
        hands.press("key-A", "key-0", "key-0", "key-1", "next")
        seen.append(colours(hands.window.grabWindow()))

    for picture in seen:
        assert {PLUM, "#ff00ff"} <= picture
        assert "#0a3a40" not in picture


def test_the_shipped_theme_is_readable_in_every_mode() -> None:
    palettes = shipped_theme().palettes

    found = {mode: contrast(palettes[mode]["ink"], palettes[mode]["paper"]) for mode in MODES}

    assert found["default"] >= 15
    assert found["light"] == found["dark"] == pytest.approx(21)
    assert found["glare"] >= 10
    assert all(contrast(palettes[mode]["primary"], palettes[mode]["paper"]) >= 7 for mode in MODES)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            'ink = "#111b19"',
            'ink = "#777777"',
            r"bank.toml: default.ink: has a contrast of 4.2 on paper; it needs 15",
        ),
        (
            'primary = "#0a3a40"',
            'primary = "teal"',
            r"default.primary: has the wrong form; write something like #",
        ),
        ('name = "示范银行"', "", r"bank.toml: name: is missing"),
        ('name = "示范银行"', 'name = "x"\nmotto = "y"', r"bank.toml: motto: unknown key"),
        ('paper = "#cfc8b8"', 'paper = "#ffffff"', r"glare.paper: is too bright; it may have 70%"),
        ("[dark]", "[dark", r"bank.toml: cannot be read: .*line"),
        ('logo = "logo.svg"', 'logo = "../logo.svg"', r"bank.toml: logo: has the wrong form"),
        ('logo = "logo.svg"', 'logo = "none.svg"', r"bank.toml: logo: none.svg is no drawing"),
    ],
)
def test_a_bad_theme_is_refused_with_file_key_and_reason(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert old in SHIPPED

    assert re.search(reason, reasons(tmp_path, SHIPPED.replace(old, new, 1)))


def test_a_logo_that_is_no_drawing_is_refused(tmp_path: Path) -> None:
    assert "logo: logo.svg is no drawing" in reasons(tmp_path, SHIPPED, logo="GIF89a")


def test_a_screen_with_a_bad_theme_wears_the_shipped_one_and_says_why(
    stand_before: StandBefore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = theme_folder(tmp_path, SHIPPED.replace('ink = "#111b19"', 'ink = "#777777"', 1))

    with capture_logs() as logs:
        theme = chosen_theme(folder, wanted=True)
    hands = stand_before("entrance", theme=theme)

    assert theme == shipped_theme()
    assert [entry["event"] for entry in logs] == ["theme_refused"]
    problems = logs[0]["problems"]
    assert problems[0].startswith("bank.toml: default.ink: has a contrast of")
    assert capsys.readouterr().err.splitlines() == [
        f"kiosk: theme {folder / each}; the shipped theme is worn" for each in problems
    ]
    assert hands.step == "category"


def test_a_theme_in_the_data_folder_is_worn_and_one_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    folder = Folders(tmp_path).theme

    with capture_logs() as logs:
        before = chosen_theme(folder, wanted=False)
    theme_folder(folder, SHIPPED.replace("示范银行", "另一家银行"))

    assert before == shipped_theme()
    assert logs == []
    assert chosen_theme(folder, wanted=False).name == "另一家银行"


def test_a_theme_asked_for_by_name_that_is_not_there_is_complained_of(tmp_path: Path) -> None:
    with capture_logs() as logs:
        assert chosen_theme(tmp_path / "none", wanted=True) == shipped_theme()

    assert [entry["event"] for entry in logs] == ["theme_refused"]
