"""The power goes, or the disk fills, at any command of an update: old or new, never between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.faults.update.machine import Fault
from tests.faults.update.stand_ins import UPDATER
from tests.faults.update.walks import RUNNING, Walk

_FEW = 3
"""Steps that a run of every check tries on each walk; every one is tried by packaging/faults."""


@pytest.mark.row("G1")
@pytest.mark.parametrize("fault", ["kill", "fill"])
@pytest.mark.parametrize("sick", [False, True], ids=["well", "sick"])
def test_at_some_steps_of_an_update_the_machine_ends_old_or_new(
    walk: Walk, fault: Fault, *, sick: bool
) -> None:
    walk = replace(walk, sick=sick)
    steps = walk.steps()

    assert _troubles(walk, fault, _some(steps, _FEW)) == {}


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("fault", ["kill", "fill"])
@pytest.mark.parametrize("sick", [False, True], ids=["well", "sick"])
def test_at_every_step_of_an_update_the_machine_ends_old_or_new(
    walk: Walk, fault: Fault, *, sick: bool
) -> None:
    known = walk.steps() if sick else []
    walk = replace(walk, sick=sick)
    steps = [step for step in walk.steps() if step not in known]

    assert _troubles(walk, fault, steps) == {}
    assert len(steps) > 100


@pytest.mark.parametrize("fault", ["kill", "fill"])
def test_dpkg_itself_cut_off_inside_a_package_leaves_nothing_of_it(walk: Walk, fault: Fault) -> None:
    told = {}
    for bytes_through in (600, 250_000):
        walk.begin(fault, CUT_AFTER=str(bytes_through))
        told[bytes_through] = list(walk.troubles(fault))

    assert {size: said for size, said in told.items() if said} == {}


def test_a_disk_that_fills_once_the_new_version_is_in_has_room_for_the_way_back(walk: Walk) -> None:
    walk = replace(walk, sick=True)
    line = UPDATER.read_text().splitlines().index("  enter trying") + 1
    step = next(step for step in walk.steps() if step.startswith(f"{line} "))

    undone = walk.begin("fill", CUT_AT=step)

    assert (undone, walk.machine.phase, walk.machine.running) == (1, "undone", RUNNING)
    assert list(walk.troubles("fill")) == []


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_the_power_goes_a_second_time_while_the_first_cut_is_being_undone(walk: Walk) -> None:
    machine = walk.machine
    walk.begin("kill", CUT_AFTER="60000")
    machine.remember("cut once")
    machine.update("resume", STEPS="all")
    steps = (machine.outside / "steps").read_text().splitlines()

    told = {}
    for step in dict.fromkeys(steps):
        machine.return_to("cut once")
        machine.suffer("kill")
        machine.update("resume", CUT_AT=step)
        told[step] = list(walk.troubles("kill"))

    assert {step: said for step, said in told.items() if said} == {}


def test_a_command_starts_the_kiosk_though_the_unit_it_requires_failed_at_boot(walk: Walk) -> None:
    machine = walk.machine
    walk.begin("fill", CUT_AFTER="250000")
    # kiosk-update.service would wait for the lock of the updater that starts the kiosk.
    (machine.root / "run/kiosk-update").unlink()
    (machine.root / "run/units/kiosk-branch.service").unlink(missing_ok=True)
    machine.make_room()

    ended = machine.update("resume", "--start")

    assert (ended.returncode, machine.phase, machine.running) == (0, "undone", RUNNING), ended.stderr
    assert machine.is_whole(walk.old)


def test_the_power_goes_again_in_the_middle_of_undoing(walk: Walk) -> None:
    walk.begin("kill", CUT_AFTER="60000")
    walk.machine.suffer("kill")

    walk.machine.update("resume", CUT_AFTER="60000")

    assert walk.machine.phase == "undoing"
    assert list(walk.troubles("kill")) == []


def _troubles(walk: Walk, fault: Fault, steps: Sequence[str]) -> dict[str, list[str]]:
    told = {}
    for step in steps:
        walk.begin(fault, CUT_AT=step)
        told[step] = list(walk.troubles(fault))
    return {step: said for step, said in told.items() if said}


def _some(steps: Sequence[str], count: int) -> list[str]:
    """Return steps spread over the whole walk, the last one among them."""
    return [steps[(number + 1) * len(steps) // count - 1] for number in range(count)]
