"""Every page of figures, with the one stream that keeps them live."""

from collections.abc import Callable

from fastapi import APIRouter

from kiosk.hq.acts import ActKind, note
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages import branch, compare, overview, trouble, visit
from kiosk.hq.pages.changes import Changes
from kiosk.hq.pages.figures import Figures
from kiosk.hq.pages.lately import REST_S
from kiosk.hq.pages.present import Present

Noted = Callable[[str, str], None]
"""Notes that somebody (a badge) took figures along or looked at a visit, and which. StoreBusy: nothing goes out."""


def routers(
    headquarters: Headquarters,
    figures: Figures,
    exported: Noted | None = None,
    rest_s: float | None = None,
    seen: Noted | None = None,
) -> list[APIRouter]:
    """Return the routes of the pages. To be mounted last: below /branches, what no other page names is a branch's code.

    What pages read is kept as long as each of them thinks right, or for `rest_s`.
    Exports and visits looked at are noted among the acts of headquarters, unless `exported` and `seen` say otherwise.
    """
    present = Present(figures, REST_S if rest_s is None else rest_s)
    compare_rest_s = compare.REST_S if rest_s is None else rest_s
    return [
        overview.router(headquarters, figures, Changes(figures), present),
        compare.router(
            headquarters, figures, exported or _noting(headquarters, "figures_exported"), compare_rest_s
        ),
        trouble.router(headquarters, figures, present),
        visit.router(headquarters, figures, seen or _noting(headquarters, "visit_seen")),
        branch.router(headquarters, figures, present),
    ]


def _noting(headquarters: Headquarters, kind: ActKind) -> Noted:
    def noted(badge: str, what: str) -> None:
        with headquarters.store.servers[0].write() as conn:
            note(conn, badge, kind, what, headquarters.now_ms())

    return noted
