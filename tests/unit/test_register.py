"""Staff and devices: made from facts, in memory and in the tables alike."""

from __future__ import annotations

from contextlib import closing

import pytest

from kiosk.domain import facts as f
from kiosk.domain.register import Device, Person, Register
from kiosk.records.database.connect import tables_in_memory
from kiosk.records.project import project
from kiosk.records.register import kept_record, load_register
from tests.sample_day import two_days


def after(*facts: f.Fact) -> Register:
    register = Register()
    for seq, fact in enumerate(facts, 1):
        register.apply(f.Recorded("00" * 8, seq, "id", "2026-11-02", seq, "staff:1001", "tablet-1", fact))
    return register


def test_whoever_left_has_no_roles_and_is_still_known() -> None:
    register = after(f.StaffAdded("1024", ("teller",)), f.StaffLeft("1024"))

    assert register.roles_of("1024") == ()
    assert register.staff["1024"] == Person("1024", ("teller",), active=False)


def test_only_branch_managers_who_are_here_may_say_who_works_here() -> None:
    register = after(
        f.StaffAdded("1", ("branch_manager",)),
        f.StaffAdded("2", ("teller", "branch_manager")),
        f.StaffAdded("3", ("lobby_manager",)),
        f.StaffLeft("1"),
    )

    assert register.managers == ["2"]


@pytest.mark.row("F3")
def test_a_device_is_let_in_between_pairing_and_revocation() -> None:
    invited = (f.StaffAdded("1024", ("teller",)), f.DeviceInvited("c-1", "counter", "1"))

    assert after(*invited).may_ask_as("c-1", "1024") == set()
    assert after(*invited, f.DevicePaired("c-1")).may_ask_as("c-1", "1024") == {"counter"}
    assert after(*invited, f.DevicePaired("c-1"), f.DeviceRevoked("c-1")).may_ask_as("c-1", "1024") == set()
    assert after(*invited, f.DevicePaired("c-1"), f.StaffLeft("1024")).may_ask_as("c-1", "1024") == set()


def test_the_name_of_a_revoked_device_may_be_another_s() -> None:
    register = after(f.DeviceInvited("d", "counter", "1"), f.DeviceRevoked("d"), f.DeviceInvited("d", "hall"))

    assert register.devices["d"] == Device("d", "hall", "", "invited")


@pytest.mark.parametrize("seed", range(4))
def test_the_tables_tell_the_same_as_the_facts(seed: int) -> None:
    sample, told = two_days(seed), Register()
    with closing(tables_in_memory()) as conn:
        for recorded in sample.recorded:
            project(conn, "b1", recorded)
            told.apply(recorded)
        stored = load_register(conn, "b1")

    assert (stored.staff, stored.devices) == (told.staff, told.devices)
    assert told.staff
    assert told.devices


def test_a_record_is_known_until_it_is_forgotten_or_purged() -> None:
    def kept(*facts: f.Fact) -> bool:
        with closing(tables_in_memory()) as conn:
            for seq, fact in enumerate((f.RecordKept("r", "v", "contact"), *facts), 1):
                one = f.Recorded("00" * 8, seq, str(seq), "2026-11-02", seq, "staff:1", "t", fact)
                project(conn, "b1", one)
            return kept_record(conn, "b1", "r") is not None

    assert kept()
    assert kept(f.PersonalDataPurged("2026-11-02", "words", 1))
    assert kept(f.PersonalDataPurged("2026-11-01", "contact", 1))
    assert not kept(f.PersonalDataPurged("2026-11-02", "contact", 1))
    assert not kept(f.RecordForgotten("r", "customer_asks"))
