"""Every word of the public screens exists in both languages, is up to date, and can be drawn with our font."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
from PySide6.QtGui import QRawFont

from kiosk.fonts import variable_font_file
from tests.ui.fake_branch import shipped_setting
from tests.ui.translation import MODULES, QM, TS, collect, compile_words, untranslated

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

HAN = re.compile(r"[\u4e00-\u9fff]")
BOTH_LANGUAGES = {"中文"}
"""The name of a language is written in that language, whatever is spoken."""


def test_no_words_are_without_english() -> None:
    assert untranslated(TS) == []


def test_the_english_words_are_those_of_the_qml(tmp_path: Path) -> None:
    fresh = shutil.copy(TS, tmp_path)

    collect(Path(fresh))

    assert Path(fresh).read_text(encoding="utf-8") == TS.read_text(encoding="utf-8")


def test_the_compiled_words_are_those_of_the_source(tmp_path: Path) -> None:
    compile_words(TS, tmp_path / "fresh.qm")

    assert (tmp_path / "fresh.qm").read_bytes() == QM.read_bytes()


def test_no_chinese_stands_in_qml_outside_of_a_translation() -> None:
    loose = {
        f"{file.name}: {text}"
        for module in MODULES
        for file in module.glob("*.qml")
        for text in strings_outside_of_translations(file.read_text(encoding="utf-8"))
        if HAN.search(text) and text not in BOTH_LANGUAGES
    }

    assert loose == set()


def strings_outside_of_translations(source: str) -> list[str]:
    code = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    code = re.sub(r'qsTr\(\s*"[^"]*"', "", code)
    return re.findall(r'"([^"]*)"', code)


def test_placeholders_are_the_same_in_both_languages() -> None:
    different = [
        message.findtext("source", "")
        for message in ET.parse(TS).getroot().iter("message")  # noqa: S314 - our own file
        for form in (message.findall("translation/numerusform") or message.findall("translation"))
        if placeholders(form.text or "") != placeholders(message.findtext("source", ""))
    ]

    assert different == []


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%[0-9n]", text))


def test_our_font_has_every_letter_of_screens_and_catalogue(qapp: QGuiApplication) -> None:
    del qapp
    font = QRawFont(str(variable_font_file()), 20)
    setting = shipped_setting()
    words = TS.read_text(encoding="utf-8") + "".join(
        msgspec.json.encode(part).decode()
        for part in (setting.catalogue, setting.plan, setting.rating_questions)
    )
    qml = "".join(f.read_text(encoding="utf-8") for module in MODULES for f in module.glob("*.qml"))

    missing = {
        letter for letter in words + qml if letter.isprintable() and not font.supportsCharacter(ord(letter))
    }

    assert missing == set()
