"""The doctor behind the maintenance panel: seen by technicians alone, in a process of its own, and never waited for (G1)."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.app.examining import command_of, examined, understood
from kiosk.app.folders import Folders
from kiosk.branch.examination import STALE_S, Examination, Finding
from kiosk.branch.panel import Panel
from tests.integration.test_maintenance_api import wish
from tests.strict_branch import strict_branch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.row("G1")
_PATIENCE_S = 3_600.0
"""He gives way to every other test: a hang is for pytest to end."""
PAPER = Finding(
    "paper", "bad", "打印纸", "Paper", "缺纸。", "It is out of paper.", "请换纸。", "Put paper in."
)
SAID = {"check": "paper", "state": "bad", "facts": {"n": 1}} | {
    part: getattr(PAPER, part) for part in ("zh", "en", "fix_zh", "fix_en")
}


class Doctor:
    """Looks until told that he is done, and counts."""

    def __init__(self) -> None:
        self.looks = 0
        self.seconds = 1000.0
        self.done = asyncio.Event()
        self.trouble: Exception | None = None

    def now(self) -> float:
        return self.seconds

    async def look(self) -> Sequence[Finding]:
        self.looks += 1
        await self.done.wait()
        if self.trouble is not None:
            raise self.trouble
        return [PAPER]


def told(examination: Examination, *, anew: bool = False) -> tuple[int, bool, int, bool]:
    found: dict[str, Any] = examination.told(anew=anew)
    return len(found["findings"]), found["looking"], found["age_s"], found["failed"]


async def come_to_an_end(doctor: Doctor) -> None:
    doctor.done.set()
    for _ in range(3):  # he begins to look, hears that he is done, and says so
        await asyncio.sleep(0)
    doctor.done.clear()


def test_whoever_asks_is_answered_at_once_and_never_has_it_looked_at_twice() -> None:
    async def asking() -> None:
        doctor = Doctor()
        examination = Examination(doctor.look, doctor.now)

        assert told(examination) == told(examination, anew=True) == (0, True, -1, False)
        await come_to_an_end(doctor)
        doctor.seconds += STALE_S - 1

        assert told(examination) == (1, False, STALE_S - 1, False)
        assert doctor.looks == 1
        assert told(examination, anew=True)[:2] == (1, True)
        await come_to_an_end(doctor)
        doctor.seconds += STALE_S
        assert told(examination)[:2] == (1, True)
        await come_to_an_end(doctor)

    asyncio.run(asking())


def test_a_look_that_fails_is_told_and_keeps_what_was_found_before() -> None:
    async def asking() -> None:
        doctor = Doctor()
        examination = Examination(doctor.look, doctor.now)
        told(examination)
        await come_to_an_end(doctor)
        doctor.trouble = TimeoutError()

        told(examination, anew=True)
        await come_to_an_end(doctor)

        assert told(examination) == (1, False, 0, True)
        assert doctor.looks == 2

    asyncio.run(asking())


def test_what_only_somebody_at_the_screen_can_tell_is_left_out() -> None:
    strangers = [SAID | {"check": check} for check in ("graphics", "service", "size_hall")]

    assert understood(json.dumps({"findings": [*strangers, SAID]}).encode()) == [PAPER]
    for nonsense in (b"", b"[]", b'{"findings": [{"check": "paper"}]}', b'{"findings": [{"check": "?"}]}'):
        with pytest.raises(ValueError, match=r"doctor|Expecting"):
            understood(nonsense)


def test_a_doctor_who_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(examined([sys.executable, "-c", "import time; time.sleep(60)"], patience_s=0.2))


def test_the_real_doctor_says_what_the_panel_understands(tmp_path: Path) -> None:
    found = asyncio.run(examined(command_of(Folders(tmp_path), None, demonstration=True), _PATIENCE_S))

    assert {"settings", "fonts", "time", "database"} <= {each.check for each in found}
    assert "graphics" not in {each.check for each in found}


def test_technicians_alone_see_it_and_have_it_looked_at_again(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2001", "technician")
        branch.staff("3001", "teller")
        screen = branch.pair("entrance-1", "entrance")
        assert screen.get("/v1/maintenance/doctor").status_code == 401
        screen.sign_in("2001")
        branch.service.panel = Panel()
        assert screen.get("/v1/maintenance/doctor").json()["code"] == "no_doctor"
        doctor = Doctor()
        doctor.done.set()
        branch.service.panel = Panel(doctor=Examination(doctor.look))

        assert screen.get("/v1/maintenance/doctor").json()["looking"]
        branch.run(asyncio.sleep(0))
        first = screen.get("/v1/maintenance/doctor").json()
        assert (first["kind"], first["findings"][0]["fix_zh"]) == ("examined", "请换纸。")
        assert wish(screen, "doctor")[0] == 200
        branch.run(asyncio.sleep(0))

        assert doctor.looks == 2
