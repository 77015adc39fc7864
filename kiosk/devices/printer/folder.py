"""A printer that puts each slip into a folder, as a picture, a PDF and printer bytes: for a machine without one."""

import errno
import os
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.png import render_png
from kiosk.devices.printer.port import Job, NotPrinted, Outcome, Printed, Reason, Unknown
from kiosk.domain.facts import PrinterCondition

_REASONS: Final[dict[int, Reason]] = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EACCES: "not_allowed",
    errno.EPERM: "not_allowed",
    errno.EROFS: "not_allowed",
    errno.ENOENT: "no_folder",
    errno.ENOTDIR: "no_folder",
    errno.EEXIST: "no_folder",  # a file stands where the folder should be
}


_SLIP_FILE: Final = re.compile(
    r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:png|pdf|escpos)(?:\.part)?"
)
"""Slip ids are UUIDs. Whatever else lies in the folder was put there by somebody, and is not ours to delete."""


class FolderPrinter:
    """Writes `<job id>.png`, `.pdf` and `.escpos`; a file by one of those names is always whole.

    Draws and writes where `print` is called, and can be pickled: meant for a worker process. One process per
    folder. Printing a job again writes the same files again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def print(self, job: Job) -> Outcome:
        """Print into the folder, which is made if need be.

        Unknown when the files stand there but the system could not promise that they outlive a power cut.
        """
        contents = {
            ".png": render_png(job.slip),
            ".pdf": render_pdf(job.slip),
            ".escpos": raster_job(job.slip, PAPER_80),
        }
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            parts = self._write_aside(job, contents)
        except OSError as fault:
            return NotPrinted(reason_of(fault))
        try:
            for part in parts:
                part.replace(part.with_suffix(""))
            _sync_folder(self._folder)
        except OSError:
            return Unknown()
        return Printed()

    def condition(self) -> PrinterCondition:
        """Tell whether a slip could be written; the folder itself may still have to be made."""
        place = next((path for path in (self._folder, *self._folder.parents) if path.exists()), Path())
        if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
            return "offline"
        return "ready"

    def _write_aside(self, job: Job, contents: Mapping[str, bytes]) -> list[Path]:
        """Write every file under a name nobody looks for; leave none of them if one cannot be written."""
        parts = [self._folder / f"{job.id}{suffix}.part" for suffix in contents]
        try:
            for part, content in zip(parts, contents.values(), strict=True):
                _write_durably(part, content)
        except OSError:
            for part in parts:
                part.unlink(missing_ok=True)
            raise
        return parts


def keep_only(folder: Path, ids: Collection[str]) -> int:
    """Delete the files of every slip but those in `ids`, whole ones and parts; return how many could not be deleted.

    Nothing may print into the folder meanwhile. Files not named after a slip stay.
    """
    left = 0
    for path in folder.iterdir() if folder.is_dir() else ():
        name = _SLIP_FILE.fullmatch(path.name)
        if name and name[1] not in ids:
            try:
                path.unlink()
            except OSError:
                left += 1
    return left


def reason_of(fault: OSError) -> Reason:
    """Return the code of a fault met while writing."""
    return _REASONS.get(fault.errno or 0, "storage_error")


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new names survive a power cut too. Windows cannot open a folder and needs none of it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
