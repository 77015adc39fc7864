"""Everything a headquarters answers to: the API of the branches, and the pages of its people."""

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from kiosk.hq import carriage_api, enrolment_api, packs_api, sealed_api, today
from kiosk.hq.api import build_api
from kiosk.hq.door.access import Access
from kiosk.hq.door.doors import HqDoors
from kiosk.hq.door.passwords import Passwords
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.metrics import HqMetered
from kiosk.hq.pages import audit, carriage, door, enrolment, figure_pages, packs, people, records
from kiosk.hq.pages.frame import missing
from kiosk.hq.projecting import Projecting
from kiosk.hq.reports.reports import Reports
from kiosk.hq.store.port import StoreBusy
from kiosk.resources import resources
from kiosk.web import assets


def build_rooms(headquarters: Headquarters, projecting: Projecting, access: Access | None = None) -> FastAPI:
    """Return the application: each page is a router `router(headquarters, ...)`, mounted here behind the doors.

    A path is open to nobody until `kiosk.hq.door.roles` names it. A test may want an `access` of its own.
    """
    rooms = build_api(headquarters, projecting.wake)
    rooms.state.demonstration = headquarters.demonstration
    rooms.include_router(enrolment_api.router(headquarters))
    rooms.include_router(packs_api.router(headquarters))
    rooms.include_router(carriage_api.router(headquarters, projecting.wake))
    rooms.include_router(sealed_api.router(headquarters))
    rooms.include_router(today.router(headquarters))
    access = access or Access(headquarters)
    passwords = Passwords(headquarters, access.hasher)
    rooms.include_router(door.router(access, passwords))
    rooms.include_router(people.router(access, passwords))
    rooms.include_router(audit.router(headquarters))
    rooms.include_router(records.router(headquarters))
    rooms.include_router(enrolment.router(headquarters))
    rooms.include_router(packs.router(headquarters))
    rooms.include_router(carriage.router(headquarters, projecting.wake))
    rooms.add_middleware(HqDoors, access=access, missing=missing)
    rooms.add_middleware(HqMetered, headquarters=headquarters, access=access)
    rooms.add_exception_handler(StoreBusy, _busy)
    for page in figure_pages.routers(headquarters, Reports(headquarters.store)):
        rooms.include_router(page)
    rooms.include_router(assets.router(resources() / "pages"))
    return rooms


async def _busy(_: Request, __: Exception) -> Response:
    """Answer a page whose store is away or held by others."""
    return PlainTextResponse("The store is busy. Try again in a moment.", 503, {"retry-after": "5"})
