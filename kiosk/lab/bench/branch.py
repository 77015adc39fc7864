"""A branch to measure without service and network: its store and desk in this process."""

import uuid
from pathlib import Path

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer
from kiosk.lab.bench.past import write_past

CUSTOMER = r.By("entrance", "bench")
STAFF = r.By("reception", "bench")


class BenchBranch:
    """Store and desk, without service and network."""

    def __init__(self, folder: Path, past: int = 0) -> None:
        """Open or make the branch in `folder`, with so many past tickets before it, and bring its day up to now."""
        self.store = Store.open(folder)
        setting = load_setting(self.store.keys.branch, always_open=True)
        if past:
            write_past(self.store, setting.plan.code, past)
        self.desk = Desk(self.store, ServiceClock(), setting, lambda _: None)
        self.desk.found(demonstration=True)
        self.desk.keep_day()

    def ask(self, request: r.Request, by: r.By = CUSTOMER) -> Answer:
        """Carry out one request, durably."""
        return self.desk.handle(str(uuid.uuid4()), request, by)

    def open_all_counters(self) -> None:
        """Open every counter of the plan that is not open."""
        for counter in self.desk.setting.plan.counters:
            self.ask(r.OpenCounter(counter.id), STAFF)
