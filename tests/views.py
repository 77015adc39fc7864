"""The day as a screen or page holds it: taken over from a snapshot, kept up to date by the facts its role may see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.wire.projection import Role, seen_by
from kiosk.wire.snapshot import Snapshot, decode, encode
from tests.reception import contents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.domain.counter import Counter
    from kiosk.domain.day import Day
    from kiosk.domain.facts import Recorded


def taken_over(day: Day, role: Role = "reception") -> Day:
    """Return the day as it comes out of a snapshot."""
    return decode(encode(Snapshot("00" * 8, 9, day.last_ms, day), role)).day


def as_seen_by(role: Role, recorded: Iterable[Recorded]) -> list[Recorded]:
    """Return what a role sees of some facts."""
    return [seen for one in recorded if (seen := seen_by(role, one)) is not None]


def on_screen(day: Day, role: Role) -> dict[str, object]:
    """Return what a role can know of a day.

    That is all but the time of the last fact, which unseen facts move on too, and what unseen facts change of a
    counter: its calls since the guard and, where calls are not seen, since when it is idle.
    """

    def known(counter: Counter) -> Counter:
        if role in {"reception", "manager"}:
            return counter
        idle_since_ms = counter.idle_since_ms if role == "hall" else 0
        return replace(counter, calls_since_guard=0, idle_since_ms=idle_since_ms)

    return contents(day) | {"last_ms": 0, "counters": {one.id: known(one) for one in day.counters.values()}}
