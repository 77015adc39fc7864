"""Personal data from a branch to headquarters: sealed on the way and in every file, opened by hand, gone when it must go."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, cast

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.upload.client import Client
from kiosk.branch.upload.course import PACE
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.branch.upload.packing import Packer
from kiosk.branch.upload.rounds import Rounds
from kiosk.branch.upload.sealed import SealedRecords
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.hq import acts
from kiosk.hq.projector import Projector
from kiosk.hq.rollup import rolled_up
from kiosk.hq.sealed import Opened, Sought, listed, open_record, take
from kiosk.wire.sync.sealed import Place, SealedRecord, seal
from tests.canaries import canary, opened, sweep, told_by
from tests.faults.harness import Reception, reception
from tests.headquarters import enrolled, send, stored_facts
from tests.hq_people import House, house_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.branch.desk import Desk
    from kiosk.branch.service import BranchService
    from kiosk.hq.projector import Projected

pytestmark = [pytest.mark.row("F1"), pytest.mark.row("F3")]
T = TypeVar("T")


class Joined:
    """A branch that is enrolled at a headquarters, and the way between them."""

    def __init__(self, room: Reception, house: House, folder: Path) -> None:
        self.room, self.house, self.folder = room, house, folder
        self.branch = room.desk.journal.head.branch
        identity = house.headquarters.identity
        key = enrolled(house.headquarters, self.branch)
        self.enrolment = Enrolment(
            "http://127.0.0.1:8775", self.branch, key, identity.signing_public, identity.sealing_public
        )
        save_enrolment(room.desk.keys, self.enrolment)

    async def with_desk(self, work: Callable[[Desk], T]) -> T:
        """Stand in the place of the service: there is one thread here."""
        return work(self.room.desk)

    def keep(self, n: int = 0) -> str:
        """Keep contact, words and care need of an invented customer; return the record of the contact."""
        one, visit = canary(n), self.room.issue().visit
        kept = r.KeepRecord(visit, one.name, one.phone, words=one.words, consent="2026-11")
        assert isinstance(self.room.ask(r.MarkCare(visit, ("pregnant",))), Done)
        answer = self.room.ask(kept)
        assert isinstance(answer, Done), answer
        return answer.about

    def carry(self) -> None:
        """Send sealed records as the uploader would."""
        asyncio.run(self._carry())

    async def _carry(self) -> None:
        client = Client(self.enrolment, httpx.ASGITransport(self.house.guarded))
        await SealedRecords(cast("BranchService", self))(client)
        await client.close()

    def begin(self) -> None:
        """Take up where the branch stands, as its service does when it starts or is enrolled anew."""
        rounds = Rounds(
            cast("BranchService", self), Client(self.enrolment), Packer(self.folder), PACE, lambda: 0.0
        )
        asyncio.run(rounds.begin())

    def upload(self, then: Projected = rolled_up) -> None:
        """Send all facts and project them."""
        epoch, facts = stored_facts(self.room.store.conn)
        server = self.house.headquarters.store.server_of(self.branch)
        send(server, epoch, bytes(32), facts, branch=self.branch)
        Projector(server, then).catch_up()

    def unsent(self) -> int:
        return len(self.room.desk.vault.unsent("", 100))

    def there(self) -> set[str]:
        """The classes of the records that headquarters holds."""
        return {one.of for one in listed(self.house.headquarters.store, Sought(), 100)}


@pytest.fixture
def joined(tmp_path: Path) -> Iterator[Joined]:
    with (
        reception(tmp_path / "branch") as room,
        house_in(tmp_path / "hq", demonstration=True) as house,
    ):
        house.person("3001", "privacy")
        yield Joined(room, house, tmp_path)


def test_no_file_of_branch_or_headquarters_tells_of_a_customer(joined: Joined) -> None:
    records = [joined.keep(n) for n in range(3)]
    joined.upload()
    joined.carry()

    told = open_record(joined.house.headquarters, "3001", joined.branch, records[1], "complaint")

    assert isinstance(told, Opened)
    assert told.content["phone"] == canary(1).phone
    assert sweep(joined.folder) == []
    assert sweep_tables(opened(joined.folder / "hq" / "hq.db", b"")) == []


def sweep_tables(tables: dict[str, bytes]) -> list[str]:
    """Which tables hold a canary, once their database is open."""
    return [table for table, content in tables.items() if told_by(content)]


def test_everything_kept_goes_once_and_waits_no_more(joined: Joined) -> None:
    joined.keep()
    waiting = joined.unsent()

    joined.carry()
    joined.carry()

    assert waiting == 3
    assert joined.unsent() == 0
    assert joined.there() == {"contact", "words", "care"}


def test_only_the_answer_that_says_they_are_kept_lets_records_go(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def another_answer(*_: object) -> tuple[int, bytes]:
        return 200, b"{}"

    joined.keep()
    monkeypatch.setattr(Client, "post", another_answer)

    joined.carry()

    assert joined.unsent() == 3


def test_a_headquarters_that_was_restored_from_a_backup_gets_again_what_it_lost(joined: Joined) -> None:
    joined.keep()
    joined.carry()
    with joined.house.headquarters.store.servers[0].write() as conn:
        conn.execute("DELETE FROM sealed")

    joined.carry()
    lost = joined.there()
    with joined.room.store.write() as conn:
        conn.execute("UPDATE sync SET hq_epoch = hq_epoch + 1")
    joined.carry()

    assert lost == set()
    assert joined.there() == {"contact", "words", "care"}
    assert joined.unsent() == 0


def test_another_headquarters_gets_the_personal_data_that_is_there_and_gets_it_once(joined: Joined) -> None:
    joined.keep()
    joined.begin()
    joined.carry()
    joined.begin()
    sent = joined.unsent()
    joined.enrolment = replace(joined.enrolment, hq_signing=bytes(range(32)))

    joined.begin()
    waiting = joined.room.desk.vault.unsent("", 100)
    joined.room.desk.vault.sent(waiting)
    joined.begin()

    assert (sent, len(waiting), joined.unsent()) == (0, 3, 0)


def test_a_record_kept_before_the_branch_had_a_headquarters_stays_at_the_branch(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        visit = room.issue().visit
        room.ask(r.KeepRecord(visit, words="想开户"))

        assert room.desk.vault.unsent("", 10) == []


def test_what_is_forgotten_goes_at_headquarters_too_and_never_comes_late(joined: Joined) -> None:
    record = joined.keep()
    joined.upload()
    one = next(one for one in joined.room.desk.vault.unsent("", 10) if one.record == record)
    place = Place(joined.branch, record, one.date, one.of)
    on_its_way = seal(joined.enrolment.hq_sealing, place, one.salted or b"")
    joined.carry()
    joined.room.ask(r.ForgetRecord(record, "customer_asks"))
    joined.upload()

    gone = joined.there()
    server = joined.house.headquarters.store.servers[0]
    take(server, joined.branch, [SealedRecord(record, one.date, one.of, one.commitment, on_its_way)], 1)

    assert gone == joined.there() == {"words", "care"}
    assert open_record(joined.house.headquarters, "3001", joined.branch, record, "complaint") == "gone"


def test_what_waits_is_forgotten_with_its_record(joined: Joined) -> None:
    record = joined.keep()

    joined.room.ask(r.ForgetRecord(record, "customer_asks"))

    assert record not in {one.record for one in joined.room.desk.vault.unsent("", 10)}


def test_a_purged_class_of_a_day_goes_at_headquarters_too(joined: Joined) -> None:
    joined.keep()
    joined.carry()
    date = joined.room.desk.day.date
    for of in ("contact", "care"):
        joined.room.desk.vault.keys.destroy(date, of)
        joined.room.ask(r.ReportPurge(date, of, 1), joined.room.desk.system)
    joined.upload()

    assert joined.there() == {"words"}


def test_what_is_purged_goes_at_headquarters_even_if_no_roll_up_can_be_reckoned(joined: Joined) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    joined.keep()
    joined.carry()
    date = joined.room.desk.day.date
    joined.room.desk.vault.keys.destroy(date, "contact")
    joined.room.ask(r.ReportPurge(date, "contact", 1), joined.room.desk.system)
    joined.upload(fail)

    assert joined.there() == {"words", "care"}


def test_an_opening_stands_in_the_audit_before_the_content_is_looked_at(
    joined: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = joined.keep()
    joined.upload()
    joined.carry()

    def killed(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr("kiosk.hq.sealed.unseal", killed)
    with pytest.raises(KeyboardInterrupt):
        open_record(joined.house.headquarters, "3001", joined.branch, record, "inquiry")

    newest = acts.newest(joined.house.headquarters.store, acts.Wanted(kind="record_opened"), 1)
    subject = f"{joined.branch} {joined.room.desk.day.date} A001 contact {record}"
    assert [(act.badge, act.subject, act.why) for act in newest] == [("3001", subject, "inquiry")]


def test_content_that_the_chain_of_the_branch_does_not_prove_is_not_shown(joined: Joined) -> None:
    record = joined.keep()
    joined.carry()

    before = open_record(joined.house.headquarters, "3001", joined.branch, record, "complaint")
    joined.upload()
    after = open_record(joined.house.headquarters, "3001", joined.branch, record, "complaint")

    assert before == "unproved"
    assert isinstance(after, Opened)


def test_a_copy_moved_to_another_record_does_not_open(joined: Joined) -> None:
    first, second = joined.keep(0), joined.keep(1)
    joined.upload()
    joined.carry()
    with joined.house.headquarters.store.servers[0].write() as conn:
        conn.execute(
            "UPDATE sealed SET sealed = (SELECT sealed FROM sealed WHERE record = :a) WHERE record = :b",
            {"a": first, "b": second},
        )

    told = open_record(joined.house.headquarters, "3001", joined.branch, second, "complaint")

    assert told == "unreadable"


def test_headquarters_takes_sealed_records_from_their_branch_alone(joined: Joined) -> None:
    joined.keep()
    joined.enrolment = replace(joined.enrolment, key=Ed25519PrivateKey.generate())

    joined.carry()

    assert joined.unsent() == 3
    assert joined.there() == set()
