"""What goes between the exit and the branch: the visit is looked for, the rating is sent. No Qt but the link."""

from collections.abc import Callable
from typing import Final

import msgspec

from kiosk.domain.answers import Called, Done, Issued, Refusal
from kiosk.domain.flow import events as e
from kiosk.domain.flow.leaving import Leaving, Step, is_given, request
from kiosk.screens.errand import Errand
from kiosk.screens.link import Link
from kiosk.wire.asking import decode_answer

_OK: Final = 200


class _Found(msgspec.Struct):
    """A visit as the branch describes it to whoever holds its slip."""

    visit: str
    ticket: str
    check: str
    services: tuple[str, ...]
    finished: bool
    rated: bool
    state: e.Standing


class Asking:
    """Asks what the step of the customer needs, one thing at a time, and feeds the answers to the flow."""

    def __init__(self, link: Link, feed: Callable[[e.Event], None]) -> None:
        """Ask nothing yet."""
        self._link = link
        self._feed = feed
        self._errand: Errand | None = None
        self._turn = 0
        """Counts the errands: an answer to any but the last is awaited by nobody."""

    def follow(self, before: Leaving, after: Leaving) -> None:
        """Break off what was asked for another step, and ask what this one needs."""
        if before.step is after.step and before.scanned == after.scanned:
            return
        self._turn += 1
        if self._errand is not None:
            self._errand.cancel()
            self._errand = None
        if after.step is Step.LOOKING:
            self._errand = self._look(after)
        elif after.step is Step.SENDING:
            self._errand = self._send(after)

    def keep(self, state: Leaving) -> None:
        """See that an opinion arrives though its customer has gone: nobody hears the answer any more."""
        if is_given(state):
            self._link.ask(request(state), lambda _: None, lambda: None)
        elif state.step is Step.SENDING:
            self._errand = None  # under way already; it goes on under the same id, and can count only once

    def _look(self, state: Leaving) -> Errand:
        turn = self._turn
        path, query = "/v1/exit/visit", {"ticket": state.ticket, "check": state.check}
        if state.scanned:
            path, query = "/v1/exit/scan", {"code": state.scanned}
        return self._link.look(
            path, query, lambda status, data: self._tell(turn, _seen(status, data)), self._late(turn)
        )

    def _send(self, state: Leaving) -> Errand:
        turn = self._turn

        def heard(answer: Issued | Called | Done | Refusal) -> None:
            if isinstance(answer, Done | Refusal):
                self._tell(turn, e.Heard(answer))

        return self._link.ask(request(state), heard, self._late(turn))

    def _late(self, turn: int) -> Callable[[], None]:
        return lambda: self._feed(e.Late()) if turn == self._turn else None

    def _tell(self, turn: int, event: e.Event) -> None:
        if turn == self._turn:
            self._errand = None
            self._feed(event)


def _seen(status: int, data: bytes) -> e.Event:
    """Return what the branch said of a slip or of what was keyed."""
    try:
        if status == _OK:
            seen = msgspec.json.decode(data, type=_Found)
            return e.Found(**msgspec.structs.asdict(seen))
        answer = decode_answer(data)
    except (msgspec.MsgspecError, KeyError):
        return e.Heard(Refusal("not_understood"))
    return e.Heard(answer if isinstance(answer, Refusal) else Refusal("not_understood"))
