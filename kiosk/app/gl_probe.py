"""Asks Qt for a window and for OpenGL, in a process of its own: `python -m kiosk.app.gl_probe`.

Either may end the process. Each is told the moment it is there: `software` (a window can be shown), then `gl` (OpenGL
can draw in it).
"""

from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext


def probe() -> None:
    """Print what is there; die where Qt or the driver does."""
    app = QGuiApplication(["probe"])
    print("software", flush=True)
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if context.create() and context.makeCurrent(surface):
        print("gl", flush=True)
    del app


if __name__ == "__main__":
    probe()
