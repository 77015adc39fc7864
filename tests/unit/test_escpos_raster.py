"""A slip as dots for a receipt printer, seen through a decoder of the real bytes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from PIL import Image, ImageChops

from kiosk.devices.printer.escpos.raster import DARK_BELOW, encoded, raster_job
from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.png import render_png
from kiosk.domain.slip import Banner, Figures, Heading, Line, Number, Place, Point, Slip, Step, Tick
from tests.escpos_reader import Garbled, read
from tests.slip_reader import picture
from tests.slip_samples import CODE, ENGLISH, HOSTILE, hostile_slip, slip, with_map

PAPERS = pytest.mark.parametrize("paper", [PAPER_58, PAPER_80], ids=["58 mm", "80 mm"])
SLIPS = pytest.mark.parametrize(
    "drawn",
    [with_map(slip(favoured=True, demonstration=True)), slip(ENGLISH, reprint=True), hostile_slip()],
    ids=["map", "english", "hostile"],
)


def made_by_hand(text: str) -> Slip:
    """Return a slip whose texts nobody cleaned."""
    return Slip(
        "zh",
        text,
        (
            Banner(text, filled=True),
            Number(text),
            Line(text, "title", centred=True),
            Heading(text, text),
            Place(text, text, text),
            Figures(((text, text),)),
            Tick(text, ticked=True, note=text),
            Step(1, text, text),
            Point(text),
        ),
    )


@PAPERS
@SLIPS
def test_the_printer_shows_what_the_screen_shows(drawn: Slip, paper: Paper) -> None:
    on_screen = picture(render_png(drawn, paper)).point(lambda grey: 255 * (grey >= DARK_BELOW)).convert("1")

    on_paper = read(raster_job(drawn, paper), paper).picture

    assert on_paper.size == on_screen.size
    assert ImageChops.difference(on_paper.convert("L"), on_screen.convert("L")).getbbox() is None


@PAPERS
@pytest.mark.row("D3")
def test_a_scanner_reads_the_code_from_the_paper(paper: Paper) -> None:
    assert read(raster_job(with_map(slip()), paper), paper).codes == [CODE]


@PAPERS
def test_a_job_resets_first_cuts_once_at_the_end_and_prints_no_characters(paper: Paper) -> None:
    reading = read(raster_job(slip(), paper), paper)

    assert (reading.events[0], reading.events[-1]) == ("init", "cut")
    assert (reading.events.count("init"), reading.events.count("cut")) == (1, 1)
    assert reading.lines == []


def test_white_stretches_are_fed_over_and_not_burnt() -> None:
    white = Image.new("L", (PAPER_58.dots, 900), 255)
    white.paste(0, (10, 300, 20, 340))

    job = encoded(white)

    assert read(job, PAPER_58).events == [
        "init",
        "feed 255",
        "feed 45",
        "raster 40",
        "feed 255",
        "feed 255",
        "feed 50",
        "cut",
    ]
    assert len(job) < 2100


def test_a_black_stretch_comes_in_bands_a_small_buffer_holds() -> None:
    reading = read(encoded(Image.new("L", (PAPER_80.dots, 600), 0)))

    assert reading.events == ["init", "raster 256", "raster 256", "raster 88", "cut"]
    assert reading.picture.getextrema() == (0, 0)


def test_a_few_white_rows_inside_a_letter_stay_in_its_band() -> None:
    two = Image.new("L", (PAPER_80.dots, 40), 0)
    two.paste(255, (0, 10, PAPER_80.dots, 20))

    assert read(encoded(two)).events == ["init", "raster 40", "cut"]


@PAPERS
@pytest.mark.parametrize(
    "text", [HOSTILE, "\x1bp\x00\x19\xfa", "\x1d(E\n\r\x10\x04\x01", "\ud800\udfff", "", "行" * 240]
)
def test_texts_nobody_cleaned_reach_no_printer_as_bytes(text: str, paper: Paper) -> None:
    reading = read(raster_job(made_by_hand(text), paper), paper)

    assert reading.lines == []
    assert {event.split()[0] for event in reading.events} <= {"init", "raster", "feed", "cut"}


def test_an_empty_slip_is_white_paper_and_a_cut() -> None:
    assert read(raster_job(Slip("zh", "", ()), PAPER_80)).events == ["init", "feed 84", "cut"]


def test_any_process_makes_the_same_bytes() -> None:
    drawn = [slip(), with_map(slip(ENGLISH)), slip()]

    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as worker:
        elsewhere = list(worker.map(raster_job, drawn, [PAPER_80] * 3))

    assert elsewhere == [raster_job(each, PAPER_80) for each in drawn]


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        raster_job(slip(), PAPER_80)[2:],
        raster_job(slip(), PAPER_80)[:-4],
        raster_job(slip(), PAPER_80)[:-1],
        raster_job(slip(), PAPER_80) * 2,
        raster_job(slip(), PAPER_80) + b"A",
        b"\x1b@\x1bt\x13\x1dVB\x00",
        b"\x1b@\x1b&\x1dVB\x00",
        b"\x1b@" + b"A" * 49 + b"\n\x1dVB\x00",
        b"\x1b@\x1d!\x11" + b"A" * 25 + b"\n\x1dVB\x00",
        b"\x1b@\xd6\xa7\n\x1dVB\x00",
        b"\x1b@A\x07\n\x1dVB\x00",
        b"\x1b@A\x1dVB\x00",
        b"\x1b@\x1dV\x00",
    ],
)
def test_the_decoder_refuses_what_a_printer_would_garble(spoilt: bytes) -> None:
    with pytest.raises(Garbled):
        read(spoilt)


def test_the_decoder_refuses_a_picture_wider_than_the_paper() -> None:
    with pytest.raises(Garbled, match="wider"):
        read(raster_job(slip(), PAPER_80), PAPER_58)
