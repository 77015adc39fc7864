"""The staff of a simulated day: they open, call, wait for whoever comes, serve, take their breaks and go home."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from kiosk.lab.simulation.client import tablet
from kiosk.lab.simulation.script import Break
from kiosk.lab.simulation.stage import Guest, Stage

_MINUTE_MS: Final = 60_000
_AGAIN_MS: Final = 45_000
"""Nobody came: announced again after this, and passed after as long once more."""
_TIDY_MS: Final = 15_000
"""From one customer to the next call."""


@dataclass(slots=True)
class _Counter:
    id: str
    skills: tuple[str, ...]
    open: bool = False
    ours: bool = False
    """Opened here, and not by somebody real."""
    busy: bool = False
    blocked: bool = False
    """Somebody real has it: it could not call though it had nobody in hand."""
    idle_since_ms: int = 0
    break_to_ms: int = 0
    """Not 0: closes for a break as soon as nobody is in hand."""

    @property
    def idle(self) -> bool:
        return self.open and not self.busy


class Counters:
    """All counters of the script. `left` is called with every guest who has been served for good."""

    def __init__(self, stage: Stage, left: Callable[[Guest, int], None]) -> None:
        """Put every break of the script on the agenda."""
        self._stage, self._left = stage, left
        self._counters = {one: _Counter(one, skills) for one, skills in stage.script.counters.items()}
        for pause in stage.script.breaks:
            stage.agenda.at(stage.script.opens_ms + pause.from_ms, partial(self._break, pause))

    def open_all(self, ms: int) -> None:
        """Open every counter."""
        for counter in self._counters.values():
            self._open(counter, ms)

    def close_all(self) -> None:
        """Close every counter that was opened here and has nobody in hand."""
        for counter in self._counters.values():
            if counter.idle and counter.ours:
                self._close(counter)

    def wake(self, service: str, ms: int) -> None:
        """Somebody waits for `service`: an idle counter calls, fewest skills first, then longest idle (queueing.md)."""
        able = [one for one in self._counters.values() if one.idle and service in one.skills]
        for counter in sorted(able, key=lambda one: (len(one.skills), one.idle_since_ms, one.id)):
            if self._call(counter, ms):
                return

    @property
    def blocked(self) -> bool:
        """Whether some counter could not call because somebody real has it."""
        return any(counter.idle and counter.blocked for counter in self._counters.values())

    def look_again(self, ms: int) -> None:
        """Let every idle counter call: somebody real took a number, or has let go of a counter."""
        for counter in self._counters.values():
            if counter.idle:
                self._call(counter, ms)

    def _open(self, counter: _Counter, ms: int) -> None:
        answer = self._stage.client.ask(
            "open_counter", {"counter": counter.id}, "reception", tablet(counter.id)
        )
        counter.ours = answer["kind"] == "done"
        counter.open = counter.ours or answer["code"] == "counter_open"
        counter.busy, counter.idle_since_ms, counter.break_to_ms = False, ms, 0

    def _close(self, counter: _Counter) -> None:
        self._stage.staff("close_counter", tablet(counter.id), {"counter": counter.id})
        counter.open = False

    def _break(self, pause: Break, ms: int) -> None:
        counter = self._counters[pause.counter]
        counter.break_to_ms = self._stage.script.opens_ms + pause.to_ms
        if counter.idle:
            self._free(counter, ms)

    def _back(self, counter: _Counter, ms: int) -> None:
        self._open(counter, ms)
        if counter.open:
            self._call(counter, ms)

    def _free(self, counter: _Counter, ms: int) -> None:
        """Take the break that is due, or call."""
        counter.busy, counter.idle_since_ms = False, ms
        if counter.break_to_ms > ms:
            self._close(counter)
            self._stage.agenda.at(counter.break_to_ms, partial(self._back, counter))
        else:
            counter.break_to_ms = 0
            self._call(counter, ms)

    def _call(self, counter: _Counter, ms: int) -> bool:
        answer = self._stage.client.ask("call_next", {"counter": counter.id}, "reception", tablet(counter.id))
        counter.blocked = answer["kind"] == "refused" and answer["code"] != "nobody_waiting"
        if answer["kind"] == "refused":
            return False
        guest = self._stage.guests.get(answer["leg"]) or self._stage.stranger(answer["leg"], ms)
        guest.at, guest.version, counter.busy = "counter", guest.version + 1, True
        if not guest.called:
            guest.called = True
            waits = self._stage.outcome.waits_min.setdefault(guest.care, [])
            waits.append((ms - guest.issued_ms) / _MINUTE_MS)
        if guest.here:
            self._stage.agenda.at(ms + guest.customer.walk_s * 1000, partial(self._start, counter, guest))
        else:
            self._stage.agenda.at(ms + _AGAIN_MS, partial(self._announce, counter, guest))
        return True

    def _announce(self, counter: _Counter, guest: Guest, ms: int) -> None:
        if self._stage.step(guest, "announce_again", tablet(counter.id)):
            self._stage.agenda.at(ms + _AGAIN_MS, partial(self._pass, counter, guest))
        else:
            self._free(counter, ms)

    def _pass(self, counter: _Counter, guest: Guest, ms: int) -> None:
        if self._stage.step(guest, "pass_ticket", tablet(counter.id)):
            guest.at = "away"
            self._stage.outcome.passed += 1
            after_min = guest.customer.returns_after_min
            if after_min is not None:
                self._stage.agenda.at(ms + int(after_min * _MINUTE_MS), partial(self._return, guest))
        self._free(counter, ms)

    def _return(self, guest: Guest, ms: int) -> None:
        """Be back; after closing the doors are locked."""
        if ms < self._stage.script.closes_ms and self._stage.step(guest, "return_ticket", tablet("lobby")):
            guest.at, guest.here = "waiting", True
            self._stage.outcome.returned += 1
            self.wake(guest.customer.service, ms)

    def _start(self, counter: _Counter, guest: Guest, ms: int) -> None:
        if self._stage.step(guest, "start_service", tablet(counter.id)):
            self._stage.agenda.at(ms + int(guest.minutes * _MINUTE_MS), partial(self._finish, counter, guest))
        else:
            self._free(counter, ms)

    def _finish(self, counter: _Counter, guest: Guest, ms: int) -> None:
        second = self._second(counter, guest)
        if self._stage.step(guest, "finish_service", tablet(counter.id)):
            guest.at = "away"
            self._stage.outcome.finished += 1
            if second is None:
                self._left(guest, ms)
            else:
                self._stage.guests[second.leg] = second
                self.wake(guest.customer.second_service, ms)
        self._stage.agenda.at(ms + _TIDY_MS, partial(self._free, counter))

    def _second(self, counter: _Counter, guest: Guest) -> Guest | None:
        """Add the second service the guest thought of, before the first ends; it begins to wait with that end (D2)."""
        wanted = guest.customer.second_service
        if not wanted or guest.again:
            return None
        body = {"visit": guest.visit, "service": wanted}
        answer = self._stage.staff("add_service", tablet(counter.id), body)
        if answer is None:
            return None
        # Added and joined: two facts.
        return replace(
            guest,
            leg=answer["about"],
            version=2,
            minutes=guest.customer.second_minutes,
            at="waiting",
            again=True,
        )
