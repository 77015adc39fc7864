"""The journal parts from what headquarters holds: a new epoch, and every fact behind the common ones once more."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.database.forking import fork
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.examine import examine
from kiosk.domain import facts as f
from kiosk.domain.day import Day
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT = "id, kind, version, business_date, at, actor, device, body, commitment"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        with store.write() as conn:
            conn.execute("INSERT INTO request VALUES (?, 'k', x'', x'', 100, '2026-11-22')", (bytes(16),))
        yield store


def forked(store: Store, common: int) -> str:
    with store.write() as conn:
        return fork(conn, common, str(uuid.uuid4())).epoch


def rows(store: Store, columns: str, where: str = "1") -> list[Any]:
    return store.conn.execute(f"SELECT {columns} FROM journal WHERE {where} ORDER BY seq").fetchall()  # noqa: S608


def replayed(store: Store) -> dict[str, object]:
    day = Day()
    for one in Journal(store.conn).replay():
        day.apply(one)
    return {name: value for name, value in vars(day).items() if name != "lines"}


@pytest.mark.row("F2")
@pytest.mark.parametrize("from_end", [1, 20, 150])
def test_a_fork_keeps_every_fact_and_the_journal_stays_whole(store: Store, from_end: int) -> None:
    journal = Journal(store.conn)
    before, day, facts = journal.head, replayed(store), rows(store, KEPT)
    common = before.seq - from_end
    last_hash = rows(store, "hash", f"seq = {common}")[0][0]

    epoch = forked(store, common)

    after = journal.head
    assert (after.seq, after.epoch) == (before.seq + 1, epoch)
    assert epoch != before.epoch
    assert rows(store, KEPT, f"seq <> {common + 1}") == facts
    assert {row[0].hex() for row in rows(store, "epoch", f"seq > {common}")} == {epoch}
    (begun,) = journal.after(common, 1)
    assert begun.fact == f.EpochStarted("b1", "forked", True, before.epoch, common, last_hash.hex())  # noqa: FBT003
    assert examine(store.conn).findings == ()
    assert replayed(store) == day


@pytest.mark.row("F2")
def test_a_restored_journal_that_forks_before_its_restore_stays_whole_too(store: Store) -> None:
    journal = Journal(store.conn)
    middle = journal.head
    sample = two_days()
    sample.tell(
        f.EpochStarted("b1", "restored", True, middle.epoch, middle.seq, middle.hash.hex())  # noqa: FBT003
    )
    sample.tell(f.HelpCalled("h-1", "hall"))
    write_down(store, sample.recorded[-2:])

    forked(store, middle.seq - 10)
    forked(store, middle.seq - 20)

    assert journal.head.seq == middle.seq + 4
    assert examine(store.conn).findings == ()


def test_work_goes_on_behind_a_fork_as_if_nothing_had_been(store: Store) -> None:
    sample = two_days()
    told = len(sample.recorded)
    sample.go_on(30)
    forked(store, 50)

    write_down(store, sample.recorded[told:])

    assert examine(store.conn).findings == ()
    assert {row[0] for row in store.conn.execute("SELECT seq FROM request")} == {101}


@pytest.mark.parametrize("common", [0, 10_000])
def test_a_fork_without_anything_common_or_anything_behind_it_changes_nothing(
    store: Store, common: int
) -> None:
    before = rows(store, "*")

    with pytest.raises(LookupError):
        forked(store, common)

    assert rows(store, "*") == before
