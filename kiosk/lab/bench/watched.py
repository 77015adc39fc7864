"""A program for the bench: the entrance screen, watched until a customer can press something.

Its arguments are those of `kiosk`, and it is that command. Started as a file, so that nothing else of the bench is
loaded. It writes the processor time used (s) when the first frame with the services on it is out, and ends with its
standard input.
"""

# ruff: noqa: E402 - loaded in the order of the command itself: its command line, then screens without collecting garbage
import gc
import importlib
import runpy
import sys
import time

importlib.import_module("kiosk.app.cli")
gc.disable()

from PySide6.QtGui import QGuiApplication

from kiosk.screens import main as screens
from kiosk.screens.main import Kind, Manner, Screen, build_screen


def build_watched(kind: Kind, url: str, device: str, manner: Manner | None = None) -> Screen:
    """Build a screen as ever, and watch its frames."""
    screen = build_screen(kind, url, device, manner)
    window = screen.window

    def tell() -> None:
        if screen.model.property("step") == "category":
            print(time.process_time(), flush=True)
            sys.stdin.read()
            QGuiApplication.exit(0)

    window.frameSwapped.connect(tell)
    return screen


if __name__ == "__main__":
    vars(screens)["build_screen"] = build_watched
    runpy.run_module("kiosk", run_name="__main__", alter_sys=True)
