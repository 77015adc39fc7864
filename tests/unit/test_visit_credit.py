"""A visit's waiting is counted once, however many services it has (queueing.md: a later leg)."""

from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from tests.reception import MINUTE_MS, Reception


def test_the_third_service_of_a_visit_starts_from_what_was_waited_once() -> None:
    room = Reception()
    room.open("1")
    ticket = room.issue()
    room.wait(10)
    room.serve(ticket.leg)
    second = room.did(r.AddService(ticket.visit, "withdrawal"))
    assert isinstance(second, Done)
    room.wait(4)
    room.serve(second.about)

    third = room.did(r.AddService(ticket.visit, "deposit"))

    assert isinstance(third, Done)
    assert room.leg(third.about).waited_ms(room.now_ms) == 14 * MINUTE_MS
