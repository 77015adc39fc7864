"""Who works in the tour: a receptionist with a tablet, or, where there is no browser, one who asks the branch itself."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from kiosk.lab.running import RunningBranch
from kiosk.lab.tour.album import Album

if TYPE_CHECKING:
    from kiosk.lab.tablet import Tablet

_COUNTER = "1"
"""The counter that serves in the tour."""
_BADGE = "1024"
_ASKED_AT_THE_DESK = "direct_debit"
"""What somebody comes for who goes to the desk instead of the screen."""
_CALLED = 2
"""The version of a leg that was issued and called, and nothing more."""
_STEP = "review"
"""How far the handling is when the teller's page is photographed."""
_SCALE = 1.5
"""Pixels of a tablet for each of the page's: letters as sharp in a brochure as on the device."""


class Reception(Protocol):
    """What the tour needs of reception."""

    left_out: str
    """Why there are no pictures of the reception page, empty if there are."""

    def answer_help(self, call: str) -> None:
        """Take note of a call for help, and say that somebody is on the way."""

    def serve(self, ticket: str, on_call: Callable[[str], None]) -> None:
        """Open the counter, and call and serve whom the rules choose until this ticket is finished.

        `on_call` is told of the first ticket that is called, just after.
        """


class WithTablet:
    """The reception page, photographed."""

    left_out = ""

    def __init__(self, page: "Tablet", album: Album) -> None:
        """Hold a tablet that shows the page."""
        self._page = page
        self._album = album

    def answer_help(self, call: str) -> None:
        """Take note of a call for help, and say that somebody is on the way."""
        del call
        self._page.until_help()
        self._see("help")
        self._page.answer_help()

    def serve(self, ticket: str, on_call: Callable[[str], None]) -> None:
        """Issue a ticket for somebody, then call and serve until this ticket is finished."""
        self._issue()
        self._page.open_counter(_COUNTER, _BADGE)
        called = self._page.call_next(_COUNTER)
        on_call(called)
        self._see("called")
        self._page.why(_COUNTER)
        self._see("why")
        self._page.close_sheet()
        while called != ticket:
            self._page.start(_COUNTER)
            self._page.finish(_COUNTER)
            called = self._page.call_next(_COUNTER)
        self._page.start(_COUNTER)
        self._see("serving")
        self._page.show_counter(_COUNTER)
        self._page.say_step(_STEP)
        self._see("counter")
        self._page.show_reception()
        self._page.finish(_COUNTER)
        self._see("finished")

    def _issue(self) -> None:
        self._see("waiting")
        self._page.begin_issue(_ASKED_AT_THE_DESK)
        self._see("issue")
        self._page.finish_issue()
        self._see("issued")
        self._page.close_sheet()

    def _see(self, picture: str) -> None:
        self._page.photograph(self._album.page(f"reception-{picture}"))


class WithoutTablet:
    """The same work, asked of the branch without a page."""

    def __init__(self, branch: RunningBranch, left_out: str) -> None:
        """Work for want of a browser, for the reason given."""
        self._branch = branch
        self.left_out = left_out

    def answer_help(self, call: str) -> None:
        """Say that somebody is on the way."""
        self._do("answer_help", help=call)

    def serve(self, ticket: str, on_call: Callable[[str], None]) -> None:
        """Call and serve until this ticket is finished."""
        self._do("open_counter", counter=_COUNTER, badge=_BADGE)
        called = ""
        while called != ticket:
            answer = self._do("call_next", counter=_COUNTER)
            if not called:
                on_call(answer["ticket"])
            called = answer["ticket"]
            for version, step in enumerate(("start_service", "finish_service"), _CALLED):
                self._do(step, leg=answer["leg"], leg_version=version)

    def _do(self, kind: str, **body: object) -> dict[str, Any]:
        return done(self._branch, kind, **body)


def done(branch: RunningBranch, kind: str, **body: object) -> dict[str, Any]:
    """Have reception do something at once, without a page, and return the answer.

    Raises:
        RuntimeError: the branch refused.
    """
    answer = branch.ask(kind, body, "reception")
    if answer["kind"] == "refused":
        raise RuntimeError(f"{kind}: {answer}")
    return answer


@contextmanager
def reception(branch: RunningBranch, album: Album) -> Iterator[Reception]:
    """Give a receptionist: with a tablet where there are Chromium and playwright, else without."""
    with ExitStack() as stack:
        try:
            from kiosk.lab.tablet import NoBrowser, tablet
        except ImportError:
            yield WithoutTablet(branch, "they need Debian's chromium and the package playwright")
            return
        try:
            page = stack.enter_context(tablet(branch.url, scale=_SCALE))
        except NoBrowser as problem:
            yield WithoutTablet(branch, str(problem))
            return
        yield WithTablet(page, album)
