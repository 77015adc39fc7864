"""The evening's purge of a full day: keys destroyed, records deleted, and the facts that say so."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final, get_args

from structlog.testing import capture_logs

from kiosk.branch.vault.purge import purge
from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.domain.facts import RecordClass
from kiosk.lab.bench.branch import STAFF, BenchBranch
from kiosk.lab.bench.measure import Row

_PURGE_S: Final = 2.0


def purge_rows(folder: Path, visits: int) -> Iterator[Row]:
    """Fill a branch in `folder` with visits that have records of every class, and purge them all."""
    branch = BenchBranch(folder)
    for _ in range(visits):
        _keep(branch)
    began = time.perf_counter()
    with capture_logs():  # the table is all that a bench prints
        purged = sum(purge(branch.desk, branch.desk.day.date, of) for of in get_args(RecordClass))
    taken_s = time.perf_counter() - began
    branch.store.close()
    yield Row(
        f"purge of {visits:,} visits, all classes",
        f"{taken_s:.2f} s, {purged:,} records",
        f"<= {_PURGE_S:.0f} s",
        taken_s <= _PURGE_S,
    )


def _keep(branch: BenchBranch) -> None:
    """Let one customer come who declares a need, leaves a phone number and says what it is about. RuntimeError: refused."""
    promise = branch.desk.setting.privacy
    issued = branch.ask(r.IssueTicket("deposit", care_needs=("elderly",)))
    if promise is None or not isinstance(issued, Issued):
        raise RuntimeError(f"nothing can be kept: {issued}")
    branch.ask(
        r.KeepRecord(issued.visit, "王女士", "13800000000", words="想开户", consent=promise.version), STAFF
    )
