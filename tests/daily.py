"""A branch at simulated time whose daily routine looks at the clock when a test says so, and never else."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from kiosk.app import serve
from kiosk.branch.daily import evening, opening, routine
from kiosk.branch.daily.routine import Daily
from tests.reception import HOUR_MS, NINE_MS
from tests.served import NoSpool, Served, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import pytest

DATE: Final = "2026-11-02"
SIX_MS: Final = NINE_MS + 9 * HOUR_MS


class Evenings:
    """A served branch, its clock and its routine."""

    def __init__(self, branch: Served, folder: Path) -> None:
        self.branch, self.folder = branch, folder

    def go_to(self, ms: int) -> None:
        """Let simulated time go on."""
        self.branch.run(self.branch.service.go_to(ms))

    def glance(self) -> None:
        """Let the routine look once, and do what is due."""
        house = self.branch.service.house
        assert isinstance(house, Daily)
        self.branch.run(house.glance())

    def busy_day(self) -> None:
        """Serve two customers at nine, park a third, and close the day at six."""
        self.go_to(NINE_MS)
        self.branch.did("open_counter", counter="1")
        for _ in range(3):
            self.branch.did("issue_ticket", "entrance", service="deposit")
        for finished in (True, True, False):
            leg = self.branch.did("call_next", counter="1")["leg"]
            self.branch.did("start_service", leg=leg, leg_version=2)
            self.go_to(self.now_ms() + 5 * 60_000)
            kind = "finish_service" if finished else "park_ticket"
            self.branch.did(kind, leg=leg, leg_version=3)
        self.go_to(SIX_MS)
        self.branch.did("close_day")

    def now_ms(self) -> int:
        """Return service time."""
        return int(self.branch.get("/v1/health").json()["now_ms"])

    def happened(self, kind: type) -> list[Any]:
        """Return the facts of a kind, oldest first."""
        facts = self.branch.run(self.branch.service.facts_after(0, 10_000))
        return [one.fact for one in facts if isinstance(one.fact, kind)]

    def names(self, place: str) -> list[str]:
        """Return the names of the files in a folder of the data folder."""
        folder = self.folder / place
        return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


async def at_hand(work: Callable[..., str], *args: object) -> str:
    """Do what another process would do: starting one takes a second."""
    return work(*args)


@contextmanager
def evenings(folder: Path, monkeypatch: pytest.MonkeyPatch, *, apart: bool = False) -> Iterator[Evenings]:
    """Run a branch at simulated time whose routine waits to be told; `apart` draws its reports in other processes."""
    if not apart:
        monkeypatch.setattr(evening, "apart", at_hand)
        monkeypatch.setattr(opening, "apart", at_hand)
    monkeypatch.setattr(serve, "Spool", NoSpool)
    monkeypatch.setattr(routine, "SIMULATED_GLANCE_S", 3_600.0)
    with served(folder, simulated_from=DATE) as branch:
        one = Evenings(branch, folder)
        one.glance()  # the service has started
        yield one
