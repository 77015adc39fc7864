"""Memory that a long-lived process has freed and the C library keeps for itself."""

import ctypes
import sys


def give_memory_back() -> None:
    """Give free memory back to the system; takes some milliseconds. Does nothing where the C library does it by itself."""
    if sys.platform == "linux":
        # musl has no such function and needs none.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
