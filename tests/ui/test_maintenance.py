"""The maintenance panel: how it is reached, who is let in, what it tells, and that nobody's session outlives it (G1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from kiosk.domain.answers import Refusal
from kiosk.domain.flow.view import View
from kiosk.screens.endings import LEAVE, RESTART
from kiosk.screens.maintenance.ports import Ports
from kiosk.screens.maintenance.rows import headquarters
from kiosk.screens.maintenance.sign_in import Keyed
from kiosk.screens.maintenance.tone import sound_device, write_tone
from kiosk.wire.asking import encode_answer
from tests.ui.conftest import LANDSCAPE
from tests.ui.fake_branch import FakeBranch
from tests.ui.looks import shape_faults

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.screens.maintenance.sign_in import SignInModel
    from kiosk.screens.maintenance.tables import TablesModel
    from kiosk.screens.maintenance.trials import TrialsModel
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.hands import Hands

pytestmark = pytest.mark.row("G1")
PIN = "602814"


class Branch(FakeBranch):
    """A branch with doors, one technician, and a memory of what was asked there."""

    def __init__(self) -> None:
        super().__init__()
        self.refusal: Refusal | None = None
        self.open = self.new_pin = self.is_older = False
        self.outcome = {"kind": "tested", "outcome": "printed", "reason": "", "condition": "ready"}
        self.doors: list[tuple[str, dict[str, Any]]] = []

    def did(self, kind: str) -> list[dict[str, Any]]:
        return [body for one, body in list(self.doors) if one == kind]

    def read(self, path: str, query: dict[str, str]) -> tuple[int, bytes]:
        if path == "/v1/door/who":
            return 200, msgspec.json.encode({"device": "entrance-1", "open": self.open})
        if path == "/v1/maintenance/state" and self.is_older:
            return 404, b'{"detail": "Not Found"}'
        if path == "/v1/maintenance/state":
            return 200, encode_answer(self.refusal) if self.refusal else msgspec.json.encode(self._state())
        return super().read(path, query)

    def answer(self, kind: str, data: bytes, role: str) -> bytes | None:
        body: dict[str, Any] = msgspec.json.decode(data)
        if kind not in {"sign-in", "sign-out", "touch", "printer", "paper", "done", "restart"}:
            return super().answer(kind, data, role)
        self.doors.append((kind, body))
        if self.refusal is not None and kind != "sign-out":
            return encode_answer(self.refusal)
        if kind == "sign-in" and body["pin"] != PIN:
            return encode_answer(Refusal("wrong_badge_or_pin"))
        if kind == "sign-in" and self.new_pin:
            return msgspec.json.encode({"kind": "signed_in", "state": "new_pin"})
        return msgspec.json.encode(
            self.outcome if kind == "printer" else {"kind": "done", "condition": "ready"}
        )

    def _state(self) -> dict[str, object]:
        sync = {"waiting": 3, "succeeded_ms": self.now_ms - 60_000, "failure": "", "frozen": ""}
        return {
            "now_ms": self.now_ms, "zone": "Asia/Shanghai", "catalogue": "9f2c61d07a34bc", "schema": "m004",
            "program": "0.1.0", "printers": {"paper": "near_end"}, "sync": sync, "here": True, "restarts": True,
        }  # fmt: skip


class Machine:
    """What the panel had done by the machine."""

    def __init__(self) -> None:
        self.ends: list[int] = []
        self.diagonals: list[float] = []

    def keep(self, diagonal_in: float) -> bool:
        self.diagonals.append(diagonal_in)
        return True

    def ports(self) -> Ports:
        return Ports(supervised=True, keep_diagonal=self.keep, end=self.ends.append)


@pytest.fixture
def doors() -> Iterator[Branch]:
    branch = Branch()
    branch.open_counters("1")
    yield branch
    branch.go_away()


@pytest.fixture
def machine() -> Machine:
    return Machine()


def at(hands: Hands, page: str) -> None:
    hands.wait(lambda: hands.screen.panel.state.page == page)
    hands.settle()


def hold(hands: Hands, name: str = "hold") -> None:
    """Put a finger on the logo and leave it there until the panel opens."""
    for item in hands.items():
        if item.metaObject().indexOfProperty("holdMs") >= 0:
            item.setProperty("holdMs", 30)
    QTest.mousePress(
        hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, hands.point(name)
    )
    hands.wait(lambda: hands.screen.panel.state.page)
    QTest.mouseRelease(
        hands.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, hands.point("leavePanel")
    )


def rows_of(hands: Hands) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = cast("TablesModel", hands.screen.panel.tables).property("checks")
    return rows


def until_told(hands: Hands, word: str) -> None:
    hands.wait(lambda: hands.sees("trouble") and word in hands.text("trouble"))


def sign_in(hands: Hands, pin: str = PIN) -> None:
    at(hands, "door")
    hands.press(*(f"key-{digit}" for digit in "2001"), "next", *(f"key-{digit}" for digit in pin), "next")


def inside(hands: Hands) -> Hands:
    hands.screen.panel.open()
    sign_in(hands)
    at(hands, "home")
    hands.wait(lambda: rows_of(hands)[2:])
    return hands


@pytest.fixture
def panel(stand_before: StandBefore, doors: Branch, machine: Machine) -> Hands:
    return inside(stand_before("entrance", branch=doors, ports=machine.ports()))


def test_a_held_logo_opens_the_panel_and_whatever_the_customer_did_is_gone(
    stand_before: StandBefore, doors: Branch
) -> None:
    hands = stand_before("entrance", branch=doors)
    hands.press("tile-personal", "language", "larger")

    hold(hands)
    at(hands, "door")

    assert hands.step == "category"
    assert hands.entrance.property("language") == "zh"
    assert hands.screen.look.view == View()
    assert not hands.sees("tile-personal")
    hands.press("language", "larger", "leavePanel")
    assert (hands.screen.look.view, hands.screen.panel.property("language")) == (View(), "zh")
    assert hands.sees("tile-personal")


def test_a_touch_of_the_logo_opens_nothing(stand_before: StandBefore, doors: Branch) -> None:
    hands = stand_before("exit", branch=doors)

    hands.press("hold")
    hands.drag("hold", QPoint(600, 900))

    assert hands.screen.panel.state.page == ""


def test_whoever_came_by_accident_goes_by_a_button_or_is_forgotten_soon(
    stand_before: StandBefore, doors: Branch, clock: Clock
) -> None:
    hands = stand_before("exit", branch=doors)
    hands.screen.panel.open()
    at(hands, "door")
    hands.press("key-2")
    hands.exit.scan("https://example.com")
    assert hands.step == "number"

    clock.seconds += 31
    hands.wait(lambda: hands.screen.panel.state.page == "")

    hands.screen.panel.open()
    at(hands, "door")
    assert cast("SignInModel", hands.screen.panel.signIn).state == Keyed()
    hands.press("leavePanel")
    assert hands.screen.panel.state.page == ""
    assert doors.did("sign-in") == []


def test_a_wrong_pin_is_told_and_is_gone_from_the_screen(stand_before: StandBefore, doors: Branch) -> None:
    hands = stand_before("entrance", branch=doors)
    hands.screen.panel.open()

    sign_in(hands, "918273")
    hands.wait(lambda: hands.sees("trouble") and "不对" in hands.text("trouble"))

    assert hands.screen.panel.state.page == "door"
    assert not any("918273" in text for text in hands.words())
    for code, word in (("too_many_tries", "60 秒"), ("locked_badge", "锁定"), ("role_may_not", "技术员")):
        doors.refusal = Refusal(code, {"wait_s": "60"})
        hands.press(*(f"key-{digit}" for digit in PIN), "next")
        until_told(hands, word)


def test_two_minutes_without_a_touch_end_the_panel_and_the_session(
    panel: Hands, doors: Branch, clock: Clock
) -> None:
    clock.seconds += 119
    QTest.qWait(20)
    assert panel.screen.panel.state.page == "home"

    clock.seconds += 2
    panel.wait(lambda: panel.screen.panel.state.page == "")

    panel.wait(lambda: doors.did("sign-out"))
    assert panel.screen.panel.state.badge == ""


def test_who_is_a_technician_no_longer_stands_before_the_door_again(panel: Hands, doors: Branch) -> None:
    doors.refusal = Refusal("sign_in_needed")

    panel.press("tile-printer")

    at(panel, "door")
    assert "重新登录" in panel.text("trouble")


def test_without_the_branch_only_what_is_no_secret_is_told_and_why(panel: Hands, doors: Branch) -> None:
    doors.go_away()

    panel.press("tile-printer")
    at(panel, "away")

    rows = {row["code"]: row["state"] for row in rows_of(panel)}
    assert rows.keys() == {"network", "branch", "disk", "clock", "program"}
    assert rows["branch"] == "bad"
    assert "密码无法核对" in panel.text("why")
    assert not {"tile-power", "leaveKiosk"} & panel.names()
    panel.screen.panel.visit("power")
    assert panel.screen.panel.state.page == "away"


def test_a_branch_that_knows_no_panel_lets_nobody_further(panel: Hands, doors: Branch) -> None:
    doors.is_older = True

    panel.screen.panel._look()  # noqa: SLF001 - as every five seconds

    at(panel, "away")
    assert not {"tile-power", "leaveKiosk"} & panel.names()


def test_a_branch_that_is_back_shows_its_door_for_no_longer_than_a_door_stays(
    panel: Hands, doors: Branch, clock: Clock
) -> None:
    doors.go_away()
    panel.press("tile-printer")
    at(panel, "away")
    doors.come_back()
    panel.screen.panel._look()  # noqa: SLF001 - as every five seconds
    at(panel, "door")

    clock.seconds += 31

    panel.wait(lambda: not panel.screen.panel.state.page)


@pytest.mark.parametrize(
    ("succeeded_ms", "failure", "frozen", "state", "said"),
    [
        (0, "", "", "plain", "never"),
        (0, "no_link", "", "warn", "never"),
        (60_000, "", "", "good", "synced"),
        (60_000, "no_link", "", "warn", "failing"),
        (60_000, "", "rewound", "bad", "stopped"),
        (60_000, "", "restored", "good", "synced"),
    ],
)
def test_the_way_to_headquarters_is_told_as_it_is(
    succeeded_ms: int, failure: str, frozen: str, state: str, said: str
) -> None:
    sync = {"waiting": 3, "succeeded_ms": succeeded_ms, "failure": failure, "frozen": frozen}

    row = headquarters({"sync": sync, "now_ms": 120_000})

    assert (row.state, row.said) == (state, said)


def test_a_session_that_lost_the_branch_still_ends_when_the_panel_does(panel: Hands, doors: Branch) -> None:
    doors.go_away()
    panel.press("tile-printer")
    at(panel, "away")
    doors.come_back()

    panel.press("leavePanel")

    panel.wait(lambda: doors.did("sign-out"))


def test_a_temporary_pin_lets_nobody_in_and_leaves_no_session(
    stand_before: StandBefore, doors: Branch
) -> None:
    doors.new_pin = True
    hands = stand_before("entrance", branch=doors)
    hands.screen.panel.open()

    sign_in(hands)
    until_told(hands, "临时密码")

    assert hands.screen.panel.state.page == "door"
    hands.wait(lambda: doors.did("sign-out"))


def test_a_slip_is_printed_once_and_the_truth_told_of_it(panel: Hands, doors: Branch) -> None:
    doors.outcome |= {"outcome": "failed", "reason": "paper_out", "condition": "paper_out"}
    panel.press("tile-printer")
    point = panel.point("printTest")
    for _ in range(2):
        QTest.mouseClick(panel.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    panel.wait(lambda: panel.sees("outcome") and panel.text("outcome") == "没有打印")

    assert panel.text("advice") == "缺纸，请换纸"
    assert len(doors.did("printer")) == 1
    doors.outcome |= {"outcome": "unknown", "reason": ""}
    panel.press("printTest")
    panel.wait(lambda: "不知道" in panel.text("outcome"))
    panel.press("refillPaper")
    panel.wait(lambda: panel.text("outcome") == "已记下换纸")


def test_a_double_tap_on_restart_restarts_once_and_is_noted_first(
    panel: Hands, doors: Branch, machine: Machine
) -> None:
    panel.press("tile-power", "restartScreen")
    assert machine.ends == []
    point = panel.point("confirm")

    for _ in range(2):
        QTest.mouseClick(panel.window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    panel.wait(lambda: machine.ends)

    assert machine.ends == [RESTART]
    assert [body["act"] for body in doors.did("done")] == ["screen_restarted"]
    assert len(doors.did("sign-out")) == 1


def test_the_kiosk_is_left_after_a_question_and_never_unnoted(
    panel: Hands, doors: Branch, machine: Machine
) -> None:
    panel.press("tile-power", "leaveKiosk", "cancel")
    assert doors.did("done") == []

    panel.press("leaveKiosk", "confirm")
    panel.wait(lambda: machine.ends)

    assert machine.ends == [LEAVE]
    assert [body["act"] for body in doors.did("done")] == ["screen_left"]


def test_a_ruler_tells_the_true_size_of_the_monitor(panel: Hands, doors: Branch, machine: Machine) -> None:
    panel.press("tile-ruler")
    before = cast("TrialsModel", panel.screen.panel.trials).state.line_px
    assert panel.find("ruler").width() == before == 403

    panel.press("longerMuch", "longer", "longer", "shorter", "keepSize")

    assert machine.diagonals == [20.95]
    panel.wait(lambda: doors.did("done"))
    assert doors.did("done")[0]["act"] == "size_measured"


def test_fingers_fill_the_cells_they_pass(panel: Hands, doors: Branch) -> None:
    panel.press("tile-touch")
    grid = panel.find("touchGrid")
    device = QTest.createTouchDevice()
    left, right = (grid.mapToScene(QPoint(x, 10)).toPoint() for x in (10, int(grid.width()) - 10))

    QTest.touchEvent(panel.window, device).press(0, left, panel.window).press(1, right, panel.window).commit()
    panel.wait(lambda: "2 / 88" in panel.text("lead"))
    QTest.touchEvent(panel.window, device).release(0, left, panel.window).release(
        1, right, panel.window
    ).commit()

    assert "10, 10" in panel.text("fingers")
    panel.press("touchPatchy")
    panel.wait(lambda: doors.did("done"))
    assert doors.did("done")[0]["outcome"] == "patchy"
    assert "请擦净屏幕" in panel.text("lead")
    panel.press("back", "tile-touch")
    assert "0 / 88" in panel.text("lead")


def test_the_tone_is_a_sound_and_its_device_is_named(tmp_path: Path) -> None:
    write_tone(tmp_path / "tone.wav")
    cards = tmp_path / "cards"
    cards.write_text(
        " 0 [PCH            ]: HDA-Intel - HDA Intel PCH\n      HDA Intel PCH at 0xf7 irq 30\n", "utf-8"
    )

    assert (tmp_path / "tone.wav").stat().st_size > 40_000
    assert sound_device(cards) == "HDA-Intel - HDA Intel PCH"
    assert sound_device(tmp_path / "none") == ""


def test_an_open_demonstration_asks_for_no_pin(stand_before: StandBefore, doors: Branch) -> None:
    doors.open = True
    hands = stand_before("hall", branch=doors, size=LANDSCAPE, diagonal_in=55.0)

    QTest.keyClick(
        hands.window, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )

    at(hands, "home")


@pytest.mark.parametrize("cell", ["upright in Chinese", "lying in English, largest"])
def test_nothing_is_cut_off_too_small_or_pale(
    stand_before: StandBefore, doors: Branch, machine: Machine, cell: str
) -> None:
    upright = cell.startswith("upright")
    size = (1080, 1920) if upright else LANDSCAPE
    hands = stand_before("entrance", branch=doors, ports=machine.ports(), size=size)
    hands.screen.panel.open()
    at(hands, "door")
    if not upright:
        hands.press("language", "larger", "larger")
    found = shape_faults(hands)
    sign_in(hands)
    at(hands, "home")
    hands.wait(lambda: rows_of(hands)[2:])
    found += shape_faults(hands)
    for page in ("checks", "versions", "printer", "sound", "touch", "ruler", "power"):
        hands.screen.panel.visit(page)
        hands.settle()
        found += [f"{page}: {fault}" for fault in shape_faults(hands)]
        hands.screen.panel.back()

    assert found == []
