"""What becomes of the paper of whoever stands before the entrance: heard from the branch, told to the flow."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from kiosk.domain.facts import Recorded, SlipStatusChanged
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step
from kiosk.screens.link import Link


class PaperTrail(QObject):
    """Follows the customer's ticket slip and guidance slip; forgets everything when neither is waited for."""

    def __init__(self, link: Link, feed: Callable[[e.Event], None], owner: QObject) -> None:
        """`feed` is told of every change to a slip."""
        super().__init__(owner)
        self._link = link
        self._feed = feed
        self._flow = Arriving()
        self._heard: dict[str, e.Paper] = {}
        link.fact.connect(self._take_fact)
        link.changed.connect(self._ask_the_day)

    def follow(self, before: Arriving, after: Arriving) -> None:
        """Take note of a move; it feeds the flow, so whoever else follows the move comes first."""
        self._flow = after
        mine, named = _slips(after), _slips(after).keys() - _slips(before).keys()
        if not _is_unnamed(after):
            self._heard = {slip: heard for slip, heard in self._heard.items() if slip in mine}
        for slip in named & self._heard.keys():  # the paper can be quicker than the answer that names it
            self._feed(self._heard[slip])
        if named:
            self._ask_the_day()

    def reason(self, slip: str) -> str:
        """Return why that slip did not come out as a code of the printer, empty while nothing is known."""
        heard = self._heard.get(slip)
        return heard.reason if heard else ""

    def _take_fact(self, recorded: Recorded) -> None:
        fact = recorded.fact
        if not isinstance(fact, SlipStatusChanged):
            return
        paper = e.Paper(fact.slip, fact.status, fact.reason)
        mine = fact.slip in _slips(self._flow)
        if mine or _is_unnamed(self._flow):
            self._heard[fact.slip] = paper
        if mine:
            self._feed(paper)

    def _ask_the_day(self) -> None:
        """Catch up with a new snapshot: no fact tells what happened before it. A day may know nothing of a slip."""
        day = self._link.day
        for slip, known in _slips(self._flow).items():
            status = day.print_status(slip)
            if status is not None and status != known:
                self._heard[slip] = e.Paper(slip, status, day.print_reasons.get(slip, ""))
                self._feed(self._heard[slip])


def _slips(flow: Arriving) -> dict[str, str]:
    """Return the slips this customer waits for or has, by their id, and what the customer is told of each."""
    ticket = {flow.issued.slip: flow.printed} if flow.issued else {}
    return {**ticket, **({flow.guide_slip: flow.guide} if flow.guide_slip else {})}


def _is_unnamed(flow: Arriving) -> bool:
    """Say whether a slip was asked for of which the branch has not told the id."""
    return flow.step is Step.ISSUING or flow.guide == "asking"
