"""Who may be let in, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Done, Refusal
from kiosk.domain.register import Register
from kiosk.domain.rules import decide
from kiosk.domain.setting import Moment
from tests.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Iterable


class House:
    """A reception with a register, as the desk has it."""

    def __init__(self) -> None:
        self.room, self.register, self.facts = Reception(), Register(), list[f.Fact]()

    def ask(self, request: r.Request, role: str = "office", badge: str = "1001", counter: str = "") -> Answer:
        by = r.By(role, f"{role}-1", badge, counter)
        moment = Moment(self.room.now_ms, by, self.room.new_id, self.register)
        decision = decide(self.room.day, request, self.room.setting, moment)
        if isinstance(decision, Refusal):
            return decision
        self.happen(decision.facts)
        return decision.answer

    def pair(self, device: str) -> None:
        """Let a device of the staff in."""
        self.ask(r.InviteDevice(device, "staff"))
        self.ask(r.PairDevice(device), "door", "")

    def happen(self, facts: Iterable[f.Fact]) -> None:
        before = len(self.room.recorded)
        self.room.happen(facts)
        for recorded in self.room.recorded[before:]:
            self.register.apply(recorded)
            self.facts.append(recorded.fact)


@pytest.fixture
def house() -> House:
    house = House()
    assert house.ask(r.AddStaff("1001", ("branch_manager",)), "door", "") == Done("1001")
    return house


@pytest.mark.row("F3")
def test_the_first_to_be_let_in_is_a_branch_manager_and_only_the_first_needs_nobody() -> None:
    house = House()

    assert house.ask(r.AddStaff("1001", ("teller",)), "door", "") == Refusal("bad_answer", {"code": "roles"})
    assert house.ask(r.AddStaff("1001", ("branch_manager",)), "door", "") == Done("1001")
    assert house.ask(r.AddStaff("1002", ("branch_manager",)), "door", "") == Refusal("already_set_up")


def test_a_badge_number_is_never_given_twice(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.RemoveStaff("1024"))

    assert house.ask(r.AddStaff("1024", ("teller",))) == Refusal("badge_taken", {"badge": "1024"})


@pytest.mark.parametrize(
    ("request_", "refusal"),
    [
        (r.AddStaff("12", ("teller",)), Refusal("bad_answer", {"code": "badge"})),
        (r.AddStaff("1024", ()), Refusal("bad_answer", {"code": "roles"})),
        (r.ChangeRoles("9999", ("teller",)), Refusal("unknown_badge", {"badge": "9999"})),
        (r.ChangeRoles("1001", ()), Refusal("bad_answer", {"code": "roles"})),
        (r.ChangeRoles("1001", ("teller",)), Refusal("last_manager")),
        (r.RemoveStaff("9999"), Refusal("unknown_badge", {"badge": "9999"})),
        (r.RemoveStaff("1001"), Refusal("last_manager")),
        (r.InviteDevice("simulated-1", "hall"), Refusal("bad_answer", {"code": "name"})),
        (r.InviteDevice("../keys", "hall"), Refusal("bad_answer", {"code": "name"})),
        (r.InviteDevice("c-9", "counter", "9"), Refusal("unknown_counter", {"counter": "9"})),
        (r.InviteDevice("h-1", "hall", "1"), Refusal("unknown_counter", {"counter": "1"})),
        (r.RevokeDevice("h-1"), Refusal("unknown_device", {"device": "h-1"})),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    house: House, request_: r.Request, refusal: Refusal
) -> None:
    before = list(house.facts)

    assert house.ask(request_) == refusal
    assert house.facts == before


@pytest.mark.row("F3")
def test_a_locked_badge_signs_in_again_after_a_supervisor_s_temporary_pin(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.LockStaff("1024", 10), "door", "")
    house.pair("door-1")
    locked = house.ask(r.SignIn("1024"), "door", "1024")
    house.ask(r.SetPin("1024", temporary=True), "door", "1001")

    assert locked == Refusal("locked_badge")
    assert house.facts[-2:] == [f.PinSet("1024", temporary=True), f.StaffUnlocked("1024")]
    assert house.ask(r.SignIn("1024"), "door", "1024") == Done("1024")


@pytest.mark.row("F3")
def test_nobody_signs_in_at_a_device_that_was_revoked_meanwhile(house: House) -> None:
    unknown = house.ask(r.SignIn("1001"), "door", "1001")
    house.pair("door-1")
    paired = house.ask(r.SignIn("1001"), "door", "1001")
    house.ask(r.RevokeDevice("door-1"))

    revoked = house.ask(r.SignIn("1001"), "door", "1001")

    assert (unknown, paired, revoked) == (Refusal("not_paired"), Done("1001"), Refusal("not_paired"))


def test_an_own_new_pin_unlocks_nothing(house: House) -> None:
    house.ask(r.LockStaff("1001", 10), "door", "")

    house.ask(r.SetPin("1001", temporary=False), "door", "1001")

    assert house.register.staff["1001"].locked


@pytest.mark.row("F3")
def test_a_device_pairs_once_for_each_invitation(house: House) -> None:
    house.ask(r.InviteDevice("c-1", "counter", "1"))

    assert house.ask(r.PairDevice("c-1"), "door", "") == Done("c-1")
    assert house.ask(r.PairDevice("c-1"), "door", "") == Refusal("not_invited")
    assert house.ask(r.InviteDevice("c-1", "hall")) == Refusal("name_taken", {"device": "c-1"})
    assert house.ask(r.RevokeDevice("c-1")) == Done("c-1")
    assert house.ask(r.PairDevice("c-1"), "door", "") == Refusal("not_invited")
    assert house.ask(r.InviteDevice("c-1", "hall")) == Done("c-1")


@pytest.mark.row("F3")
def test_a_counter_opens_under_the_badge_of_whoever_signed_in_there(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))

    house.ask(r.OpenCounter("1", badge="1001"), "counter", "1024", "1")

    assert house.room.day.counters["1"].badge == "1024"


def test_a_badge_nobody_has_opens_no_counter(house: House) -> None:
    answer = house.ask(r.OpenCounter("1", badge="7777"), "reception")

    assert answer == Refusal("unknown_badge", {"badge": "7777"})


def test_one_person_serves_at_one_counter(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.OpenCounter("1"), "counter", "1024", "1")

    assert house.ask(r.OpenCounter("2"), "counter", "1024", "2") == Refusal(
        "badge_elsewhere", {"counter": "1"}
    )


@pytest.mark.row("A1")
def test_a_counter_of_somebody_who_left_is_nobody_s_and_keeps_whom_it_has_in_hand(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.OpenCounter("1"), "counter", "1024", "1")
    house.room.issue()
    house.ask(r.CallNext("1"), "counter", "1024", "1")
    leg = house.room.day.counters["1"].leg

    house.ask(r.RemoveStaff("1024"))

    assert house.facts[-2:] == [f.CounterHandedOver("1", ""), f.StaffLeft("1024")]
    assert (house.room.day.counters["1"].badge, house.room.day.counters["1"].leg) == ("", leg)


def test_who_signs_in_at_a_counter_takes_it_over_idle_or_busy(house: House) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.AddStaff("1025", ("teller",)))
    house.ask(r.OpenCounter("1"), "counter", "1024", "1")

    assert house.ask(r.OpenCounter("1"), "counter", "1024", "1") == Refusal("counter_open", {"counter": "1"})
    assert house.ask(r.OpenCounter("1"), "counter", "1025", "1") == Done("1")
    assert house.room.day.counters["1"].badge == "1025"

    house.room.issue()
    house.ask(r.CallNext("1"), "counter", "1025", "1")
    assert house.ask(r.OpenCounter("1"), "counter", "1024", "1") == Done("1")
    assert house.room.day.counters["1"].badge == "1024"


@pytest.mark.parametrize("why", ["by_hand", "elsewhere"])
def test_a_teller_who_goes_leaves_no_idle_counter_open(
    house: House, why: Literal["by_hand", "elsewhere"]
) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.OpenCounter("1"), "counter", "1024", "1")

    house.ask(r.SignOut("1024", why), "door", "1024")

    assert house.facts[-2:] == [f.CounterClosed("1"), f.StaffSignedOut("1024", why)]
    assert not house.room.day.counters


@pytest.mark.parametrize("why", ["by_hand", "restart"])
def test_a_counter_stays_open_for_a_customer_who_is_there_and_after_a_restart(
    house: House, why: Literal["by_hand", "restart"]
) -> None:
    house.ask(r.AddStaff("1024", ("teller",)))
    house.ask(r.OpenCounter("1"), "counter", "1024", "1")
    if why == "by_hand":
        house.room.issue()
        house.ask(r.CallNext("1"), "counter", "1024", "1")

    house.ask(r.SignOut("1024", why), "door", "1024")

    assert house.room.day.counters["1"].badge == "1024"
