"""What has to go once a request was carried out: the sessions, tokens and PINs of who left and what was let go."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Final

from kiosk.branch.access import pin_book as book
from kiosk.domain.requests import By, ChangeRoles, RemoveStaff, RevokeDevice, SignOut
from kiosk.records.register import signed_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.branch.desk import Desk
    from kiosk.branch.service import BranchService
    from kiosk.domain.facts import SignOutReason
    from kiosk.domain.requests import Request
    from kiosk.web.sessions import Session

PARTINGS: Final = (ChangeRoles, RemoveStaff, RevokeDevice)
"""Requests after which somebody or something may not go on as before."""


async def part(service: BranchService, request: Request) -> None:
    """Let go what a request that was carried out leaves nobody a right to. Done again, it does nothing more."""
    access = service.access
    match request:
        case RevokeDevice(name) if access.register.devices[name].state == "revoked":
            await say_ended(service, access.sessions.end_where(device=name), "ended")
            await asyncio.to_thread(access.tokens.revoke, name)
        case RemoveStaff(badge):
            await service.with_desk(lambda desk: _forget_pin(desk, badge))
            await say_ended(service, access.sessions.end_where(badge=badge), "ended")
        case ChangeRoles(badge):
            await say_ended(service, access.sessions.end_where(badge=badge), "ended")
        case _:
            return


async def say_ended(service: BranchService, ended: Iterable[Session], why: SignOutReason) -> None:
    """Say of sessions that they ended; each fact bears the person and the device of the session."""
    for one in ended:
        await service.ask(str(uuid.uuid4()), SignOut(one.badge, why), By("door", one.device, one.badge))


def end_all(desk: Desk) -> None:
    """Say of everybody who was signed in when the service stopped that they are not any more. On the lane, at a start.

    Sessions are in memory alone; without this the journal would have people at their counters all night.
    """
    for badge, device in signed_in(desk.store.conn, desk.day.branch):
        desk.handle(str(uuid.uuid4()), SignOut(badge, "restart"), By("door", device, badge))


def _forget_pin(desk: Desk, badge: str) -> None:
    desk.note_left()
    with desk.store.write() as conn:
        book.forget_pin(conn, badge)
