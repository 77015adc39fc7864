"""The second part of the tour: a whole day that runs by itself, at simulated time, and what it leaves behind."""

import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Final

from kiosk.lab.hands import Hands
from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation.client import Client
from kiosk.lab.simulation.driver import Driver
from kiosk.lab.simulation.evening import let_evening_come
from kiosk.lab.simulation.pace import Pace
from kiosk.lab.simulation.script import Script
from kiosk.lab.simulation.writing import write_script
from kiosk.lab.tour.album import Album
from kiosk.lab.tour.headquarters import ALL_PAGES, headquarters_of, look_at_headquarters
from kiosk.screens.main import DIAGONAL_IN, HALL_IN, Kind, Manner, build_screen

_DATE: Final = "2026-11-02"
"""A Monday: a busy day."""
_SEED: Final = 4
_BUSY_MS: Final = 100 * 60_000
"""After opening: the hall is as full as it gets on a good day."""
_BEFORE_MS: Final = 25 * 60_000
"""Before opening: the branch checks itself half an hour before its doors open."""
_LAST_MS: Final = 6 * 60 * 60_000
"""After opening: the last look at the manager's page."""
_DOTS_PER_INCH: Final = "110"


def day_by_itself(data: Path, album: Album) -> Iterator[str]:
    """Let a day of made-up customers come to a branch in `data`, and headquarters hear of it.

    Photographed are the hall, the manager's page, the reports, and headquarters' pages.

    Raises:
        RuntimeError, TimeoutError: as the tour.
    """
    with (
        RunningBranch(data, simulated_from=_DATE) as branch,
        closing(Client(lambda: branch.url)) as client,
        headquarters_of(data, data.with_name("headquarters")) as headquarters,
    ):
        script = write_script(client.book(), _DATE, seed=_SEED)
        if script is None:
            raise RuntimeError(f"the branch does not open on {_DATE}")

        def look_there(pages: Mapping[str, str]) -> None:
            look_at_headquarters(headquarters, client.look("/v1/health")["seq"], pages, album.page)

        looks = {
            script.opens_ms + _BUSY_MS: lambda: _hall(branch, album),
            script.opens_ms + _BUSY_MS + 60_000: lambda: look_there({"hq-overview": "/"}),
            script.opens_ms + _LAST_MS: lambda: _manager(branch, album),
        }
        yield from _opening(branch, client, script, data, album)
        pace = Pace(client, 0, each_minute=lambda ms: looks.get(ms, _nothing)())
        outcome = Driver(client, script, pace).run()
        yield f"{_DATE}: a day by itself, {outcome.issued.total()} customers"
        summary = let_evening_come(client, data)
        if summary is None:
            raise TimeoutError("waited for the branch to keep its day")
        yield from _report(summary, album, "summary")
        look_there({name: path.replace("{date}", _DATE) for name, path in ALL_PAGES.items()})
        yield "headquarters: what it shows of that day"


def _nothing() -> None:
    """No look is taken at this minute."""


def _opening(
    branch: RunningBranch, client: Client, script: Script, data: Path, album: Album
) -> Iterator[str]:
    """Let the branch check itself before it opens, with all its screens there."""
    report = data / "reports" / f"readiness-{_DATE}.pdf"
    with ExitStack() as stack:
        screens = [stack.enter_context(_screen(kind, branch)) for kind in ("entrance", "exit", "hall")]
        for hands in screens:
            hands.until_connected()
        client.go_to(script.opens_ms - _BEFORE_MS)
        screens[0].until(report.is_file, "the check before opening")
    yield from _report(report, album, "readiness")


@contextmanager
def _screen(kind: Kind, branch: RunningBranch) -> Iterator[Hands]:
    size, diagonal_in = ((1920, 1080), HALL_IN) if kind == "hall" else ((1080, 1920), DIAGONAL_IN)
    manner = Manner(size=size, diagonal_in=diagonal_in, settle_s=0, motion=False)
    screen = build_screen(kind, branch.url, f"simulated-{kind}-1", manner)
    try:
        yield Hands(screen)
    finally:
        screen.close()


def _hall(branch: RunningBranch, album: Album) -> None:
    with _screen("hall", branch) as hands:
        hands.until_step("calls")
        hands.until(lambda: hands.sees("wait-personal"), "how long it takes")
        hands.photograph(album.page("day-hall"))


def _manager(branch: RunningBranch, album: Album) -> None:
    try:
        from kiosk.lab.tablet import NoBrowser, tablet
    except ImportError:
        return
    try:
        with tablet(branch.url, scale=1.5) as page:
            page.show_manager()
            page.photograph(album.page("day-manager"))
    except NoBrowser:
        return


def _report(pdf: Path, album: Album, name: str) -> Iterator[str]:
    """Keep a report as PDF, and its first page as a picture where poppler can draw it."""
    if shutil.which("pdftoppm") is None:
        shutil.copy(pdf, album.folder / pdf.name)
        yield f"{pdf.name}: without poppler's pdftoppm there is no picture of it"
        return
    page = album.page(f"day-{name}")
    shutil.copy(pdf, page.with_suffix(".pdf"))
    drawn = ["pdftoppm", "-r", _DOTS_PER_INCH, "-png", "-singlefile", str(pdf), str(page.with_suffix(""))]
    subprocess.run(drawn, check=True)  # noqa: S603 - found just now, fixed arguments
