"""A branch with people and paired devices, for browsers: everybody signs in through the real doors."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

import httpx

from kiosk.branch.access.access import DEVICE_COOKIE
from kiosk.domain import requests as r
from kiosk.domain.answers import Refusal
from kiosk.web.sessions import Sessions

if TYPE_CHECKING:
    from kiosk.domain.staff import DeviceRole, StaffRole
    from tests.ui_pages.conftest import Branch, Tablet

MANAGER: Final = "1001"
PIN: Final = "602814"
"""The PIN of everybody who has one of their own."""
OFFICE: Final = "office-1"
PATIENCE_S: Final = 60.0


class Staffed:
    """The people of a branch. The first manager is there from the beginning."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._passed_s = 0.0
        branch.service.access.sessions = Sessions(lambda: self._passed_s)
        with httpx.Client(base_url=branch.url, timeout=PATIENCE_S) as office:
            _good(office.post("/v1/door/setup", json={"badge": MANAGER, "pin": PIN, "device": OFFICE}))
        self._office = self.issue_token(OFFICE)

    def pass_by(self, seconds: float) -> None:
        """Let time pass on the clock of the sessions alone."""
        self._passed_s += seconds

    def add(self, badge: str, *roles: StaffRole) -> str:
        """Let somebody work here; return the temporary PIN."""
        with self.at(OFFICE, self._office) as office:
            _good(office.post("/v1/door/sign-in", json={"badge": MANAGER, "pin": PIN}))
            body = {"id": str(uuid.uuid4()), "badge": badge, "roles": roles}
            added = _good(office.post("/v1/office/staff", json=body, headers={"Kiosk-Role": "office"}))
            return str(added["pin"])

    def hire(self, badge: str, *roles: StaffRole) -> None:
        """Let somebody work here who has set `PIN`."""
        temporary = self.add(badge, *roles)
        role: DeviceRole = "counter" if roles == ("teller",) else "staff"
        name = f"first-of-{badge}"
        with self.at(name, self.pair(name, role, counter="1" if role == "counter" else "")) as browser:
            _good(browser.post("/v1/door/sign-in", json={"badge": badge, "pin": temporary}))
            _good(browser.post("/v1/door/new-pin", json={"pin": PIN}))
            _good(browser.post("/v1/door/sign-out", json={}))

    def pair(self, name: str, role: DeviceRole = "staff", counter: str = "") -> str:
        """Pair a device, and return its token."""
        self._do(r.InviteDevice(name, role, counter), r.By("office", OFFICE, MANAGER))
        self._do(r.PairDevice(name), r.By("door", name))
        return self.issue_token(name)

    def issue_token(self, name: str) -> str:
        """Return a new token for a paired device."""
        return self.branch.service.access.tokens.issue(name)

    def at(self, name: str, token: str) -> httpx.Client:
        """Return a plain client at a device."""
        assert name in self.branch.service.access.register.devices
        return httpx.Client(base_url=self.branch.url, cookies={DEVICE_COOKIE: token}, timeout=PATIENCE_S)

    def hand(
        self, tablet: Tablet, name: str = "tablet-1", role: DeviceRole = "staff", counter: str = ""
    ) -> Tablet:
        """Make a browser that of a newly paired device."""
        token = self.pair(name, role, counter)
        cookie: Any = {"name": DEVICE_COOKIE, "value": token, "url": self.branch.url}
        tablet.page.context.add_cookies([cookie])
        return tablet

    def _do(self, request: r.Request, by: r.By) -> None:
        answer = self.branch.ask_by(request, by)
        assert not isinstance(answer, Refusal), answer


def _good(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told
