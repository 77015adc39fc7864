"""The end of personal data: by closed business days and nothing else, each class in its time, with one fact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.daily.due import GRACE_MS
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.vault.purge import count_care, due, purge
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.catalogue import Text
from kiosk.domain.privacy import Privacy
from tests.faults.harness import DAY_MS, STAFF, Reception, Time, new_id, reception, setting

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.setting import Setting

pytestmark = [pytest.mark.row("F3"), pytest.mark.row("F1")]

DATE = "2026-11-02"
VERSION = "2026-11"
TEN_YEARS_MS = 3_652 * DAY_MS
A_YEAR_MS = 390 * DAY_MS
"""About as far ahead as a clock is believed at a start."""
ALL = {"contact", "words", "care"}


def promising(contact: int = 7, words: int = 7, care: int = 1, *, hold: bool = False) -> Setting:
    """Return the branch with other terms."""
    days = {"contact": contact, "words": words, "care": care}
    return replace(setting(), privacy=Privacy(VERSION, Text("同意", "I agree"), days, hold))


def issue(room: Reception, *needs: str) -> str:
    """Take a ticket, with care needs declared; return the visit."""
    answer = room.ask(r.IssueTicket("deposit", care_needs=needs))  # type: ignore[arg-type] # needs there are
    assert isinstance(answer, Issued)
    return answer.visit


def keep(room: Reception, visit: str = "", request_id: str = "", words: str = "想开户") -> str:
    """Keep a record of both classes; return that of the contact."""
    visit = visit or issue(room)
    kept = r.KeepRecord(visit, "王女士", "13912345678", words=words, consent=VERSION)
    answer = room.ask(kept, request_id=request_id)
    assert isinstance(answer, Done), answer
    return answer.about


def next_day(room: Reception) -> None:
    """Let a day pass: today is closed, and the next is opened."""
    room.time.pass_by(DAY_MS)
    room.desk.keep_day()


def work(room: Reception, settled_ms: int | None = None) -> set[str]:
    """Do all that is due, as the routine does; return the classes that were purged."""
    now = due(room.desk, room.desk.now_ms() - GRACE_MS if settled_ms is None else settled_ms)
    for date in now.to_count:
        count_care(room.desk, date)
    if now.held:
        return set()
    for date, of in now.to_purge:
        purge(room.desk, date, of)
    return {of for _, of in now.to_purge}


def keys(room: Reception) -> set[str]:
    """Return the names of the key files."""
    return {path.name for path in (room.store.files.keys / "vault").glob("*")}


def test_each_class_goes_after_its_own_number_of_further_closed_days(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(contact=3, words=2)) as room:
        record = keep(room, issue(room, "elderly"))
        gone: list[set[str]] = []
        for _ in range(5):
            next_day(room)
            gone.append(work(room))

        assert gone == [set(), {"care"}, {"words"}, {"contact"}, set()]
        assert room.happened(f.PersonalDataPurged) == [
            f.PersonalDataPurged(DATE, of, 1) for of in ("care", "words", "contact")
        ]
        assert keys(room) == set()
        assert room.desk.vault.open(record) is None
        assert room.desk.vault.there() == []
        assert isinstance(room.ask(r.ReadRecord(record, "call_back")), Refusal)
    assert verify(tmp_path).sound


@pytest.mark.parametrize(("ahead_ms", "opened"), [(TEN_YEARS_MS, DATE), (A_YEAR_MS, "2027-11-27")])
def test_a_clock_years_ahead_at_a_start_destroys_nothing(tmp_path: Path, ahead_ms: int, opened: str) -> None:
    with reception(tmp_path, branch=promising(contact=7, words=1, care=1)) as room:
        record = keep(room, issue(room, "pregnant"))
        room.time.turn_wall(ahead_ms)

    with reception(tmp_path, room.time, promising(contact=7, words=1, care=1)) as room:
        assert room.desk.day.date == opened

        assert work(room) == set()
        assert room.desk.vault.open(record) is not None
        assert {name.split(".")[1] for name in keys(room)} == ALL
        assert room.happened(f.PersonalDataPurged) == []


def test_a_clock_that_jumps_while_the_service_runs_destroys_nothing(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(1, 1, 1)) as room:
        record = keep(room)
        room.time.turn_wall(TEN_YEARS_MS)
        room.desk.keep_day()

        assert work(room) == set()
        assert room.desk.vault.open(record) is not None


def test_a_day_closed_by_hand_counts_once_it_can_no_longer_be_taken_back(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(0, 0, 0)) as room:
        keep(room)
        room.ask(r.CloseDay())
        assert work(room) == set()

        room.time.pass_by(GRACE_MS)
        assert work(room) == {"contact", "words"}


def test_a_reopened_day_is_not_closed(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(0, 0, 0)) as room:
        keep(room)
        room.ask(r.CloseDay())
        room.ask(r.ReopenDay())
        room.time.pass_by(GRACE_MS)

        assert work(room) == set()


def test_on_hold_nothing_is_destroyed_and_care_is_counted_all_the_same(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(1, 1, 1, hold=True)) as room:
        record = keep(room, issue(room, "elderly"))
        for _ in range(3):
            next_day(room)
            assert work(room) == set()

        assert room.desk.vault.open(record) is not None
        assert [fact.date for fact in room.happened(f.CareNeedsCounted)] == [DATE]
        room.desk.setting = promising(1, 1, 1)
        assert work(room) == ALL


def test_care_needs_are_counted_once_by_the_last_mark_of_each_visit(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        issue(room, "elderly")
        both, none = issue(room, "elderly", "disabled"), issue(room, "pregnant")
        room.ask(r.MarkCare(both, ("disabled",)))
        room.ask(r.MarkCare(none))
        for _ in range(3):
            next_day(room)
            work(room)

        assert room.happened(f.CareNeedsCounted) == [
            f.CareNeedsCounted(DATE, {"elderly": 1, "disabled": 1, "pregnant": 0})
        ]
        assert room.happened(f.PersonalDataPurged) == [f.PersonalDataPurged(DATE, "care", 3)]


def test_care_needs_are_counted_before_they_go_even_if_nobody_looked_for_days(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(care=0)) as room:
        issue(room, "disabled")
        for _ in range(4):
            next_day(room)

        purge(room.desk, DATE, "care")

        assert room.happened(f.CareNeedsCounted) == [
            f.CareNeedsCounted(DATE, {"elderly": 0, "disabled": 1, "pregnant": 0})
        ]


def test_without_its_key_nobody_counts_a_day_and_no_fact_says_so(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        issue(room, "elderly")
        room.desk.vault.keys.destroy(DATE, "care")
        next_day(room)

        assert work(room) == {"care"}
        assert room.happened(f.CareNeedsCounted) == []


def test_a_day_closed_anew_is_counted_anew_and_a_ticket_carried_on_takes_nothing_away(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(care=5)) as room:
        issue(room, "elderly")
        room.ask(r.CloseDay())
        room.time.pass_by(GRACE_MS)
        work(room)
        room.ask(r.ReopenDay())
        carried = issue(room, "elderly")
        room.ask(r.CloseDay())
        room.time.pass_by(GRACE_MS)
        work(room)
        next_day(room)
        room.ask(r.MarkCare(carried, ("disabled",)))
        work(room)

        assert [fact.counts["elderly"] for fact in room.happened(f.CareNeedsCounted)] == [1, 2]


def test_a_day_without_personal_data_leaves_no_fact(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        issue(room)
        for _ in range(9):
            next_day(room)
            assert work(room) == set()

        assert room.happened(f.PersonalDataPurged) == room.happened(f.CareNeedsCounted) == []


def test_the_key_of_a_day_whose_records_were_all_forgotten_goes_in_silence(tmp_path: Path) -> None:
    with reception(tmp_path, branch=promising(contact=1, words=1)) as room:
        record = keep(room, words="")
        room.ask(r.ForgetRecord(record, "customer_asks"))
        for _ in range(2):
            next_day(room)
            work(room)

        assert keys(room) == set()
        assert room.happened(f.PersonalDataPurged) == []


def test_a_request_repeated_after_the_purge_is_not_answered_and_keeps_nothing(tmp_path: Path) -> None:
    again = new_id()
    with reception(tmp_path, branch=promising(0, 0, 0)) as room:
        visit = issue(room)
        keep(room, visit, again)
        room.ask(r.CloseDay())
        room.time.pass_by(GRACE_MS)
        work(room)
        kept = r.KeepRecord(visit, "王女士", "13912345678", words="想开户", consent=VERSION)
        next_day(room)

        assert room.ask(kept, STAFF, again) == Refusal("request_id_reused")
        assert room.desk.vault.there() == []


def test_what_an_old_backup_brings_back_does_not_open_and_is_deleted_again(tmp_path: Path) -> None:
    data, at = tmp_path / "data", Time()
    with reception(data, at, promising(2, 2, 1)) as room:
        record = keep(room, issue(room, "elderly"))
        old = backup(data, tmp_path / "backups")
        for _ in range(3):
            next_day(room)
            work(room)
        assert room.desk.vault.there() == []
    restore(old, data, at.wall_ms)

    with reception(data, at, promising(2, 2, 1)) as room:
        assert len(room.desk.vault.there()) == 3
        assert room.desk.vault.open(record) is None
        assert room.desk.vault.find("5678") == []

        assert work(room) == ALL

        assert room.desk.vault.there() == []
        purged = room.happened(f.PersonalDataPurged)
        assert {(fact.date, fact.of, fact.records) for fact in purged} == {(DATE, of, 1) for of in ALL}
        assert work(room) == set()
    assert verify(data).sound


def test_keys_of_days_a_restored_branch_never_heard_of_go_in_their_time_too(tmp_path: Path) -> None:
    data, at = tmp_path / "data", Time()
    with reception(data, at, promising(2, 2, 1)) as room:
        issue(room)
        old = backup(data, tmp_path / "backups")
        next_day(room)
        keep(room)
    restore(old, data, at.wall_ms)

    with reception(data, at, promising(2, 2, 1)) as room:
        for _ in range(4):
            next_day(room)
            work(room)

        assert keys(room) == set()
