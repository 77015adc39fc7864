"""Personal data in the evening routine: gone before the night's backup, kept while a hold is on, and never in the way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import structlog

from kiosk.branch.daily import purging
from kiosk.branch.daily.purging import Purging
from kiosk.branch.vault.keys import VaultKeys
from kiosk.domain.facts import CareNeedsCounted, DayKept, PersonalDataPurged
from kiosk.records.database.connect import connect
from kiosk.records.database.keys import load_keys
from kiosk.records.database.problems import StoreProblem
from tests.daily import DATE, SIX_MS, Evenings, evenings
from tests.reception import HOUR_MS, MINUTE_MS, NINE_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.row("F1"), pytest.mark.row("F3")]

DAY_MS = 24 * HOUR_MS


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evenings]:
    with evenings(tmp_path, monkeypatch) as one:
        one.go_to(NINE_MS)
        visit = one.branch.did("issue_ticket", "entrance", service="deposit", care_needs=["elderly"])["visit"]
        one.branch.did("keep_record", visit=visit, phone="13912345678", words="想开户", consent="2026-11")
        yield one


def days_later(room: Evenings, days: int) -> None:
    """Let the routine look at nine on a later day, when the days before were closed by themselves."""
    for day in range(1, days + 1):
        room.go_to(NINE_MS + day * DAY_MS)
    room.glance()


def set_hold(room: Evenings, *, hold: bool) -> None:
    service = room.branch.service
    assert service.setting.privacy is not None
    privacy = replace(service.setting.privacy, hold=hold)
    room.branch.run(service.use(replace(service.setting, privacy=privacy)))


def held_in(backup: Path, room: Evenings) -> set[str]:
    """Return the classes of which a backup holds records."""
    conn = connect(backup, load_keys(room.folder / "keys").database, read_only=True)
    try:
        return {of for (of,) in conn.execute("SELECT of FROM vault")}
    finally:
        conn.close()


@pytest.mark.row("A3")
def test_care_needs_are_counted_when_the_day_is_closed_and_can_no_longer_be_reopened(room: Evenings) -> None:
    room.go_to(SIX_MS)
    room.branch.did("close_day")
    room.glance()
    assert room.happened(CareNeedsCounted) == []

    room.go_to(SIX_MS + MINUTE_MS)
    for _ in range(2):
        room.glance()

    assert room.happened(CareNeedsCounted) == [
        CareNeedsCounted(DATE, {"elderly": 1, "disabled": 0, "pregnant": 0})
    ]


def test_what_is_to_go_is_gone_before_the_backup_of_that_night(room: Evenings) -> None:
    days_later(room, 2)

    assert room.happened(PersonalDataPurged) == [PersonalDataPurged(DATE, "care", 1)]
    (backup,) = room.names("backups")
    assert held_in(room.folder / "backups" / backup, room) == {"contact", "words"}


def test_everything_goes_once_as_promised(room: Evenings) -> None:
    days_later(room, 7)
    assert [fact.of for fact in room.happened(PersonalDataPurged)] == ["care"]

    days_later(room, 9)
    days_later(room, 10)

    assert sorted(fact.of for fact in room.happened(PersonalDataPurged)) == ["care", "contact", "words"]
    assert room.names("keys/vault") == []


def test_a_hold_keeps_everything_and_the_log_says_so_once(room: Evenings) -> None:
    set_hold(room, hold=True)
    with structlog.testing.capture_logs() as logs:
        days_later(room, 9)
        room.glance()

    (said,) = [line for line in logs if line["event"] == "purge_on_hold"]
    assert said["waiting"] == [f"{DATE} care", f"{DATE} contact", f"{DATE} words"]
    assert room.happened(PersonalDataPurged) == []
    assert len(room.names("keys/vault")) == 3

    set_hold(room, hold=False)
    days_later(room, 10)
    assert len(room.happened(PersonalDataPurged)) == 3


def test_a_purge_that_fails_costs_no_backup_and_is_made_up_for(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(purging, "purge", _full)
        days_later(room, 2)
    assert room.happened(PersonalDataPurged) == []
    assert {kept.backup for kept in room.happened(DayKept)} == {"verified"}

    room.glance()

    assert room.happened(PersonalDataPurged) == [PersonalDataPurged(DATE, "care", 1)]


def test_keys_that_cannot_be_read_let_nothing_go_and_cost_no_backup(
    room: Evenings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(VaultKeys, "there", _full)
        days_later(room, 2)
    assert room.happened(PersonalDataPurged) == []
    assert {kept.backup for kept in room.happened(DayKept)} == {"verified"}


def test_a_branch_without_personal_data_has_nothing_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with evenings(tmp_path, monkeypatch) as room:
        assert room.branch.run(Purging(room.branch.service).run())
        assert not (tmp_path / "keys" / "vault").exists()


def _full(*_: object, **__: object) -> None:
    raise StoreProblem("disk_full", None)  # type: ignore[arg-type] # nobody asks where
