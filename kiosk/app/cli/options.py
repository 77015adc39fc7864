"""Options that several commands share, and the folder they mean."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.folders import Folders, default_folders

DataOption = Annotated[
    Path | None,
    typer.Option("--data", envvar="KIOSK_DATA", help="Data folder of the branch [default: the user's own]"),
]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Port on loopback; 0 picks a free one")
]
DemonstrationOption = Annotated[
    bool,
    typer.Option(
        "--demonstration", help="Open around the clock; every fact is marked and can never be taken for real"
    ),
]
UntilStdinClosesOption = Annotated[
    bool,
    typer.Option("--until-stdin-closes", help="Stop when standard input ends, as a child process should"),
]

DEFAULT_PORT = 8765
DEFAULT_LAN_PORT = 8766


def folders_of(data: Path | None, *, demonstration: bool = False) -> Folders:
    """Return the data folder named on the command line, or the default one."""
    return Folders(data.expanduser().resolve()) if data else default_folders(demonstration=demonstration)


def when_stdin_closes(act: Callable[[], None]) -> None:
    """Call `act`, in a thread of its own, once standard input has ended: its other end went with our parent."""

    def listen() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        act()

    threading.Thread(target=listen, daemon=True).start()


def terminate() -> None:
    """Ask this process to stop, as a service manager would."""
    signal.raise_signal(signal.SIGTERM)
