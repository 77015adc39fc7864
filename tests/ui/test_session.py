"""One customer's session: what a press, an answer and silence do just after a change of screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.domain.answers import Issued
from kiosk.domain.catalogue import Service, Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Step, patience
from kiosk.domain.flow.entrance import advance
from kiosk.screens.kit import Kit
from kiosk.screens.language import Tongue
from kiosk.screens.link import Link
from kiosk.screens.look import LookModel
from kiosk.screens.pictures import Pictures
from kiosk.screens.session import Session
from kiosk.screens.theme import shipped_theme
from tests.ui.conftest import Clock

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

WORD = Text("字", "word")
ADVICE = Service(
    code="advice", category="advice", series="A", zone="reception", minutes=5, self_service=None, name=WORD,
    help=WORD, synonyms=("a",), questions=(), materials=(), steps=(), form_hints=(), aftercare=WORD, source="",
)  # fmt: skip
ISSUED = Issued(
    "v1", "l1", "s1", "A012", "1234", "2026-01-05", "advice", "reception", "ordinary", 3, 10, 20, "K1"
)


def a_session(clock: Clock) -> tuple[Session[Arriving], QObject]:
    """Return a session on the way to its number, and what it belongs to, which must be kept."""
    owner = QObject()
    link = Link("http://127.0.0.1:1", "entrance", "entrance-1")
    kit = Kit(link, Tongue(), Pictures(shipped_theme().logo), LookModel(shipped_theme()), clock, settle_s=0.3)
    session = Session(Arriving(), (advance, patience), lambda _, __: None, kit, owner)
    for event in (e.ChooseCategory("advice", (ADVICE,)), e.Next()):
        clock.seconds += 1
        session.feed(event)
    assert session.state.step is Step.ISSUING
    return session, owner


def test_an_answer_after_a_long_silence_gives_the_number_its_whole_time(qapp: QGuiApplication) -> None:
    del qapp
    clock = Clock()
    session, _owner = a_session(clock)

    clock.seconds += 85
    session.idle.look()
    session.feed(e.Heard(ISSUED))
    clock.seconds += 59
    session.idle.look()

    assert (session.state.step, session.state.warned) == (Step.RESULT, False)


def test_silence_ends_a_session_however_short_ago_the_screen_changed(qapp: QGuiApplication) -> None:
    del qapp
    clock = Clock()
    session, _owner = a_session(clock)
    session.feed(e.Heard(ISSUED))

    session.idle.gone.emit()

    assert session.state == Arriving()


def test_half_a_double_tap_does_not_throw_a_fresh_number_away(qapp: QGuiApplication) -> None:
    del qapp
    clock = Clock()
    session, _owner = a_session(clock)
    session.feed(e.Heard(ISSUED))

    session.feed(e.End())

    assert session.state.step is Step.RESULT
