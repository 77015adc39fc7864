"""A service that cannot work safely does not start: exit code 2 and one line that names the reason."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.schema import MAJOR
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import load_setting
from kiosk.records.database.problems import StoreProblem
from tests.faults.harness import reception
from tests.faults.service_process import command, refusal

NO_SHARED_MEMORY: Final = """
import sqlcipher3
connect = sqlcipher3.connect
sqlcipher3.connect = lambda name, **options: connect(f"{name}&vfs=unix-none", **options)
from kiosk.app.cli import main
main()
"""
"""The program on a disk whose files cannot be shared in memory, as on many network disks: no write-ahead log there."""


def wrong_key(folder: Path) -> None:
    (BranchFiles(folder).keys / "database.key").write_bytes(os.urandom(32))


def key_missing(folder: Path) -> None:
    (BranchFiles(folder).keys / "database.key").unlink()


def newer_database(folder: Path) -> None:
    with Store.open(folder) as store:
        store.conn.execute(f"PRAGMA user_version = {(MAJOR + 1) * 1_000}")


def damaged(folder: Path) -> None:
    BranchFiles(folder).database.write_bytes(b"")


@pytest.mark.parametrize(
    "spoil", [wrong_key, key_missing, newer_database, damaged], ids=lambda one: one.__name__
)
def test_a_database_that_cannot_be_used_is_refused_by_name(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    with reception(tmp_path) as branch:
        branch.issue()
    spoil(tmp_path)
    before = _files(tmp_path)

    assert refusal(command(tmp_path)).startswith(f"kiosk: {spoil.__name__}: ")

    assert _files(tmp_path) == before


def test_a_disk_that_cannot_keep_the_settings_is_refused_by_name(tmp_path: Path) -> None:
    words = refusal([sys.executable, "-c", NO_SHARED_MEMORY, *command(tmp_path)[3:]])

    assert words.startswith("kiosk: wrong_pragma: ")
    assert "journal_mode" in words


def test_a_second_service_on_the_same_folder_is_refused_by_name(tmp_path: Path) -> None:
    with reception(tmp_path):
        assert refusal(command(tmp_path)).startswith("kiosk: locked: ")


def test_a_port_in_use_is_told_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert "--port" in refusal([*command(tmp_path)[:-1], port])


def _files(folder: Path) -> dict[str, bytes]:
    """Return the database and the keys: what a refused start must leave as they are."""
    files = BranchFiles(folder)
    return {
        str(path): path.read_bytes()
        for place in (files.home, files.keys)
        for path in place.iterdir()
        if path.is_file()
    }


def test_a_demonstration_never_becomes_real_nor_a_real_branch_a_demonstration(tmp_path: Path) -> None:
    for born_as, started_as, code in ((True, False, "demonstration_data"), (False, True, "real_data")):
        with Store.open(tmp_path / code) as store:
            setting = load_setting(store.keys.branch, always_open=born_as)
            Desk(store, ServiceClock(), setting, lambda _: None).found(demonstration=born_as)
        with Store.open(tmp_path / code) as store:
            desk = Desk(store, ServiceClock(), setting, lambda _: None)

            with pytest.raises(StoreProblem) as caught:
                desk.found(demonstration=started_as)

            assert caught.value.code == code
