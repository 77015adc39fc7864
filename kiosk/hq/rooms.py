"""Everything a headquarters answers to: the API of the branches, and the pages of its people."""

from fastapi import FastAPI

from kiosk.hq import enrolment_api
from kiosk.hq.api import build_api
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.projecting import Projecting
from kiosk.resources import resources
from kiosk.web import assets


def build_rooms(headquarters: Headquarters, projecting: Projecting) -> FastAPI:
    """Return the application: each page is a router `router(headquarters, ...)`, mounted here."""
    rooms = build_api(headquarters, projecting.wake)
    rooms.state.demonstration = headquarters.demonstration
    rooms.include_router(enrolment_api.router(headquarters))
    rooms.include_router(assets.router(resources() / "pages"))
    return rooms
