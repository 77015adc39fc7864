"""What it takes to turn a slip into bytes: for a thermal printer against python-escpos, and as a PDF."""

import contextlib
import gc
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from escpos.printer import Dummy
from PIL import Image

from kiosk.branch.printing.slip_content import slip_of, slip_words
from kiosk.devices.printer.escpos.raster import encoded
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.picture import drawn
from kiosk.domain.percentile import percentile
from kiosk.domain.requests import IssueTicket
from kiosk.domain.slip import Slip
from kiosk.lab.bench.branch import BenchBranch
from kiosk.lab.bench.measure import Row, interleaved, spread

_RASTER_RATIO: Final = 1 / 3
_PDF_MS: Final = 5.0


def slip_rows(folder: Path, times: int) -> Iterator[Row]:
    """Measure on the ticket slip of a demonstration branch in `folder`, on 80 mm paper, `times` over."""
    slip = _ticket_slip(folder)
    picture = drawn(lay_out(slip, PAPER_80))
    ours, escpos = interleaved((lambda: encoded(picture), lambda: escpos_image(picture)), times)
    ratio = percentile(ours, 50) / percentile(escpos, 50)
    yield Row(
        f"raster encode, {picture.width} x {picture.height} dots",
        f"{spread(ours)}, {ratio:.3f} x python-escpos ({percentile(escpos, 50):.1f} ms)",
        f"<= {_RASTER_RATIO:.3f} x python-escpos",
        ratio <= _RASTER_RATIO,
    )
    render_pdf(slip)  # fonts are cut for the first one
    gc.collect()
    gc.freeze()  # as the printing process does once it is warm
    (pdf,) = interleaved((lambda: render_pdf(slip),), times)
    gc.unfreeze()
    yield Row("slip as PDF, warm", spread(pdf), f"p50 <= {_PDF_MS:.0f} ms", percentile(pdf, 50) <= _PDF_MS)


def escpos_image(picture: Image.Image) -> bytes:
    """Return the bytes python-escpos makes of a picture with its defaults, as `encoded` does with ours."""
    printer = Dummy()
    with contextlib.redirect_stdout(io.StringIO()):  # it prints that it does not know how wide the paper is
        printer.image(picture)
    output: bytes = printer.output
    return output


def _ticket_slip(folder: Path) -> Slip:
    branch = BenchBranch(folder)
    branch.ask(IssueTicket("deposit"))
    day = branch.desk.day
    (slip,) = day.slips_to_print
    drawn_slip = slip_of(day, slip, branch.desk.setting, slip_words())
    branch.store.close()
    return drawn_slip
