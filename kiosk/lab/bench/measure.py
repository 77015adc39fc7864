"""Measuring: the floor of a disk, durations and their percentiles, and the table they end up in."""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.percentile import percentile

_RECORD = b"\0" * 4096


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was measured, the figure, what it is held against, and whether it holds."""

    what: str
    figure: str
    target: str
    holds: bool | None
    """None where the issue names no figure."""


class Floor:
    """Append one page to a file and wait until the disk has it: no durable write is quicker than this."""

    def __init__(self, folder: Path) -> None:
        """Write to a file of its own in `folder`."""
        self._file = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def once(self) -> None:
        """Write and wait."""
        os.write(self._file, _RECORD)
        os.fdatasync(self._file)

    def close(self) -> None:
        """Let the file go."""
        os.close(self._file)


def interleaved(works: Sequence[Callable[[], object]], times: int) -> list[list[float]]:
    """Run each work `times` times, taking turns so that a slow moment of the machine hits all; return ms, by work."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(times):
        for work, durations in zip(works, taken, strict=True):
            began = time.perf_counter()
            work()
            durations.append((time.perf_counter() - began) * 1000)
    return taken


def spread(durations: Sequence[float]) -> str:
    """Return median and 95th percentile as text."""
    return f"p50 {percentile(durations, 50):.2f} ms, p95 {percentile(durations, 95):.2f} ms"


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text, one line each."""
    verdict = {True: "holds", False: "MISSED", None: ""}
    cells = [("measured", "figure", "target", "")]
    cells += [(row.what, row.figure, row.target, verdict[row.holds]) for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells]
    return "\n".join(line.rstrip() for line in (lines[0], "-" * len(lines[0]), *lines[1:]))
