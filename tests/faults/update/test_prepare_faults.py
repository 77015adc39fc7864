"""An update on its way from the stick: pulled out, spoiled, cut off, without room. No part of it is taken for the whole."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import pytest

from kiosk.app.update import preparing
from kiosk.app.update.checking import opened_update
from kiosk.app.update.contents import APP, SETUP
from kiosk.app.update.packing import pack
from kiosk.app.update.preparing import alone, prepare
from kiosk.app.update.refusals import Refused
from kiosk.branch.database.schema import MAJOR, MINOR
from kiosk.records.database import disk
from kiosk.wire.sync import unpack
from tests.faults.full_disk import fill, make_room, small_disk
from tests.killing import killed_at_each_line
from tests.unit.update.update_files import KEY, deb

pytestmark = pytest.mark.row("G1")

PUBLIC: Final = KEY.public_key()
LONG: Final = [pytest.mark.long, pytest.mark.timeout(1_800)]
_PAGE_KB: Final = 4
_ENGINE_BYTES: Final = 100_000
_DATA: Final = Path("/var/lib/kiosk/branch")


def bring(file: Path, updates: Path, between: Callable[[], None] = lambda: None) -> None:
    """Do what `kiosk update install` does before it hands over; `between` happens once the file was found good."""
    with opened_update(file, (PUBLIC,)) as update, alone(updates):
        between()
        prepare(update, "1.0.0", _DATA, updates)


def prepared(updates: Path) -> dict[str, bytes]:
    """Return what the updater would find, which looks for the plan before anything else."""
    following = updates / "next"
    if not (following / "plan").exists():
        return {}
    return {
        str(path.relative_to(following)): path.read_bytes() for path in following.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An update file too large for anybody to have read the whole of it when its end was looked at."""
    folder = tmp_path_factory.mktemp("stick")
    tree, app = folder / "tree", folder / "app.deb"
    (tree / "DEBIAN").mkdir(parents=True)
    control = f"Package: {APP}\nVersion: 1.1.0\nArchitecture: amd64\nMaintainer: nobody <nobody@localhost>\n"
    (tree / "DEBIAN" / "control").write_text(f"{control}Installed-Size: 100\nDescription: stands in\n")
    (tree / "engine").write_bytes(random.Random(7).randbytes(_ENGINE_BYTES))
    words = ["dpkg-deb", "-Znone", "--build", str(tree), str(app)]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    debs = [app, deb(folder, SETUP, "1.1.0", "all")]
    return pack(debs, folder, KEY, needs="1.0.0", schema=(MAJOR, MINOR), made_ms=0)


@pytest.fixture
def whole(good: Path, tmp_path: Path) -> dict[str, bytes]:
    bring(good, tmp_path / "undisturbed")
    return prepared(tmp_path / "undisturbed")


@pytest.mark.parametrize("stride", [149, pytest.param(1, marks=LONG)])
def test_cut_off_at_any_line_there_is_nothing_to_put_in_or_the_whole(
    tmp_path: Path, good: Path, whole: dict[str, bytes], stride: int
) -> None:
    numbers = count()

    for file, updates in killed_at_each_line(
        (preparing, unpack, disk), bring, lambda: (good, tmp_path / str(next(numbers))), stride
    ):
        assert prepared(updates) in ({}, whole)
        bring(file, updates)
        assert prepared(updates) == whole


def test_a_stick_pulled_out_after_the_file_was_found_good_leaves_nothing(tmp_path: Path, good: Path) -> None:
    size, lost, updates = good.stat().st_size, tmp_path / "lost.kiosk-update", tmp_path / "updates"

    for left in range(0, size - size // 9, size // 9):
        shutil.copy(good, lost)
        with pytest.raises((Refused, OSError)):
            bring(lost, updates, partial(os.truncate, lost, left))

        assert not (updates / "next").exists()


@pytest.mark.parametrize("stride", [10_007, pytest.param(101, marks=LONG)])
@pytest.mark.parametrize("late", [False, True], ids=["before", "after it was found good"])
def test_whichever_bit_is_wrong_the_file_is_refused_or_brings_the_same(
    tmp_path: Path, good: Path, whole: dict[str, bytes], stride: int, *, late: bool
) -> None:
    content, updates, spoiled = good.read_bytes(), tmp_path / "updates", tmp_path / "spoiled.kiosk-update"
    codes = []

    for at in range(0, len(content), stride):
        wrong = bytearray(content)
        wrong[at] ^= 1 << at % 8
        spoiled.write_bytes(content if late else wrong)
        try:
            bring(spoiled, updates, partial(rewrite, spoiled, wrong if late else bytearray()))
        except Refused as refusal:
            codes.append(refusal.exit_code)
            assert not (updates / "next").exists()
        else:
            assert prepared(updates) == whole
            shutil.rmtree(updates / "next")

    assert len(codes) > len(content) // stride // 2
    assert set(codes) == {10}


def rewrite(file: Path, content: bytearray) -> None:
    """Change a file in place: whoever has it open reads the new bytes."""
    with file.open("r+b") as there:
        there.write(content)


@pytest.mark.parametrize(
    "rooms_kb", [(0, 40), pytest.param(range(0, 240, _PAGE_KB), marks=LONG)], ids=["some rooms", "every page"]
)
def test_a_disk_that_fills_while_it_is_copied_leaves_nothing_and_takes_it_once_there_is_room(
    tmp_path: Path, good: Path, whole: dict[str, bytes], rooms_kb: tuple[int, ...]
) -> None:
    with small_disk(tmp_path / "disk", 2) as updates:
        for room_kb in rooms_kb:
            (updates / "room").write_bytes(bytes(room_kb << 10))
            fill(updates)
            (updates / "room").unlink()

            try:
                bring(good, updates)
            except OSError:
                assert not (updates / "next").exists()
            else:
                assert prepared(updates) == whole

            make_room(updates)
            bring(good, updates)
            assert prepared(updates) == whole
            shutil.rmtree(updates / "next")
