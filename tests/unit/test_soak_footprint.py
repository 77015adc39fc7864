"""What a process takes of its machine: told by the system, or not told at all."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kiosk.lab.soak import footprint as rooms
from kiosk.lab.soak.footprint import children, footprint, kib, printing_worker

ME = os.getpid()


def test_an_open_file_is_a_handle(tmp_path: Path) -> None:
    before = footprint(ME)["handles"]

    with (tmp_path / "one").open("wb"), (tmp_path / "two").open("wb"):
        assert footprint(ME)["handles"] == before + 2
    assert footprint(ME)["handles"] == before


def test_a_thread_is_counted_while_it_runs() -> None:
    before, done = footprint(ME)["threads"], threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()

    during = footprint(ME)["threads"]
    done.set()
    thread.join()

    assert during == before + 1


def test_memory_that_is_written_is_told_in_kibibytes() -> None:
    before = footprint(ME)["memory"]

    held = b"\1" * (64 << 20)

    assert footprint(ME)["memory"] - before == pytest.approx(64 << 10, rel=0.1)
    assert len(held) == 64 << 20


def test_nothing_is_told_of_a_process_that_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()

    assert footprint(child.pid) == {}
    assert children(child.pid) == []
    assert printing_worker(child.pid) is None


def test_where_there_is_no_proc_nothing_is_made_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rooms, "_PROC", tmp_path)

    assert footprint(ME) == {}
    assert printing_worker(ME) is None


def test_a_file_that_is_not_there_has_no_size(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(bytes(3 * 512))

    assert kib(tmp_path / "log") == 1.5
    assert kib(tmp_path / "none") == 0
