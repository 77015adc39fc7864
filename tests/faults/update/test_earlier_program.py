"""The program as it was before the last migration serves on the database that this one has brought up to date."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from typing import Final

import pytest

from kiosk.branch.database.schema import MAJOR, MINOR
from kiosk.branch.database.store import reading
from tests.checkout import TOP
from tests.faults import service_process
from tests.faults.harness import assert_sound
from tests.faults.service_process import Branch, running_branch

SCHEMA: Final = "kiosk/branch/database/schema.py"


def earlier_program(folder: Path) -> Path:
    """Bring back the last program with a lower MINOR; skip the test where the history does not reach so far."""
    wanted = f"MINOR: Final = {MINOR}"
    log = ["git", "-C", str(TOP), "log", "--format=%H", f"-S{wanted}", "--", SCHEMA]
    found = subprocess.run(log, capture_output=True, text=True, check=False).stdout.split()
    archive = ["git", "-C", str(TOP), "archive", f"{found[-1]}^" if found else "HEAD^", "kiosk", "resources"]
    packed = subprocess.run(archive, capture_output=True, check=False)
    if not found or packed.returncode:
        pytest.skip("the history of this checkout does not reach back to an earlier program")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(folder, filter="data")
    assert wanted not in (folder / SCHEMA).read_text("utf-8")
    return folder


@pytest.mark.long
@pytest.mark.timeout(300)
def test_after_an_update_is_taken_back_the_earlier_program_serves_on_and_so_does_the_next_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier, data = earlier_program(tmp_path / "earlier"), tmp_path / "data"

    for program in (TOP, earlier, TOP):
        monkeypatch.setattr(service_process, "TOP", program)
        with running_branch(data) as branch:
            assert issued(branch) == [200] * 5
        assert_sound(data)

    with reading(data) as (_, _, conn):
        assert conn.execute("PRAGMA user_version").fetchone() == (MAJOR * 1_000 + MINOR,)
        assert conn.execute("SELECT count(*), max(number) FROM visit").fetchone() == (15, 15)


def issued(branch: Branch) -> list[int]:
    """Take five numbers, and return how each was answered."""
    return [branch.ask("issue_ticket", {"service": "deposit"}).status for _ in range(5)]
