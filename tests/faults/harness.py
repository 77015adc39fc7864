"""What the fault tests share: a desk over a real store, whose clock can be turned by hand."""

from __future__ import annotations

import os
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Final

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store, reading
from kiosk.branch.desk import Desk, Publish
from kiosk.branch.setting_files import load_setting
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Issued
from kiosk.domain.setting import Setting
from kiosk.records.connection import Connection

LONG: Final = os.environ.get("KIOSK_FAULTS") == "long"
"""Whether the long versions run: packaging/faults."""
STAFF: Final = r.By("reception", "tablet-1")
ENTRANCE: Final = r.By("entrance", "entrance-1")
DAY_MS: Final = 24 * 3_600_000
NINE_ON_A_MONDAY: Final = 1_793_581_200_000  # 2026-11-02 09:00 in Shanghai
PATIENCE_S: Final = 60.0
"""How long a test waits for what should take milliseconds."""


def new_id() -> str:
    """Return the id of a new user action."""
    return str(uuid.uuid4())


@cache
def setting(*, demonstration: bool = True, secret: bytes = bytes(32)) -> Setting:
    """Return the branch that the program ships with."""
    return load_setting(secret, always_open=demonstration)


class Time:
    """A wall clock and a monotonic clock for a `ServiceClock`, turned by hand. In ms."""

    def __init__(self, wall_ms: int = NINE_ON_A_MONDAY) -> None:
        self.wall_ms, self.elapsed_ms = wall_ms, 0

    def pass_by(self, ms: int) -> None:
        """Let time go by, as both clocks see it."""
        self.wall_ms += ms
        self.elapsed_ms += ms

    def turn_wall(self, by_ms: int) -> None:
        """Set the wall clock forward, or back when negative: no time goes by."""
        self.wall_ms += by_ms


class Reception:
    """A desk over a real store in a folder."""

    def __init__(
        self, folder: Path, at: Time, branch: Setting | None = None, publish: Publish = lambda _: None
    ) -> None:
        self.time = at
        self.store = Store.open(folder)
        newest = Journal(self.store.conn).newest
        clock = ServiceClock(lambda: at.wall_ms, lambda: at.elapsed_ms, last_ms=newest.at_ms if newest else 0)
        self.desk = Desk(self.store, clock, branch or setting(), publish)
        self.desk.found(demonstration=True)
        self.desk.keep_day()

    def ask(self, request: r.Request, by: r.By = STAFF, request_id: str = "") -> Answer:
        """Ask the desk, under a new id unless one is given."""
        return self.desk.handle(request_id or new_id(), request, by)

    def issue(self, service: str = "deposit") -> Issued:
        """Take a ticket that is not refused."""
        answer = self.ask(r.IssueTicket(service))
        assert isinstance(answer, Issued), answer
        return answer

    def seq(self) -> int:
        """Return the last number of the journal."""
        return self.desk.journal.head.seq

    def happened(self, kind: type) -> list[Any]:
        """Return the facts of a kind in the whole journal, oldest first."""
        return [one.fact for one in self.desk.journal.all_after(0) if isinstance(one.fact, kind)]

    def close(self) -> None:
        """Let the store go, without a word to the journal: as good as a crash."""
        self.store.close()


@contextmanager
def reception(folder: Path, at: Time | None = None, branch: Setting | None = None) -> Iterator[Reception]:
    """Give a desk, and let its store go at the end."""
    open_one = Reception(folder, at or Time(), branch)
    try:
        yield open_one
    finally:
        open_one.close()


def wait_until(done: Callable[[], object], limit_s: float = PATIENCE_S) -> None:
    """Wait until `done()` is true; fail after `limit_s`."""
    deadline = time.monotonic() + limit_s
    while not done():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def assert_sound(folder: Path) -> None:
    """Fail unless every record in a data folder is complete, in order and unaltered, and no ticket could be doubled."""
    report = verify(folder)
    assert report.sound, "\n".join(report.words("en"))
    with reading(folder) as (_, _, conn):
        assert unanswered_tickets(conn) == 0


def unanswered_tickets(conn: Connection) -> int:
    """Return how many tickets of the journal lack the stored answer without which a repeated request doubles them."""
    rows = conn.execute(
        "SELECT count(*) FROM journal WHERE kind = 'ticket_issued'"
        " UNION ALL SELECT -count(*) FROM request WHERE kind = 'issue_ticket'"
    )
    return sum(int(row[0]) for row in rows)
