"""The slip as a PDF: its text can be searched, and it looks the same everywhere."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from PIL import ImageChops, ImageStat

from kiosk.devices.printer.cut import cut_font, measures
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM, Words
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.png import render_png
from kiosk.devices.printer.typeface import text_width
from kiosk.domain.slip import Line, Slip
from kiosk.fonts import Weight
from tests.slip_reader import pdf_fonts, pdf_pixels, pdf_text, picture
from tests.slip_samples import ENGLISH, WORDS, slip, with_map

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


def test_every_letter_of_every_label_has_a_glyph() -> None:
    labels = "".join(text for words in WORDS.values() for text in words.values())

    assert {letter for letter in labels if ord(letter) not in measures().characters} == set()


def cut(weight: Weight, text: str) -> TTFont:
    """Return the font in which byte n stands for `text[n]`, read strictly."""
    return TTFont(BytesIO(cut_font(weight, list(map(ord, text)))), checkChecksums=2)


def test_a_cut_font_is_as_wide_as_the_whole_one() -> None:
    text = "A012支行"

    font = cut(700, text)

    names = font["cmap"].getcmap(1, 0).cmap
    widths = [font["hmtx"][names[byte]][0] for byte in range(len(text))]
    assert sum(widths) == pytest.approx(text_width(text, 700, 1000), abs=len(text))


def test_a_cut_font_does_not_depend_on_what_was_cut_before() -> None:
    first = cut_font(400, [0, *map(ord, "支行日月")])

    cut_font(400, [0, *map(ord, "跨境汇款")])

    assert cut_font(400, [0, *map(ord, "支行日月")]) == first
    assert cut_font(700, [0, *map(ord, "支行日月")]) != first


def test_a_letter_twice_is_one_glyph_and_one_that_is_missing_shows_notdef() -> None:
    font = cut(400, "支\U0010fffd支")

    assert font["maxp"].numGlyphs == 2
    assert font["cmap"].getcmap(1, 0).cmap == {0: "glyph00001", 2: "glyph00001"}
    assert font.getGlyphOrder()[0] == ".notdef"


def test_two_slips_may_be_written_at_the_same_time() -> None:
    drawn = [slip(number=f"A{at:03}", service="跨境汇款"[: at % 4 + 1]) for at in range(12)]

    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(render_pdf, drawn))

    assert together == [render_pdf(each) for each in drawn]


def test_a_slip_with_more_than_256_letters_is_whole() -> None:
    many = "".join(map(chr, range(0x4E00, 0x4E00 + 400)))

    text = pdf_text(render_pdf(Slip("zh", "", (Line(many),))))

    assert squeezed(text) == many


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80])
def test_the_pdf_looks_like_the_picture(paper: Paper) -> None:
    drawn = with_map(slip(demonstration=True))
    seen, on_screen = pdf_pixels(render_pdf(drawn, paper)), picture(render_png(drawn, paper))
    margin = (seen.width - on_screen.width) // 2

    small = (on_screen.width // 8, on_screen.height // 8)
    shown = seen.crop((margin, 0, margin + on_screen.width, on_screen.height)).resize(small)
    apart = ImageChops.difference(shown, on_screen.resize(small))

    assert ImageStat.Stat(apart).mean[0] < 3
