"""Store and desk killed at any moment: no acknowledged ticket is lost, none is given twice."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kiosk.domain.answers import Issued
from kiosk.domain.facts import TicketIssued
from kiosk.wire.asking import decode_answer
from tests.checkout import TOP
from tests.faults.desk_child import CLIENTS, request, request_id
from tests.faults.harness import LONG, STAFF, assert_sound, reception

KILLS = 800 if LONG else 24
KILLS_OF_A_BRANCH = 8
LONGEST_LIFE_S = 0.25


class Customers:
    """What the clients of one branch were told, over all its lives."""

    def __init__(self) -> None:
        self.told: dict[tuple[int, int], bytes] = {}
        self.last = [0] * CLIENTS
        """The last ticket each was told of: asked for again after the kill."""

    def hear(self, line: bytes) -> None:
        """Take one line in; a ticket told of before must be told the same."""
        client, n, answer = line.rstrip(b"\n").split(b" ", 2)
        place = int(client), int(n)
        assert self.told.setdefault(place, answer) == answer
        self.last[place[0]] = place[1]


@pytest.mark.timeout(1_800)
@pytest.mark.slow
@pytest.mark.row("F1")
def test_a_desk_killed_at_random_loses_no_acknowledged_ticket_and_gives_none_twice(tmp_path: Path) -> None:
    branches = KILLS // KILLS_OF_A_BRANCH

    # Two at a time: while one machine starts, the other works.
    with ThreadPoolExecutor(2) as pool:
        tickets = list(pool.map(lambda n: _live_and_die(tmp_path / str(n), n), range(branches)))

    assert sum(tickets) > KILLS  # the kills fell into work, not into the start


def _live_and_die(folder: Path, seed: int) -> int:
    """Kill one branch again and again, then look at all it has; return how many tickets were acknowledged."""
    rng, customers = random.Random(seed), Customers()
    for _ in range(KILLS_OF_A_BRANCH):
        _kill_once(folder, customers, rng.uniform(0, LONGEST_LIFE_S))
    _look(folder, customers)
    return len(customers.told)


def _kill_once(folder: Path, customers: Customers, after_s: float) -> None:
    command = [sys.executable, "-m", "tests.faults.desk_child", str(folder), *map(str, customers.last)]
    with subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"open\n"
        killer = threading.Thread(target=_kill, args=(process, after_s))
        killer.start()
        for line in process.stdout:
            customers.hear(line)
        killer.join()
    assert process.returncode == -9, "it ended by itself"


def _kill(process: subprocess.Popen[bytes], after_s: float) -> None:
    time.sleep(after_s)
    process.kill()


def _look(folder: Path, customers: Customers) -> None:
    with reception(folder) as branch:
        issued = branch.happened(TicketIssued)
        answers = {
            place: branch.desk.handle(request_id(*place), request(place[0]), STAFF)
            for place in customers.told
        }
        assert len(branch.happened(TicketIssued)) == len(issued)

    assert answers == {place: decode_answer(answer) for place, answer in customers.told.items()}
    numbers = [(one.series, one.number) for one in issued]
    assert len(set(numbers)) == len(numbers)
    assert {one.visit for one in issued} >= {one.visit for one in answers.values() if isinstance(one, Issued)}
    assert_sound(folder)
