"""The journal: in order, without gaps, and the same after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.domain import facts as f
from kiosk.domain.day import Day
from kiosk.records.legs import NumberGap
from kiosk.wire.chain import NOTHING_BEFORE
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        yield store


def day_of(recorded: Iterator[f.Recorded]) -> dict[str, object]:
    day = Day()
    for one in recorded:
        day.apply(one)
    return {name: value for name, value in vars(day).items() if name != "lines"}


def test_a_new_journal_is_empty(store: Store) -> None:
    journal = Journal(store.conn)

    assert journal.head == ("", 0, NOTHING_BEFORE, "", 0, 0)
    assert journal.newest is None
    assert list(journal.replay()) == []


@pytest.mark.row("F1")
def test_every_fact_is_kept_in_order_without_a_gap(store: Store) -> None:
    sample = two_days()

    written = write_down(store, sample.recorded)

    kept = list(Journal(store.conn).all_after(0))
    assert kept == written
    assert [one.seq for one in kept] == list(range(1, len(sample.recorded) + 1))
    assert [(one.id, one.at_ms, one.date, one.actor, one.device, one.fact) for one in kept] == [
        (one.id, one.at_ms, one.date, one.actor, one.device, one.fact) for one in sample.recorded
    ]


def test_facts_come_in_portions_behind_a_seq(store: Store) -> None:
    written = write_down(store, two_days().recorded)

    assert Journal(store.conn).after(10, 3) == written[10:13]
    assert Journal(store.conn).after(written[-1].seq, 3) == []


def test_a_transaction_that_fails_leaves_no_fact_and_no_gap(store: Store) -> None:
    sample = SampleDay()
    sample.open()
    journal = Journal(store.conn)
    before = write_down(store, sample.recorded)[-1]
    wrong = f.TicketIssued("v", "l", "A", 2, "cash", "A", "ordinary", 8, "kiosk")

    sample.tell(f.HelpCalled("h", "hall"))
    sample.tell(wrong)
    last_two = [one.fact for one in sample.recorded[-2:]]
    ids = [one.id for one in sample.recorded[-2:]]
    with pytest.raises(NumberGap), store.write():
        journal.append(last_two, ids=ids, date=sample.date, at_ms=sample.now_ms, actor="", device="")

    assert journal.newest == before
    assert store.conn.execute("SELECT count(*) FROM help").fetchone() == (0,)
    (after,) = write_down(store, sample.recorded[-2:-1])
    assert after.seq == before.seq + 1


def test_facts_are_refused_outside_a_transaction(store: Store) -> None:
    with pytest.raises(RuntimeError, match=r"write\(\)"):
        Journal(store.conn).append(
            [f.HelpAnswered("h")], ids=["id"], date="", at_ms=1, actor="", device=""
        )  # fmt: skip


def test_a_restart_replays_the_present_day_and_nothing_before_it(store: Store, tmp_path: Path) -> None:
    sample = two_days()
    write_down(store, sample.recorded)
    store.close()

    with Store.open(tmp_path) as again:
        replayed = list(Journal(again.conn).replay())

    assert day_of(iter(replayed)) == day_of(iter(sample.recorded))
    assert isinstance(replayed[0].fact, f.EpochStarted)
    assert isinstance(replayed[1].fact, f.DayOpened)
    assert replayed[1].date == "2026-11-22"


def test_before_the_first_day_a_restart_replays_the_birth(store: Store) -> None:
    written = write_down(store, SampleDay().recorded)

    assert list(Journal(store.conn).replay()) == written


def test_an_epoch_begun_during_the_day_is_replayed_in_its_place(store: Store) -> None:
    sample = two_days(steps=5)
    sample.tell(f.EpochStarted("b1", "restored", demonstration=True))
    write_down(store, sample.recorded)

    kinds = [one.fact.kind for one in Journal(store.conn).replay()]

    assert kinds[0] == "day_opened"
    assert kinds[-1] == "epoch_started"
    assert kinds.count("epoch_started") == 1


def test_seq_and_chain_go_on_over_an_epoch(store: Store) -> None:
    sample = SampleDay()
    (born,) = write_down(store, sample.recorded)
    first = Journal(store.conn).head
    sample.tell(f.EpochStarted("b1", "restored", demonstration=True, previous_epoch=born.epoch))

    (restored,) = write_down(store, sample.recorded[1:])

    prev = store.conn.execute("SELECT prev FROM journal WHERE seq = 2").fetchone()
    assert (restored.seq, prev) == (2, (first.hash,))
    assert restored.epoch != born.epoch
    assert Journal(store.conn).head.epoch_seq == 2


def test_a_read_only_connection_sees_what_is_committed(store: Store) -> None:
    written = write_down(store, two_days().recorded)

    reader = store.read_only()

    assert Journal(reader).newest == written[-1]
    reader.close()
