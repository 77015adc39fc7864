"""A headquarters as a process of its own: branches enrolled while it is down, started, measured, killed."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Final

from kiosk.app.headquarters import headquarters_of
from kiosk.hq.sites import Site, enrol, turn
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.records.database.connect import connect
from kiosk.records.database.keys import load_key
from tests.checkout import TOP
from tests.faults.harness import PATIENCE_S, wait_until
from tests.headquarters import HERE
from tests.leaks import PROC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.hq.sites import State

_START_LIMIT_S: Final = 60.0


class HeadquartersProcess:
    """`kiosk hq` on a data folder; its address is the one it writes there."""

    def __init__(self, folder: Path, *, demonstration: bool = True) -> None:
        self.folder, self.demonstration, self.port = folder, demonstration, 0
        self._process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def opened(self) -> Iterator[Headquarters]:
        """Give the headquarters in the folder to look at, while no process has it."""
        assert self._process is None
        with headquarters_of(self.folder, demonstration=self.demonstration) as headquarters:
            yield headquarters

    def enrol(self, branch: str, public: bytes) -> bytes:
        """Take a branch in while no process runs; return what headquarters signs with."""
        with self.opened() as headquarters:
            with headquarters.store.server_of(branch).write() as conn:
                enrol(conn, Site(branch, "enrolled", public, headquarters.demonstration), HERE.now_ms)
            return headquarters.identity.signing_public

    def durable(self, branch: str) -> int:
        """Return the seq up to which the newest epoch of a branch is durable, while a process runs; 0: nothing is."""
        with closing(connect(self._database, self._key, read_only=True)) as conn:
            asked = "SELECT seq FROM reached WHERE branch = ? ORDER BY place DESC LIMIT 1"
            (seq,) = conn.execute(asked, (branch,)).fetchone() or (0,)
        return int(seq)

    @property
    def _database(self) -> Path:
        return self.folder / "database" / "headquarters.db"

    @property
    def _key(self) -> bytes:
        return load_key(self.folder / "keys" / "database.key")

    def turn(self, branch: str, state: State) -> None:
        """Revoke a branch or let it in again, while a process runs."""
        opened = SqliteStore(self._database, self._key)
        with closing(opened) as store, store.server_of(branch).write() as conn:
            turn(conn, branch, state, HERE.now_ms)

    def start(self, *, wait: bool = True) -> None:
        """Start it, at the port it had before, and unless told otherwise wait until it answers."""
        self._address.unlink(missing_ok=True)
        demonstration = ["--demonstration"] if self.demonstration else []
        program = [sys.executable, "-m", "kiosk", "hq", "--data", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen([*program, *demonstration], cwd=TOP, stderr=subprocess.DEVNULL)
        if wait:
            wait_until(self._answers, _START_LIMIT_S)

    @property
    def _address(self) -> Path:
        return self.folder / "headquarters.json"

    def _answers(self) -> bool:
        ended = self._process.poll() if self._process else None
        assert ended is None, f"headquarters ended with {ended}"
        try:
            self.port = int(json.loads(self._address.read_text())["url"].rpartition(":")[2])
            with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)) as connection:
                connection.request("GET", "/")
                return bool(connection.getresponse().status)
        except (OSError, ValueError, HTTPException):
            return False

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def memory_kb(self) -> int:
        """Return the most memory the process has had since `forget_memory`, or since its start."""
        assert self._process is not None
        status = (PROC / str(self._process.pid) / "status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1])

    def forget_memory(self) -> None:
        """Count the most memory from here (proc(5), clear_refs)."""
        assert self._process is not None
        (PROC / str(self._process.pid) / "clear_refs").write_text("5")

    def kill(self) -> None:
        """Kill it: it gets no chance to do anything. Idempotent."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """Ask it to stop and wait for that; return the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        process.send_signal(how)
        return process.wait(timeout=_START_LIMIT_S)


@contextmanager
def running(headquarters: HeadquartersProcess) -> Iterator[HeadquartersProcess]:
    """Let a headquarters run in the block, and kill it at the end: no test leans on an orderly stop."""
    try:
        headquarters.start()
        yield headquarters
    finally:
        headquarters.kill()
