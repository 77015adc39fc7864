"""The door of the maintenance panel (设备维护): what a technician at a public screen may have done by the branch (G1).

Who signed in at `/v1/door/sign-in` with badge and PIN, at a screen paired with the branch, and is a technician or branch
manager, may ask here; that session is good at this device alone and locks after two minutes without a touch. Every
act is a fact that names the person and the device.
"""

import asyncio
import uuid
from collections import OrderedDict
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Final, get_args
from zoneinfo import ZoneInfo

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from kiosk import __version__
from kiosk.branch.access.access import Turned
from kiosk.branch.access.sent import REFUSALS, described, sent
from kiosk.branch.answering import answer_response, json_response
from kiosk.branch.printing.sample import sample_slip
from kiosk.branch.service import BranchService
from kiosk.devices.printer.port import NotPrinted, Outcome, Printed
from kiosk.domain.answers import Refusal
from kiosk.domain.facts import MaintenanceAct, MaintenanceOutcome, PrinterCondition
from kiosk.domain.requests import By, DoMaintenance
from kiosk.domain.staff import may_maintain
from kiosk.records.schema import DDL

OF_SCREEN: Final[frozenset[str]] = frozenset(get_args(MaintenanceAct)) - {
    "printer_tested",
    "paper_refilled",
    "service_restarted",
}
"""What the screen itself does and tells; the others the branch does."""
_REMEMBERED: Final = 32
"""Test slips whose outcome is told again to whoever asks under the same id."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1"})


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """Something to be done; the id is made once per touch, so that no answer that got lost does it twice."""

    id: uuid.UUID


class Done(msgspec.Struct, forbid_unknown_fields=True):
    """Something the screen did itself."""

    id: uuid.UUID
    act: Annotated[str, msgspec.Meta(max_length=40)]
    outcome: Annotated[str, msgspec.Meta(max_length=40)] = ""


def maintenance(service: BranchService) -> APIRouter:
    """Return the doors of the panel; every one of them refuses as `_Doors.by` does."""
    doors = _Doors(service)
    router = APIRouter(prefix="/v1/maintenance", tags=["maintenance"], responses=REFUSALS)
    router.add_api_route("/state", doors.state, methods=["GET"])
    router.add_api_route("/doctor", doors.doctor, methods=["GET"])
    for path, handler, body in (
        ("/printer", doors.test_printer, Wish),
        ("/paper", doors.refill_paper, Wish),
        ("/restart", doors.restart, Wish),
        ("/doctor", doors.examine, Wish),
        ("/done", doors.done, Done),
    ):
        router.add_api_route(path, handler, methods=["POST"], openapi_extra=described(body))
    return router


class _Doors:
    def __init__(self, service: BranchService) -> None:
        self._service = service
        self._tests: OrderedDict[str, asyncio.Task[dict[str, object]]] = OrderedDict()

    def touching(self, request: Request) -> By:
        """Return who asks, and note that they are there; see `by`."""
        by = self.by(request)
        self._service.access.touch(request)
        return by

    def by(self, request: Request) -> By:
        """Return who asks.

        Turned: `not_paired`, `sign_in_needed`, `page_locked`, `pin_must_be_set`, `role_may_not`.
        """
        access = self._service.access
        who = access.who(request)
        if access.everybody:
            return By("door", who.device)
        refusals = {
            "locked": ("page_locked", 401),
            "nobody": ("sign_in_needed", 401),
            "new_pin": ("pin_must_be_set", 403),
        }
        if not may_maintain(who.role, access.register.roles_of(who.badge)):
            may_later = may_maintain(who.role, ("technician",)) and not who.badge
            raise Turned(
                *(refusals[who.state] if may_later and who.state in refusals else ("role_may_not", 403))
            )
        if who.state in refusals:
            raise Turned(*refusals[who.state])
        return By("door", who.device, who.badge)

    async def state(self, request: Request) -> Response:
        """Return how the branch is: printer, headquarters, clock, versions, and what can be restarted from here."""
        self.by(request)
        told = await self._service.health()
        sync = await self._service.sync()
        findings, printers = await self._service.look(lambda day, _: (dict(day.findings), dict(day.printers)))
        return json_response(
            {
                **told,
                "zone": self._service.plan.time_zone,
                "catalogue": self._service.catalogue.version,
                "schema": max(DDL),
                "program": __version__,
                "findings": findings,
                "printers": printers,
                "sync": None if sync is None else asdict(sync),
                "here": _is_here(request),
                "restarts": self._service.panel.restart is not None and _is_here(request),
            }
        )

    async def doctor(self, request: Request) -> Response:
        """Return what the doctor found last at this machine, at once; see `Examination.told`."""
        self.by(request)
        return self._examined(anew=False)

    async def examine(self, request: Request) -> Response:
        """Have the doctor look again, unless he does, and return what he found before."""
        self.touching(request)
        await sent(request, Wish)
        return self._examined(anew=True)

    def _examined(self, *, anew: bool) -> Response:
        doctor = self._service.panel.doctor
        if doctor is None:
            return answer_response(Refusal("no_doctor"))
        return json_response({"kind": "examined", **doctor.told(anew=anew)})

    async def test_printer(self, request: Request) -> Response:
        """Print a test slip and tell truly what became of it; asked again under the same id it prints nothing more."""
        by, wish = self.touching(request), await sent(request, Wish)
        if self._service.panel.press is None:
            return answer_response(Refusal("no_printer"))
        key = f"{by.device} {wish.id}"
        if key not in self._tests:
            self._tests[key] = asyncio.create_task(self._try_out(str(wish.id), by))
            while len(self._tests) > _REMEMBERED:
                self._tests.popitem(last=False)
        return json_response(await asyncio.shield(self._tests[key]))

    async def _try_out(self, request_id: str, by: By) -> dict[str, object]:
        press = self._service.panel.press
        if press is None:
            raise RuntimeError("nobody may come here without a printer")
        now_ms = await self._service.look(lambda _, now_ms: now_ms)
        zone = ZoneInfo(self._service.plan.time_zone)
        outcome = await press.try_out(
            sample_slip(datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(zone))
        )
        became, reason = _became(outcome)
        if became == "printed" and self._service.panel.printer == "folder":
            reason = "saved"
        await self._service.ask(request_id, DoMaintenance("printer_tested", became), by)
        return {"kind": "tested", "outcome": became, "reason": reason, "condition": await press.look() or ""}

    async def refill_paper(self, request: Request) -> Response:
        """Note that somebody put paper in, and tell what the printer says to that."""
        by, wish = self.touching(request), await sent(request, Wish)
        if self._service.panel.press is None:
            return answer_response(Refusal("no_printer"))
        await self._service.ask(str(wish.id), DoMaintenance("paper_refilled"), by)
        condition: PrinterCondition | None = await self._service.panel.press.look()
        return json_response({"kind": "refilled", "condition": condition or ""})

    async def restart(self, request: Request) -> Response:
        """End the service so that it is started again; only from its own machine, and where somebody looks after it."""
        by, wish = self.touching(request), await sent(request, Wish)
        if self._service.panel.restart is None or not _is_here(request):
            return answer_response(Refusal("not_here"), 403)
        answer = await self._service.ask(str(wish.id), DoMaintenance("service_restarted"), by)
        if isinstance(answer, Refusal):
            return answer_response(answer)
        self._service.panel.restart()
        return json_response({"kind": "restarting"})

    async def done(self, request: Request) -> Response:
        """Note what the screen did itself. Refusal: `bad_answer`, for what it cannot have done."""
        by, told = self.touching(request), await sent(request, Done)
        try:
            act = msgspec.convert(told.act, MaintenanceAct)
            outcome = msgspec.convert(told.outcome, MaintenanceOutcome)
        except msgspec.ValidationError:
            return answer_response(Refusal("bad_answer", {"code": "act"}))
        if act not in OF_SCREEN:
            return answer_response(Refusal("bad_answer", {"code": "act"}))
        return answer_response(await self._service.ask(str(told.id), DoMaintenance(act, outcome), by))


def _became(outcome: Outcome) -> tuple[MaintenanceOutcome, str]:
    if isinstance(outcome, Printed):
        return "printed", ""
    return ("failed", outcome.reason) if isinstance(outcome, NotPrinted) else ("unknown", "")


def _is_here(request: Request) -> bool:
    """Tell whether the screen stands at the machine of the branch service."""
    return request.client is not None and request.client.host in _LOOPBACK
