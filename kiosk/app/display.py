"""Whether a window can be shown here, found out without risking Qt's abort, and how to draw in it."""

import os
import subprocess
import sys

_PROBE = """
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext
app = QGuiApplication(["probe"])
surface = QOffscreenSurface()
surface.create()
context = QOpenGLContext()
print("gl" if context.create() and context.makeCurrent(surface) else "software")
"""
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


def without_display() -> None:
    """Let Qt draw into memory, whatever display there is or is named: the tour shows no window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_QUICK_BACKEND"] = "software"


def _probe() -> str | None:
    """Start Qt in a process of its own, for a missing display aborts it: `gl`, `software`, or None if it died."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=_PROBE_LIMIT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
