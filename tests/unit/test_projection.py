"""Who may see which fact, and what is taken out of it first."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.care import Care
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import ROLES, Role, counters_for, day_for, seen_by
from tests.reception import HOUR_MS, Reception

EVERYBODY: Final[set[str]] = set(ROLES)
STAFF: Final = {"reception", "manager"}
QUEUE: Final = {"hall", "counter", *STAFF}
OFFICE: Final = {"office"}
DEVICES: Final = {"office", "technician"}
SEEN: Final[dict[str, set[str]]] = {
    "epoch_started": EVERYBODY,
    "day_opened": EVERYBODY,
    "day_closed": EVERYBODY,
    "day_reopened": EVERYBODY,
    "counter_opened": EVERYBODY,
    "counter_closed": EVERYBODY,
    "counter_handed_over": EVERYBODY,
    "clock_jumped": EVERYBODY,
    "slip_queued": {"entrance", *STAFF},
    "guide_queued": {"entrance", *STAFF},
    "slip_status_changed": {"entrance", *STAFF},
    "printer_changed": {"entrance", "technician", *STAFF},
    "help_called": {"entrance", "exit", *STAFF},
    "help_answered": {"entrance", "exit", *STAFF},
    "ticket_carried": QUEUE,
    "ticket_issued": QUEUE,
    "leg_added": QUEUE,
    "leg_joined": QUEUE,
    "ticket_called": QUEUE,
    "ticket_announced_again": QUEUE,
    "ticket_passed": QUEUE,
    "ticket_returned": QUEUE,
    "ticket_voided": QUEUE,
    "ticket_abandoned": QUEUE,
    "ticket_parked": QUEUE,
    "ticket_transferred": QUEUE,
    "service_started": QUEUE,
    "service_finished": QUEUE,
    "numbers_skipped": set(),
    "visit_rated": {"manager"},
    "rating_answered": {"manager"},
    "branch_checked": {"office", "technician", *STAFF},
    "day_kept": {"office", "technician", *STAFF},
    "step_reached": QUEUE,
    "care_marked": {"counter", *STAFF},
    "staff_added": OFFICE,
    "staff_roles_changed": OFFICE,
    "staff_left": OFFICE,
    "pin_set": OFFICE,
    "staff_locked": OFFICE,
    "staff_unlocked": OFFICE,
    "staff_signed_in": OFFICE,
    "staff_signed_out": OFFICE,
    "paper_read": OFFICE,
    "maintenance_done": DEVICES,
    "device_invited": DEVICES,
    "device_paired": DEVICES,
    "device_revoked": DEVICES,
    "consent_given": OFFICE,
    "record_kept": OFFICE,
    "record_read": OFFICE,
    "records_searched": OFFICE,
    "record_forgotten": OFFICE,
    "journal_purged": OFFICE,
    "personal_data_purged": OFFICE,
    "care_needs_counted": OFFICE,
}
"""Who sees a kind of fact at all."""

CHANGED_FOR_STAFF: Final = {"ticket_carried"}
CHANGED_FOR_THE_HALL: Final = {"ticket_carried", "ticket_issued", "ticket_called"}
CHANGED_AT_A_DOOR: Final = {"ticket_carried", "counter_opened", "counter_handed_over"}
PUBLIC: Final = {"entrance", "exit", "hall"}


def changed_for(role: Role) -> set[str]:
    """Return the kinds of fact of which a role sees less than there is."""
    match role:
        case "manager":
            return set()
        case "hall":
            return CHANGED_FOR_THE_HALL
        case "entrance" | "exit":
            return CHANGED_AT_A_DOOR
        case _:
            return CHANGED_FOR_STAFF


def recorded(fact: f.Fact) -> f.Recorded:
    return f.Recorded("00" * 8, 7, "id", "2026-11-02", 1, "staff:7788", "tablet-1", fact)


def test_this_table_knows_every_kind_of_fact() -> None:
    assert set(SEEN) == set(f.type_of_kind)


@pytest.mark.row("F3")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", SEEN)
@settings(max_examples=5)
@given(data=st.data())
def test_a_role_sees_the_kinds_of_fact_that_are_its_business(
    kind: str, role: Role, data: st.DataObject
) -> None:
    one = recorded(data.draw(st.from_type(f.type_of_kind[kind])))

    seen = seen_by(role, one)

    assert (seen is not None) == (role in SEEN[kind])
    nobody = replace(one, actor="", device="") if role in PUBLIC else one
    if seen is not None:
        assert replace(seen, fact=one.fact) == nobody
    if seen is not None and kind not in changed_for(role):
        assert seen == nobody


@pytest.mark.parametrize("role", ROLES)
def test_a_kind_of_fact_this_program_does_not_know_is_seen_by_nobody(role: Role) -> None:
    assert seen_by(role, recorded(f.Unknown("vault_read", 1))) is None


@pytest.mark.row("D3")
@pytest.mark.parametrize("role", [role for role in ROLES if role != "manager"])
@given(carried=st.from_type(f.TicketCarried))
def test_nobody_but_the_manager_sees_whether_a_carried_visit_was_rated(
    role: Role, carried: f.TicketCarried
) -> None:
    views = {str(seen_by(role, recorded(replace(carried, rated=rated)))) for rated in (False, True)}

    assert len(views) == 1


# Whole mornings


def morning(
    *,
    needs: tuple[Literal["elderly", "disabled", "pregnant"], ...],
    answers: dict[str, str],
    role: str = "reception",
    badge: str = "",
) -> Reception:
    """Return a morning that goes on the same, whatever one customer declared and whoever issued their tickets."""
    room = Reception()
    room.open("1")
    others = []
    for _ in range(4):
        others.append(room.issue())
        room.wait(1)
    ready = ("id_card",) if answers else ()
    customer = room.issue(role=role, badge=badge, care_needs=needs, answers=answers, ready=ready)
    assert customer.ahead == (1 if needs else 4)
    room.wait(2)
    for ticket in (customer, others[0]):
        room.serve(ticket.leg)
    parked = room.issue(role=role, badge=badge, care_needs=needs, answers=answers)
    room.step(r.ParkTicket, parked.leg)
    room.did(r.CallHelp("entrance"))
    return room


def test_the_hall_cannot_tell_a_customer_with_a_care_need_from_any_other() -> None:
    plain = morning(needs=(), answers={}, role="entrance")
    cared_for = morning(needs=("pregnant",), answers={"who": "agent", "account": "new"}, badge="2004")
    assert {one.actor for one in cared_for.recorded} - {one.actor for one in plain.recorded} == {"staff:2004"}

    def seen(room: Reception) -> list[bytes]:
        views = (seen_by("hall", one) for one in room.recorded)
        return [encode_recorded(one) for one in views if one is not None]

    for hours in (0, 24):  # the morning itself, and the one after with what was carried over
        for room in (plain, cared_for):
            room.wait(ms=hours * HOUR_MS)
            room.keep_day()
        assert seen(cared_for) == seen(plain)
        assert day_for("hall", cared_for.day) == day_for("hall", plain.day)
        assert plain.day.legs


def test_the_hall_is_not_told_why_a_ticket_was_called_or_who_came_second() -> None:
    call = f.TicketCalled("leg", "period", "1", "guard", 5, "other", 4, picked_by="7788")

    seen = seen_by("hall", recorded(call))

    assert seen is not None
    assert seen.fact == f.TicketCalled("leg", "period", "1", "score", 0)


def test_a_snapshot_for_the_hall_tells_no_class_no_answers_and_no_reasons() -> None:
    room = Reception()
    room.open("1")
    ticket = room.issue(care_needs=("elderly",), answers={"who": "self"}, ready=())
    room.pick(ticket.leg)

    (visit,), (leg,) = day_for("hall", room.day)

    assert (visit.care, leg.care) == (Care.ORDINARY, Care.ORDINARY)
    assert (visit.answers, visit.ready, visit.slips) == ({}, (), {})
    assert [period.reason for period in leg.periods] == ["score"]
    assert (visit.ticket, leg.counter) == (ticket.ticket, "1")


@pytest.mark.parametrize("role", ["entrance", "exit"])
def test_entrance_and_exit_are_told_of_no_visit_and_of_nobody_at_a_counter(role: Role) -> None:
    room = Reception()
    room.did(r.OpenCounter("1", badge="1024"))
    room.did(r.OpenCounter("2", badge="1025"))
    room.happen([f.CounterHandedOver("2", "1024")])
    room.issue()
    room.call()

    assert day_for(role, room.day) == ([], [])
    assert [(counter.id, counter.leg, counter.badge) for counter in counters_for(role, room.day)] == [
        ("1", "", ""),
        ("2", "", ""),
    ]
    told = "".join(str(seen_by(role, one)) for one in room.recorded)
    assert "1024" not in told
    assert "CounterOpened(counter='1'" in told


@pytest.mark.row("D3")
def test_staff_see_everything_of_a_visit_but_whether_it_was_rated() -> None:
    room = Reception()
    ticket = room.served()
    room.did(r.RateVisit(ticket.visit, ticket.check, 1), "exit")
    assert room.visit(ticket.visit).rated

    visits, legs = day_for("reception", room.day)

    assert visits == [replace(room.visit(ticket.visit), rated=False)]
    assert legs == [room.leg(ticket.leg)]
    assert counters_for("reception", room.day) == list(room.day.counters.values())
