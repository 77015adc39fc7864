"""kiosk-setup cut off at any command of its scripts, or without room: once more, and all is as if nothing had been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest

from tests.faults.update.machine import Fault, machine
from tests.faults.update.setups import Found, Walk, real_setup, walks
from tests.faults.update.stand_ins import Release, make_release

pytestmark = pytest.mark.row("G1")

_BYTES: Final = (300, 30_000)
"""So much of a package is unpacked when dpkg itself is cut off."""


@pytest.fixture(scope="module")
def debs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    folder = tmp_path_factory.mktemp("real")
    apps: dict[str, Release] = {one: make_release(folder, one) for one in ("1.0.0", "1.1.0")}
    return {one: (app.debs[0], real_setup(folder, one)) for one, app in apps.items()}


@pytest.fixture
def acts(debs: dict[str, tuple[Path, Path]], tmp_path: Path) -> Iterator[dict[str, Walk]]:
    with machine(tmp_path) as one:
        yield {walk.act: walk for walk in walks(one, debs)}


@pytest.mark.long
def test_the_packages_come_whole_and_go_whole_and_leave_what_is_not_theirs(acts: dict[str, Walk]) -> None:
    there = {act: _undisturbed(walk) for act, walk in acts.items()}

    assert "etc/systemd/system/multi-user.target.wants/kiosk-branch.service" in there["install"]
    assert "kiosk-branch:" in _text(there["install"]["etc/passwd"])
    assert "var/lib/kiosk/branch/database/branch.db" in there["purge"]
    assert "kiosk-branch:" in _text(there["purge"]["etc/passwd"])
    assert there["remove"].keys() > there["purge"].keys() > there["wipe"].keys()
    bare = {*acts["install"].before(), "etc/kiosk", "etc/kiosk/policy.toml"}
    assert sorted(there["wipe"].keys() - bare) == []


def test_at_some_commands_of_the_scripts_the_machine_ends_as_if_undisturbed(acts: dict[str, Walk]) -> None:
    told: dict[str, list[str]] = {}
    faults: dict[str, Fault] = {"install": "kill", "purge": "fill"}

    for act, fault in faults.items():
        walk = acts[act]
        wanted = _undisturbed(walk)
        told |= _troubles(walk, fault, _some(walk.steps()), wanted)

    assert told == {}


@pytest.mark.long
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("fault", ["kill", "fill"])
def test_at_every_command_of_each_script_the_machine_ends_as_if_undisturbed(
    acts: dict[str, Walk], fault: Fault
) -> None:
    told: dict[str, list[str]] = {}
    count = 0
    for walk in acts.values():
        wanted, steps = _undisturbed(walk), walk.steps()
        told |= _troubles(walk, fault, steps, wanted)
        count += len(steps)

    assert told == {}
    assert count > 100


@pytest.mark.long
@pytest.mark.parametrize("fault", ["kill", "fill"])
def test_dpkg_cut_off_inside_the_first_package_is_taken_up_again(acts: dict[str, Walk], fault: Fault) -> None:
    walk = acts["install"]
    wanted = _undisturbed(walk)
    told: dict[int, list[str]] = {}

    for size in _BYTES:
        walk.begin(fault, CUT_AFTER=str(size))
        told[size] = _differs(walk, wanted)

    assert {size: odd for size, odd in told.items() if odd} == {}


def _undisturbed(walk: Walk) -> dict[str, Found | str]:
    """Return how the act ends by itself; asked for twice, it is the same."""
    walk.begin()
    there = walk.there()
    walk.again()
    assert walk.there() == there
    return there


def _troubles(
    walk: Walk, fault: Fault, steps: Sequence[str], wanted: dict[str, Found | str]
) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for step in steps:
        walk.begin(fault, CUT_AT=step)
        told[f"{walk.act}: {step}"] = _differs(walk, wanted)
    return {step: odd for step, odd in told.items() if odd}


def _differs(walk: Walk, wanted: dict[str, Found | str]) -> list[str]:
    if not walk.machine.was_cut:
        return ["the fault never happened"]
    walk.again()
    there = walk.there()
    return sorted(name for name in there | wanted if there.get(name) != wanted.get(name))


def _some(steps: Sequence[str]) -> list[str]:
    """Return one from the middle of a walk, and the one before the last."""
    return [steps[len(steps) // 2], steps[-2]]


def _text(found: Found | str) -> str:
    return found.content.decode() if isinstance(found, Found) else found
