"""PINs: temporary ones, one's own, the first manager, and where none of them may ever be found."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.access.access import DEVICE_COOKIE
from kiosk.domain import facts as f
from tests.strict_branch import MANAGER, PIN, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import httpx

    from kiosk.branch.desk import Desk

OWN_PIN = "918273"


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as one:
        yield one


@pytest.fixture
def office(branch: StrictBranch) -> Client:
    tablet = branch.pair("tablet-1", "staff")
    tablet.sign_in(MANAGER)
    return tablet


@pytest.fixture
def desk(branch: StrictBranch) -> Client:
    return branch.pair("pc-1", "counter", counter="1")


def ask_office(office: Client, path: str, request_id: str = "", **body: object) -> httpx.Response:
    return office.post(path, {"id": request_id or str(uuid.uuid4()), **body}, "office")


def added(office: Client, badge: str = "2001", *roles: str) -> str:
    answer = ask_office(office, "/v1/office/staff", badge=badge, roles=roles or ("teller",))
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"kind", "badge", "pin"}
    return str(answer.json()["pin"])


def state(client: Client) -> str:
    return str(client.get("/v1/door/who").json()["state"])


def code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json().get("code", answer.json()["kind"])


# A temporary PIN


@pytest.mark.row("F3")
def test_a_temporary_pin_is_good_for_one_sign_in_that_sets_another(office: Client, desk: Client) -> None:
    pin = added(office)

    first = desk.try_to_sign_in("2001", pin)
    before = desk.ask("open_counter", "counter", counter="1")
    own = desk.post("/v1/door/new-pin", {"pin": OWN_PIN})
    after = desk.ask("open_counter", "counter", counter="1")

    assert (first.json()["state"], first.json()["home"]) == ("new_pin", "/counter")
    assert code(before) == (403, "pin_must_be_set")
    assert (own.json()["kind"], own.json()["state"], own.json()["home"]) == (
        "pin_set",
        "signed_in",
        "/counter",
    )
    assert code(after) == (200, "done")
    assert code(desk.try_to_sign_in("2001", pin)) == (401, "wrong_badge_or_pin")
    assert code(desk.try_to_sign_in("2001", OWN_PIN)) == (200, "signed_in")


def test_a_temporary_pin_that_was_used_signs_nobody_in_again(office: Client, desk: Client) -> None:
    pin = added(office)
    desk.try_to_sign_in("2001", pin)
    desk.post("/v1/door/sign-out", {})

    assert code(desk.try_to_sign_in("2001", pin)) == (403, "locked_badge")
    assert state(desk) == "nobody"


def test_a_page_that_locks_before_the_own_pin_is_set_is_opened_with_the_temporary_one(
    branch: StrictBranch, office: Client, desk: Client
) -> None:
    pin = added(office)
    desk.try_to_sign_in("2001", pin)
    branch.pass_by(121)

    assert code(desk.post("/v1/door/new-pin", {"pin": OWN_PIN})) == (401, "page_locked")
    assert code(desk.post("/v1/door/unlock", {"pin": pin})) == (200, "unlocked")
    assert state(desk) == "new_pin"
    assert code(desk.post("/v1/door/new-pin", {"pin": OWN_PIN})) == (200, "pin_set")


@pytest.mark.parametrize(
    "weak", ["111111", "123456", "987654", "12345", "1234567890123", "920017", "abcdef", ""]
)
def test_a_pin_that_is_easy_to_guess_is_refused(office: Client, desk: Client, weak: str) -> None:
    desk.try_to_sign_in("2001", added(office))

    assert code(desk.post("/v1/door/new-pin", {"pin": weak})) == (409, "weak_pin")
    assert state(desk) == "new_pin"


def test_the_temporary_pin_does_not_become_ones_own(office: Client, desk: Client) -> None:
    pin = added(office)
    desk.try_to_sign_in("2001", pin)

    assert code(desk.post("/v1/door/new-pin", {"pin": pin})) == (409, "weak_pin")


@pytest.mark.row("F3")
def test_a_supervisor_unlocks_a_badge_with_another_temporary_pin(
    branch: StrictBranch, office: Client, desk: Client
) -> None:
    branch.staff("2001", "teller")
    branch.lock("2001")
    locked = desk.try_to_sign_in("2001")

    answer = ask_office(office, "/v1/office/staff/pin", badge="2001")

    assert code(locked) == (403, "locked_badge")
    assert answer.json()["kind"] == "pin_set"
    assert code(desk.try_to_sign_in("2001", answer.json()["pin"])) == (200, "signed_in")
    told = [*branch.happened(f.PinSet)[-1:], *branch.happened(f.StaffUnlocked)]
    assert [(one.fact, one.actor, one.device) for one in told] == [
        (f.PinSet("2001", temporary=True), f"staff:{MANAGER}", "tablet-1"),
        (f.StaffUnlocked("2001"), f"staff:{MANAGER}", "tablet-1"),
    ]


def test_whoever_is_signed_in_with_the_pin_before_is_signed_out(
    branch: StrictBranch, office: Client, desk: Client
) -> None:
    branch.staff("2001", "teller")
    desk.sign_in("2001")

    ask_office(office, "/v1/office/staff/pin", badge="2001")

    assert state(desk) == "nobody"
    (ended,) = branch.happened(f.StaffSignedOut)
    assert (ended.device, ended.fact) == ("pc-1", f.StaffSignedOut("2001", "ended"))


@pytest.mark.parametrize("path", ["/v1/office/staff", "/v1/office/staff/pin"])
def test_an_answer_that_got_lost_is_asked_for_again_and_the_last_pin_told_is_good(
    branch: StrictBranch, office: Client, desk: Client, path: str
) -> None:
    again, body = str(uuid.uuid4()), {"badge": "2001"} | ({"roles": ["teller"]} if path.endswith("f") else {})
    if path.endswith("pin"):
        branch.staff("2001", "teller")

    lost, told = (ask_office(office, path, again, **body).json() for _ in range(2))

    assert code(desk.try_to_sign_in("2001", lost["pin"])) == (401, "wrong_badge_or_pin")
    assert code(desk.try_to_sign_in("2001", told["pin"])) == (200, "signed_in")


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/office/staff", {"badge": "2002", "roles": ["teller"]}),
        ("/v1/office/staff/pin", {"badge": MANAGER}),
    ],
)
def test_only_a_manager_adds_people_and_sets_pins(
    branch: StrictBranch, desk: Client, path: str, body: dict[str, Any]
) -> None:
    branch.staff("2001", "teller", "reception", "lobby_manager", "technician")
    lobby = branch.pair("tablet-2", "staff")
    sent = {"id": str(uuid.uuid4()), **body}
    nobody = lobby.post(path, sent, "office")
    lobby.sign_in("2001")

    assert code(nobody) == (401, "sign_in_needed")
    assert code(lobby.post(path, sent, "office")) == (403, "role_may_not")
    assert code(lobby.post(path, sent, "technician")) == (403, "role_may_not")
    assert code(desk.post(path, sent, "office")) == (403, "role_may_not")
    assert code(lobby.post(path, sent)) == (422, "malformed")


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"badge": MANAGER, "roles": ["teller"]}, (409, "badge_taken")),
        ({"badge": "12", "roles": ["teller"]}, (409, "bad_answer")),
        ({"badge": "2001", "roles": []}, (409, "bad_answer")),
        ({"badge": "2001", "roles": ["owner"]}, (422, "malformed")),
        ({"badge": "2001"}, (422, "malformed")),
        ({"badge": "2001", "roles": ["teller"], "pin": OWN_PIN}, (422, "malformed")),
    ],
)
def test_nobody_is_added_who_cannot_be(
    branch: StrictBranch, office: Client, body: dict[str, Any], refused: tuple[int, str]
) -> None:
    assert code(ask_office(office, "/v1/office/staff", **body)) == refused
    assert len(branch.happened(f.StaffAdded)) == 1


def test_nobody_gets_a_pin_who_does_not_work_here(office: Client) -> None:
    assert code(ask_office(office, "/v1/office/staff/pin", badge="9999")) == (409, "unknown_badge")


# One's own PIN


def test_another_pin_of_ones_own_needs_the_one_before(branch: StrictBranch, desk: Client) -> None:
    branch.staff("2001", "teller")
    desk.sign_in("2001")

    told = [
        code(desk.post("/v1/door/new-pin", body))
        for body in (
            {"pin": OWN_PIN},
            {"pin": OWN_PIN, "old": "502719"},
            {"pin": PIN, "old": PIN},
            {"pin": OWN_PIN, "old": PIN},
        )
    ]

    assert told == [
        (401, "wrong_badge_or_pin"),
        (401, "wrong_badge_or_pin"),
        (409, "weak_pin"),
        (200, "pin_set"),
    ]
    (*_, set_last) = branch.happened(f.PinSet)
    assert (set_last.fact, set_last.actor, set_last.device) == (
        f.PinSet("2001", temporary=False),
        "staff:2001",
        "pc-1",
    )
    assert code(desk.try_to_sign_in("2001", OWN_PIN)) == (200, "signed_in")


def test_nobody_sets_a_pin_without_being_signed_in(desk: Client) -> None:
    assert code(desk.post("/v1/door/new-pin", {"pin": OWN_PIN})) == (401, "sign_in_needed")


# The first manager

FIRST = {"badge": "1001", "pin": OWN_PIN, "device": "office-1"}


@pytest.mark.row("F3")
@pytest.mark.parametrize("demonstration", [True, False])
def test_the_first_manager_is_made_at_the_machine_itself_and_signed_in_at_a_paired_device(
    tmp_path: Path, *, demonstration: bool
) -> None:
    with strict_branch(tmp_path, with_manager=False, demonstration=demonstration) as branch:
        browser = branch.stranger()
        before = browser.get("/v1/door/who").json()

        answer = browser.post("/v1/door/setup", FIRST)

        assert (before["set_up"], before["open"]) == (False, demonstration)
        assert (answer.json()["kind"], answer.json()["home"]) == ("signed_in", "/reception")
        told = browser.get("/v1/door/who").json()
        assert (told["device"], told["badge"], told["set_up"], told["open"]) == (
            "office-1",
            "1001",
            True,
            False,
        )
        assert "office" in told["may"]
        done = [
            *branch.happened(f.DeviceInvited),
            *branch.happened(f.DevicePaired),
            *branch.happened(f.StaffAdded),
            *branch.happened(f.StaffSignedIn),
        ]
        assert {(one.actor, one.device) for one in done} == {("staff:1001", "office-1")}
        assert len(done) == 4


def test_the_cookie_of_a_device_lasts_and_no_script_reads_it(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        answer = branch.stranger().post("/v1/door/setup", FIRST)

        (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(DEVICE_COOKIE)]
        assert {"HttpOnly", "Path=/", "SameSite=lax"} < set(cookie.split("; "))
        assert "Max-Age" in cookie


def test_only_one_first_manager_is_made(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        branch.stranger().post("/v1/door/setup", FIRST)

        again = branch.stranger().post("/v1/door/setup", FIRST | {"badge": "1002", "device": "office-2"})

        assert code(again) == (409, "already_set_up")
        assert [one.fact for one in branch.happened(f.DevicePaired)] == [f.DevicePaired("office-1")]


@pytest.mark.parametrize("address", ["10.77.0.5", "127.0.0.2", "::ffff:127.0.0.1", ""])
def test_no_other_machine_makes_the_first_manager(tmp_path: Path, address: str) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        assert code(branch.stranger(address).post("/v1/door/setup", FIRST)) == (403, "not_here")
        assert branch.happened(f.StaffAdded) == []


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"pin": "123456"}, (409, "weak_pin")),
        ({"badge": "12"}, (409, "bad_answer")),
        ({"device": "the office"}, (409, "bad_answer")),
        ({"device": ""}, (409, "bad_answer")),
        ({"device": "simulated-1"}, (409, "bad_answer")),
    ],
)
def test_what_is_no_manager_or_device_leaves_the_branch_as_it_was(
    tmp_path: Path, change: dict[str, str], refused: tuple[int, str]
) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        assert code(branch.stranger().post("/v1/door/setup", FIRST | change)) == refused
        assert branch.happened(f.StaffAdded) == branch.happened(f.DeviceInvited) == []


def test_setting_up_goes_on_where_it_was_killed(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        branch.pair("office-1", "staff")

        assert code(branch.stranger().post("/v1/door/setup", FIRST)) == (200, "signed_in")


# Where no PIN is


@pytest.mark.row("F3")
def test_a_pin_stands_in_no_file_fact_or_log(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with strict_branch(tmp_path) as branch:
        tablet, desk = branch.pair("tablet-1", "staff"), branch.pair("pc-1", "counter", counter="1")
        tablet.sign_in(MANAGER)
        temporary = added(tablet)
        desk.try_to_sign_in("2001", temporary)
        desk.try_to_sign_in("2001", "502719")
        desk.post("/v1/door/new-pin", {"pin": OWN_PIN})
        pins = [PIN, temporary, OWN_PIN, "502719"]
        rows = branch.run(branch.service.with_desk(_every_row))

    said = capfd.readouterr()
    files = b"".join(path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file())
    assert "$argon2id$" in rows
    assert [
        pin for pin in pins if re.search(rf"(?<![0-9a-f]){pin}(?![0-9a-f])", rows + said.out + said.err)
    ] == []
    assert [pin for pin in pins if pin.encode() in files] == []


def _every_row(desk: Desk) -> str:
    conn = desk.store.conn
    names = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return str([conn.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names])  # noqa: S608 - our own names
