"""The slip as a PDF: its text can be searched, and it looks the same everywhere."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from kiosk.devices.printer.cut import cut_font
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, Words
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.typeface import text_width
from kiosk.domain.slip import Slip
from kiosk.fonts import Weight
from tests.slip_reader import pdf_fonts, pdf_text
from tests.slip_samples import ENGLISH, WORDS, slip

LOOK_ALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")  # radicals and compatibility forms


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("drawn", [slip(favoured=True, demonstration=True), slip(ENGLISH, reprint=True)])
def test_every_line_can_be_found_in_the_pdf_in_its_own_characters(drawn: Slip) -> None:
    text = pdf_text(render_pdf(drawn))

    lines = [mark.text for mark in lay_out(drawn).marks if isinstance(mark, Words) and mark.text]

    assert [line for line in lines if squeezed(line) not in squeezed(text)] == []
    assert LOOK_ALIKES.findall(text) == []


def test_characters_with_look_alike_radicals_come_back_as_themselves() -> None:
    text = pdf_text(render_pdf(slip(branch="支行日月用户")))

    assert "支行日月用户" in text


def test_a_later_slip_has_glyphs_the_first_one_had_not() -> None:
    first, later = slip(service="存款"), slip(service="跨境汇款")

    before = render_pdf(first)
    text = pdf_text(render_pdf(later))

    assert "跨境汇款" in text
    assert render_pdf(first) == before


def test_every_font_is_truetype_embedded_and_only_the_glyphs_needed() -> None:
    pdf = render_pdf(slip())

    rows = pdf_fonts(pdf)

    assert [row[1] for row in rows] == ["TrueType", "TrueType"]
    assert [row[3:6] for row in rows] == [["yes", "yes", "yes"]] * 2
    assert len(pdf) < 100_000


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80])
def test_the_page_is_as_wide_as_the_paper_and_as_high_as_the_slip(paper: Paper) -> None:
    drawn = slip()

    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", render_pdf(drawn, paper))

    width_mm, height_mm = (float(points) / 72 * 25.4 for points in box)
    assert width_mm == pytest.approx(paper.mm, abs=0.01)
    assert height_mm == pytest.approx(lay_out(drawn, paper).height / DOTS_PER_MM, abs=0.01)


def test_the_pdf_names_its_language_and_title() -> None:
    pdf = render_pdf(slip(ENGLISH))

    assert b"/Lang (en)" in pdf
    assert b"A012 Open a personal account" in pdf


def test_the_same_slip_gives_the_same_bytes() -> None:
    assert render_pdf(slip()) == render_pdf(slip())


@pytest.mark.parametrize("weight", [400, 700])
def test_every_letter_of_every_label_has_a_glyph(weight: Weight) -> None:
    labels = "".join(text for words in WORDS.values() for text in words.values())

    covered = TTFont(BytesIO(cut_font(weight, labels))).getBestCmap()

    assert {letter for letter in labels if ord(letter) not in covered} == set()


def test_a_cut_font_is_as_wide_as_the_whole_one() -> None:
    text = "A012支行"

    font = TTFont(BytesIO(cut_font(700, text)))

    widths = [font["hmtx"][font.getBestCmap()[ord(letter)]][0] for letter in text]
    assert sum(widths) == pytest.approx(text_width(text, 700, 1000), abs=len(text))


def test_a_cut_font_does_not_depend_on_the_order_of_its_letters() -> None:
    assert cut_font(400, "支行日月") == cut_font(400, "月日行支支")
    assert cut_font(400, "支行") != cut_font(700, "支行")


def test_letters_without_a_glyph_are_left_out_of_a_cut_font() -> None:
    font = TTFont(BytesIO(cut_font(400, "支\U0010fffd")))

    assert font.getBestCmap().keys() == {ord("支")}
    assert font.getGlyphOrder()[0] == ".notdef"
