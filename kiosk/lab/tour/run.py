"""The tour itself: who comes, who serves, and what is kept of it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from kiosk.branch.upkeep.export import export
from kiosk.lab.hands import Hands
from kiosk.lab.running import RunningBranch
from kiosk.lab.tour.album import Album
from kiosk.lab.tour.by_itself import day_by_itself
from kiosk.lab.tour.guest import Guest
from kiosk.lab.tour.reception import Reception, done, reception
from kiosk.lab.tour.technician import maintain
from kiosk.lab.tour.visit import elderly, ordinary, rate, visitor
from kiosk.screens.main import DIAGONAL_IN, HALL_IN, Kind, Manner, Screen, application, build_screen

_UPRIGHT = (1080, 1920)
_LYING = (1920, 1080)
_COLLEAGUES = ("2", "4")
"""Counters that are open all the time, so that a wait can be told."""
_BEFORE = ("deposit", "withdrawal", "payroll")
"""What those came for who were there first; one of them is being served."""
_SCORE = 5


def take_tour(folder: Path) -> Iterator[str]:
    """Drive a demonstration branch through three visits, then let a day go by by itself; yield what was done.

    Leaves in `folder` numbered pictures, each slip as PNG and PDF, every fact of the branch in its order in
    journal.jsonl (badges of staff left out), and index.html, which shows it all. Needs no display: set
    QT_QPA_PLATFORM=offscreen before Qt is loaded. Without Chromium, or the [tour] extra, the pictures of the reception
    page are left out and said so; reception then asks the branch itself.

    Raises:
        TimeoutError: a screen did not come to what was waited for; so does playwright for a page, in its own class.
        RuntimeError: the branch did not start, or refused.
    """
    album = Album(folder)
    application()
    with tempfile.TemporaryDirectory(prefix="kiosk-tour-") as name:
        data, records = Path(name) / "branch", Path(name) / "records"
        yield from _day(data, album)
        export(data, records)
        shutil.copy(records / "facts.jsonl", folder / "journal.jsonl")
        yield from day_by_itself(Path(name) / "simulated", album)
    yield f"Pictures and journal in {folder}; all in one page: {album.bind()}"


def _day(data: Path, album: Album) -> Iterator[str]:
    with ExitStack() as stack:
        branch = stack.enter_context(RunningBranch(data))
        _who_was_there_before(branch)
        entrances = stack.enter_context(ExitStack())
        upright = _screen(entrances, "entrance", branch, _UPRIGHT)
        Hands(upright).photograph(album.page("entrance"))
        staff = stack.enter_context(reception(branch, album))
        slips = data / "slips"

        guest = Guest("ordinary", upright, album, slips)
        first = ordinary(guest, lambda: _help(upright, guest, staff))
        yield f"{first.ticket}: an ordinary customer, in Chinese"
        issued = elderly(Guest("elderly", upright, album, slips))
        yield f"{issued.ticket}: an elderly customer; large, dark and low"
        issued = visitor(Guest("visitor", _screen(entrances, "entrance", branch, _LYING), album, slips))
        yield f"{issued.ticket}: a customer who speaks English, at a landscape screen"
        hall = Hands(_screen(stack, "hall", branch, _LYING))
        staff.serve(first.ticket, lambda called: _see_call(hall, called, album))
        yield f"{first.ticket}: called, seen in the hall, and served"
        if staff.left_out:
            yield f"Pictures of the reception page are left out: {staff.left_out}"
        leaving = _screen(stack, "exit", branch, _UPRIGHT)
        rate(Hands(leaving), first, _SCORE, album)
        yield f"{first.ticket}: rated at the exit"
        entrances.close()
        maintain(leaving, album)
        yield "A technician at the exit: its maintenance panel tells that the entrance is off"


def _who_was_there_before(branch: RunningBranch) -> None:
    for counter in _COLLEAGUES:
        done(branch, "open_counter", counter=counter)
    for service in _BEFORE:
        done(branch, "issue_ticket", service=service)
    called = done(branch, "call_next", counter=_COLLEAGUES[0])
    done(branch, "start_service", leg=called["leg"], leg_version=2)


def _screen(stack: ExitStack, kind: Kind, branch: RunningBranch, size: tuple[int, int]) -> Screen:
    lies = "" if size == _UPRIGHT else "-lying"
    diagonal_in = HALL_IN if kind == "hall" else DIAGONAL_IN
    manner = Manner(size=size, diagonal_in=diagonal_in, settle_s=0, motion=False)
    screen = build_screen(kind, branch.url, f"{kind}-1{lies}", manner)
    stack.callback(screen.close)
    Hands(screen).until(lambda: screen.house.state.name is not None, "the branch's name")
    return screen


def _see_call(hall: Hands, ticket: str, album: Album) -> None:
    hall.until_connected()
    hall.until(lambda: hall.sees(f"hero-{ticket}"), f"{ticket} in the hall")
    hall.photograph(album.page("hall-called"))


def _help(screen: Screen, guest: Guest, staff: Reception) -> None:
    """A person was called: the screen says so, reception answers, the screen says that somebody is coming."""
    house = screen.house
    guest.hands.until(lambda: house.property("help") == "called", "the call to be heard")
    guest.see("help-called")
    staff.answer_help(next(iter(screen.link.day.helps)))
    guest.hands.until(lambda: house.property("help") == "coming", "somebody to be on the way")
    guest.see("help-coming")
    guest.press("dismiss")
