"""python-escpos, loaded once and tidied up after: it leaves a folder in the system's temp each time it is loaded."""

import os
import shutil

from escpos import capabilities
from escpos.exceptions import DeviceNotFoundError
from escpos.printer import Serial, Usb

__all__ = ["DeviceNotFoundError", "Serial", "Usb"]

if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
    # Its table of printers, kept there for a next time that never looks for it under this name.
    shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
