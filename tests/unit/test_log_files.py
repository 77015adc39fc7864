"""Log files turn over by size and day, stay within their bounds, and cost nobody anything when the disk is full."""

from __future__ import annotations

import gzip
import json
import logging
import os
import stat
from typing import TYPE_CHECKING

import pytest
import structlog

from kiosk.app import log_files
from kiosk.app.log_files import LogBounds, LogFiles
from kiosk.app.logs import configure_logs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY_S = 86_400.0


class Clock:
    """A wall clock that a test sets."""

    def __init__(self) -> None:
        self.now_s = 1_793_000_000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def _libraries_as_before() -> Iterator[None]:
    before = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = before


def _lines(folder: Path) -> list[str]:
    """Return every line that is still there, oldest first."""
    packed = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("branch-*.jsonl.gz"))]
    present = folder / "branch.jsonl"
    pieces = [*packed, present.read_bytes() if present.exists() else b""]
    return [line for piece in pieces for line in piece.decode("utf-8", "replace").splitlines()]


def test_a_new_day_begins_a_new_file_and_the_old_one_is_packed(tmp_path: Path, clock: Clock) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds(), clock)
    files.write("monday")

    clock.now_s += DAY_S
    files.write("tuesday")
    files.close()

    assert (tmp_path / "branch.jsonl").read_text() == "tuesday\n"
    (packed,) = tmp_path.glob("*.gz")
    assert gzip.decompress(packed.read_bytes()) == b"monday\n"


def test_a_full_piece_begins_a_new_file_and_no_line_is_lost(tmp_path: Path, clock: Clock) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds(max_mb=1), clock)
    said = [f"{n:06} {'x' * 500}" for n in range(1_000)]

    for line in said:
        clock.now_s += 0.001
        files.write(line)
    files.close()

    assert len(list(tmp_path.glob("*.gz"))) >= 3
    assert _lines(tmp_path) == said


def test_all_files_together_stay_within_the_bound(tmp_path: Path, clock: Clock) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds(max_mb=1), clock)

    for _ in range(40):
        clock.now_s += 1
        files.write(os.urandom(64_000).hex())
    files.close()

    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= (1 << 20) + 128_001
    assert len(list(tmp_path.iterdir())) > 3


def test_what_was_put_away_longer_ago_than_the_days_kept_goes(tmp_path: Path, clock: Clock) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds(keep_days=3), clock)

    for day in range(10):
        files.write(f"day {day}")
        clock.now_s += DAY_S
    files.close()

    assert _lines(tmp_path) == ["day 5", "day 6", "day 7", "day 8", "day 9"]


def test_a_restart_on_another_day_does_not_go_on_in_the_old_file(tmp_path: Path, clock: Clock) -> None:
    first = LogFiles(tmp_path, "branch", LogBounds(), clock)
    first.write("before")
    first.close()
    os.utime(tmp_path / "branch.jsonl", (clock.now_s, clock.now_s))

    clock.now_s += DAY_S
    second = LogFiles(tmp_path, "branch", LogBounds(), clock)
    second.write("after")
    second.close()

    assert (tmp_path / "branch.jsonl").read_text() == "after\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no such modes")
def test_a_group_reads_and_nobody_else_does(tmp_path: Path, clock: Clock) -> None:
    files = LogFiles(tmp_path / "logs", "branch", LogBounds(), clock)
    files.write("monday")
    clock.now_s += DAY_S
    files.write("tuesday")
    files.close()

    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "logs").iterdir()}
    assert modes == {0o640}


def test_a_full_disk_costs_lines_and_says_how_many(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds(), clock)
    files.write("before")
    write = os.write

    def half(descriptor: int, data: bytes) -> int:
        return write(descriptor, data[:3])

    monkeypatch.setattr(os, "write", half)
    for n in range(5):
        files.write(f"lost {n}")
    monkeypatch.undo()
    monkeypatch.setattr(log_files, "_AGAIN_S", 0.0)
    files.write("after")
    files.close()

    first, torn, told, last = _lines(tmp_path)
    assert (first, torn, last) == ("before", "los", "after")
    assert json.loads(told)["lines"] == 5


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "logs").write_text("a file, and no folder")

    LogFiles(tmp_path / "logs", "branch", LogBounds(), clock).write("said all the same")

    assert (tmp_path / "logs").read_text() == "a file, and no folder"


@pytest.mark.usefixtures("_libraries_as_before")
def test_an_event_stands_on_standard_error_and_in_the_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds())
    configure_logs("INFO", files)

    structlog.get_logger().warning("printer_off", code="offline")
    files.close()

    assert [json.loads(capsys.readouterr().err)] == [json.loads(line) for line in _lines(tmp_path)]


@pytest.mark.usefixtures("_libraries_as_before")
def test_what_a_library_quotes_is_in_no_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = LogFiles(tmp_path, "branch", LogBounds())
    configure_logs("INFO", files)

    try:
        int("phone 17099870360001")
    except ValueError:
        logging.getLogger("asyncio").exception("cannot take 17099870360001")
    files.close()

    (line,) = _lines(tmp_path)
    assert json.loads(line)["error"] == "ValueError"
    assert "1709987036" not in line + capsys.readouterr().err
