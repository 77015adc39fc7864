"""What a machine is set up for: its services and screens, each a process of its own, held together until one is closed."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from types import FrameType
from typing import Final

from kiosk.app.demonstration import EXIT_NOT_STARTED, end, wait_for
from kiosk.app.folders import Folders
from kiosk.app.settings import EXIT_CONFIG, Settings
from kiosk.screens.endings import LEAVE, RESTART

_SCREENS: Final = ("entrance", "exit", "hall")
_LOOK_S: Final = 0.2
_PAUSE_S: Final = 1.0
"""So long a screen that died stays away: one that cannot live must not take the whole machine."""
_NO_DISPLAY: Final = 3
_FOR_GOOD: Final = frozenset({0, _NO_DISPLAY, LEAVE, EXIT_CONFIG})
"""How a screen ends that nobody starts again: it was closed, or left, or will never find what it misses."""

Child = subprocess.Popen[bytes]


def run_roles(settings: Settings, folders: Folders, environ: Mapping[str, str]) -> int:
    """Run the roles of this machine until a screen is closed, a service ends, or we are told to stop; return an exit code.

    A screen that dies is started again. Children stop with us, even if we are killed.
    """
    roles = settings.machine.roles
    with contextlib.ExitStack() as stack, _stopping():
        children: dict[str, Child] = {}
        for role in (each for each in ("branch", "headquarters", *_SCREENS) if each in roles):
            children[role] = _begin(role, settings, environ)
            stack.callback(_end, children, role)
            if role == "branch" and wait_for(folders, children[role]) is None:
                return children[role].poll() or EXIT_NOT_STARTED
        try:
            return _hold(children, settings, environ)
        except KeyboardInterrupt:
            return 0


def _hold(children: dict[str, Child], settings: Settings, environ: Mapping[str, str]) -> int:
    while True:
        for role, child in children.items():
            code = child.poll()
            if code is None:
                continue
            if role not in _SCREENS or code in _FOR_GOOD:
                return code
            if code != RESTART:
                print(
                    f"kiosk: {role}: 屏幕意外退出，重新启动。 The screen ended unexpectedly and starts again."
                )
            time.sleep(_PAUSE_S)
            end(child)
            children[role] = _begin(role, settings, environ)
        time.sleep(_LOOK_S)


def _begin(role: str, settings: Settings, environ: Mapping[str, str]) -> Child:
    words = {"branch": ["branch"], "headquarters": ["hq"]}.get(role, ["screen", role])
    if role in _SCREENS and settings.origin("screen.full_screen").layer == "default":
        words.append("--full-screen")
    program = [sys.executable, "-m", "kiosk", *words, "--until-stdin-closes"]
    return subprocess.Popen(program, stdin=subprocess.PIPE, env=dict(environ))


def _end(children: dict[str, Child], role: str) -> None:
    end(children[role])


@contextlib.contextmanager
def _stopping() -> Iterator[None]:
    """Let a service manager's wish to stop come as an interrupt does, so that children end in order."""

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
