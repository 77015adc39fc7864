"""A screen that hangs is ended by the kernel, and a session whose screens all hang by systemd."""

import os
import signal

from PySide6.QtCore import QTimer

from kiosk.app.watchdog import Watchdog

_START_S = 60.0
"""Even a cold disk and two looks for OpenGL take less."""


class ScreenWatchdog:
    """Lives in the event loop of a screen. While that turns, it puts off the alarm that ends this process.

    The alarm is the kernel's (SIGALRM with its default action): it needs neither Python nor Qt to be able to move. It is
    set only where somebody starts the screen again, which WATCHDOG_USEC says; Windows has none.
    """

    def __init__(self, watchdog: Watchdog | None = None) -> None:
        """Begin before anything that could hang: a start must not either."""
        self._watchdog = watchdog or Watchdog.named_in(os.environ)
        self._timer: QTimer | None = None
        self._put_off(_START_S)

    def begin(self) -> None:
        """The window is shown and the event loop turns: say so, now and from now on."""
        self._watchdog.tell("READY=1")
        if self._watchdog.limit_s:
            self._timer = QTimer(interval=round(self._watchdog.every_s * 1000))
            self._timer.timeout.connect(self._alive)
            self._timer.start()
            self._alive()

    def end(self) -> None:
        """The event loop is over: what comes now is nobody's screen."""
        if self._timer:
            self._timer.stop()
        self._put_off(0)

    def _alive(self) -> None:
        self._watchdog.tell("WATCHDOG=1")
        self._put_off(self._watchdog.limit_s)

    def _put_off(self, seconds: float) -> None:
        if self._watchdog.limit_s and hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds)
