"""A full disk: refused by name, nothing acknowledged is lost, and all goes on once there is room again."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.export import export
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import facts as f
from kiosk.records.database.problems import StoreProblem
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    shutil.which("mount") is None, reason="a small disk is made with mount, which is not here"
)
KIB = 1024


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MiB that is really full when it is full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", disk], check=False, capture_output=True, text=True
    )
    if made.returncode:
        pytest.skip(f"only root may make a small disk: {made.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", disk], check=True)


def fill(disk: Path, leave: int) -> Path:
    """Write a file that leaves so many bytes free."""
    ballast = disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(disk).free - leave))
    return ballast


def test_tickets_issued_before_the_disk_was_full_are_all_there_and_it_goes_on(small_disk: Path) -> None:
    sample = SampleDay()
    sample.open()
    with Store.open(small_disk / "data") as store:
        acknowledged = write_down(store, sample.recorded)
        ballast = fill(small_disk, 600 * KIB)
        code = ""
        while not code:
            told = len(sample.recorded)
            sample.issue()
            try:
                acknowledged += write_down(store, sample.recorded[told:])
            except StoreProblem as problem:
                code, refused = problem.code, sample.recorded[told:]
        assert list(Journal(store.conn).all_after(0)) == acknowledged
        ballast.unlink()
        acknowledged += write_down(store, refused)
        assert code == "disk_full"
    assert len(acknowledged) > 20

    with Store.open(small_disk / "data") as store:
        assert list(Journal(store.conn).all_after(0)) == acknowledged
    assert verify(small_disk / "data").sound


def test_a_service_that_is_killed_on_a_full_disk_starts_again_on_it(small_disk: Path, tmp_path: Path) -> None:
    sample = two_days(5)
    with Store.open(small_disk / "data") as store:
        acknowledged = write_down(store, sample.recorded)
        shutil.copytree(small_disk / "data", tmp_path / "killed")
    shutil.rmtree(small_disk / "data")
    shutil.copytree(tmp_path / "killed", small_disk / "data")
    fill(small_disk, 48 * KIB)

    with Store.open(small_disk / "data") as store:
        assert list(Journal(store.conn).all_after(0)) == acknowledged


def test_a_first_start_on_a_full_disk_is_refused_and_works_later(small_disk: Path) -> None:
    ballast = fill(small_disk, 12 * KIB)

    with pytest.raises(StoreProblem) as caught:
        Store.open(small_disk / "data")
    ballast.unlink()

    assert caught.value.code == "disk_full"
    Store.open(small_disk / "data").close()


def test_a_backup_onto_a_full_disk_leaves_nothing_half(small_disk: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store:
        write_down(store, two_days(5).recorded)
    fill(small_disk, 40 * KIB)

    with pytest.raises(StoreProblem) as caught:
        backup(tmp_path / "data", small_disk / "backups")

    assert caught.value.code == "disk_full"
    assert list((small_disk / "backups").iterdir()) == []


def test_an_export_onto_a_full_disk_leaves_nothing_half(small_disk: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "data") as store:
        write_down(store, two_days(5).recorded)
    fill(small_disk, 40 * KIB)

    with pytest.raises(StoreProblem) as caught:
        export(tmp_path / "data", small_disk / "out")

    assert caught.value.code == "disk_full"
    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


def test_a_restore_on_a_full_disk_changes_nothing(small_disk: Path, tmp_path: Path) -> None:
    data = small_disk / "data"
    sample = two_days(5, steps=20)
    with Store.open(data) as store:
        write_down(store, sample.recorded)
    copy = backup(data, tmp_path)
    sample.tell(f.HelpCalled("h", "hall"))
    with Store.open(data) as store:
        write_down(store, sample.recorded[-1:])
    ballast = fill(small_disk, 80 * KIB)

    with pytest.raises(StoreProblem) as caught:
        restore(copy, data, sample.now_ms)
    ballast.unlink()

    assert caught.value.code == "disk_full"
    with Store.open(data) as store:
        assert Journal(store.conn).head.seq == len(sample.recorded)
