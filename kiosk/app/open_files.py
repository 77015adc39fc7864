"""How many files and sockets this process may have open."""

import contextlib
import sys
from typing import Final

if sys.platform != "win32":
    import resource

UNBOUNDED: Final = 1 << 20
"""More than anybody here could open: Windows has no such limit."""


def have_all_files() -> int:
    """Let this process open as many files as the machine allows it, and return how many those are.

    Programs get 256 to 1,024 unless they ask, and every connection is one.
    """
    if sys.platform == "win32":
        return UNBOUNDED
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(
        ValueError, OSError
    ):  # macOS calls its limit infinite and grants less: the rest will do
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return UNBOUNDED if allowed == resource.RLIM_INFINITY else min(allowed, UNBOUNDED)
