"""Where the commands of the guides are typed, and so how they are run by tests."""

from __future__ import annotations

from typing import Final

BY_THE_RUN: Final = (
    ("install.md", "office"),
    ("install.md", "branch"),
    ("install.md", "hall"),
    ("troubleshooting.md", "branch"),
    ("operations.md", "branch"),
    ("operations.md", "restore"),
    ("operations.md", "keep"),
    ("operations.md", "wipe"),
)
"""Typed line by line into machines of tests/packages/test_guides_run.py."""

_UPDATES: Final = (
    "tests/faults/update runs check, install, status, back, new-key and pack on packages of its own"
)
ELSEWHERE: Final = {
    ("install.md", "restart"): "a chroot does not restart",
    ("operations.md", "screen"): "a chroot has no monitor; tests/session runs the session under Xvfb",
    ("troubleshooting.md", "screen"): "a chroot has no monitor; tests/session runs the session under Xvfb",
    ("troubleshooting.md", "clock"): "it would set the clock of the machine that tests run on",
    ("troubleshooting.md", "answer"): "tests/integration/test_carried_back.py carries answers back",
    ("upgrade.md", "update"): _UPDATES,
    ("upgrade.md", "back"): _UPDATES,
    ("upgrade.md", "publisher"): _UPDATES,
}
"""What is not typed there, and why, or what runs it."""
