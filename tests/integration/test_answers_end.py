"""Stored answers serve repeated requests of today and yesterday, and do not grow with history."""

import uuid
from pathlib import Path

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.domain import requests as r

DAY_MS = 24 * 3_600_000
NINE_ON_A_MONDAY = 1_793_581_200_000
ENTRANCE = r.By("entrance", "entrance-1")


def test_answers_of_the_day_before_yesterday_are_forgotten(tmp_path: Path) -> None:
    passed_ms = 0
    with Store.open(tmp_path) as store:
        clock = ServiceClock(lambda: NINE_ON_A_MONDAY + passed_ms, lambda: passed_ms)
        desk = Desk(store, clock, load_setting(store.keys.branch, always_open=True), lambda _: None)
        desk.found(demonstration=True)
        asked = []
        for _ in range(3):
            asked.append(str(uuid.uuid4()))
            desk.handle(asked[-1], r.IssueTicket("deposit"), ENTRANCE)
            passed_ms += DAY_MS

        kept = store.conn.execute("SELECT count(*) FROM request").fetchone()

        assert kept == (2,)
        assert desk.handle(asked[-1], r.IssueTicket("deposit"), ENTRANCE).kind == "issued"
