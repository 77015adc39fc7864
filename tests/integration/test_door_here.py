"""The computer of the branch, paired where it stands: the way back in when no staff device is left."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from tests.strict_branch import MANAGER, PIN, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from kiosk.domain.staff import StaffRole

pytestmark = pytest.mark.row("F3")
HERE = {"badge": MANAGER, "pin": PIN, "device": "office-2"}


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as one:
        yield one


@pytest.fixture
def office(branch: StrictBranch) -> Client:
    tablet = branch.pair("tablet-1", "staff")
    tablet.sign_in(MANAGER)
    return tablet


def state(client: Client) -> str:
    return str(client.get("/v1/door/who").json()["state"])


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", answer.json()["kind"])


@pytest.mark.parametrize("role", ["branch_manager", "technician"])
def test_where_no_staff_device_is_left_the_computer_of_the_branch_is_paired_with_badge_and_pin(
    branch: StrictBranch, role: StaffRole
) -> None:
    branch.staff("2001", role)
    browser = branch.stranger()

    answer = browser.post("/v1/door/pair-here", HERE | {"badge": "2001"})

    assert code(answer) == (200, "signed_in")
    told = browser.get("/v1/door/who").json()
    assert (told["device"], told["role"], told["badge"], told["state"]) == (
        "office-2",
        "staff",
        "2001",
        "signed_in",
    )
    done = [*branch.happened(f.DeviceInvited)[-1:], *branch.happened(f.DevicePaired)[-1:]]
    assert [(one.actor, one.fact) for one in done] == [
        ("staff:2001", f.DeviceInvited("office-2", "staff", "")),
        ("staff:2001", f.DevicePaired("office-2")),
    ]


def test_a_manager_whose_setup_got_no_answer_pairs_under_another_name(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        branch.stranger().post(
            "/v1/door/setup", HERE | {"device": "office-1"}
        )  # the answer is lost, and the cookies with it
        browser = branch.stranger()

        assert code(browser.post("/v1/door/pair-here", HERE | {"device": "office-1"})) == (409, "name_taken")
        assert code(browser.post("/v1/door/pair-here", HERE | {"device": "office-2"})) == (200, "signed_in")


def test_with_a_temporary_pin_the_computer_is_paired_and_another_pin_must_be_set(
    branch: StrictBranch, office: Client
) -> None:
    body = {"id": str(uuid.uuid4()), "badge": "2001", "roles": ["branch_manager"]}
    pin = office.post("/v1/office/staff", body, "office").json()["pin"]
    browser = branch.stranger()

    answer = browser.post("/v1/door/pair-here", HERE | {"badge": "2001", "pin": pin})

    assert (answer.json()["state"], state(browser)) == ("new_pin", "new_pin")
    again = branch.stranger().post(
        "/v1/door/pair-here", HERE | {"badge": "2001", "pin": pin, "device": "office-3"}
    )
    assert code(again) == (403, "locked_badge")


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"pin": "502719"}, (401, "wrong_badge_or_pin")),
        ({"badge": "9999"}, (401, "wrong_badge_or_pin")),
        ({"badge": "x"}, (401, "wrong_badge_or_pin")),
        ({"badge": "2001"}, (403, "role_may_not")),
        ({"device": "the office"}, (409, "bad_answer")),
        ({"device": "simulated-1"}, (409, "bad_answer")),
        ({"device": "tablet-1"}, (409, "name_taken")),
    ],
)
def test_nobody_else_and_no_other_name_is_paired_there(
    branch: StrictBranch, office: Client, change: dict[str, str], refused: tuple[int, str]
) -> None:
    branch.staff("2001", "teller", "lobby_manager", "reception")
    before = branch.happened(f.DeviceInvited)

    assert code(branch.stranger().post("/v1/door/pair-here", HERE | change)) == refused
    assert branch.happened(f.DeviceInvited) == before
    assert state(office) == "signed_in"


@pytest.mark.parametrize("address", ["10.77.0.5", "127.0.0.2", "::ffff:127.0.0.1", ""])
def test_no_other_machine_is_paired_without_a_code(branch: StrictBranch, address: str) -> None:
    assert code(branch.stranger(address).post("/v1/door/pair-here", HERE)) == (403, "not_here")


def test_guesses_where_the_computer_is_paired_count_whatever_name_they_come_under(
    branch: StrictBranch,
) -> None:
    browser = branch.stranger()
    told = [
        code(browser.post("/v1/door/pair-here", HERE | {"pin": "502719", "device": f"pc-{number}"}))
        for number in range(6)
    ]

    assert told == [(401, "wrong_badge_or_pin")] * 5 + [(429, "too_many_tries")]
