"""A small catalogue, and every state that a customer before the entrance screen can reach in it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from functools import cache
from operator import attrgetter

from kiosk.domain.answers import Done, Issued, Refusal
from kiosk.domain.catalogue import Material, Option, Question, SelfService, Service, Text
from kiosk.domain.flow import events as e
from kiosk.domain.flow.arriving import Arriving, Place
from kiosk.domain.flow.entrance import advance

HERE = "branch must confirm"
WORD = Text("字", "word")
WHO = Question("who", WORD, (Option("self", WORD), Option("agent", WORD)), {}, HERE)
PAPER = Question("paper", WORD, (Option("yes", WORD), Option("no", WORD)), {"who": ("agent",)}, HERE)
ID_CARD = Material("id_card", WORD, None, {}, HERE)
AGENT_CARD = Material("agent_id_card", WORD, None, {"who": ("agent",)}, HERE)


def service(
    code: str,
    asks: tuple[Question, ...] = (),
    brings: tuple[Material, ...] = (),
    machine: SelfService | None = None,
) -> Service:
    return Service(
        code=code, category="personal", series="A", zone="personal", minutes=5, self_service=machine, name=WORD,
        help=WORD, synonyms=("a",), questions=asks, materials=brings, steps=(), form_hints=(), aftercare=WORD,
        source=HERE,
    )  # fmt: skip


CASH = service("withdraw", (WHO, PAPER), (ID_CARD, AGENT_CARD), SelfService({"who": ("self",)}, WORD, HERE))
PLAIN = service("advice")
PERSONAL = e.ChooseCategory("personal", (CASH, PLAIN))
ADVICE = e.ChooseCategory("advice", (PLAIN,))
ISSUED = Issued(
    "v1", "l1", "s1", "A012", "1234", "2026-01-05", "withdraw", "personal", "ordinary", 3, 10, 20, "K1"
)
CLOSED = Refusal("after_cutoff")
EVENTS: tuple[e.Event, ...] = (
    PERSONAL, ADVICE, e.ChooseService(CASH), e.ChooseService(PLAIN), e.Reply("self"), e.Reply("agent"),
    e.Reply("yes"), e.Reply("no"), e.Tick("id_card"), e.Declare("elderly"), e.Next(), e.Heard(ISSUED),
    e.Heard(CLOSED), e.Heard(Done()), e.Late(), e.Paper("s1", "printed"), e.Paper("other", "failed"),
    e.Back(), e.StartOver(), e.Speak("en"), e.Quiet(), e.Touched(), e.End(), e.Search(), e.Take(), e.Offer(),
    e.Guide(), e.Guided("g1"), e.Guided(""), e.Paper("g1", "printed"),
)  # fmt: skip


def after(*events: e.Event, start: Arriving | None = None) -> Arriving:
    state = start or Arriving()
    for event in events:
        state = advance(state, event)
    return state


@cache
def every_state() -> tuple[Arriving, ...]:
    """Return every state that some order of touches, answers and silences can reach."""
    edge = [Arriving()]
    seen = {key(Arriving()): Arriving()}
    while edge:
        state = edge.pop()
        for found in (advance(state, event) for event in EVENTS):
            if found is not state and (told := key(found)) not in seen:
                seen[told] = found
                edge.append(found)
    return tuple(seen.values())


SHORTENED = ("offered", "service", "answers", "refusal")
"""What no set can hold, or is long."""
plain = attrgetter(*(each.name for each in fields(Arriving) if each.name not in SHORTENED))


def key(state: Arriving) -> Hashable:
    """Return what tells a state from others, without the long words of the catalogue."""
    chosen, refused = state.service and state.service.code, state.refusal and state.refusal.code
    return plain(state), len(state.offered), chosen, tuple(state.answers.items()), refused


AT_CONFIRM = after(
    PERSONAL, e.ChooseService(CASH), e.Reply("agent"), e.Reply("no"), e.Tick("id_card"), e.Next()
)


def place(state: Arriving) -> Place:
    return state.step, state.asked
