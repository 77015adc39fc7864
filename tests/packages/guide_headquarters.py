"""A real headquarters on this machine for whoever follows the guide: its first owner, a voucher, and what its pages show."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL: Final = "http://127.0.0.1:8775"
_PASSWORD: Final = "a heron stands in the rain"
_PATIENCE_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Headquarters:
    """A browser in which its owner is signed in."""

    http: httpx.Client

    def voucher_for(self, branch: str) -> bytes:
        """Make a voucher on the page and return the file it gives."""
        fields = {"sites": branch, "uses": "", "days": "7", "url": URL, "ca": ""}
        made = self.http.post("/vouchers", data=fields)
        assert made.status_code == 303, made.text
        key = made.headers["location"].partition("voucher=")[2]
        return self.http.get(f"/vouchers/{key}.kiosk-voucher").content

    def words(self) -> list[str]:
        """Return the six words that the page shows for the one branch there is, in Chinese."""
        board = self.http.get("/branches/new/board").text
        found = re.search(r'lang="zh-CN"[^>]*>(.*?)</(?:ol|ul|div|p)>', board, re.DOTALL)
        assert found, board
        return re.findall(r"[\u4e00-\u9fff]+", re.sub(r"<[^>]+>", " ", found[1]))

    def figures(self) -> str:
        """Return its figures in the common text format."""
        return self.http.get("/metrics").text


@contextlib.contextmanager
def headquarters_in(folder: Path) -> Iterator[Headquarters]:
    """Start one on its usual port, and make its first owner as its first page asks."""
    words = [
        sys.executable,
        "-m",
        "kiosk",
        "hq",
        "--data",
        str(folder),
        "--port",
        "8775",
        "--until-stdin-closes",
    ]
    child = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        code = next(found[1] for line in child.stdout if (found := re.search(r"setup code is (\S+)", line)))
        # A page of its own asks this of it, as the header says.
        with httpx.Client(base_url=URL, headers={"origin": URL, "accept": "text/html"}, timeout=60) as http:
            _answers(http)
            fields = {"badge": "9001", "password": _PASSWORD, "again": _PASSWORD, "code": code}
            made = http.post("/first", data=fields)
            assert made.status_code == 303, made.text
            yield Headquarters(http)
    finally:
        child.stdin.close()
        child.wait(60)
        child.stdout.close()


def _answers(http: httpx.Client) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            http.get("/first")
        except httpx.TransportError:
            assert time.monotonic() < until
            time.sleep(0.1)
        else:
            return
