"""The slip as a picture, read back the way a person and a scanner read it."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from kiosk.devices.printer.paper import PAPER_58, PAPER_80, Paper
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.png import render_png
from kiosk.domain.slip import Slip
from tests.slip_reader import ink_box, picture, qr_payload
from tests.slip_samples import CODE, ENGLISH, hostile_slip, slip


@pytest.mark.row("D3")
@pytest.mark.parametrize("code", [CODE, "2026", "支行日月", "K1." + "x9" * 90])
@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80])
def test_a_scanner_reads_the_code_from_the_picture(code: str, paper: Paper) -> None:
    image = picture(render_png(slip(code=code), paper))

    assert qr_payload(image) == code


@pytest.mark.parametrize("paper", [PAPER_58, PAPER_80])
def test_the_picture_is_as_wide_as_the_printer_and_at_its_resolution(paper: Paper) -> None:
    image = picture(render_png(slip(), paper))

    assert image.width == paper.dots
    assert image.info["dpi"] == pytest.approx((203.2, 203.2), abs=0.1)


@pytest.mark.parametrize(
    "drawn", [slip(), slip(ENGLISH, favoured=True), hostile_slip(), hostile_slip("W" * 999)]
)
def test_ink_keeps_away_from_every_edge(drawn: Slip) -> None:
    image = picture(render_png(drawn))

    left, top, right, bottom = ink_box(image)

    assert min(left, top) >= 20
    assert right <= PAPER_80.dots - 20
    assert bottom <= image.height - 20


def test_letters_are_smooth() -> None:
    shades = set(picture(render_png(slip())).tobytes())

    assert {0, 255} < shades


def test_another_word_gives_another_picture() -> None:
    assert render_png(slip()) != render_png(slip(check_code="4822"))


def test_any_thread_and_any_process_draws_the_same_bytes() -> None:
    drawn = [slip(), slip(ENGLISH), slip(number="B007")]
    here = [(render_png(each), render_pdf(each)) for each in drawn]

    with ThreadPoolExecutor(3) as threads:
        beside = list(zip(threads.map(render_png, drawn), threads.map(render_pdf, drawn), strict=True))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as worker:
        elsewhere = list(zip(worker.map(render_png, drawn), worker.map(render_pdf, drawn), strict=True))

    assert beside == here
    assert elsewhere == here
