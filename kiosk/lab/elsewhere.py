"""What would run on another machine, and must share one here."""

import os
import subprocess
from typing import Final

_NICENESS: Final = 19


def give_way(process: "subprocess.Popen[bytes]") -> None:
    """Let a process that has just started, and all it will start, take only what the others leave of the cores."""
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
