"""What the door, the audit and sealed records ask of a store, on each that was ever run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.acts import Wanted, newest, note
from kiosk.hq.door import people as book
from kiosk.hq.door.tries import Shut, begin_try, forget_tries, locked
from kiosk.hq.sealed import Opened, Sought, listed, open_record, take
from kiosk.web.guessing import FIRST_WAIT_MS, FREE, MOST, STRANGERS
from kiosk.wire.chain import NOTHING_BEFORE, commitment_to
from kiosk.wire.sync.sealed import Place, SealedRecord, seal
from tests.headquarters import BRANCH, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters
    from kiosk.hq.store.port import Server, Store

NOW = 1_790_000_000_000


def test_acts_are_told_newest_first_by_person_and_by_kind(store: Store) -> None:
    with store.servers[0].write() as conn:
        for at, (badge, kind) in enumerate((("1", "signed_in"), ("2", "signed_in"), ("1", "acts_seen"))):
            note(conn, badge, kind, "x", NOW + at, why="y")  # type: ignore[arg-type] # two of the kinds

    everything = newest(store, Wanted(), 2)

    assert [(act.badge, act.kind) for act in everything] == [("1", "acts_seen"), ("2", "signed_in")]
    assert [act.at for act in newest(store, Wanted(before=everything[-1].id), 9)] == [NOW]
    assert [act.kind for act in newest(store, Wanted(badge="1", kind="signed_in"), 9)] == ["signed_in"]


def test_people_come_change_and_leave_and_their_badge_stays_theirs(store: Store) -> None:
    server = store.servers[0]
    with server.write() as conn:
        book.add(conn, "1001", ("owner", "viewer"), "hash", "temporary", now_ms=NOW)
        book.use_password(conn, "1001")
        book.change_roles(conn, "1001", ("auditor",))
    with server.read() as conn:
        changed = book.person_of(conn, "1001")
    with server.write() as conn:
        book.leave(conn, "1001")
    with server.read() as conn:
        everybody = book.people(conn)

    assert changed == book.Person("1001", ("auditor",), works=True, hash="hash", password="used")
    assert [(one.badge, one.works, one.roles) for one in everybody] == [("1001", False, ())]


@pytest.mark.parametrize("badge", ["1001", "9999"])
def test_tries_are_counted_waited_for_and_locked_in_the_same_way_for_everybody(
    store: Store, badge: str
) -> None:
    server, now = store.servers[0], NOW
    with server.write() as conn:
        book.add(conn, "1001", ("owner",), "hash", "own", now_ms=NOW)
        counted = [begin_try(conn, badge, now) for _ in range(FREE)]
        waits = begin_try(conn, badge, now)
        for at in range(FREE, MOST):
            now += FIRST_WAIT_MS << (at - FREE)
            counted.append(begin_try(conn, badge, now))
        shut = begin_try(conn, badge, now + 10**9)
        whose = locked(conn)
        forget_tries(conn, badge)
        again = begin_try(conn, badge, now)

    assert counted == list(range(1, MOST + 1))
    assert waits == Shut(FIRST_WAIT_MS)
    assert shut == Shut(0)
    assert whose == {badge}
    assert again == 1


def test_strangers_without_end_leave_no_table_without_end(store: Store) -> None:
    with store.servers[0].write() as conn:
        for at in range(STRANGERS + 60):
            begin_try(conn, f"9{at:06}", NOW + at)
        row = conn.execute("SELECT count(*) FROM person_try").fetchone()

    assert row == (STRANGERS,)


def test_a_sealed_record_is_kept_once_listed_and_opened_only_if_the_chain_proves_it(
    headquarters: Headquarters, server: Server
) -> None:
    place = Place(BRANCH, "r1", "2026-11-02", "words")
    sealed = seal(headquarters.identity.sealing_public, place, bytes(32) + b'{"words":"x"}')
    record = SealedRecord("r1", "2026-11-02", "words", bytes(32), sealed)

    take(server, BRANCH, [record], NOW)
    take(server, BRANCH, [record], NOW)

    store = headquarters.store
    assert [one.record for one in listed(store, Sought(), 9)] == ["r1"]
    assert [one.ticket for one in listed(store, Sought(branch=BRANCH, date="2026-11-02"), 9)] == [""]
    assert listed(store, Sought(series="A", number=1), 9) == []
    assert open_record(headquarters, "3001", BRANCH, "r1", "complaint") == "unproved"
    assert open_record(headquarters, "3001", BRANCH, "r2", "complaint") == "gone"
    assert [act.subject for act in newest(store, Wanted(kind="record_opened"), 9)] == [
        f"{BRANCH} 2026-11-02 words r1"
    ]


@pytest.mark.parametrize("order", [(0, 1), (1, 0), (0, 1, 0), (1, 0, 1)])
def test_of_two_copies_the_one_that_is_later_in_the_chain_stays_whichever_comes_last(
    headquarters: Headquarters, server: Server, tmp_path: Path, order: tuple[int, ...]
) -> None:
    with BranchStore.open(tmp_path / "branch") as store:
        write_down(store, two_days(1).recorded)
        epoch, facts = stored_facts(store.conn)
    place, copies = Place(BRANCH, "r1", "2026-11-02", "words"), []
    for at, word in ((-2, b"old"), (-1, b"new")):
        salted = bytes(32) + b'{"words":"%s"}' % word
        facts[at] = facts[at]._replace(commitment=commitment_to(salted))
        sealed = seal(headquarters.identity.sealing_public, place, salted)
        copies.append(SealedRecord("r1", "2026-11-02", "words", commitment_to(salted), sealed))
    send(server, epoch, NOTHING_BEFORE, facts)

    for which in order:
        take(server, BRANCH, [copies[which]], NOW)

    told = open_record(headquarters, "3001", BRANCH, "r1", "complaint")
    assert isinstance(told, Opened)
    assert told.content == {"words": "new"}
