"""python-escpos, loaded once and tidied up after: it leaves a folder in the system's temp each time it is loaded."""

import os
import shutil
import tempfile
from pathlib import Path

from escpos import capabilities
from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Serial, Usb

__all__ = ["DeviceNotFoundError", "Serial", "Usb", "forget"]


def forget(folder: Path) -> None:
    """Delete a folder of the system's temp, if it can be done. Any other is somebody's, and stays."""
    if Path(tempfile.gettempdir()).resolve() in folder.resolve().parents:
        shutil.rmtree(folder, ignore_errors=True)


if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # Its table of printers, kept there for a next time that never looks for it under this name.
    forget(Path(capabilities.pickle_dir))
