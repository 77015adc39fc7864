"""The whole product on one machine: a demonstration branch, its entrance screen and the way to everything else."""

import contextlib
import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from kiosk.app.display import no_display_reason, prepare_graphics
from kiosk.app.folders import Folders

_START_LIMIT_S = 60.0
_STOP_LIMIT_S = 20.0
EXIT_NOT_STARTED = 4


def demonstrate(folders: Folders, port: int) -> int:
    """Run the demonstration until its entrance screen closes; with no display, until interrupted. Return an exit code."""
    with running_branch(folders, port) as url:
        if url is None:
            return EXIT_NOT_STARTED
        reason = no_display_reason()
        if reason:
            return _serve_pages(url, reason)
        prepare_graphics()
        from kiosk.app.look import chosen_theme
        from kiosk.screens.demonstration import run_demonstration

        theme = chosen_theme(folders.theme, wanted=False)
        return run_demonstration(url, [sys.executable, "-m", "kiosk"], theme)


@contextlib.contextmanager
def running_branch(folders: Folders, port: int) -> Iterator[str | None]:
    """Give the address of a demonstration branch: the one running on this data folder, or a child of our own.

    None, with the reason printed, if none could be started. A child stops with us, even if we are killed.
    """
    running = address_of(folders)
    if running:
        yield running
        return
    child = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "kiosk",
            "branch",
            "--demonstration",
            "--until-stdin-closes",
            "--data",
            str(folders.root),
            "--port",
            str(port),
        ],
        stdin=subprocess.PIPE,
    )
    try:
        yield wait_for(folders, child)
    finally:
        end(child)


def end(child: "subprocess.Popen[bytes]") -> None:
    """Let the child stop in its own time, but not for ever; killed, it has still lost nothing it confirmed."""
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(timeout=_STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def wait_for(folders: Folders, child: "subprocess.Popen[bytes]") -> str | None:
    """Return the address of the branch that a child serves, once it answers; None, with a line printed, if it does not."""
    deadline = time.monotonic() + _START_LIMIT_S
    while child.poll() is None and time.monotonic() < deadline:
        url = address_of(folders)
        if url:
            return url
        time.sleep(0.05)
    print("The branch service did not start; the line above says why.", file=sys.stderr)
    return None


def address_of(folders: Folders) -> str | None:
    """Return the address of the service that answers for this data folder, None if there is none."""
    try:
        url = str(json.loads(folders.address.read_text())["url"])
        with urllib.request.urlopen(f"{url}/v1/health", timeout=2) as answer:  # noqa: S310 - our own loopback address
            return url if answer.status == 200 else None  # noqa: PLR2004
    except (OSError, ValueError, KeyError):
        return None


def _serve_pages(url: str, reason: str) -> int:
    print(reason)
    print(f"Reception page:  {url}/reception")
    print("Tour in pictures: packaging/start tour FOLDER, or kiosk tour FOLDER where kiosk is installed")
    print("Ctrl-C stops.", flush=True)
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0
