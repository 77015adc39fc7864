"""Calls for a person (呼叫人工, A4)."""

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Done, Refusal
from kiosk.domain.setting import Moment, Setting
from kiosk.domain.state import DayState
from kiosk.domain.text import is_device_name


def call(day: DayState, request: r.CallHelp, _: Setting, moment: Moment) -> Decision | Refusal:
    """Call a person to a place. An open call from the same place is answered with, not doubled.

    Anybody at a screen may ask this and the place is kept for good, so it is never what somebody wrote: a device of the
    branch calls to where it stands, whatever it says. Refusal: `bad_answer` (details: code) for a place that no device
    could be called.
    """
    by, place = moment.by, request.place
    if by.device in moment.register.devices:
        place = f"counter-{by.counter}" if by.counter else by.device
    if not is_device_name(place):
        return Refusal("bad_answer", {"code": "place"})
    for help_id, open_at in day.helps.items():
        if open_at == place:
            return Decision((), Done(help_id))
    fact = f.HelpCalled(moment.new_id(), place)
    return Decision((fact,), Done(fact.help))


def answer(day: DayState, request: r.AnswerHelp, _: Setting, __: Moment) -> Decision | Refusal:
    """A person is on the way. Refusal: `unknown_help` when somebody else was faster."""
    if request.help not in day.helps:
        return Refusal("unknown_help")
    return Decision((f.HelpAnswered(request.help),), Done(request.help))
