"""What the maintenance panel shows of the branch's doctor, and what ends it or the screen when things go wrong (G1)."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest

from kiosk.domain.answers import Refusal
from kiosk.screens.endings import LEAVE
from kiosk.screens.maintenance import rows
from tests.ui.conftest import LANDSCAPE
from tests.ui.looks import shape_faults
from tests.ui.test_maintenance import PIN, Branch, Machine, at, inside, sign_in, until_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.screens.maintenance.doctor import DoctorModel
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

pytestmark = pytest.mark.row("G1")
SETTLE_S = 0.3


def finding(check: str, state: str) -> dict[str, str]:
    told = {
        "zh": f"{check} 没有好",
        "en": f"{check} is not well",
        "fix_zh": f"请修 {check}",
        "fix_en": f"Mend {check}",
    }
    return {"check": check, "state": state, "name_zh": f"查 {check}", "name_en": f"The {check}", **told}


MANY = [
    finding(f"{state}-{number}", state) for state in ("good", "warn", "unknown", "bad") for number in range(5)
]


class Doctor(Branch):
    """A branch whose doctor says what he is told to, at the second time of asking."""

    def __init__(self) -> None:
        super().__init__()
        self.findings: list[dict[str, str]] = [finding("settings", "good"), finding("paper", "bad")]
        self.glances = 0
        self.looking = False
        self.knows_no_doctor = self.is_broken = False

    def _examined(self) -> bytes:
        self.glances += 1
        if self.knows_no_doctor:
            return b'{"kind": "refused", "code": "no_doctor", "details": {}}'
        told = {
            "kind": "examined",
            "findings": self.findings,
            "age_s": 190,
            "looking": self.looking,
            "failed": False,
        }
        return msgspec.json.encode(told)

    def read(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        return (200, self._examined()) if path == "/v1/maintenance/doctor" else super().read(path, query)

    def answer(self, kind: str, data: bytes, role: str) -> bytes | None:
        if self.is_broken and kind in {"printer", "done", "restart"}:
            return b"half an answ"
        if kind != "doctor":
            return super().answer(kind, data, role)
        self.doors.append((kind, {}))
        return self._examined()


@pytest.fixture
def doors() -> Iterator[Doctor]:
    branch = Doctor()
    branch.open_counters("1")
    yield branch
    branch.go_away()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def panel(stand_before: StandBefore, doors: Doctor, machine: Machine) -> Hands:
    return inside(stand_before("entrance", branch=doors, ports=machine.ports(), settle_s=SETTLE_S))


def doctor(hands: Hands) -> DoctorModel:
    return cast("DoctorModel", hands.screen.panel.doctor)


def amiss(hands: Hands) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = doctor(hands).property("amiss")
    return found


def until_known(hands: Hands) -> None:
    hands.wait(lambda: amiss(hands))
    hands.settle()


def test_what_to_do_first_stands_on_top_and_leads_to_everything_that_is_not_well(panel: Hands) -> None:
    until_known(panel)
    assert (panel.text("firstName"), panel.text("firstFix")) == ("先做：查 paper", "请修 paper")

    panel.press("first")

    at(panel, "doctor")
    assert panel.sees("finding-paper")
    assert not panel.sees("finding-settings")
    assert "1 项正常。3 分钟前" in panel.text("lead")
    panel.press("language")
    assert "Mend paper" in panel.words()


def test_where_the_screens_own_machine_is_worse_off_that_comes_first(panel: Hands, doors: Doctor) -> None:
    doors.findings = [finding("catalogue", "unknown")]
    doctor(panel).again()
    panel.wait(lambda: [each["code"] for each in amiss(panel)] == ["catalogue"])
    panel.settle()

    assert panel.text("firstFix").startswith("纸快用完")
    panel.press("first")

    at(panel, "checks")


def test_a_second_look_is_asked_for_once_and_its_end_waited_for(panel: Hands, doors: Doctor) -> None:
    until_known(panel)
    panel.press("first")
    doors.looking = True

    panel.press("examine", "examine")
    panel.wait(lambda: doors.did("doctor"))
    doors.findings, doors.looking = [finding("settings", "good")], False
    panel.wait(lambda: not amiss(panel))
    panel.settle()

    assert len(doors.did("doctor")) == 1
    assert panel.text("headline") == "一切正常"


def test_after_new_paper_it_is_looked_at_again_by_itself(panel: Hands, doors: Doctor) -> None:
    until_known(panel)
    panel.press("tile-printer", "refillPaper")
    panel.wait(lambda: panel.sees("outcome") and panel.text("outcome") == "已记下换纸")

    panel.press("back")

    panel.wait(lambda: doors.did("doctor"))


def test_a_branch_without_a_doctor_is_maintained_as_before(stand_before: StandBefore, doors: Doctor) -> None:
    doors.knows_no_doctor = True

    hands = inside(stand_before("entrance", branch=doors))
    hands.wait(lambda: doors.glances)
    hands.screen.panel.visit("doctor")
    hands.settle()

    assert hands.screen.panel.state.page == "doctor"
    assert hands.text("headline") == "还没有结果"


def test_nothing_of_what_was_found_outlives_the_panel(panel: Hands, clock: Clock) -> None:
    until_known(panel)

    clock.seconds += 121
    panel.wait(lambda: panel.screen.panel.state.page == "")

    assert amiss(panel) == []
    assert not doctor(panel).property("known")


@pytest.mark.parametrize("cell", ["upright in Chinese", "lying in English, largest"])
def test_however_much_is_not_well_nothing_is_cut_off_and_every_card_is_reached(
    stand_before: StandBefore, doors: Doctor, cell: str
) -> None:
    doors.findings = MANY
    upright = cell.startswith("upright")
    hands = stand_before("entrance", branch=doors, size=(1080, 1920) if upright else LANDSCAPE)
    hands.screen.panel.open()
    at(hands, "door")
    if not upright:
        hands.press("language", "larger", "larger")
    inside_now(hands)
    found = shape_faults(hands)
    hands.press("first")
    seen: list[str] = []

    while not seen or f"finding-{amiss(hands)[0]['code']}" not in hands.names():
        found += shape_faults(hands)
        seen += [item.objectName() for item in hands.items() if item.objectName().startswith("finding-")]
        hands.press("more")

    assert found == []
    assert seen == [
        f"finding-{state}-{number}" for state in ("bad", "warn", "unknown") for number in range(5)
    ]


def inside_now(hands: Hands) -> None:
    sign_in(hands)
    at(hands, "home")
    until_known(hands)


def test_a_wrong_pin_thrice_is_told_each_time_and_then_is_made_to_wait(
    stand_before: StandBefore, doors: Doctor
) -> None:
    hands = stand_before("entrance", branch=doors)
    hands.screen.panel.open()
    sign_in(hands, "918273")
    for _ in range(2):
        until_told(hands, "不对")
        assert hands.text("keyed") == ""
        hands.press(*(f"key-{digit}" for digit in "918273"), "next")
    until_told(hands, "不对")
    doors.refusal = Refusal("too_many_tries", {"wait_s": "60"})

    hands.press(*(f"key-{digit}" for digit in PIN), "next")
    until_told(hands, "60 秒")

    assert [body["pin"] for body in doors.did("sign-in")] == ["918273"] * 3 + [PIN]
    assert hands.screen.panel.state.page == "door"


def test_a_double_tap_neither_asks_for_an_end_nor_confirms_one(
    panel: Hands, doors: Doctor, machine: Machine, clock: Clock
) -> None:
    clock.seconds += 5
    panel.press("tile-power", "leaveKiosk")
    assert not panel.sees("confirm")

    clock.seconds += 1
    panel.press("leaveKiosk", "confirm", "confirm")
    assert panel.sees("confirm")
    assert (machine.ends, doors.did("done")) == ([], [])

    clock.seconds += 1
    panel.press("confirm")
    panel.wait(lambda: machine.ends)
    assert machine.ends == [LEAVE]


def test_where_leaving_stood_stands_what_takes_it_back(panel: Hands, clock: Clock) -> None:
    panel.screen.panel.visit("power")
    clock.seconds += 1
    panel.settle()
    leave = panel.point("leaveKiosk")
    panel.press("leaveKiosk")

    cancel = panel.find("cancel")

    assert cancel.contains(cancel.mapFromScene(leave))


@pytest.mark.parametrize("what", ["restartScreen", "restartService", "leaveKiosk"])
def test_what_the_branch_could_not_note_is_not_done(
    panel: Hands, doors: Doctor, machine: Machine, clock: Clock, what: str
) -> None:
    panel.press("tile-power")
    clock.seconds += 1
    panel.press(what)
    clock.seconds += 1
    doors.is_broken = True

    panel.press("confirm")
    at(panel, "away")

    assert machine.ends == []
    assert amiss(panel) == []


def test_a_slip_that_loses_the_branch_is_claimed_neither_printed_nor_not(panel: Hands, doors: Doctor) -> None:
    panel.press("tile-printer")
    doors.is_broken = True

    panel.press("printTest")
    at(panel, "away")

    assert not {"已打印", "没有打印"} & set(panel.words())


@pytest.mark.parametrize(
    ("free_mb", "state", "said"), [(10_000, "good", "room"), (1_000, "warn", "tight"), (100, "bad", "tight")]
)
def test_a_disk_that_fills_is_told_before_it_is_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free_mb: int, state: str, said: str
) -> None:
    usage = SimpleNamespace(total=1 << 36, free=free_mb << 20)
    monkeypatch.setattr("kiosk.screens.maintenance.rows.shutil.disk_usage", lambda _: usage)

    row = rows.disk(tmp_path)

    assert (row.state, row.said) == (state, said)


@pytest.mark.parametrize(
    ("ahead_s", "state", "said"), [(0, "good", "apart"), (9_000, "warn", "slow"), (-9_000, "warn", "fast")]
)
def test_a_clock_that_is_wrong_is_told_with_its_way(ahead_s: int, state: str, said: str) -> None:
    row = rows.clock(round((time.time() + ahead_s) * 1000), "Asia/Shanghai")

    assert (row.state, row.said) == (state, said)


@pytest.mark.parametrize(
    ("condition", "state"), [("ready", "good"), ("near_end", "warn"), ("paper_out", "bad"), ("", "plain")]
)
def test_a_printer_that_prints_nothing_is_to_be_seen_to_at_once(condition: str, state: str) -> None:
    assert rows.printer({"printers": {"paper": condition}}).state == state
