"""Each fault of a line on every other request, a line that is slow, a key revoked: every fact of a branch, once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.lab.bench.journal import facts_of
from kiosk.wire.sync.answers import Accepted, Denied
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import inbox
from tests.faults.hq.proxy import ALL, NOTHING, Fault, Link, Proxy
from tests.faults.hq.scripted_branch import ScriptedBranch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FACTS: Final = 600
BATCH: Final = 100
SLOW: Final = Link(bytes_per_s=8_000, latency_s=0.8, stall_every=2_000, stall_s=0.4)
"""64 kbit/s over a satellite that loses sight of us now and then."""


def branch_named(name: str, seed: int, facts: int = FACTS) -> ScriptedBranch:
    """Return a branch of its own with its own facts."""
    return ScriptedBranch(seed.to_bytes(8), facts_of(name, facts, seed), name)


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[HeadquartersProcess]:
    process = HeadquartersProcess(tmp_path / "hq")
    yield process
    process.kill()


def assert_exact(headquarters: HeadquartersProcess, branch: ScriptedBranch) -> None:
    with headquarters.opened() as left:
        held = inbox(left, branch.branch)
    assert held == [(seq, branch.hashes[seq]) for seq in range(1, len(branch.facts) + 1)]


@pytest.mark.row("F2")
def test_each_fault_on_every_other_request_leaves_each_fact_once(headquarters: HeadquartersProcess) -> None:
    branches = [branch_named(f"b{number}", number) for number in range(len(ALL))]
    for branch in branches:
        branch.enrol_at(headquarters)
    injected = list[int]()

    def suffer(branch: ScriptedBranch, fault: Fault) -> None:
        with Proxy(headquarters.port, lambda number: NOTHING if number % 2 else fault) as proxy:
            branch.deliver(proxy.port, BATCH)
        injected.append(sum(done.fault == fault for done in proxy.log))

    with running(headquarters):
        sending = [threading.Thread(target=suffer, args=one) for one in zip(branches, ALL, strict=True)]
        for thread in sending:
            thread.start()
        for thread in sending:
            thread.join()

    assert len(injected) == len(ALL)
    assert min(injected) >= 3
    for branch in branches:
        assert_exact(headquarters, branch)


@pytest.mark.row("F2")
def test_a_line_of_64_kbit_with_stalls_brings_every_fact(headquarters: HeadquartersProcess) -> None:
    branch = branch_named("far", 1, facts=80)
    branch.enrol_at(headquarters)

    with running(headquarters), Proxy(headquarters.port, link=SLOW) as proxy:
        branch.deliver(proxy.port, BATCH)

    assert_exact(headquarters, branch)


@pytest.mark.row("F2")
def test_a_branch_whose_key_was_revoked_for_a_day_goes_on_where_it_stood(
    headquarters: HeadquartersProcess,
) -> None:
    branch = branch_named("b1", 1)
    branch.enrol_at(headquarters)
    with running(headquarters):
        branch.deliver(headquarters.port, BATCH, upto=300)

        headquarters.turn("b1", "revoked")
        assert branch.send(headquarters.port, 301, 400) == Denied("revoked")

        headquarters.turn("b1", "enrolled")
        assert isinstance(branch.send(headquarters.port, 301, 400), Accepted)
        branch.deliver(headquarters.port, BATCH)

    assert_exact(headquarters, branch)


@pytest.mark.row("F2")
def test_a_real_headquarters_takes_nothing_of_a_demonstration(tmp_path: Path) -> None:
    branch = branch_named("b1", 1)
    headquarters = HeadquartersProcess(tmp_path / "real", demonstration=False)
    branch.enrol_at(headquarters)

    with running(headquarters):
        answer = branch.send(headquarters.port, 1, 100)

    assert answer == Denied("demonstration")
    with headquarters.opened() as left:
        assert inbox(left, "b1") == []
