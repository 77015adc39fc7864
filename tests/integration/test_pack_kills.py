"""Power cuts while a pack is taken. Few imports: every child of the test brings them in again."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.packs import shelf, taking
from kiosk.branch.packs.shelf import Shelf
from kiosk.branch.packs.taking import Packs
from kiosk.wire.sync import unpack
from tests.faults.harness import LONG
from tests.killing import killed_at_each_line
from tests.packs import KEY, label, pack_file

if TYPE_CHECKING:
    from kiosk.branch.service import BranchService


class Plain:
    """A kind whose files may be anything."""

    name = "plain"

    def check(self, folder: Path) -> tuple[str, ...]:
        return () if (folder / "a").is_file() else ("no a",)

    async def apply(self, service: BranchService) -> None:
        raise AssertionError(service)


def _take(data: Path, file: Path) -> None:
    Packs(data, [Plain()]).take(file, [KEY.public_key()], "demo", 0)


@pytest.mark.timeout(600)  # at every line, in the long run
def test_killed_at_any_line_the_old_pack_is_in_use_or_the_new_one(tmp_path: Path) -> None:
    files = [
        pack_file(tmp_path, {"a": bytes([n]), "b/c": b"x"}, label(n, kind="plain")) for n in (1, 2, 3, 4)
    ]
    seed = tmp_path / "seed"
    for file in files[:2]:
        _take(seed, file)
    numbers, seen = itertools.count(), set()

    def fresh() -> tuple[Path, Path]:
        return Path(shutil.copytree(seed, tmp_path / f"killed-{next(numbers)}")), files[2]

    for place, _ in killed_at_each_line((shelf, taking, unpack), _take, fresh, 1 if LONG else 13):
        plain = Shelf(place, "plain")
        assert plain.folder is not None
        seen.add(version := plain.in_use.label.version)
        assert ((plain.folder / "a").read_bytes(), (plain.folder / "b" / "c").read_bytes()) == (
            bytes([version]),
            b"x",
        )
        _take(place, files[3])
        assert {each.name for each in (place / "packs" / "plain").iterdir()} == {
            "4",
            str(version),
            "in-use.json",
        }

    assert seen == {2, 3}
