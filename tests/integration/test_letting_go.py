"""The front of the journal goes behind headquarters' receipt, by whole days, and what is left stays sound."""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.daily.front import let_a_day_go
from kiosk.branch.database.anchor import Anchor, load_anchor, save_anchor
from kiosk.branch.desk import Desk
from kiosk.branch.upkeep.findings import Report
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.branch.upload.packing import pack_next
from kiosk.branch.upload.standing import Standing, load_standing, place_at, save_standing
from kiosk.domain.facts import EpochStarted, JournalPurged
from kiosk.hq.ingest import Here, Taken, ingest
from kiosk.hq.projector import Projector
from kiosk.hq.rollup import rolled_up
from kiosk.hq.sites import Site
from kiosk.hq.sites import enrol as take_in
from kiosk.hq.store.sqlite import SqliteServer
from kiosk.wire.sync.answers import Acked, Receipt
from kiosk.wire.sync.upload import decode, unpack
from tests.daily import DATE, SIX_MS, Evenings, evenings
from tests.headquarters import public_of
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS
from tests.served import served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.records.connection import Connection

pytestmark = [pytest.mark.row("F2")]

DAY_MS = 24 * HOUR_MS
HEADQUARTERS = Ed25519PrivateKey.generate()


@contextmanager
def grown_old(folder: Path, monkeypatch: pytest.MonkeyPatch, *, parked: bool = False) -> Iterator[Evenings]:
    """Give a branch with a customer on its first day and nine quiet days behind it, each closed and kept."""
    with evenings(folder, monkeypatch) as one:
        serve_somebody(one, parked=parked)
        for day in range(10):
            one.go_to(SIX_MS + day * DAY_MS + MINUTE_MS)
            one.glance()
        setting = one.branch.service.setting
        assert setting.privacy is not None
        privacy = replace(setting.privacy, journal_days=7)
        one.branch.run(one.branch.service.use(replace(setting, privacy=privacy)))
        yield one


@pytest.fixture
def room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Evenings]:
    """`indirect` parameter True: the customer's ticket is parked for ever."""
    with grown_old(tmp_path, monkeypatch, parked=getattr(request, "param", False)) as one:
        yield one


def serve_somebody(room: Evenings, *, parked: bool) -> None:
    """Serve a customer on the first day, or leave the ticket parked, and close the day."""
    room.go_to(NINE_MS)
    room.branch.did("open_counter", counter="1")
    room.branch.did("issue_ticket", "entrance", service="deposit")
    leg = room.branch.did("call_next", counter="1")["leg"]
    room.branch.did("start_service", leg=leg, leg_version=2)
    room.branch.did("park_ticket" if parked else "finish_service", leg=leg, leg_version=3)
    room.go_to(SIX_MS)
    room.branch.did("close_day")


def enrol(room: Evenings) -> None:
    key = Ed25519PrivateKey.generate()
    enrolment = Enrolment("http://127.0.0.1:1", "demo", key, public_of(HEADQUARTERS), b"x" * 32)
    save_enrolment(room.folder / "keys", enrolment)


def acknowledge(room: Evenings, change: Callable[[Standing], Standing] = lambda standing: standing) -> None:
    """Let headquarters have signed for everything; `change` makes the standing another."""

    def write(desk: Desk) -> None:
        head = desk.journal.head
        place = place_at(desk.store.conn, head.seq)
        assert place is not None
        receipt = Receipt.signed(HEADQUARTERS, "k", head.branch, place, 1)
        standing = replace(
            load_standing(desk.store.conn), acked=place, receipt=msgspec.json.encode(receipt), hq_epoch=1
        )
        with desk.store.write():
            save_standing(desk.store.conn, change(standing))

    room.branch.run(room.branch.service.with_desk(write))


def glance(room: Evenings) -> Report:
    """Let the routine look a few times on the next day, then check the records."""
    room.go_to(room.now_ms() + DAY_MS)
    for _ in range(4):
        room.glance()
    return verify(room.folder)


def first_dates(room: Evenings) -> list[str]:
    """Return the business dates of which the journal has facts that belong to a day."""
    facts = room.branch.run(room.branch.service.facts_after(0, 10_000))
    return sorted({one.date for one in facts if not isinstance(one.fact, EpochStarted)})


def test_days_that_headquarters_signed_for_go_in_time_and_the_rest_is_sound(room: Evenings) -> None:
    enrol(room)
    acknowledge(room)
    before = verify(room.folder)

    after = glance(room)

    assert (before.sound, after.sound) == (True, True), after.findings
    assert first_dates(room)[0] > DATE
    purged = room.happened(JournalPurged)
    assert purged
    anchor = room.branch.run(room.branch.service.with_desk(lambda desk: load_anchor(desk.store.conn)))
    assert anchor is not None
    assert (anchor.holds, anchor.seq, anchor.date) == (True, purged[-1].last_seq, purged[-1].date)
    assert after.facts < before.facts
    assert len(first_dates(room)) >= 8


def test_a_service_starts_again_on_what_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with grown_old(tmp_path, monkeypatch) as room:
        enrol(room)
        acknowledge(room)
        glance(room)
        date = first_dates(room)[-1]

    with served(tmp_path, simulated_from=date) as again:
        told = again.get("/v1/health").json()

    assert (told["branch"], told["date"]) == ("demo", date)


def test_another_headquarters_takes_what_is_left_and_makes_its_tables_of_it(
    room: Evenings, tmp_path: Path
) -> None:
    enrol(room)
    acknowledge(room)
    left = glance(room)
    with closing(SqliteServer(tmp_path / "hq.db", b"")) as server:
        with server.write() as conn:
            take_in(conn, Site("demo", "enrolled", bytes(32), demonstration=True), 0)
        upload = pack_next(room.folder, 1, 1_000, opaque=False)
        assert upload is not None

        outcome = ingest(server, "demo", decode(unpack([upload.body])), Here(1, demonstration=True, now_ms=0))
        Projector(server, rolled_up).catch_up()

        assert isinstance(outcome, Taken)
        assert outcome.acked.seq == left.seq
        with server.read() as conn:
            aside = conn.execute("SELECT kind FROM inbox WHERE status = 'quarantined'").fetchall()
            ((applied,),) = conn.execute("SELECT applied FROM reached").fetchall()
        assert (aside, applied) == ([], left.seq)


@pytest.mark.parametrize("change", ["hash = zeroblob(32)", "seq = seq - 1", "date = '2026-01-01'"])
def test_a_beginning_that_nobody_signed_is_found(room: Evenings, change: str) -> None:
    enrol(room)
    acknowledge(room)
    glance(room)

    def spoil(desk: Desk) -> None:
        with desk.store.write() as conn:
            conn.execute(f"UPDATE anchor SET {change}")  # noqa: S608 - ours

    room.branch.run(room.branch.service.with_desk(spoil))

    assert "anchor" in {one.code for one in verify(room.folder).findings}


def test_a_beginning_that_anybody_signed_and_no_fact_tells_of_is_found(room: Evenings) -> None:
    enrol(room)
    acknowledge(room)
    glance(room)

    def cut(desk: Desk) -> None:
        with desk.store.write() as conn:
            old = load_anchor(conn)
            assert old is not None
            ((epoch, digest),) = conn.execute(
                "SELECT epoch, hash FROM journal WHERE seq = ?", (old.seq + 1,)
            ).fetchall()
            conn.execute("DELETE FROM journal WHERE seq = ?", (old.seq + 1,))
            save_anchor(conn, Anchor(old.seq + 1, epoch, digest, old.date).signed(HEADQUARTERS))

    room.branch.run(room.branch.service.with_desk(cut))

    assert "anchor" in {one.code for one in verify(room.folder).findings}


@pytest.mark.parametrize("room", [True], indirect=True)
def test_a_ticket_that_is_still_open_keeps_the_days_it_has_seen(room: Evenings) -> None:
    enrol(room)
    acknowledge(room)

    glance(room)

    assert room.happened(JournalPurged) == []


def test_the_first_day_that_goes_takes_its_tickets_and_no_others(room: Evenings) -> None:
    enrol(room)
    acknowledge(room)

    glance(room)

    def counts(conn: Connection) -> list[int]:
        tables = ("visit", "leg", "period", "slip", "number")
        return [len(conn.execute(f"SELECT 1 FROM {table}").fetchall()) for table in tables]  # noqa: S608 - ours

    assert room.branch.run(room.branch.service.records(counts)) == [0, 0, 0, 0, 0]


def other_signature(standing: Standing) -> Standing:
    assert standing.proof is not None
    other = Receipt.signed(Ed25519PrivateKey.generate(), "k", "demo", standing.acked, 1)
    return replace(standing, receipt=msgspec.json.encode(other))


def short_of_it(standing: Standing) -> Standing:
    place = Acked(standing.acked.epoch, 2, standing.acked.hash)
    receipt = Receipt.signed(HEADQUARTERS, "k", "demo", place, 1)
    return replace(standing, acked=place, receipt=msgspec.json.encode(receipt))


@pytest.mark.parametrize(
    "change",
    [
        lambda standing: replace(standing, receipt=b""),
        lambda standing: replace(standing, frozen="restored"),
        other_signature,
        short_of_it,
    ],
    ids=["no receipt", "frozen", "signed by another", "short of it"],
)
def test_without_a_receipt_that_holds_nothing_goes(
    room: Evenings, change: Callable[[Standing], Standing]
) -> None:
    enrol(room)
    acknowledge(room, change)

    assert glance(room).sound

    assert room.happened(JournalPurged) == []
    assert first_dates(room)[0] == DATE


@pytest.mark.parametrize("days", [8, 400])
def test_what_is_not_old_enough_stays(room: Evenings, days: int) -> None:
    enrol(room)
    acknowledge(room)
    service = room.branch.service
    assert service.setting.privacy is not None
    privacy = replace(service.setting.privacy, journal_days=days, hold=days == 8)
    room.branch.run(service.use(replace(service.setting, privacy=privacy)))

    glance(room)

    assert room.happened(JournalPurged) == []


def test_a_branch_without_headquarters_keeps_its_journal(room: Evenings) -> None:
    acknowledge(room)

    glance(room)

    assert room.happened(JournalPurged) == []


def test_without_a_backup_that_holds_them_days_stay(room: Evenings) -> None:
    enrol(room)
    acknowledge(room)

    def spoil(desk: Desk) -> None:
        with desk.store.write() as conn:
            conn.execute("UPDATE day_keeping SET backup = 'failed' WHERE date > ?", (DATE,))

    room.branch.run(room.branch.service.with_desk(spoil))

    assert not room.branch.run(let_a_day_go(room.branch.service))
