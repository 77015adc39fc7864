"""What is special to the printer that is a folder: whole files, named faults, and old slips that go."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.devices.printer.escpos.raster import raster_job
from kiosk.devices.printer.folder import FolderPrinter, keep_only, reason_of
from kiosk.devices.printer.paper import PAPER_80
from kiosk.devices.printer.pdf import render_pdf
from kiosk.devices.printer.png import render_png
from kiosk.devices.printer.port import Job, NotPrinted, Printed, Unknown
from tests.slip_reader import pdf_text, picture
from tests.slip_samples import slip

TOP = Path(__file__).parents[2]


def test_the_folder_holds_the_same_slip_as_picture_as_pdf_and_as_a_printer_gets_it(tmp_path: Path) -> None:
    FolderPrinter(tmp_path / "new" / "slips").print(Job("j1", slip()))

    files = {path.name: path.read_bytes() for path in (tmp_path / "new" / "slips").iterdir()}

    assert files == {
        "j1.png": render_png(slip()),
        "j1.pdf": render_pdf(slip()),
        "j1.escpos": raster_job(slip(), PAPER_80),
    }


def test_a_full_disk_is_named_and_leaves_nothing(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    (tmp_path / "j1.png.part").symlink_to(full)

    outcome = FolderPrinter(tmp_path).print(Job("j1", slip()))

    assert outcome == NotPrinted("disk_full")
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_cannot_be_taken_is_unknown_because_the_other_file_may_stand(tmp_path: Path) -> None:
    (tmp_path / "j1.png").mkdir()

    assert FolderPrinter(tmp_path).print(Job("j1", slip())) == Unknown()


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EACCES, "not_allowed"),
        (errno.EROFS, "not_allowed"),
        (errno.ENOENT, "no_folder"),
        (errno.ENOTDIR, "no_folder"),
        (errno.EIO, "storage_error"),
    ],
)
def test_a_fault_of_the_folder_has_a_name_staff_can_act_on(number: int, reason: str) -> None:
    assert reason_of(OSError(number, os.strerror(number))) == reason


TODAY = "019a4b2c-0000-7000-8000-000000000001"
YESTERDAY = "019a4b2c-0000-7000-8000-000000000002"


def test_slips_that_are_not_kept_are_deleted_with_their_parts(tmp_path: Path) -> None:
    for slip_id in (TODAY, YESTERDAY):
        FolderPrinter(tmp_path).print(Job(slip_id, slip()))
        for suffix in ("png.part", "pdf.part", "escpos.part"):
            (tmp_path / f"{slip_id}.{suffix}").touch()

    assert keep_only(tmp_path, {TODAY}) == 0

    kept = {f"{TODAY}.{suffix}" for form in ("png", "pdf", "escpos") for suffix in (form, f"{form}.part")}
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize(
    "name",
    [
        "logo.png",
        "notes",
        f"{YESTERDAY}.txt",
        f"x{YESTERDAY}.png",
        f"{YESTERDAY}.png.bak",
        f"{YESTERDAY}",
        "j1.pdf",
    ],
)
def test_a_file_that_is_not_named_after_a_slip_is_never_deleted(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()

    assert keep_only(tmp_path, ()) == 0
    assert (tmp_path / name).exists()


def test_a_slip_that_cannot_be_deleted_is_counted_and_the_others_go(tmp_path: Path) -> None:
    (tmp_path / f"{YESTERDAY}.png").mkdir()
    (tmp_path / f"{TODAY}.pdf").touch()

    assert keep_only(tmp_path, ()) == 1
    assert [path.name for path in tmp_path.iterdir()] == [f"{YESTERDAY}.png"]


def test_a_folder_nothing_was_printed_into_has_nothing_to_delete(tmp_path: Path) -> None:
    assert keep_only(tmp_path / "slips", ()) == 0


DIES_WRITING = """
import resource, signal, sys
from pathlib import Path
from kiosk.devices.printer.folder import FolderPrinter
from kiosk.devices.printer.port import Job
from tests.slip_samples import slip

job, printer = Job("j1", slip()), FolderPrinter(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)  # the first byte too many kills, as a power cut would
printer.print(job)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of file sizes to die of")
@pytest.mark.parametrize("bytes_before_death", [100, 50_000])
def test_a_printer_killed_while_writing_leaves_no_half_file(tmp_path: Path, bytes_before_death: int) -> None:
    command = [sys.executable, "-c", DIES_WRITING, str(tmp_path), str(bytes_before_death)]

    died = subprocess.run(command, cwd=TOP, check=False)
    found = [path.name for path in tmp_path.iterdir()]
    again = FolderPrinter(tmp_path).print(Job("j1", slip()))

    assert died.returncode == -signal.SIGXFSZ
    assert found
    assert all(name.endswith(".part") for name in found)
    assert again == Printed()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["j1.escpos", "j1.pdf", "j1.png"]
    picture((tmp_path / "j1.png").read_bytes())
    assert "A012" in pdf_text((tmp_path / "j1.pdf").read_bytes())
