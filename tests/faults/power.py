"""A branch on a disk that can lose its power: born, living for some requests, and looked at when the power is back."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Final, cast

import apsw

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.schema import migrate
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.upkeep.examine import examine
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.visit import LegStatus
from kiosk.records.connection import Connection
from kiosk.records.database.connect import BIRTH_SETTINGS, SETTINGS, database, set_up
from kiosk.records.database.keys import Keys
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem
from tests.faults.disk import Disk, Image
from tests.faults.disk_under_sqlite import CuttableFiles, Database
from tests.faults.harness import NINE_ON_A_MONDAY, STAFF, setting, unanswered_tickets

Settings = Sequence[tuple[str, str, object]]

_FILES: Final = BranchFiles(Path("/disk"))
_KEYS: Final = Keys(bytes(32), bytes(32))
_SERVICES: Final = ("deposit", "withdrawal", "transfer")
_BETWEEN_REQUESTS_MS: Final = 20_000
_CHECKPOINTS_AFTER: Final = (1_000, 60, 20)
"""Pages. SQLite's own 1,000 and two smaller ones, so that cuts often fall into a checkpoint or right behind one."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A request that was answered after `at` things had been done to the disk since the power came on."""

    at: int
    id: str
    request: r.Request
    answer: Answer


@dataclass(frozen=True, slots=True)
class Life:
    """One stretch of power, its orderly end included: what was done to the disk, and all that was ever acknowledged."""

    disk: Disk
    acknowledged: tuple[Acknowledged, ...] = ()

    def until(self, cut: int) -> tuple[Acknowledged, ...]:
        """Return what was acknowledged before a cut, as the next life knows it."""
        return tuple(replace(one, at=0) for one in self.acknowledged if one.at <= cut)


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine whose branch has these settings, and was born with those."""

    files: CuttableFiles
    settings: Settings = SETTINGS
    born_with: Settings = BIRTH_SETTINGS

    def birth(self) -> Image:
        """Return the disk of a new branch as the store leaves it: every file and name made durable."""
        disk = Disk()
        with self._opened(disk) as conn:
            _give_birth(conn, self.born_with)
        return disk.shut_down()

    def life(
        self, start: Image, known: Sequence[Acknowledged], rng: random.Random, requests: int = 25
    ) -> Life:
        """Switch the power on and let staff work. On an empty disk the branch is born in this very life."""
        disk, acknowledged = Disk(start), list(known)
        with self._opened(disk) as conn:
            if not start:
                _give_birth(conn, self.born_with)
            set_up(conn, self.settings, _FILES.database)
            conn.execute(f"PRAGMA wal_autocheckpoint = {rng.choice(_CHECKPOINTS_AFTER)}").fetchall()
            desk = _desk(conn)
            desk.found(demonstration=True)
            for _ in range(requests):
                request, request_id = _wish(desk, rng), str(uuid.UUID(int=rng.getrandbits(128)))
                answer = desk.handle(request_id, request, STAFF)
                if not isinstance(answer, Refusal):
                    acknowledged.append(Acknowledged(len(disk.done), request_id, request, answer))
        return Life(disk, tuple(acknowledged))

    def faults_after(self, image: Image, known: Sequence[Acknowledged]) -> list[str]:
        """Switch the power on again: return what is unsound or lost, nothing if all is well."""
        try:
            with self._opened(Disk(image)) as conn:
                set_up(conn, self.settings, _FILES.database)
                report, doubtful = examine(conn), unanswered_tickets(conn)
                desk = _desk(conn)
                lost = [one.id for one in known if desk.handle(one.id, one.request, STAFF) != one.answer]
        except (apsw.Error, StoreProblem, RuntimeError) as error:
            return [f"does not open: {error}"]
        if doubtful:
            lost.append(f"the answers of {doubtful} tickets")
        return [*(finding.words("en") for finding in report.findings), *(f"lost: {one}" for one in lost)]

    @contextmanager
    def _opened(self, disk: Disk) -> Iterator[Connection]:
        conn = cast("Connection", Database(self.files, disk))
        try:
            yield conn
        finally:
            conn.close()


def _give_birth(conn: Connection, settings: Settings) -> None:
    set_up(conn, settings, _FILES.database)
    migrate(database(conn))


def _desk(conn: Connection) -> Desk:
    """Return the desk of the branch over a connection, as the service makes it."""
    newest = Journal(conn).newest
    steps = count(step=_BETWEEN_REQUESTS_MS)
    clock = ServiceClock(lambda: NINE_ON_A_MONDAY, lambda: next(steps), last_ms=newest.at_ms if newest else 0)
    # Store.open would take the lock of a folder and its own SQLite; the rest of the store does not know the difference.
    store = Store(_FILES, _KEYS, cast("FolderLock", None), conn)
    return Desk(store, clock, setting(), lambda _: None)


def _wish(desk: Desk, rng: random.Random) -> r.Request:
    """Return what somebody might ask now: mostly tickets, and counters that work them off."""
    day = desk.day
    if rng.random() < 0.6:
        return r.IssueTicket(rng.choice(_SERVICES))
    counter = rng.choice(("1", "2"))
    if counter not in day.counters:
        return r.OpenCounter(counter)
    leg = day.legs.get(day.counters[counter].leg)
    if leg is None:
        return r.CallNext(counter)
    if leg.status is LegStatus.CALLED:
        return rng.choice((r.StartService, r.PassTicket))(leg.id, leg.version)
    return rng.choice((r.FinishService, r.ParkTicket))(leg.id, leg.version)
