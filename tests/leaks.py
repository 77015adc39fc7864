"""What a process holds that outlives a careless test: threads, child processes, listening sockets."""

from __future__ import annotations

import contextlib
import os
import socket
import stat
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROC = Path("/proc")
_DESCRIPTORS = PROC / "self" / "fd"
_NETWORK = (socket.AF_INET, socket.AF_INET6)
HELPERS_OF_PYTHON = ("multiprocessing.resource_tracker", "multiprocessing.forkserver")


def held() -> frozenset[str]:
    """Return a line for each non-daemon thread, running child and listening TCP socket of this process.

    Children and sockets are read from /proc; on a system without it only threads are seen.
    """
    return _threads() | _children() | _listening()


def left_behind(before: frozenset[str], patience_s: float = 60.0) -> list[str]:
    """Return what is held now and was not in `before`, after waiting a little for what is just ending."""
    deadline = time.monotonic() + patience_s
    while (left := held() - before) and time.monotonic() < deadline:
        time.sleep(0.02)
    return sorted(left)


def _threads() -> frozenset[str]:
    threads = threading.enumerate()
    return frozenset(f"thread {t.name} ({t.ident})" for t in threads if t.is_alive() and not t.daemon)


def _children() -> frozenset[str]:
    lists = (_read(task) for task in PROC.glob("self/task/*/children"))
    commands = {pid: _command(pid) for pids in lists for pid in pids.split() if _runs(pid)}
    return frozenset(
        f"process {pid} {command}"
        for pid, command in commands.items()
        if not any(helper in command for helper in HELPERS_OF_PYTHON)
    )


def _runs(pid: str) -> bool:
    """Say whether it still runs: a zombie has ended and only waits for its exit code to be read."""
    state = _read(PROC / pid / "stat").rpartition(")")[2].split()[:1]
    return state not in ([], ["Z"])


def _command(pid: str) -> str:
    return _read(PROC / pid / "cmdline").replace("\0", " ").strip()


def _listening() -> frozenset[str]:
    found = set()
    for descriptor in _own_sockets():
        try:
            with socket.socket(fileno=os.dup(descriptor)) as asked:
                if asked.family in _NETWORK and asked.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    found.add(f"listening socket on port {asked.getsockname()[1]}")
        except OSError:  # closed while we looked
            continue
    return frozenset(found)


def _own_sockets() -> Iterator[int]:
    """Return the descriptors of this process that are sockets."""
    for entry in _DESCRIPTORS.iterdir() if _DESCRIPTORS.exists() else ():
        with contextlib.suppress(OSError):  # closed while we looked
            if stat.S_ISSOCK(os.fstat(int(entry.name)).st_mode):
                yield int(entry.name)


def _read(path: Path) -> str:
    """Return the text of a file under /proc, empty when what it speaks of ended while we looked."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
