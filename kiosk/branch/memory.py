"""Memory that a long-lived process has freed and the C library keeps for itself."""

import ctypes
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def lean(work: Callable[P, T]) -> Callable[P, T]:
    """Return `work` so that it gives back the memory it needed: reading a whole database takes half its size.

    Without it the service grew by 45 MB over thirty days of morning checks and evening backups.
    """

    def leaner(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            give_memory_back()

    return leaner


def give_memory_back() -> None:
    """Give free memory back to the system; takes some milliseconds. Does nothing where the C library does it by itself."""
    if sys.platform == "linux":
        # musl has no such function and needs none.
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
