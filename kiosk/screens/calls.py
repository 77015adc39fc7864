"""呼叫人工: one call for a person at a time, and what became of it."""

from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal

from kiosk.domain.answers import Answer, Done
from kiosk.domain.facts import HelpAnswered, Recorded
from kiosk.domain.requests import CallHelp
from kiosk.screens.errand import Errand
from kiosk.screens.link import Link

CallState = Literal["none", "sending", "called", "coming", "unheard"]
"""`unheard`: the branch service could not be reached; the customer must be told to ask in person."""

_SHOWN_MS = 60_000
"""After this long the words go and a person can be called again; sooner with the session that called."""


class Calls(QObject):
    """The call for help of this screen. Pressing again while one is under way does nothing."""

    changed = Signal()

    def __init__(self, link: Link, parent: QObject) -> None:
        """Call over `link`, for the place it stands at."""
        super().__init__(parent)
        self._link = link
        self._id = ""
        self._errand: Errand | None = None
        self.state: CallState = "none"
        self._shown = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._shown.timeout.connect(self.dismiss)
        link.fact.connect(self._take_fact)

    def call(self) -> None:
        """Ask for a person, unless somebody was asked just now."""
        if self.state in {"none", "unheard"}:
            self.dismiss()
            self._set("sending")
            self._errand = self._link.ask(
                CallHelp(self._link.device), self._heard, lambda: self._set("unheard")
            )

    def dismiss(self) -> None:
        """Take the words off the screen; a call the branch has heard stays with the staff."""
        if self._errand is not None:
            self._errand.cancel()
        self._errand, self._id = None, ""
        self._set("none")

    def _heard(self, answer: Answer) -> None:
        self._errand = None
        if isinstance(answer, Done):
            self._id = answer.about
            self._set("called")
        else:
            self._set("unheard")

    def _take_fact(self, recorded: Recorded) -> None:
        if isinstance(recorded.fact, HelpAnswered) and recorded.fact.help == self._id:
            self._set("coming")

    def _set(self, state: CallState) -> None:
        self.state = state
        if state in {"none", "sending"}:
            self._shown.stop()
        else:
            self._shown.start()
        self.changed.emit()
