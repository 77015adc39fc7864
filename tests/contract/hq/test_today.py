"""What a branch says of its day, beside what headquarters counts as of the same fact."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI

from kiosk.branch.database.store import Store as BranchStore
from kiosk.domain import facts as f
from kiosk.hq.identity import key_id_of
from kiosk.hq.projector import Projector
from kiosk.hq.reports import Reports
from kiosk.hq.rollup import rolled_up
from kiosk.hq.today import read_today, router, tell
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.signing import sign_request
from tests.asgi_browser import Browser
from tests.headquarters import BRANCH, enrolled, public_of, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.hq.store.port import Server
    from kiosk.wire.sync.upload import StoredFact

pytestmark = pytest.mark.row("H5")
DATE = "2026-11-22"
SAMPLE = two_days(5)
FIRST = next(at for at, one in enumerate(SAMPLE.recorded) if one.date == DATE)


class Branch:
    """A branch that sends its facts and says how its day goes."""

    def __init__(self, headquarters: Headquarters, server: Server, folder: Path) -> None:
        self.headquarters, self.server = headquarters, server
        with BranchStore.open(folder) as store:
            write_down(store, SAMPLE.recorded)
            self.epoch, self.facts = stored_facts(store.conn)
        self.projector = Projector(server, rolled_up)

    def send(self, facts: list[StoredFact] | None = None) -> None:
        """Send all facts from the first on, applied or not."""
        send(self.server, self.epoch, NOTHING_BEFORE, facts or self.facts)

    def counted(self, seq: int) -> dict[str, Any]:
        """Return what the branch counts of its second day up to a fact."""
        of_day = [one.fact for one in SAMPLE.recorded[:seq] if one.date == DATE]
        return {
            "date": DATE, "epoch": self.epoch.hex(), "seq": seq, "waiting": 0, "serving": 0, "counters": 2,
            "issued": sum(isinstance(fact, f.TicketIssued) for fact in of_day),
            "finished": sum(isinstance(fact, f.ServiceFinished) for fact in of_day), "sent_ms": 1,
        }  # fmt: skip

    def say(self, seq: int, **other: object) -> None:
        """Say what is counted up to a fact, or something else."""
        today = read_today(json.dumps({**self.counted(seq), **other}).encode())
        assert today is not None
        tell(self.headquarters, BRANCH, today)

    def agreement(self) -> tuple[str, int]:
        """Return whether both count the same, and how many facts headquarters is behind."""
        (branch,) = Reports(self.headquarters.store).branches()
        newest = Reports(self.headquarters.store).reconciled(BRANCH, 1)
        assert branch.reconciled is not None
        assert newest == [branch.reconciled]
        return branch.reconciled.agreement, branch.reconciled.behind


@pytest.fixture
def branch(headquarters: Headquarters, server: Server, tmp_path: Path) -> Branch:
    return Branch(headquarters, server, tmp_path / "branch")


def test_a_branch_that_said_nothing_is_silent(branch: Branch) -> None:
    branch.send()
    branch.projector.catch_up()

    assert branch.agreement() == ("silent", 0)


def test_what_overtakes_the_facts_waits_for_them(branch: Branch) -> None:
    last = len(SAMPLE.recorded)
    branch.say(last)
    assert branch.agreement() == ("behind", last)

    branch.send(branch.facts[: FIRST + 10])
    branch.projector.catch_up()
    assert branch.agreement() == ("behind", last - FIRST - 10)

    branch.send()
    branch.projector.catch_up()
    assert branch.agreement() == ("equal", 0)


@pytest.mark.parametrize("before", [True, False])
def test_both_are_compared_as_of_the_fact_the_branch_counted(branch: Branch, *, before: bool) -> None:
    seq = FIRST + (len(SAMPLE.recorded) - FIRST) * 2 // 3
    assert branch.counted(seq)["issued"] < branch.counted(len(SAMPLE.recorded))["issued"]

    if before:
        branch.say(seq)
    branch.send()
    branch.projector.catch_up()
    if not before:
        branch.say(seq)

    assert branch.agreement() == ("equal", 0)


def test_a_fact_that_was_set_aside_shows_as_a_difference(branch: Branch) -> None:
    issued = next(at for at in range(FIRST, len(branch.facts)) if branch.facts[at].kind == "ticket_issued")
    branch.facts[issued] = branch.facts[issued]._replace(body=b"{}")
    branch.send()
    branch.projector.catch_up()

    branch.say(len(branch.facts))

    assert branch.agreement() == ("differs", 0)


def test_what_was_said_earlier_and_comes_late_changes_nothing(branch: Branch) -> None:
    branch.say(FIRST + 40, waiting=7)

    branch.say(FIRST + 20, waiting=3)

    (today,) = Reports(branch.headquarters.store).reconciled(BRANCH, 5)
    assert today.told is not None
    assert (today.told.seq, today.told.waiting) == (FIRST + 40, 7)


def test_a_date_far_ahead_is_the_last_only_until_the_branch_says_something_newer(branch: Branch) -> None:
    branch.say(FIRST + 40, date="2099-01-01")
    branch.say(FIRST + 60)

    (told,) = Reports(branch.headquarters.store).branches()

    assert told.reconciled is not None
    assert told.reconciled.date == DATE


@pytest.mark.parametrize("date", [DATE, "2026-11-23"])
def test_what_was_said_before_another_epoch_began_changes_nothing(branch: Branch, date: str) -> None:
    branch.send()
    branch.say(5, epoch="ee" * 8, waiting=7)

    branch.say(len(SAMPLE.recorded), date=date, waiting=3)

    (told,) = Reports(branch.headquarters.store).branches()
    assert told.reconciled is not None
    assert told.reconciled.told is not None
    assert told.reconciled.told.waiting == 7


GOOD: dict[str, Any] = {
    "date": DATE, "epoch": "00" * 8, "seq": 1, "waiting": 0, "serving": 0, "counters": 0, "issued": 0, "finished": 0,
    "sent_ms": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\xff", b"[]", b"{}", b"[" * 2_000,
        *(json.dumps({**GOOD, **bad}).encode() for bad in (
            {"date": "today"}, {"date": "20261122"}, {"date": "2026-W47-7"}, {"date": 3},
            {"epoch": "zz"}, {"epoch": "00"}, {"seq": -1}, {"seq": 1.5}, {"seq": True},
            {"issued": "1"}, {"issued": 1 << 60}, {"finished": None},
        )),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_kept(body: bytes) -> None:
    assert read_today(json.dumps(GOOD).encode()) is not None

    assert read_today(body) is None


def test_only_the_branch_itself_may_say_how_its_day_goes(headquarters: Headquarters) -> None:
    key = enrolled(headquarters)
    rooms = FastAPI()
    rooms.include_router(router(headquarters))
    path, body = f"/v1/branches/{BRANCH}/today", json.dumps({**GOOD, "issued": 312}).encode()

    def ask(signer: Ed25519PrivateKey, said: bytes) -> int:
        headers = sign_request(signer, key_id_of(public_of(key)), "POST", path, said)
        return Browser(rooms).post(path, content=said, headers=headers).status_code

    assert ask(Ed25519PrivateKey.generate(), body) == 403
    assert ask(key, b"{}") == 422
    assert ask(key, body + b" " * 4_000) == 413
    assert Reports(headquarters.store).reconciled(BRANCH, 1) == []
    assert ask(key, body) == 200
    assert Reports(headquarters.store).reconciled(BRANCH, 1)[0].agreement == "behind"
