"""Whether a window can be shown here, found out without risking Qt's abort, and how to draw in it."""

import os
import subprocess
import sys
from functools import cache

_PROBE_LIMIT_S = 20
_PAINTLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def no_display_reason() -> str:
    """Return why no window can be shown here, in a sentence that says what to do, or an empty text if one can."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.startswith(_PAINTLESS) or sys.platform in {"win32", "darwin"}:
        return ""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return (
            "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): no screen can be shown."
            " Start it from a desktop session."
        )
    if _probe() is None:
        return "The display does not answer, or a library Qt needs is missing: no screen can be shown."
    return ""


def prepare_graphics() -> None:
    """Let Qt Quick draw in software where there is no usable OpenGL. A choice made in the environment stands."""
    if "QT_QUICK_BACKEND" not in os.environ and _probe() != "gl":
        os.environ["QT_QUICK_BACKEND"] = "software"


def renderer() -> str | None:
    """Return how Qt Quick would draw here: `gl` or `software`; None: no window comes at all."""
    return _probe()


def without_display() -> None:
    """Let Qt draw into memory, whatever display there is or is named: the tour shows no window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"


@cache  # a screen asks twice, and a crashed one is to be back in three seconds
def _probe() -> str | None:
    """Start Qt in a process of its own, for a missing display aborts it: `gl`, `software`, or None if no window came.

    A driver that crashes or hangs takes that process with it, after it said `software`.
    """
    program = [sys.executable, "-m", "kiosk.app.gl_probe"]
    try:
        told = subprocess.run(program, capture_output=True, timeout=_PROBE_LIMIT_S, check=False).stdout
    except subprocess.TimeoutExpired as hanging:
        told = hanging.stdout or b""
    except OSError:
        return None
    words = told.decode(errors="replace").split()
    return words[-1] if words else None
