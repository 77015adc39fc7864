"""The power goes while the branch works: whatever was acknowledged is still there when it comes back."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from kiosk.records.database.connect import BIRTH_SETTINGS, SETTINGS
from tests.faults.disk_under_sqlite import CuttableFiles
from tests.faults.harness import LONG
from tests.faults.power import Acknowledged, Life, Machine

CUTS = 5_000 if LONG else 250
LIVES_OF_A_BRANCH = 6
CUTS_IN_A_LIFE = 10
NORMAL = tuple(
    ("synchronous", "NORMAL", 1) if name == "synchronous" else (name, value, read)
    for name, value, read in SETTINGS
)
WITHOUT_EXTRA = tuple(one for one in BIRTH_SETTINGS if one[0] != "synchronous")


@pytest.fixture(scope="module")
def files() -> Iterator[CuttableFiles]:
    system = CuttableFiles()
    yield system
    system.unregister()


@pytest.mark.timeout(1_200)
@pytest.mark.slow
@pytest.mark.row("F1")
def test_no_power_cut_loses_an_acknowledged_ticket(files: CuttableFiles) -> None:
    machine, rng, cuts = Machine(files), random.Random(20261102), 0

    while cuts < CUTS:
        image, known = machine.birth(), tuple[Acknowledged, ...]()
        for _ in range(LIVES_OF_A_BRANCH):
            life = machine.life(image, known, rng)
            for _ in range(CUTS_IN_A_LIFE):
                cut = _moment(life, rng)
                image, known = life.disk.cut(cut, rng), life.until(cut)
                assert machine.faults_after(image, known) == [], f"cut {cuts}, after {cut} things done"
                cuts += 1


def test_with_synchronous_normal_the_same_cuts_lose_acknowledged_tickets(files: CuttableFiles) -> None:
    machine, rng = Machine(files, NORMAL), random.Random(1)
    life = machine.life(machine.birth(), (), rng)

    assert any(_faults(machine, life, _moment(life, rng), rng) for _ in range(50))


def test_a_branch_born_the_moment_before_the_cut_keeps_its_first_tickets(files: CuttableFiles) -> None:
    machine, rng = Machine(files), random.Random(2)

    for _ in range(CUTS // 20):
        life = machine.life({}, (), rng, requests=3)
        assert _faults(machine, life, _after_the_first_answer(life, rng), rng) == []


def test_without_synchronous_extra_at_birth_such_a_cut_leaves_an_empty_database(files: CuttableFiles) -> None:
    machine, rng = Machine(files, born_with=WITHOUT_EXTRA), random.Random(3)
    life = machine.life({}, (), rng, requests=3)

    faults = [_faults(machine, life, _after_the_first_answer(life, rng), rng) for _ in range(50)]

    assert any("no such table" in one for told in faults for one in told)


def _faults(machine: Machine, life: Life, cut: int, rng: random.Random) -> list[str]:
    return machine.faults_after(life.disk.cut(cut, rng), life.until(cut))


def _moment(life: Life, rng: random.Random) -> int:
    """Return a moment to cut: anywhere, or, where it hurts most, the very moment a request was answered."""
    anywhere = rng.randrange(len(life.disk.done) + 1)
    return rng.choice((anywhere, rng.choice(life.acknowledged).at))


def _after_the_first_answer(life: Life, rng: random.Random) -> int:
    return rng.randrange(life.acknowledged[0].at, len(life.disk.done) + 1)
