"""The book of PINs and of the tries at them: what stands in the tables, read and written on the lane alone.

A try is written before it is looked at, and counts until a right one: no kill and no restart makes one free. After ten the
book is shut for that badge until a supervisor sets another PIN. The waits between come on top, in service time.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from kiosk.branch.desk import Desk
from kiosk.domain.answers import Refusal
from kiosk.domain.branch_plan import BranchPlan
from kiosk.records.connection import Connection
from kiosk.web.guessing import MOST, STRANGERS, wait_after

OWN: Final = 0
TEMPORARY: Final = 1
USED: Final = 2
"""What a PIN is: one's own; set by somebody else for one sign-in; one of those after that sign-in, which it unlocks."""

_LOOK: Final = "SELECT hash, temporary, set_ms FROM pin WHERE badge = ?"
_TRIES: Final = "SELECT tries, last_ms FROM pin_try WHERE badge = ?"
_TRY: Final = (
    "INSERT INTO pin_try (badge, tries, last_ms)"
    " VALUES (?, 1, ?)"
    " ON CONFLICT DO UPDATE SET tries = tries + 1, last_ms = excluded.last_ms"
)
_FORGET_STRANGERS: Final = (
    "DELETE FROM pin_try WHERE badge IN (SELECT badge FROM pin_try WHERE badge NOT IN (SELECT badge FROM pin)"
    " ORDER BY last_ms DESC, badge LIMIT -1 OFFSET ?)"
)


@dataclass(frozen=True, slots=True)
class Pin:
    """A PIN as it is kept: its hash, and whether it is OWN, TEMPORARY or USED."""

    hash: str
    temporary: int


@dataclass(frozen=True, slots=True)
class Try:
    """A try that is written and may be looked at: the PIN of the badge, None for nobody's, and which one in a row."""

    pin: Pin | None
    number: int


def begin_try(desk: Desk, badge: str) -> Try | Refusal:
    """Write a try at the PIN of a badge, and return it once it is durable.

    Refusals: `locked_badge` after ten wrong ones in a row; `too_many_tries` (details: wait_s). Both are the same for a
    badge that is nobody's, and neither looks at the PIN. StoreProblem: it cannot be written, so it is not looked at.
    """
    now_ms = desk.now_ms()
    tries, last_ms = desk.store.conn.execute(_TRIES, (badge,)).fetchone() or (0, now_ms)
    person = desk.register.staff.get(badge)
    if tries >= MOST or (person is not None and person.active and person.locked):
        return Refusal("locked_badge")
    if last_ms > now_ms:
        # The clock was ahead and is not any more: the wait begins anew, and is not as long as the clock was wrong.
        with desk.store.write() as conn:
            conn.execute("UPDATE pin_try SET last_ms = ? WHERE badge = ?", (now_ms, badge))
        last_ms = now_ms
    wait_ms = last_ms + wait_after(tries) - now_ms
    if wait_ms > 0:
        return Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))})
    with desk.store.write() as conn:
        conn.execute(_TRY, (badge, now_ms))
        conn.execute(_FORGET_STRANGERS, (STRANGERS,))
    return Try(pin_of(desk, badge), tries + 1)


def pin_of(desk: Desk, badge: str) -> Pin | None:
    """Return the PIN of somebody who works here; None for anybody else, and where none was set.

    A temporary one is good until the end of the business day after the one it was set on; later it is as if USED.
    """
    row = desk.store.conn.execute(_LOOK, (badge,)).fetchone()
    if row is None or not desk.register.roles_of(badge):
        return None
    kept, state, set_ms = row
    late = state == TEMPORARY and desk.now_ms() >= _ends_ms(desk.setting.plan, set_ms)
    return Pin(kept, USED if late else state)


def is_temporary(conn: Connection, badge: str) -> bool:
    """Tell whether the PIN of a badge was set by somebody else and never used; reads only, beside a running service too."""
    row = conn.execute(_LOOK, (badge,)).fetchone()
    return row is not None and row[1] == TEMPORARY


def _ends_ms(plan: BranchPlan, set_ms: int) -> int:
    """Return when the first day of business after a moment ends, in UTC ms; days on which the branch is closed are none."""
    day = date.fromisoformat(plan.day_at(set_ms).date) + timedelta(1)
    while plan.hours[day.weekday()] is None and any(plan.hours):
        day += timedelta(1)
    return plan.begins_ms(day + timedelta(1))


def keep_pin(conn: Connection, badge: str, pin: Pin, now_ms: int) -> None:
    """Keep a PIN in place of the one before, with no try at it yet. The transaction is the caller's."""
    conn.execute(
        "INSERT OR REPLACE INTO pin (badge, hash, temporary, set_ms) VALUES (?, ?, ?, ?)",
        (badge, pin.hash, pin.temporary, now_ms),
    )
    forget_tries(conn, badge)


def forget_pin(conn: Connection, badge: str) -> None:
    """Delete the PIN of somebody who left. The transaction is the caller's."""
    conn.execute("DELETE FROM pin WHERE badge = ?", (badge,))
    forget_tries(conn, badge)


def use_pin(conn: Connection, badge: str) -> None:
    """Take note that a PIN signed somebody in: a temporary one will not do so again. The transaction is the caller's."""
    conn.execute("UPDATE pin SET temporary = ? WHERE badge = ? AND temporary = ?", (USED, badge, TEMPORARY))
    forget_tries(conn, badge)


def forget_tries(conn: Connection, badge: str) -> None:
    """Begin to count anew, after a right PIN. The transaction is the caller's."""
    conn.execute("DELETE FROM pin_try WHERE badge = ?", (badge,))
