"""What this process takes of its machine, on Linux and Windows; what the system does not tell is None."""

import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_STARTED_S: Final = time.time()
_SELF: Final = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class ProcessFigures:
    """Memory in bytes, times in seconds."""

    memory_bytes: int | None
    handles: int | None
    threads: int
    cpu_s: float
    started_s: float


def process_figures() -> ProcessFigures:
    """Return how this process stands now; a fraction of a millisecond."""
    return ProcessFigures(
        _memory_bytes(), _handles(), threading.active_count(), time.process_time(), _STARTED_S
    )


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS, learn.microsoft.com/windows/win32/api/psapi."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "working", *"abcdef")),
        )

    def _memory_bytes() -> int | None:
        found = _Counters(cb=ctypes.sizeof(_Counters))
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        here = wintypes.HANDLE(kernel.GetCurrentProcess())
        told = kernel.K32GetProcessMemoryInfo(here, ctypes.byref(found), found.cb)
        return int(found.working) if told else None

    def _handles() -> int | None:
        count = wintypes.DWORD()
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        here = wintypes.HANDLE(kernel.GetCurrentProcess())
        return count.value if kernel.GetProcessHandleCount(here, ctypes.byref(count)) else None

else:

    def _memory_bytes() -> int | None:
        try:
            return int((_SELF / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return None

    def _handles() -> int | None:
        try:
            return len(os.listdir(_SELF / "fd"))  # noqa: PTH208 - names alone, no path of each
        except OSError:
            return None
