"""A morning at a branch: a manager, a receptionist and two tellers at four machines that know one another by wire alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.morning import Device, House, browsers, trust
from tests.lan.namespaces import machines

if TYPE_CHECKING:
    from pathlib import Path

MANAGER, RECEPTION, FIRST, SECOND = "1001", "3001", "2001", "2002"
PINS: Final = {MANAGER: "602814", RECEPTION: "739150", FIRST: "840263", SECOND: "951374"}
STEPS: Final = ("审核", "办理", "确认", "反馈")
MAIN: Final = ".now .main"


class Morning:
    """The four devices, and every fault that axe found on the pages they showed."""

    def __init__(self, manager: Device) -> None:
        self.manager = manager
        self.faults: list[str] = []

    def looks_right(self, device: Device) -> None:
        """Note what axe says about the page as it stands."""
        self.faults += device.faults()

    def sets_up(self) -> None:
        """The first manager sets the branch up, at its own computer."""
        device = self.manager
        device.go("/setup")
        self.looks_right(device)
        device.tap("[type=submit]")
        device.types(MANAGER)
        device.tap("[type=submit]")
        device.types(PINS[MANAGER], PINS[MANAGER])
        device.arrives("/setup/next")
        self.looks_right(device)
        device.tap('a[href="/office"]')
        device.arrives("/office")
        self.looks_right(device)

    def adds(self, badge: str, role: str) -> str:
        """The manager lets somebody work here; return the PIN for the first time."""
        device = self.manager
        device.tap('[data-sheet="/office/add"]')
        device.sees("[name=badge]")
        device.page.locator("[name=badge]").fill(badge)
        device.tap(f"label:has([name=roles][value={role}])")
        device.tap(".sheet-body [type=submit]")
        pin = device.text("[data-fill=pin]")
        self.looks_right(device)
        device.tap(".told-once [data-close]")
        device.sees(".staff", badge)
        return pin

    def invites(self, name: str, role: str, counter: str = "") -> tuple[str, str, str]:
        """The manager lets a device pair; return the address it is told, its code and the branch's fingerprint."""
        device = self.manager
        device.tap('[data-sheet="/devices/invite"]')
        device.tap(f"label:has([name=role][value={role}])")
        if counter:
            device.tap(f"label:has([name=counter][value='{counter}'])")
        device.page.locator("[name=name]").fill(name)
        device.tap(".sheet-body [type=submit]")
        code, url = device.text("[data-fill=code]"), device.text("[data-fill=page]")
        fingerprint = device.text(".fingerprint")
        self.looks_right(device)
        device.tap(".told-once [data-close]")
        return url, code, fingerprint

    def arrives_at_work(self, device: Device, code: str, badge: str, pin: str, page: str) -> None:
        """Somebody pairs their device, signs in with the PIN they were told, and takes one of their own."""
        device.go("/pair")
        self.looks_right(device)
        device.types("".join(code.split()))
        device.arrives("/pair/done")
        device.tap('a[href^="/sign-in"]')
        device.arrives("/sign-in")
        self.looks_right(device)
        device.types(badge, pin)
        device.sees("#again, #pin")
        device.page.locator("#again").wait_for()
        self.looks_right(device)
        device.types(PINS[badge], PINS[badge])
        device.arrives(page)
        device.sees(".me summary", badge)
        self.looks_right(device)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.row("F3")
def test_a_morning_of_four_people_at_four_machines(tmp_path: Path) -> None:
    with machines("house", "lobby", "first", "second") as (house, *others), sync_playwright() as playwright:
        service = House(house, tmp_path / "data")
        try:
            with browsers(playwright, [house, *others], tmp_path) as pages:
                manager = Device(pages[house.address][0], service.loopback)
                morning = Morning(manager)
                morning.sets_up()

                told = [
                    morning.adds(RECEPTION, "reception"),
                    morning.adds(FIRST, "teller"),
                    morning.adds(SECOND, "teller"),
                ]
                staff: list[Device] = []
                for machine, pin, (name, role, counter, badge, page) in zip(
                    others,
                    told,
                    (
                        ("tablet-1", "staff", "", RECEPTION, "/reception"),
                        ("pc-1", "counter", "1", FIRST, "/counter"),
                        ("pc-2", "counter", "2", SECOND, "/counter"),
                    ),
                    strict=True,
                ):
                    url, code, fingerprint = morning.invites(name, role, counter)
                    browser, home = pages[machine.address]
                    trust(home, service.certificate(), fingerprint)
                    staff.append(Device(browser, url.removesuffix("/pair")))
                    morning.arrives_at_work(staff[-1], code, badge, pin, page)

                _work(morning, *staff)
                _audit(morning)
                assert [device.complaints for device in (manager, *staff)] == [[], [], [], []]
                assert morning.faults == []
        finally:
            service.stop()


def _work(morning: Morning, lobby: Device, first: Device, second: Device) -> None:
    """Three customers come; everything that happens at a counter happens to one of them."""
    for _ in range(3):
        _issue(lobby)
    lobby.sees("#board", "A003")
    morning.looks_right(lobby)
    _care(morning, lobby, "A002")
    _record(morning, lobby, "A001")
    for teller in (first, second):
        teller.sees(MAIN, "开始服务")
        teller.tap(MAIN)
        teller.sees(MAIN, "叫下一位")
    _one_ticket_two_tellers(first, second)
    morning.looks_right(first)
    _serve(first)
    _transfer_and_park(morning, first, second)
    _lock(morning, first)


def _issue(lobby: Device) -> None:
    lobby.tap(".foot .issue")
    lobby.sees('[data-sheet$="service=deposit"]')
    lobby.tap('[data-sheet$="service=deposit"]')
    lobby.tap('.do-side [data-ask="issue_ticket"]:enabled')
    lobby.sees(".issued .hero", "A00")
    lobby.tap(".issued [data-close]")


def _open_ticket(lobby: Device, ticket: str) -> None:
    lobby.page.wait_for_timeout(500)
    lobby.page.locator(".row").filter(has_text=ticket).locator("button").first.tap()
    lobby.sees("#sheet-title", ticket)


def _care(morning: Morning, lobby: Device, ticket: str) -> None:
    """The receptionist sees that a customer is pregnant, and says so."""
    _open_ticket(lobby, ticket)
    lobby.tap('[data-sheet^="/reception/care"]')
    lobby.tap("label:has(#c-pregnant)")
    lobby.page.wait_for_timeout(500)
    morning.looks_right(lobby)
    lobby.tap('.care-form [data-ask="mark_care"]:enabled')
    lobby.sees(".toast", ticket)
    _close(lobby)


def _record(morning: Morning, lobby: Device, ticket: str) -> None:
    """The receptionist keeps how to reach a customer, who agreed."""
    _open_ticket(lobby, ticket)
    lobby.tap('[data-sheet^="/reception/keep"]')
    lobby.tap("label:has([name=consent])")
    lobby.page.locator("[name=address]").fill("王女士")
    lobby.page.locator("[name=phone]").fill("13800001234")
    morning.looks_right(lobby)
    lobby.tap(".keep-form [type=submit]")
    lobby.sees(".toast")
    _close(lobby)


def _close(device: Device) -> None:
    device.page.wait_for_timeout(500)
    if device.page.locator("#sheet[open], dialog[open]").count():
        device.page.keyboard.press("Escape")


def _one_ticket_two_tellers(first: Device, second: Device) -> None:
    """Both call at the same moment: each has another customer, and nobody was called twice."""
    for teller in (first, second):
        teller.page.wait_for_timeout(500)
    for teller in (first, second):
        teller.page.locator(MAIN).tap()
    for teller in (first, second):
        teller.sees(MAIN, "客户到了")
    numbers = [teller.text(".now .number") for teller in (first, second)]
    assert len(set(numbers)) == 2
    assert "A002" in numbers  # care need seen by staff comes first


def _serve(teller: Device) -> None:
    """A whole customer: they come, five steps, done."""
    ticket = teller.text(".now .number")
    teller.tap(MAIN)
    for step in STEPS:
        teller.sees(MAIN, f"下一步：{step}")
        teller.tap(MAIN)
    teller.sees(MAIN, "办结")
    teller.tap(MAIN)
    teller.sees(".ended", ticket)


def _transfer_and_park(morning: Morning, first: Device, second: Device) -> None:
    """The second sends their customer to the first, who parks the next one, takes them again, and then serves both."""
    moved = second.text(".now .number")
    second.tap('.others [data-sheet^="/counter/transfer"]')
    second.page.wait_for_timeout(500)
    morning.looks_right(second)
    second.page.locator(
        '.tile[data-body*=\'"counter": "1"\'], .tile[data-body*=\'"counter":"1"\']'
    ).first.tap()
    second.sees(MAIN, "叫下一位")
    first.tap(MAIN)
    first.sees(MAIN, "客户到了")
    parked = first.text(".now .number")
    first.tap('.others [data-ask="park_ticket"]')
    first.sees(".again", parked)
    first.tap('.again [data-ask="call_ticket"]')
    first.sees(MAIN, "客户到了")
    _serve(first)
    first.sees(MAIN, "叫下一位")
    first.tap(MAIN)
    first.sees(MAIN, "客户到了")
    _serve(first)
    first.sees(".ended", moved)


def _lock(morning: Morning, teller: Device) -> None:
    """A page that is left is locked, and the PIN opens it again."""
    teller.tap('[data-door="lock"]')
    teller.sees("#lock")
    morning.looks_right(teller)
    teller.types(PINS[FIRST])
    teller.sees(".now")


def _audit(morning: Morning) -> None:
    """The manager finds who did what, and that nobody's number or name stands there."""
    device = morning.manager
    device.go("/office/audit")
    for badge in (RECEPTION, FIRST, SECOND):
        device.sees(".acts .by", badge)
    morning.looks_right(device)
    shown = device.page.locator("body").inner_text()
    assert "13800001234" not in shown
    assert "王女士" not in shown
