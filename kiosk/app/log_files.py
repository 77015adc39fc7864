"""Log files: one event a line, a new file by size and by day, old ones packed, all of them together bounded.

Own code and not `logging.handlers`: theirs turn over by size or by time and not by both, bound a number of files and not
what they fill, pack nothing, and leave half a line behind on a full disk.
"""

import contextlib
import gzip
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

_MODE: Final = 0o640
"""The service's own user writes, its group (a technician's) reads, nobody else."""
_FOLDER_MODE: Final = 0o750
_LARGEST_PIECE: Final = 1 << 20
"""Packing a piece of this size takes some ten milliseconds, rarely: whoever logs just then waits for it."""
_PIECES: Final = 8
"""The bound is reached by so many pieces, not packed: a whole one can go and most of the past stays."""
_AGAIN_S: Final = 30.0
"""After a failed write the disk is left alone for so long."""


@dataclass(frozen=True, slots=True)
class LogBounds:
    """How long logs stay and how much they may fill, in one folder and for one program."""

    keep_days: int = 14
    max_mb: int = 50

    @property
    def piece_bytes(self) -> int:
        """At this size a new file begins."""
        return min(_LARGEST_PIECE, self.max_mb * (1 << 20) // _PIECES)


class LogFiles:
    """Appends lines to `NAME.jsonl`; `NAME-TIME.jsonl.gz` are older ones. Any thread may write; none ever fails.

    A disk that is full or a folder that is gone costs lines and nothing else: how many is told in the first line after.
    """

    def __init__(
        self, folder: Path, name: str, bounds: LogBounds, now_s: Callable[[], float] = time.time
    ) -> None:
        """Write into `folder`, which is made if need be; `now_s` is the wall clock."""
        self._folder, self._name, self._bounds, self._now_s = folder, name, bounds, now_s
        self._path = folder / f"{name}.jsonl"
        self._lock = threading.Lock()
        self._descriptor = -1
        self._size, self._day = 0, ""
        self._lost, self._torn, self._rest_until_s = 0, False, 0.0

    def write(self, line: str) -> None:
        """Append one line, given without its end."""
        with self._lock:
            if self._lost and abs(time.monotonic() - self._rest_until_s) < _AGAIN_S:
                self._lost += 1
                return
            try:
                self._write(line)
            except OSError:
                self._lost += 1
                self._rest_until_s = time.monotonic()
                self._close()

    def close(self) -> None:
        """Let the file go; the next line opens it again."""
        with self._lock:
            self._close()

    def _write(self, line: str) -> None:
        now = datetime.fromtimestamp(self._now_s(), UTC)
        self._open(now)
        if self._size and (self._size >= self._bounds.piece_bytes or now.strftime("%Y%m%d") != self._day):
            self._turn_over(now)
        if self._lost:
            self._append(f'{{"event": "log_lines_lost", "lines": {self._lost}, "level": "warning"}}')
            self._lost = 0
        self._append(line)

    def _append(self, line: str) -> None:
        data = (b"\n" if self._torn else b"") + line.encode("utf-8", "backslashreplace") + b"\n"
        self._torn = True
        if os.write(self._descriptor, data) != len(data):
            raise OSError("the disk took part of a line")
        self._torn = False
        self._size += len(data)

    def _open(self, now: datetime) -> None:
        if self._descriptor >= 0:
            return
        self._folder.mkdir(_FOLDER_MODE, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(self._path, flags, _MODE)
        found = os.fstat(self._descriptor)
        self._size = found.st_size
        self._torn = self._torn and self._size > 0
        self._day = f"{datetime.fromtimestamp(found.st_mtime, UTC):%Y%m%d}" if self._size else f"{now:%Y%m%d}"

    def _close(self) -> None:
        if self._descriptor >= 0:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = -1

    def _turn_over(self, now: datetime) -> None:
        """Put the file away under the present time and begin another; who reads it on Windows holds that up till later."""
        self._close()
        aside = self._folder / f"{self._name}-{now:%Y%m%dT%H%M%S%fZ}.jsonl"
        with contextlib.suppress(PermissionError):
            self._path.rename(aside)
        for old in self._old(".jsonl"):
            with contextlib.suppress(OSError):
                _pack(old)
        self._drop(now)
        self._open(now)
        self._day = f"{now:%Y%m%d}"

    def _drop(self, now: datetime) -> None:
        """Delete what is too old, and then the oldest until the rest fits beside one full piece."""
        oldest = f"{self._name}-{now - timedelta(days=self._bounds.keep_days):%Y%m%dT%H%M%S%fZ}"
        room = self._bounds.max_mb * (1 << 20) - self._bounds.piece_bytes
        for old in reversed([*self._old(".jsonl"), *self._old(".jsonl.gz")]):
            with contextlib.suppress(OSError):
                room -= old.stat().st_size
                if room < 0 or old.name < oldest:
                    old.unlink()

    def _old(self, end: str) -> list[Path]:
        """Return the files put away, oldest first: their names sort by time."""
        return sorted(self._folder.glob(f"{self._name}-????????T????????????Z{end}"))


def _pack(path: Path) -> None:
    """Pack a file, whole or not at all."""
    draft, packed = path.with_suffix(".draft"), path.with_suffix(".jsonl.gz")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _MODE)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(gzip.compress(path.read_bytes(), 6))
        draft.replace(packed)
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    path.unlink()
