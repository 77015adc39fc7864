"""Copies for the eyes: what a slip looks like, as files beside the paper, for the screens and the reception page."""

from pathlib import Path
from typing import Final, Literal, get_args

from kiosk.devices.printer.paper import Paper
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.png import render_png
from kiosk.devices.printer.port import Job
from kiosk.domain.slip import Slip

Form = Literal["png", "pdf"]
FORMS: Final[tuple[Form, ...]] = get_args(Form)

_DRAW: Final = {"png": render_png, "pdf": render_pdf}


def draw(slip: Slip, form: Form, paper: Paper) -> bytes:
    """Return what a slip looks like on `paper`. Plain function of plain data: may run in any process."""
    return _DRAW[form](slip, paper)


def write_copy(job: Job, form: Form, paper: Paper, folder: Path) -> bool:
    """Write `<job id>.<form>` into `folder`; False if that cannot be done, and then nothing of it is left.

    A file by that name is always whole. It need not outlive a power cut: the paper is out.
    """
    content = draw(job.slip, form, paper)
    part = folder / f"{job.id}.{form}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(part.with_suffix(""))
    except OSError:
        _forget(part)
        return False
    return True


def _forget(part: Path) -> None:
    try:
        part.unlink(missing_ok=True)
    except OSError:
        return  # what is left goes with the slips of its day
