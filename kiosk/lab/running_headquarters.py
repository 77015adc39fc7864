"""A demonstration headquarters as a process of its own, and branches that it knows."""

import contextlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.branch.upload.enrolment import Enrolment
from kiosk.hq.identity import have_identity
from kiosk.hq.sites import Site, enrol
from kiosk.hq.store.port import Store
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.lab.elsewhere import give_way
from kiosk.records.database.keys import load_key

_START_LIMIT_S: Final = 60.0
_RAW: Final = (Encoding.Raw, PublicFormat.Raw)


class RunningHeadquarters:
    """`kiosk hq --demonstration` on a data folder and, if `urls` name some, PostgreSQL servers."""

    def __init__(self, folder: Path, urls: Sequence[str] = (), *, elsewhere: bool = False) -> None:
        """Start it and wait for its address; `elsewhere`: take from what is measured as little as another machine would."""
        self._folder, self._urls = folder, urls
        program = [sys.executable, "-m", "kiosk", "hq", "--demonstration", "--until-stdin-closes"]
        servers = [part for url in urls for part in ("--url", url)]
        self._child = subprocess.Popen(  # noqa: S603 - this very program
            [*program, "--data", str(folder), "--port", "0", *servers],
            stdin=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if elsewhere:
            give_way(self._child)
        self.port = self._wait()

    @property
    def url(self) -> str:
        """The address it answers at."""
        return f"http://127.0.0.1:{self.port}"

    def _wait(self) -> int:
        deadline = time.monotonic() + _START_LIMIT_S
        while time.monotonic() < deadline and self._child.poll() is None:
            with contextlib.suppress(OSError, ValueError):
                told = json.loads((self._folder / "headquarters.json").read_text())
                port = int(told["url"].rpartition(":")[2])
                socket.create_connection(
                    ("127.0.0.1", port)
                ).close()  # it tells its address before it listens
                return port
            time.sleep(0.01)
        self.stop()
        raise RuntimeError("headquarters did not start")

    @contextlib.contextmanager
    def store(self) -> Iterator[Store]:
        """Open its databases beside it, to look at them or to take branches in."""
        file = self._folder / "database" / "headquarters.db"
        opened = (
            PostgresStore(self._urls)
            if self._urls
            else SqliteStore(file, load_key(self._folder / "keys" / "database.key"))
        )
        with contextlib.closing(opened):
            yield opened

    def take_in(self, branches: Sequence[str], url: str = "") -> list[Enrolment]:
        """Let it know branches, without voucher; return what each knows of it, reached at `url` if one is given."""
        identity = have_identity(self._folder / "keys", 1)
        keys = [Ed25519PrivateKey.generate() for _ in branches]
        with self.store() as store:
            for branch, key in zip(branches, keys, strict=True):
                public = key.public_key().public_bytes(*_RAW)
                with store.place(branch).write() as conn:
                    enrol(conn, Site(branch, "enrolled", public, demonstration=True), 0)
        return [
            Enrolment(url or self.url, branch, key, identity.signing_public, identity.sealing_public)
            for branch, key in zip(branches, keys, strict=True)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop it and wait for its end."""
        if self._child.stdin:
            self._child.stdin.close()
        self._child.wait(_START_LIMIT_S)
