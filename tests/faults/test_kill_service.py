"""The whole branch service killed at any moment, while four clients repeat what they ask until it is answered."""

from __future__ import annotations

import random
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain.facts import TicketIssued
from tests.faults.harness import LONG, assert_sound, new_id, reception, wait_until
from tests.faults.service_process import Branch
from tests.leaks import PROC

KILLS = 200 if LONG else 10
KILLS_OF_A_BRANCH = 20 if LONG else 10
CLIENTS = 4
LONGEST_LIFE_S = 0.4
_OUTAGE_S = 0.02


class Client(threading.Thread):
    """A device that takes tickets: it repeats a request under its id until it is answered, and once more for luck."""

    def __init__(self, branch: Branch, series: str) -> None:
        super().__init__()
        self._branch, self._service = branch, series
        self._stop_asked = threading.Event()
        self.told: dict[str, dict[str, Any]] = {}
        self.trouble = ""

    def run(self) -> None:
        before = ""
        while not self._stop_asked.is_set():
            request_id = new_id()
            for asked in (before, request_id):
                answer = self._until_answered(asked) if asked else None
                if answer is not None and self.told.setdefault(asked, answer) != answer:
                    self.trouble = f"{asked} was answered {self.told[asked]} and then {answer}"
            before = request_id

    def _until_answered(self, request_id: str) -> dict[str, Any] | None:
        while not self._stop_asked.is_set():
            try:
                told = self._branch.ask("issue_ticket", {"service": self._service}, request_id=request_id)
            except OSError:
                time.sleep(_OUTAGE_S)
                continue
            if told.status == 200:
                return told.json
            self.trouble = f"{told.status} {told.json}"
        return None

    def stop(self) -> None:
        """End after the request in hand."""
        self._stop_asked.set()
        self.join()


@pytest.mark.timeout(1_800)
@pytest.mark.slow
@pytest.mark.row("F1")
def test_a_service_killed_at_random_loses_no_acknowledged_ticket_and_gives_none_twice(tmp_path: Path) -> None:
    for seed in range(KILLS // KILLS_OF_A_BRANCH):
        folder = tmp_path / str(seed)

        told = _live_and_die(folder, random.Random(seed))

        assert len(told) > KILLS_OF_A_BRANCH  # the kills fell into work
        _look(folder, told)


def _live_and_die(folder: Path, rng: random.Random) -> dict[str, dict[str, Any]]:
    """Kill one branch again and again; return the answers its clients got, by id."""
    branch = Branch(folder)
    clients = [Client(branch, service) for service in ("deposit", "withdrawal") * (CLIENTS // 2)]
    for client in clients:
        client.start()
    try:
        for kill in range(KILLS_OF_A_BRANCH):
            # Every fourth is killed while it starts, the others at work.
            before = _told(clients)
            branch.start(wait=bool(kill % 4))
            if kill % 4:
                wait_until(lambda before=before: _told(clients) > before + 1)  # type: ignore[misc]
            time.sleep(rng.uniform(0, LONGEST_LIFE_S))
            branch.kill()
        branch.start()
        wait_until(lambda: all(client.told for client in clients))
    finally:
        for client in clients:
            client.stop()
        branch.kill()
    assert [client.trouble for client in clients] == [""] * CLIENTS
    return {request_id: answer for client in clients for request_id, answer in client.told.items()}


def _told(clients: list[Client]) -> int:
    return sum(len(client.told) for client in clients)


def _look(folder: Path, told: dict[str, dict[str, Any]]) -> None:
    with reception(folder) as branch:
        issued = branch.happened(TicketIssued)
    numbers = [(one.series, one.number) for one in issued]
    assert len(set(numbers)) == len(numbers)
    assert len({answer["visit"] for answer in told.values()}) == len(told)
    assert {one.visit for one in issued} >= {answer["visit"] for answer in told.values()}
    # Beyond the acknowledged: at most what each client had in flight at a kill and at the end. Never one id twice.
    assert len(issued) <= len(told) + CLIENTS
    assert_sound(folder)


def test_a_killed_service_leaves_no_process_of_its_own_behind(tmp_path: Path) -> None:
    branch = Branch(tmp_path)
    branch.start()
    branch.ask("issue_ticket", {"service": "deposit"})
    wait_until(lambda: list((tmp_path / "slips").glob("*.pdf")))
    family = _descendants(branch.pid)

    branch.kill()

    assert family
    wait_until(lambda: not any(map(_runs, family)))


def _descendants(pid: int) -> list[int]:
    """Return the children of a process, and theirs."""
    listed = [(PROC / str(pid) / "task").glob("*/children")]
    children = [int(child) for files in listed for file in files for child in file.read_text().split()]
    return [*children, *(one for child in children for one in _descendants(child))]


def _runs(pid: int) -> bool:
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return False
