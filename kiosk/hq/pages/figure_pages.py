"""Every page of figures, with the one stream that keeps them live."""

from fastapi import APIRouter

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages import branch, compare, overview, trouble, visit
from kiosk.hq.pages.changes import Changes
from kiosk.hq.pages.figures import Figures


def routers(headquarters: Headquarters, figures: Figures) -> list[APIRouter]:
    """Return the routes of the pages. To be mounted last: below /branches, what no other page names is a branch's code."""
    return [
        overview.router(headquarters, figures, Changes(figures)),
        compare.router(headquarters, figures),
        trouble.router(headquarters, figures),
        visit.router(headquarters, figures),
        branch.router(headquarters, figures),
    ]
