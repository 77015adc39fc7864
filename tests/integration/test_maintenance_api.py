"""The doors of the maintenance panel: who may open it, at which screens, and that every act names person and device (G1)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.panel import Panel
from kiosk.devices.printer.port import NotPrinted, Outcome, Printed
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.slip import Slip

pytestmark = pytest.mark.row("G1")


class Bench:
    """A printer that does as it is told, and counts."""

    def __init__(self) -> None:
        self.outcome: Outcome = Printed()
        self.condition: f.PrinterCondition = "ready"
        self.slips: list[Slip] = []
        self.restarts = 0

    async def try_out(self, slip: Slip) -> Outcome:
        self.slips.append(slip)
        return self.outcome

    async def look(self) -> f.PrinterCondition | None:
        return self.condition

    def restart(self) -> None:
        self.restarts += 1


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def branch(tmp_path: Path, bench: Bench) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as one:
        one.service.panel = Panel(bench, restart=bench.restart)
        one.staff("2001", "technician")
        yield one


@pytest.fixture
def screen(branch: StrictBranch) -> Client:
    return branch.pair("entrance-1", "entrance")


def wish(client: Client, what: str, **more: str) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/v1/maintenance/{what}", {"id": str(uuid.uuid4()), **more})
    return answer.status_code, answer.json()


def code(client: Client) -> tuple[int, str]:
    answer = client.get("/v1/maintenance/state")
    return answer.status_code, answer.json().get("code", "")


def test_a_technician_and_a_branch_manager_come_in_and_nobody_else(
    branch: StrictBranch, screen: Client
) -> None:
    for badge, role in (("3001", "teller"), ("3002", "reception"), ("3003", "lobby_manager")):
        branch.staff(badge, role)  # type: ignore[arg-type] # a StaffRole
        assert screen.try_to_sign_in(badge).json()["code"] == "role_may_not"
        assert code(screen) == (401, "sign_in_needed")

    screen.sign_in("2001")
    assert code(screen) == (200, "")
    screen.sign_in(MANAGER)
    assert code(screen) == (200, "")


def test_the_panel_is_for_public_screens_alone(branch: StrictBranch) -> None:
    for name, role in (("exit-1", "exit"), ("hall-1", "hall")):
        client = branch.pair(name, role)  # type: ignore[arg-type] # a DeviceRole
        client.sign_in("2001")
        assert code(client) == (200, "")
    tablet = branch.pair("tablet-1", "staff")
    tablet.sign_in("2001")

    assert code(tablet) == (403, "role_may_not")
    assert code(branch.stranger()) == (401, "not_paired")


def test_a_technician_at_a_screen_may_ask_for_nothing_that_staff_do_elsewhere(
    branch: StrictBranch, screen: Client
) -> None:
    branch.staff("3003", "technician", "branch_manager")
    screen.sign_in("3003")

    for kind, role in (("revoke_device", "technician"), ("close_day", "manager"), ("call_next", "counter")):
        assert screen.ask(kind, role).status_code in {403, 422}
    assert screen.get("/office").status_code == 403
    assert screen.get("/devices").status_code == 403


def test_without_a_touch_for_two_minutes_nothing_is_told_any_more(
    branch: StrictBranch, screen: Client
) -> None:
    screen.sign_in("2001")
    branch.pass_by(100)
    assert screen.post("/v1/door/touch", {}).status_code == 200
    branch.pass_by(100)
    assert code(screen) == (200, "")
    branch.pass_by(21)  # being looked at is no touch

    assert code(screen) == (401, "page_locked")
    assert wish(screen, "done", act="screen_left")[0] == 401


def test_who_is_a_technician_no_longer_is_out_at_once(branch: StrictBranch, screen: Client) -> None:
    screen.sign_in("2001")

    branch.ask_inside(r.ChangeRoles("2001", ("teller",)), r.By("office", "office-pc", MANAGER))

    assert code(screen) == (401, "sign_in_needed")
    assert screen.try_to_sign_in("2001").json()["code"] == "role_may_not"


def test_wrong_pins_at_a_screen_lock_the_badge_as_anywhere(branch: StrictBranch, screen: Client) -> None:
    told = [screen.try_to_sign_in("2001", "918273").json() for _ in range(6)]

    assert told[0]["code"] == "wrong_badge_or_pin"
    assert told[-1]["code"] == "too_many_tries"
    assert int(told[-1]["details"]["wait_s"]) > 0
    branch.lock("2001")
    assert screen.try_to_sign_in("2001").json()["code"] == "locked_badge"


def test_a_test_slip_is_printed_once_however_often_it_is_asked_for(
    branch: StrictBranch, screen: Client, bench: Bench
) -> None:
    screen.sign_in("2001")
    body = {"id": str(uuid.uuid4())}

    told = [screen.post("/v1/maintenance/printer", body).json() for _ in range(3)]

    assert told == [{"kind": "tested", "outcome": "printed", "reason": "", "condition": "ready"}] * 3
    assert len(bench.slips) == 1
    (done,) = branch.happened(f.MaintenanceDone)
    assert (done.actor, done.device) == ("staff:2001", "entrance-1")
    assert done.fact == f.MaintenanceDone("printer_tested", "printed")


def test_a_printer_without_paper_is_told_as_such(branch: StrictBranch, screen: Client, bench: Bench) -> None:
    screen.sign_in("2001")
    bench.outcome, bench.condition = NotPrinted("paper_out"), "paper_out"
    told = wish(screen, "printer")[1]
    assert (told["outcome"], told["reason"], told["condition"]) == ("failed", "paper_out", "paper_out")

    bench.condition = "ready"
    assert wish(screen, "paper")[1] == {"kind": "refilled", "condition": "ready"}
    acts = [one.fact for one in branch.happened(f.MaintenanceDone)]
    assert acts == [f.MaintenanceDone("printer_tested", "failed"), f.MaintenanceDone("paper_refilled")]


def test_without_a_printer_the_slip_is_told_to_be_a_picture(
    branch: StrictBranch, screen: Client, bench: Bench
) -> None:
    branch.service.panel = Panel(bench, "folder")
    screen.sign_in("2001")

    told = wish(screen, "printer")[1]

    assert (told["outcome"], told["reason"]) == ("printed", "saved")


def test_what_the_screen_did_itself_is_noted_and_nothing_else_can_be(
    branch: StrictBranch, screen: Client
) -> None:
    screen.sign_in("2001")

    assert wish(screen, "done", act="sound_tested", outcome="heard")[0] == 200
    for act, outcome in (
        ("printer_tested", "printed"),
        ("service_restarted", ""),
        ("sound_tested", "loud"),
        ("x", ""),
    ):
        assert wish(screen, "done", act=act, outcome=outcome)[1]["code"] == "bad_answer"
    assert [one.fact for one in branch.happened(f.MaintenanceDone)] == [
        f.MaintenanceDone("sound_tested", "heard")
    ]


def test_the_service_restarts_once_and_only_for_its_own_machine(
    branch: StrictBranch, screen: Client, bench: Bench
) -> None:
    far = Client(branch, "entrance-1", screen.token, "10.77.0.9")
    far.sign_in("2001")
    assert far.get("/v1/maintenance/state").json()["restarts"] is False
    assert wish(far, "restart") == (403, {"kind": "refused", "code": "not_here", "details": {}})
    branch.run(far.http.aclose())
    screen.sign_in("2001")
    assert screen.get("/v1/maintenance/state").json()["restarts"] is True

    assert wish(screen, "restart")[1] == {"kind": "restarting"}
    assert bench.restarts == 1


def test_the_state_tells_clock_versions_and_the_way_to_headquarters(screen: Client) -> None:
    screen.sign_in("2001")

    told = screen.get("/v1/maintenance/state").json()

    assert told["zone"] == "Asia/Shanghai"
    assert told["schema"].startswith("m0")
    assert told["program"] == told["version"]
    assert told["catalogue"]
    assert told["now_ms"] > 0
    assert told["sync"] is None
