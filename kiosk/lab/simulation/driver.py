"""Plays the script of a day at a branch: an event loop in simulated time, one thread, one request after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kiosk.lab.simulation.client import HALL, Client
from kiosk.lab.simulation.counters import Counters
from kiosk.lab.simulation.lobby import Lobby
from kiosk.lab.simulation.outcome import Outcome
from kiosk.lab.simulation.pace import Pace
from kiosk.lab.simulation.script import Script
from kiosk.lab.simulation.stage import LOBBY, Guest, Stage

_MINUTE_MS: Final = 60_000
_HALL_MS: Final = 2 * _MINUTE_MS
"""How often somebody looks at the hall screen."""
_HALF_HOUR_MS: Final = 30 * _MINUTE_MS
_PATIENCE_MS: Final = 60 * _MINUTE_MS
"""How long after closing people wait for a counter that somebody real has."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the day is."""

    ms: int
    """Simulated time, UTC."""
    issued: int
    waiting: int
    served: int


class Driver:
    """One day: the staff come, customers arrive, are served and rate, the queue is worked off, the day is closed.

    It decides by the script and by the branch's answers alone, at simulated moments; so the totals are the same for a
    script, however quick or disturbed the branch is.
    """

    def __init__(
        self,
        client: Client,
        script: Script,
        pace: Pace,
        watch: Callable[[Progress], None] | None = None,
        *,
        closes_day: bool = True,
    ) -> None:
        """Play `script`; `watch` is called with every simulated half hour. Without `closes_day` the branch stays open."""
        self._client, self._script, self._pace, self._watch = client, script, pace, watch
        self._closes_day = closes_day
        self.outcome = Outcome()
        """Grows while the day runs."""
        self._stage = Stage(client, script, self.outcome)
        self._counters = Counters(self._stage, self._left)
        self._lobby = Lobby(self._stage, self._counters.wake)

    def run(self) -> Outcome:
        """Play the day to its end and return what came of it.

        Raises:
            BranchGone: the branch stopped answering.
        """
        asked, retried = len(self._client.latencies_ms), self._client.retries
        try:
            self._play()
        finally:
            self.outcome.left_waiting = self._waiting()
            self.outcome.latencies_ms = self._client.latencies_ms[asked:]
            self.outcome.requests = len(self.outcome.latencies_ms)
            self.outcome.retries = self._client.retries - retried
        return self.outcome

    def _play(self) -> None:
        begins_ms = self._script.opens_ms - self._script.staff_before_min * _MINUTE_MS
        self._pace.begin(begins_ms)
        self._counters.open_all(begins_ms)
        self._stage.agenda.at(self._script.opens_ms, self._look_around)
        while len(self._stage.agenda):
            ms, do = self._stage.agenda.take()
            self._pace.go_to(ms)
            do(ms)
        self._counters.close_all()
        if self._closes_day:
            self._stage.staff("close_day", LOBBY, {})

    def _look_around(self, ms: int) -> None:
        """Look at the hall now and then, as its screen does, until the doors are closed and nothing is left to do.

        More people there than are known of means that somebody real took a number.
        """
        seen = self._client.look("/v1/hall", "hall", HALL)["waits"]
        if sum(one["waiting"] for one in seen) > self._waiting() or self._counters.blocked:
            self._counters.look_again(ms)
        if self._watch is not None and (ms - self._script.opens_ms) % _HALF_HOUR_MS == 0:
            self._watch(self.progress(ms))
        if ms < self._script.closes_ms or len(self._stage.agenda) or self._hopes(ms):
            self._stage.agenda.at(ms + _HALL_MS, self._look_around)

    def _hopes(self, ms: int) -> bool:
        """Whether somebody waits for a counter that somebody real may still let go of."""
        patient = ms < self._script.closes_ms + _PATIENCE_MS
        return patient and self._counters.blocked and self._waiting() > 0

    def progress(self, ms: int) -> Progress:
        """Return how far the day is at `ms`."""
        return Progress(ms, self.outcome.issued.total(), self._waiting(), self.outcome.finished)

    def _waiting(self) -> int:
        return sum(guest.at == "waiting" for guest in self._stage.guests.values())

    def _left(self, guest: Guest, ms: int) -> None:
        self._lobby.leave(guest, ms)
