"""Calls for a person (呼叫人工, A4)."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState


def call(day: DayState, request: r.CallHelp, _: Setting, moment: Moment) -> Decision | Refusal:
    """Call a person to a place. An open call from the same place is answered with, not doubled."""
    for help_id, place in day.helps.items():
        if place == request.place:
            return Decision((), Done(help_id))
    fact = f.HelpCalled(moment.new_id(), request.place)
    return Decision((fact,), Done(fact.help))


def answer(day: DayState, request: r.AnswerHelp, _: Setting, __: Moment) -> Decision | Refusal:
    """A person is on the way. Refusal: `unknown_help` when somebody else was faster."""
    if request.help not in day.helps:
        return Refusal("unknown_help")
    return Decision((f.HelpAnswered(request.help),), Done(request.help))
