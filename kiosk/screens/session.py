"""One customer at a screen: the flow's state, the patience with silence, the language and the look."""

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from PySide6.QtCore import QObject

from kiosk.domain.flow import events as e
from kiosk.domain.flow.idle import Patience
from kiosk.domain.flow.view import View
from kiosk.screens.idle import IdleWatch
from kiosk.screens.kit import Kit

_SETTLING = (
    e.ChooseCategory, e.ChooseService, e.Reply, e.Next, e.Score, e.Because, e.Skip, e.Back, e.StartOver, e.Tick,
    e.Declare, e.Search, e.Take, e.Offer, e.Guide, e.End,
)  # fmt: skip
"""Presses that mean nothing just after a change of screen: the second half of a double tap at the one before."""
_ENDINGS = (e.End, e.StartOver)


class FlowState(Protocol):
    """What the states of both flows have in common."""

    @property
    def step(self) -> str:
        """What the screen shows."""

    @property
    def asked(self) -> int:
        """Number of the question on the screen."""

    @property
    def language(self) -> e.Language:
        """What to speak."""

    @property
    def view(self) -> View:
        """How the customer wants the screen."""

    @property
    def warned(self) -> bool:
        """Whether the customer is being asked if somebody is there."""


S = TypeVar("S", bound=FlowState)


class Session(Generic[S]):
    """Feeds events to a flow, tells its owner of every change, and counts the silence."""

    def __init__(
        self,
        first: S,
        flow: tuple[Callable[[S, e.Event], S], Callable[[S], Patience | None]],
        changed: Callable[[S, S], None],
        kit: Kit,
        owner: QObject,
    ) -> None:
        """`flow` is its `advance` and its `patience`; `changed` is told the state before and after."""
        self.state = first
        self._advance, self._patience = flow
        self._changed = changed
        self._kit = kit
        self._arrived = float("-inf")
        self.ended: Callable[[], None] = lambda: None
        """Called when a customer has gone, or has forgotten everything to begin anew."""
        self.left: Callable[[S], None] = lambda _: None
        """Called with what a customer had said who went without a word, before it is forgotten."""
        kit.look.serve(self.feed)
        self.idle = IdleWatch(kit.now, owner)
        self.idle.quiet.connect(lambda: self.feed(e.Quiet()))
        self.idle.gone.connect(self.walk_away)

    def feed(self, event: e.Event) -> None:
        """Let something happen."""
        if isinstance(event, _SETTLING) and not self.is_settled():
            return
        self._happen(event)

    def _happen(self, event: e.Event) -> None:
        before, after = self.state, self._advance(self.state, event)
        if after is before:
            return
        self.state = after
        moved = (before.step, before.asked) != (after.step, after.asked)
        if moved:
            self._arrived = self._kit.now()
        self._kit.tongue.speak(after.language)
        self._kit.look.show(after.view)
        self._changed(before, after)
        self.idle.expect(self._patience(self.state))
        if moved:
            self.idle.touched()  # an answer that took its time is read from now on
        if isinstance(event, _ENDINGS):
            self.ended()

    def walk_away(self) -> None:
        """The customer has gone without a word: silence says so, or the next one."""
        self.left(self.state)
        self._happen(e.End())

    def is_settled(self) -> bool:
        """Say whether a press was aimed at the screen that is shown, and not at the one before."""
        return self._kit.now() - self._arrived >= self._kit.settle_s

    def touched(self) -> None:
        """Somebody touched the screen or a key.

        It does not take a warning away: the finger would then come down on what the warning covers.
        """
        if not self.state.warned:
            self.idle.touched()

    def stay(self) -> None:
        """The customer says to be still there."""
        self.idle.touched()
        self.feed(e.Touched())
