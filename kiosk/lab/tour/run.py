"""The tour itself: who comes, who serves, and what is kept of it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from kiosk.lab.hands import Hands
from kiosk.lab.running import RunningBranch
from kiosk.lab.tour.album import Album
from kiosk.lab.tour.visit import Wish, rate, take_a_ticket
from kiosk.screens.main import Kind, Manner, Screen, application, build_screen

_CHINESE = Wish(
    "customer",
    "zh",
    "personal",
    "deposit",
    options=("have", "self", "from_50k"),
    ready=("id_card",),
    care="elderly",
)
_ENGLISH = Wish(
    "visitor",
    "en",
    "personal",
    "remittance",
    options=("abroad", "other"),
    ready=("travel_document", "bank_card"),
)
_COLLEAGUE = "2"
"""A counter that is open all the time, so that a wait can be told."""
_COUNTER = "1"
"""The counter that serves in the tour."""
_BADGE = "1024"


def take_tour(folder: Path) -> Iterator[str]:
    """Drive a demonstration branch through two visits and write numbered pictures to `folder`; yield what was done.

    Needs no display: set QT_QPA_PLATFORM=offscreen before Qt is loaded. Without Chromium, or the [tour] extra, the
    reception page is left out and said so; the counter is then worked through the API.
    """
    album = Album(folder)
    application()
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-tour-")))
        branch = stack.enter_context(RunningBranch(data))
        branch.ask("open_counter", {"counter": _COLLEAGUE}, "reception")
        entrance = _screen(stack, "entrance", branch)
        taken = []
        for wish in (_CHINESE, _ENGLISH):
            taken.append(take_a_ticket(*entrance, wish, album))
            shutil.copy(data / "slips" / f"{taken[-1].slip}.png", album.page(f"{wish.name}-slip"))
            shutil.copy(data / "slips" / f"{taken[-1].slip}.pdf", album.page(f"{wish.name}-slip", "pdf"))
            yield f"{taken[-1].ticket}: taken at the entrance"
        yield from _reception(branch, album)
        rate(_screen(stack, "exit", branch)[1], taken[0], 5, album)
        yield f"{taken[0].ticket}: rated at the exit"
    yield f"Pictures in {folder}"


def _screen(stack: ExitStack, kind: Kind, branch: RunningBranch) -> tuple[Screen, Hands]:
    screen = build_screen(kind, branch.url, f"{kind}-1", Manner(settle_s=0, motion=False))
    stack.callback(screen.close)
    hands = Hands(screen)
    hands.until(lambda: screen.house.state.name is not None, "the branch's name")
    return screen, hands


def _reception(branch: RunningBranch, album: Album) -> Iterator[str]:
    """Serve the first customer, on the reception page where there is a browser."""
    try:
        from kiosk.lab.tablet import NoBrowser, tablet
    except ImportError:
        yield "Reception page left out: it needs Debian's chromium and, in this environment, pip install playwright"
        _serve_by_api(branch)
        return
    try:
        with tablet(branch.url) as page:
            page.open_counter(_COUNTER, _BADGE)
            page.photograph(album.page("reception-waiting"))
            called = page.call_next(_COUNTER)
            page.photograph(album.page("reception-called"))
            page.why(_COUNTER)
            page.photograph(album.page("reception-why"))
            page.close_sheet()
            page.start(_COUNTER)
            page.finish(_COUNTER)
            page.photograph(album.page("reception-finished"))
        yield f"{called}: called and served on the reception page"
    except NoBrowser as problem:
        yield f"Reception page left out: {problem}"
        _serve_by_api(branch)


def _serve_by_api(branch: RunningBranch) -> None:
    branch.ask("open_counter", {"counter": _COUNTER, "badge": _BADGE}, "reception")
    called = branch.ask("call_next", {"counter": _COUNTER}, "reception")
    for version, step in enumerate(("start_service", "finish_service"), 2):
        branch.ask(step, {"leg": called["leg"], "leg_version": version}, "reception")
