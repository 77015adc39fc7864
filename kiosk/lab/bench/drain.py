"""A branch back after months: how fast its backlog drains, what that costs its memory, and whether a customer feels it."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.branch.upload.enrolment import save_enrolment
from kiosk.domain.percentile import percentile
from kiosk.hq.store.port import Server
from kiosk.lab.bench.databases import best_database
from kiosk.lab.bench.journal import append_past
from kiosk.lab.bench.measure import Row, spread
from kiosk.lab.running import RunningBranch
from kiosk.lab.running_headquarters import RunningHeadquarters

_FACTS_A_SECOND: Final = 5_000.0
_MEMORY_MB: Final = 50.0
_RATIO: Final = 1.2
_PATIENCE_S: Final = 3_600.0
_BETWEEN_TICKETS_S: Final = 0.1
_OWN: Final = ("Pss_Anon:", "Pss_Shmem:", "SwapPss:")
_REACHED: Final = "SELECT coalesce(max(seq), 0) FROM reached WHERE branch = :branch"


@dataclass(frozen=True, slots=True)
class _Drained:
    """What was measured: seconds from the first fact at headquarters to the last, and tickets before and meanwhile, ms."""

    seconds: float
    facts: int
    grown_mb: float
    quiet_ms: list[float]
    meanwhile_ms: list[float]


def drain_rows(folder: Path, facts: int, tickets: int) -> Iterator[Row]:
    """Let a branch in `folder` with `facts` facts come to a headquarters, after `tickets` tickets without one.

    In a bank headquarters and its database are other machines: here they are given only what the branch leaves.
    """
    with (
        best_database(elsewhere=True) as kept,
        RunningHeadquarters(folder / "headquarters", kept.urls, elsewhere=True) as headquarters,
    ):
        branch = _found(folder / "branch", facts)
        with headquarters.store() as store, RunningBranch(folder / "branch") as service:
            (enrolment,) = headquarters.take_in([branch])
            _check(service, folder / "branch")
            quiet_ms = [_issue(service) for _ in range(tickets)]
            save_enrolment(folder / "branch" / "keys", enrolment)
            drained = _drain(service, store.server_of(branch), branch, facts, quiet_ms)
    rate = drained.facts / drained.seconds
    yield Row(
        f"{facts:,} facts drained, branch to {kept.name} (headquarters at nice 19, as if elsewhere)",
        f"{rate:,.0f}/s",
        f">= {_FACTS_A_SECOND:,.0f}/s",
        rate >= _FACTS_A_SECOND,
    )
    yield Row(
        "memory of the branch's processes' own meanwhile",
        f"+{drained.grown_mb:.0f} MB",
        f"<= +{_MEMORY_MB:.0f} MB",
        drained.grown_mb <= _MEMORY_MB,
    )
    ratio = percentile(drained.meanwhile_ms, 95) / percentile(quiet_ms, 95)
    yield Row(
        "ticket over HTTP while it drains",
        f"{spread(drained.meanwhile_ms)}, p95 {ratio:.2f} x quiet ({spread(quiet_ms)})",
        f"p95 <= {_RATIO:.2f} x quiet",
        ratio <= _RATIO,
    )


def _found(folder: Path, facts: int) -> str:
    """Found a branch with a long past; return its code."""
    with closing(Store.open(folder)) as store:
        setting = load_setting(store.keys.branch, always_open=True)
        Desk(store, ServiceClock(), setting, lambda _: None).found(demonstration=True)
        append_past(store, facts)
    return setting.plan.code


def _check(service: RunningBranch, folder: Path) -> None:
    """Have the branch checked now: else it draws its morning report meanwhile, which takes 90 MB for some seconds."""
    tool = json.loads((folder / "service.json").read_text())["tool"]
    service.connection.request("POST", "/v1/check", headers={"Kiosk-Role": "technician", "Kiosk-Tool": tool})
    answer = service.connection.getresponse()
    answer.read()
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(answer.status)


def _drain(
    service: RunningBranch, server: Server, branch: str, facts: int, quiet_ms: list[float]
) -> _Drained:
    """Issue tickets at an even pace until headquarters holds all that was there at the beginning."""
    before_mb = most_mb = _memory_mb(service.pid)
    meanwhile_ms, began, first, at = list[float](), 0.0, 0, 0
    deadline = time.monotonic() + _PATIENCE_S
    while at < facts:
        if time.monotonic() > deadline:
            raise TimeoutError("the backlog does not drain")
        at = _reached(server, branch)
        if at and not began:
            began, first = time.perf_counter(), at
        taken_ms = _issue(service)
        if began:
            meanwhile_ms.append(taken_ms)
            most_mb = max(most_mb, _memory_mb(service.pid))
    seconds = max(time.perf_counter() - began, 1e-3)
    return _Drained(seconds, at - first, most_mb - before_mb, quiet_ms, meanwhile_ms)


def _issue(service: RunningBranch) -> float:
    """Take a ticket, at most ten in a second; return how long it took, in ms."""
    began = time.perf_counter()
    service.ask("issue_ticket", {"service": "deposit"})
    taken_s = time.perf_counter() - began
    time.sleep(max(0.0, _BETWEEN_TICKETS_S - taken_s))
    return taken_s * 1000


def _reached(server: Server, branch: str) -> int:
    with server.read() as conn:
        (seq,) = conn.execute(_REACHED, {"branch": branch}).fetchone() or (0,)
    return int(seq)


def _memory_mb(pid: int) -> float:
    """Return what a process and its children hold in memory beside the files they were loaded from (proc(5)).

    Of those others hold a share as long as they run, and the system takes back what it wants: when a stranger that had
    loaded the same ended, each process seemed to grow by 8 MB.
    """
    lines = [line for one in (pid, *_children(pid)) for line in _lines(Path(f"/proc/{one}/smaps_rollup"))]
    return sum(int(line.split()[1]) for line in lines if line.startswith(_OWN)) / 1024


def _children(pid: int) -> list[int]:
    told = [
        one
        for file in Path(f"/proc/{pid}/task").glob("*/children")
        for line in _lines(file)
        for one in line.split()
    ]
    return [child for one in told for child in (int(one), *_children(int(one)))]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text().splitlines()
    except OSError:  # a process that has just ended
        return []
