"""A disk that is full, or that nobody may write, at any moment of a provisioning: told, and made good by the next run."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final, Literal

import pytest

from kiosk.records.database.disk import write_anew
from kiosk.records.database.problems import StoreProblem
from tests.faults.full_disk import fill, make_room, small_disk
from tests.faults.provision.sites import Place, is_let_in, serving, set_up

pytestmark = pytest.mark.row("G1")

Trouble = Literal["full", "read-only"]
_ROOMS_KB: Final = (0, 40)
_PAGE_KB: Final = 4
_MOST_KB: Final = 1_600


def place_in(folder: Path) -> Place:
    folder.mkdir(exist_ok=True)
    place = Place(folder / "stick", folder / "data", folder / "etc" / "kiosk.toml", folder / "told")
    place.make()
    return place


@contextlib.contextmanager
def trouble(disk: Path, kind: Trouble) -> Iterator[None]:
    """Let a disk take nothing in the block."""
    if kind == "full":
        fill(disk)
        yield
        make_room(disk)
    else:
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
        try:
            yield
        finally:
            subprocess.run(["mount", "-o", "remount,rw", disk], check=True)


def is_stopped(place: Place, machine: str) -> bool:
    """Provision a machine, and tell whether a disk stopped that."""
    try:
        set_up(place, machine)
    except (OSError, StoreProblem):
        return True
    return False


def test_the_last_room_of_a_disk_never_holds_half_of_a_small_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1) as disk:
        file = disk / "file.json"
        write_anew(file, b"before")
        (disk / "room").write_bytes(bytes(_PAGE_KB << 10))
        fill(disk)
        (disk / "room").unlink()

        with pytest.raises(OSError, match="No space left"):
            write_anew(file, bytes(10 * _PAGE_KB << 10))

        assert {path.name for path in disk.iterdir()} == {"file.json", "ballast"}
        assert file.read_bytes() == b"before"


@pytest.mark.parametrize(
    "rooms_kb",
    [
        _ROOMS_KB,
        pytest.param(
            range(0, _MOST_KB, _PAGE_KB),
            marks=[pytest.mark.long, pytest.mark.timeout(3_600)],
        ),
    ],
    ids=["some rooms", "every page"],
)
def test_a_branch_whose_data_disk_fills_at_any_page_is_made_good_by_the_next_run(
    tmp_path: Path, rooms_kb: tuple[int, ...]
) -> None:
    whole = place_in(tmp_path / "undisturbed")
    set_up(whole, "front")
    wanted, stopped = whole.state(), []

    for room_kb in rooms_kb:
        folder = tmp_path / str(room_kb)
        with small_disk(folder / "disk", 4) as disk:
            place = replace(place_in(folder), data=disk / "data")
            (disk / "room").write_bytes(bytes(room_kb << 10))
            fill(disk)
            (disk / "room").unlink()

            stopped.append(is_stopped(place, "front"))

            make_room(disk)
            set_up(place, "front")
            assert place.state() == wanted
            assert place.lets_in(place.secrets[-1])

    assert stopped[0]
    assert not stopped[-1] or len(stopped) == len(_ROOMS_KB)


@pytest.mark.parametrize(
    ("where", "kind"),
    [
        ("data", "full"),
        ("config", "read-only"),
        pytest.param("data", "read-only", marks=pytest.mark.long),
        pytest.param("config", "full", marks=pytest.mark.long),
    ],
)
def test_a_disk_that_takes_nothing_stops_a_provisioning_until_it_does(
    tmp_path: Path, where: str, kind: Trouble
) -> None:
    whole = place_in(tmp_path / "undisturbed")
    set_up(whole, "front")
    with small_disk(tmp_path / "disk", 4) as disk:
        place = place_in(tmp_path / "place")
        elsewhere = {"data": disk / "data", "config": disk / "kiosk.toml"}
        place = replace(place, data=elsewhere["data"]) if where == "data" else place
        place = replace(place, config=elsewhere["config"]) if where == "config" else place

        with trouble(disk, kind):
            assert is_stopped(place, "front")

        set_up(place, "front")
        assert place.state() == whole.state()
        assert place.lets_in(place.secrets[-1])


@pytest.mark.long
@pytest.mark.parametrize("kind", ["full", "read-only"])
def test_a_stick_that_takes_nothing_costs_another_round_and_no_screen(tmp_path: Path, kind: Trouble) -> None:
    with small_disk(tmp_path / "stick", 4) as stick:
        front = replace(place_in(tmp_path / "front"), stick=stick)
        front.make()
        set_up(front, "front")
        hall = Place(stick, tmp_path / "hall", tmp_path / "hall.toml", front.told)
        with serving(front):
            with trouble(stick, kind):
                assert is_stopped(front, "front")
                assert is_stopped(hall, "hall")
            told = [set(set_up(place, name)) for place, name in ((front, "front"), (hall, "hall"))]
            with trouble(stick, kind):
                assert [set_up(front, "front")[-1:], set_up(hall, "hall")[-1:]] == [["same"], ["same"]]

            assert [one <= {"same", "done"} for one in told] == [True, True]
            assert is_let_in(front.paired("entrance"))
            assert is_let_in(hall.paired("hall"))
