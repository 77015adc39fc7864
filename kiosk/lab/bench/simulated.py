"""A simulated day at six hundred times its speed: how long a request takes while a whole branch is at work."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from kiosk.domain.percentile import percentile
from kiosk.lab.bench.measure import Floor, Row, spread
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation import Client, Driver, Outcome, Pace, write_script

_DAY: Final = "2026-11-02"
"""A Monday."""
_SPEED: Final = 600.0
_SLOWEST_MS: Final = 20.0


def simulated_rows(folder: Path, minutes: int) -> Iterator[Row]:
    """Let the people of a day's first `minutes` come to a branch in `folder`, slips drawn and all."""
    outcome, floor_ms = _day(folder, minutes)
    yield Row(
        f"request, simulated day at x{_SPEED:.0f}, {outcome.issued.total()} people",
        f"{spread(outcome.latencies_ms)}, {outcome.requests:,} requests; floor p95 {percentile(floor_ms, 95):.2f} ms",
        f"p95 <= {_SLOWEST_MS:.0f} ms",
        percentile(outcome.latencies_ms, 95) <= _SLOWEST_MS,
    )


def _day(folder: Path, minutes: int) -> tuple[Outcome, list[float]]:
    """Return what came of the day, and what the floor took in each of its minutes, in ms."""
    with RunningBranch(folder, simulated_from=_DAY) as branch, closing(Client(lambda: branch.url)) as client:
        script = write_script(client.book(), _DAY, seed=1)
        if script is None:
            raise RuntimeError(f"the branch is closed on {_DAY}")
        floor, floor_ms = Floor(folder), list[float]()

        def measure(_: int) -> None:
            began = time.perf_counter()
            floor.once()
            floor_ms.append((time.perf_counter() - began) * 1000)

        pace = Pace(client, _SPEED, each_minute=measure)
        with closing(floor):
            return Driver(client, script.shortened(minutes), pace).run(), floor_ms
