"""The day as a screen or page takes it over, and that later facts go on from it."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.day import Day
from kiosk.wire.projection import ROLES, Role
from kiosk.wire.snapshot import Snapshot, decode, encode
from tests.reception import HOUR_MS, Reception, contents, replayed
from tests.views import as_seen_by, on_screen, taken_over


@pytest.fixture
def room() -> Reception:
    """Return a reception in which much is going on."""
    room = Reception()
    room.did(r.OpenCounter("1", badge="1024"))
    room.did(r.OpenCounter("2", badge="1025"))
    room.did(r.PrintGuide(service="deposit"))
    served = room.served()
    room.did(r.RateVisit(served.visit, served.check, 5), "exit")
    for service, needs in (("deposit", ()), ("wealth", ("elderly",)), ("payroll", ("disabled",))):
        room.issue(service, care_needs=needs, language="en")
        room.wait(2)
    printed = room.issue(answers={"who": "self"})
    room.did(r.ReportPrint(printed.slip, "sending"), "system")
    room.did(r.Reprint(printed.visit))
    room.did(r.ReportPrint(printed.slip, "failed", "paper_out"), "system")
    room.did(r.AddService(printed.visit, "transfer"))
    room.call("1")
    room.did(r.CallHelp("entrance"), "entrance")
    room.happen([f.ClockJumped(-300_000, "running", "doubtful")])
    return room


def test_the_day_that_staff_take_over_is_the_day_but_for_who_was_rated_and_how(room: Reception) -> None:
    unrated = {visit.id: replace(visit, rated=False) for visit in room.day.visits.values()}

    assert contents(taken_over(room.day)) == contents(room.day) | {"visits": unrated, "ratings": {}}
    assert room.day.ratings


def test_the_day_that_the_manager_takes_over_is_the_day(room: Reception) -> None:
    assert contents(taken_over(room.day, "manager")) == contents(room.day)


def test_a_snapshot_says_where_in_the_stream_it_was_taken_and_when(room: Reception) -> None:
    taken = decode(encode(Snapshot("ab" * 8, 4_711, room.now_ms, room.day), "reception"))

    assert (taken.epoch, taken.seq, taken.now_ms) == ("ab" * 8, 4_711, room.now_ms)


@pytest.mark.parametrize("role", ROLES)
def test_the_house_is_the_same_to_everybody(room: Reception, role: Role) -> None:
    day = taken_over(room.day, role)

    assert (day.branch, day.date, day.open, day.time_quality) == ("demo", "2026-11-02", True, "doubtful")
    assert day.clockwork == room.day.clockwork
    assert [(one.id, one.skills) for one in day.counters.values()] == [
        (one.id, one.skills) for one in room.day.counters.values()
    ]


@pytest.mark.row("A3")
def test_a_snapshot_for_the_hall_holds_no_class_no_answer_and_no_call_for_help(room: Reception) -> None:
    held = msgspec.json.decode(encode(Snapshot("00" * 8, 9, room.now_ms, room.day), "hall"))

    people = str([held["visits"], held["legs"], held["counters"]])
    assert not [word for word in ("elderly", "protected", "vip", "self") if word in people]
    assert held["helps"] == {}
    assert len(held["legs"]) == len(room.day.legs)


@pytest.mark.parametrize("role", ["entrance", "exit"])
def test_a_snapshot_for_entrance_and_exit_holds_nobody(room: Reception, role: Role) -> None:
    data = encode(Snapshot("00" * 8, 9, room.now_ms, room.day), role)

    assert not [known for known in (*room.day.visits, *room.day.legs, "1024") if known.encode() in data]
    assert decode(data).day.helps == room.day.helps


def test_a_day_before_its_first_opening_and_a_closed_one_travel_too(room: Reception) -> None:
    unopened = Day()
    room.did(r.CloseDay())

    assert contents(taken_over(unopened)) == contents(unopened)
    closed = taken_over(room.day)
    assert (closed.open, closed.date, closed.counters) == (False, "2026-11-02", {})


@pytest.mark.row("F1")
@pytest.mark.parametrize("role", ROLES)
def test_a_snapshot_and_the_facts_after_it_make_the_day_that_all_facts_make(
    room: Reception, role: Role
) -> None:
    room.step(r.PassTicket, room.day.counters["1"].leg)
    room.did(r.CloseCounter("2"))
    room.wait(ms=24 * HOUR_MS)
    room.issue()
    whole = replayed(as_seen_by(role, room.recorded))

    for cut in range(len(room.recorded) + 1):
        day = taken_over(replayed(room.recorded[:cut]), role)
        for one in as_seen_by(role, room.recorded[cut:]):
            day.apply(one)
        assert on_screen(day, role) == on_screen(whole, role), f"taken over after fact {cut}"


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"epoch":1}', b"\xff\xfe"])
def test_bytes_that_are_no_snapshot_are_refused(data: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError)):
        decode(data)


def test_a_snapshot_with_a_part_of_the_wrong_type_is_refused(room: Reception) -> None:
    held = msgspec.json.decode(encode(Snapshot("00" * 8, 9, room.now_ms, room.day), "reception"))
    held["legs"][0]["status"] = "asleep"

    with pytest.raises(msgspec.ValidationError, match="status"):
        decode(msgspec.json.encode(held))
