"""The whole service killed between the number and its paper: no number is lost, and nothing is ever printed twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from kiosk.devices.printer.simulated_device import SimulatedDevice
from tests.faults.harness import LONG, assert_sound, wait_until
from tests.faults.network_printer import install_printer, is_whole, jobs, stories
from tests.faults.service_process import Branch
from tests.simulated_lines import on_the_network

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 200 if LONG else 10
_TICKETS = 2
_BYTES_PER_S = 60_000
"""A slip takes about half a second to come out."""
_WHILE_IT_PRINTS_S = 0.7
_AT_ONCE_S = 0.02
_ENDS = {
    "queued, sending, printed",
    "queued, sending, unknown",
    "queued, sending, unknown restarted",
    "queued, failed too_late",
}


@pytest.mark.timeout(1_800)
@pytest.mark.slow
def test_a_service_killed_between_number_and_paper_loses_no_number_and_prints_none_twice(
    tmp_path: Path,
) -> None:
    device, branch = SimulatedDevice(_BYTES_PER_S), Branch(tmp_path)
    with on_the_network(device) as port:
        install_printer(tmp_path, port)
        answered = _live_and_die(branch, random.Random(1))

    told = stories(tmp_path)
    assert {ticket["slip"] for ticket in answered} <= set(told)
    assert len({ticket["ticket"] for ticket in answered}) == len(answered)
    assert_sound(tmp_path)

    ends = Counter(", ".join(story) for story in told.values())
    assert set(ends) <= _ENDS
    assert ends["queued, sending, unknown restarted"] >= KILLS // 5  # the kills fell between number and paper

    paper = jobs(device)
    assert len(paper) <= sum("sending" in story for story in told.values())
    whole = [job for job in paper if is_whole(job)]
    assert len(whole) == len(set(whole)) >= ends["queued, sending, printed"] > 0


def _live_and_die(branch: Branch, rng: random.Random) -> list[dict[str, str]]:
    """Let a branch give out numbers and die, again and again; return what customers were answered."""
    answered = []
    try:
        for kill in range(KILLS):
            branch.start()
            answered += [branch.ask("issue_ticket", {"service": "deposit"}).json for _ in range(_TICKETS)]
            # The first slip waits for the worker's start. Every other kill comes while one of the two is sent, if not after.
            if kill % 2 == 0:
                wait_until(lambda: "sending" in branch.slips())
            time.sleep(rng.uniform(0, _AT_ONCE_S if kill % 2 else _WHILE_IT_PRINTS_S))
            branch.kill()
        branch.start()
        branch.seq_at_rest()
    finally:
        branch.kill()
    return answered
