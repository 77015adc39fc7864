"""Four machines of a branch, each with a browser of its own inside its own network namespace, and what hands do there."""

from __future__ import annotations

import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from axe_playwright_python.sync_playwright import Axe

from kiosk.branch.access.place import Place
from tests.browsers import CHROMIUM
from tests.checkout import TOP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import ConsoleMessage, Page, Playwright

    from tests.lan.namespaces import Machine

ARGUMENTS: Final = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE_MS: Final = 60_000
_START_S: Final = 120.0
_REST_MS: Final = 450
"""Pages take a second tap within 350 ms for the second half of a double tap."""


class House:
    """The branch service as a process on one of the machines."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        """Start it, and wait until it answers."""
        self.machine, self._folder = machine, folder
        program = [sys.executable, "-m", "kiosk", "branch", "--demonstration"]
        data = ["--data", str(folder), "--port", "0", "--lan-port", "0"]
        self._process = subprocess.Popen(machine.command(*program, *data), cwd=TOP, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_S
        while not (self._folder / "service.json").exists():
            assert self._process.poll() is None, "the service ended"
            assert time.monotonic() < deadline, "the service does not answer"
            time.sleep(0.1)

    @property
    def loopback(self) -> str:
        """Where it answers on its own machine."""
        return str(json.loads((self._folder / "service.json").read_text())["url"])

    def certificate(self) -> bytes:
        """Return the certificate that the branch signs with, as the branch's own computer is given it."""
        with self.machine.entered(), urllib.request.urlopen(f"{self.loopback}/ca.crt", timeout=30) as told:  # noqa: S310 - http, loopback
            pem: bytes = told.read()
        return pem

    def stop(self) -> None:
        """Stop it and wait for its end."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(_START_S)


class Device:
    """A browser at a machine of the branch, and whoever stands before it."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, message: ConsoleMessage) -> None:
        # A refusal travels as 4xx, which Chromium puts on the console as if it were a fault.
        if message.type == "error" and not re.search(r"status of 4\d\d", message.text):
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Open a page of the branch."""
        self.page.goto(self.home + path)

    def tap(self, target: str) -> None:
        """Touch the only visible element that `target` selects, once the page is at rest."""
        self.page.wait_for_timeout(_REST_MS)
        self.page.locator(target).locator("visible=true").tap()

    def sees(self, target: str, text: str | re.Pattern[str] = "") -> None:
        """Wait until the page shows `text` in `target`."""
        self.page.locator(target).filter(has_text=text).locator("visible=true").first.wait_for()

    def text(self, target: str) -> str:
        """Return what stands in the visible element that `target` selects, once something does."""
        self.sees(target, re.compile(r"\S"))
        return self.page.locator(target).locator("visible=true").first.inner_text()

    def arrives(self, path: str) -> None:
        """Wait until the page of a path is shown."""
        self.page.wait_for_url(re.compile(rf"{re.escape(self.home + path)}(\?.*)?$"))

    def types(self, *entries: str) -> None:
        """Type on the keyboard into a form of digits, Enter after each."""
        for entry in entries:
            self.page.locator(".pad :focus").wait_for()
            self.page.wait_for_timeout(_REST_MS)
            self.page.keyboard.type(entry)
            self.page.keyboard.press("Enter")

    def faults(self) -> list[str]:
        """Return what axe finds on the page as it stands, as `path rule: element`."""
        self.page.wait_for_timeout(_REST_MS)
        found = Axe().run(self.page).response["violations"]
        path = self.page.url.removeprefix(self.home)
        return [f"{path} {fault['id']}: {node['html'][:160]}" for fault in found for node in fault["nodes"]]


@contextmanager
def browsers(
    playwright: Playwright, machines: list[Machine], folder: Path
) -> Iterator[dict[str, tuple[Page, Path]]]:
    """Give a page in a browser of its own on each machine, by its address, with the home it trusts certificates from."""
    with ExitStack() as stack:
        given: dict[str, tuple[Page, Path]] = {}
        for machine in machines:
            home = folder / machine.namespace
            (home / ".pki" / "nssdb").mkdir(parents=True)
            _certutil(home, "-N", "--empty-password")
            browser = playwright.chromium.launch(
                executable_path=_wrapper(machine, home), args=ARGUMENTS, env={**os.environ, "HOME": str(home)}
            )
            stack.callback(browser.close)
            context = browser.new_context(viewport={"width": 1280, "height": 800}, has_touch=True)
            context.route("**/static/fonts/*", lambda route: route.fulfill(body=b""))
            given[machine.address] = (context.new_page(), home)
        yield given


def trust(home: Path, pem: bytes, fingerprint: str) -> None:
    """Have a browser trust the branch, as a technician does who compared what the tablet shows with the code's sheet."""
    assert Place((), "", pem).fingerprint_sha256 == "".join(fingerprint.split())
    (home / "ca.crt").write_bytes(pem)
    _certutil(home, "-A", "-t", "C,,", "-n", "branch", "-i", str(home / "ca.crt"))


def _certutil(home: Path, *words: str) -> None:
    done = subprocess.run(
        ["certutil", "-d", f"sql:{home}/.pki/nssdb", *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.fail(f"certutil {' '.join(words)}: {done.stderr}")


def _wrapper(machine: Machine, home: Path) -> Path:
    """Return a program that starts Chromium on a machine: its pipes reach across namespaces."""
    path = home / "chromium"
    path.write_text(f'#!/bin/sh\nexec {" ".join(machine.command(CHROMIUM))} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
