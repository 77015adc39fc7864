"""Numbers given out behind a backup may be in customers' hands: after a restore none of them is given out again."""

import uuid
from pathlib import Path

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued

NINE_ON_A_MONDAY = 1_793_581_200_000
NINE_ON_TUESDAY = NINE_ON_A_MONDAY + 24 * 3_600_000
ENTRANCE = r.By("entrance", "entrance-1")


def issue(folder: Path, *services: str, at_ms: int = NINE_ON_A_MONDAY) -> list[str]:
    """Start on `folder` at `at_ms`, take a ticket for each service, stop, and return the numbers."""
    with Store.open(folder) as store:
        setting = load_setting(store.keys.branch, always_open=True)
        clock = ServiceClock(lambda: at_ms, lambda: 0)
        desk = Desk(store, clock, setting, lambda _: None)
        desk.found(demonstration=True)
        answers = [desk.handle(str(uuid.uuid4()), r.IssueTicket(service), ENTRANCE) for service in services]
    return [answer.ticket for answer in answers if isinstance(answer, Issued)]


def test_after_a_restore_no_number_of_the_day_is_given_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    issue(folder, "deposit", "deposit")
    copy = backup(folder, tmp_path / "backups")
    lost = issue(folder, "deposit", "payroll")
    restore(copy, folder, NINE_ON_A_MONDAY)

    given = issue(folder, "deposit", "deposit", "payroll") + issue(folder, "payroll")

    assert lost == ["A003", "C001"]
    assert given == ["A601", "A602", "C601", "C602"]
    assert verify(folder).sound


def test_after_a_restore_of_yesterdays_backup_no_number_of_today_is_given_out_again(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    issue(folder, "deposit", "deposit")
    copy = backup(folder, tmp_path / "backups")
    lost = issue(folder, "deposit", "payroll", at_ms=NINE_ON_TUESDAY)
    restore(copy, folder, NINE_ON_TUESDAY)

    given = [
        number
        for service in ("deposit", "payroll")
        for number in issue(folder, service, at_ms=NINE_ON_TUESDAY)
    ]

    assert lost == ["A001", "C001"]
    assert given == ["A501", "C501"]
    assert verify(folder).sound


def test_a_restart_without_a_restore_skips_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    given = [number for _ in range(3) for number in issue(folder, "deposit")]

    assert given == ["A001", "A002", "A003"]
