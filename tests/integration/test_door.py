"""Signing in at a paired device: who gets in, what the session is good for, and what the journal says of it."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.access.access import DEVICE_COOKIE, PERSON_COOKIE
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.strict_branch import MANAGER, PIN, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHER_PIN = "918273"
WRONG = "502719"


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as one:
        one.staff("2001", "teller")
        yield one


@pytest.fixture
def desk(branch: StrictBranch) -> Client:
    return branch.pair("pc-1", "counter", counter="1")


@pytest.fixture
def tablet(branch: StrictBranch) -> Client:
    return branch.pair("tablet-1", "staff")


def who(client: Client) -> dict[str, Any]:
    answer = client.get("/v1/door/who")
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def made_in_office(client: Client, path: str, **body: object) -> dict[str, Any]:
    answer = client.post(path, {"id": str(uuid.uuid4()), **body}, "office")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def code(client: Client, path: str, body: object) -> tuple[int, str]:
    answer = client.post(path, body)
    return answer.status_code, answer.json().get("code", answer.json()["kind"])


# Signing in


@pytest.mark.row("F3")
def test_a_teller_signs_in_with_badge_and_pin_and_the_fact_says_who_and_where(
    branch: StrictBranch, desk: Client
) -> None:
    answer = desk.try_to_sign_in("2001")

    assert answer.json() == {
        "kind": "signed_in",
        "badge": "2001",
        "roles": ["teller"],
        "state": "signed_in",
        "home": "/counter",
    }
    (signed_in,) = branch.happened(f.StaffSignedIn)
    assert (signed_in.actor, signed_in.device, signed_in.fact) == (
        "staff:2001",
        "pc-1",
        f.StaffSignedIn("2001"),
    )


def test_a_session_is_a_cookie_that_no_script_reads_and_no_other_site_sends(desk: Client) -> None:
    plain = desk.try_to_sign_in("2001").headers["set-cookie"]

    assert plain.startswith(f"{PERSON_COOKIE}=")
    assert plain.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=strict"]


def test_over_tls_the_session_never_travels_in_the_clear(desk: Client) -> None:
    desk.http.base_url = str(desk.http.base_url).replace("http:", "https:")

    assert "; Secure" in desk.try_to_sign_in("2001").headers["set-cookie"]


def test_who_tells_a_page_all_it_needs_and_refuses_nobody(branch: StrictBranch, desk: Client) -> None:
    before = who(desk)
    desk.sign_in("2001")
    after = who(desk)

    assert before == {
        "device": "pc-1",
        "role": "counter",
        "counter": "1",
        "badge": "",
        "state": "nobody",
        "may": [],
        "roles": [],
        "open": False,
        "set_up": True,
        "lock_s": 120,
    }
    told = {"badge": "2001", "state": "signed_in", "may": ["counter"], "roles": ["teller"]}
    assert after == before | told
    assert who(branch.stranger())["device"] == ""


def test_a_machine_that_is_not_paired_cannot_try(branch: StrictBranch) -> None:
    assert code(branch.stranger(), "/v1/door/sign-in", {"badge": "2001", "pin": PIN}) == (401, "not_paired")


@pytest.mark.parametrize("badge", ["2001", "9999", "12", "", "张三", "2001\x00", "' OR 1=1"])
def test_a_wrong_badge_and_a_wrong_pin_are_refused_in_the_same_words(desk: Client, badge: str) -> None:
    answer = desk.try_to_sign_in(badge, WRONG)

    assert (answer.status_code, answer.json()) == (
        401,
        {"kind": "refused", "code": "wrong_badge_or_pin", "details": {}},
    )


def test_whoever_has_no_business_at_a_device_is_told_so_and_not_signed_in(
    branch: StrictBranch, tablet: Client
) -> None:
    assert code(tablet, "/v1/door/sign-in", {"badge": "2001", "pin": PIN}) == (403, "role_may_not")
    assert who(tablet)["state"] == "nobody"
    assert branch.happened(f.StaffSignedIn) == []


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"badge": "2001"},
        {"badge": 2001, "pin": PIN},
        {"badge": "2001", "pin": PIN, "role": "manager"},
        {"badge": "2001", "pin": "7" * 41},
        {"badge": "2001", "pin": "7" * 10_000},
    ],
    ids=str,
)
def test_a_body_that_is_none_is_refused_without_repeating_it(desk: Client, body: object) -> None:
    answer = desk.post("/v1/door/sign-in", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert PIN not in answer.text


# Sessions


@pytest.mark.row("F3")
def test_a_page_locks_after_two_minutes_and_the_pin_opens_it_again(
    branch: StrictBranch, desk: Client
) -> None:
    desk.sign_in("2001")
    branch.pass_by(119)
    before = who(desk)["state"]
    branch.pass_by(2)

    assert (before, who(desk)["state"], who(desk)["badge"]) == ("signed_in", "locked", "2001")
    assert code(desk, "/v1/door/touch", {}) == (401, "page_locked")
    assert code(desk, "/v1/door/unlock", {"pin": WRONG}) == (401, "wrong_badge_or_pin")
    assert who(desk)["state"] == "locked"
    assert code(desk, "/v1/door/unlock", {"pin": PIN}) == (200, "unlocked")
    assert who(desk)["state"] == "signed_in"


def test_a_touch_keeps_a_page_open(branch: StrictBranch, desk: Client) -> None:
    desk.sign_in("2001")
    for _ in range(3):
        branch.pass_by(100)
        assert code(desk, "/v1/door/touch", {}) == (200, "touched")

    assert who(desk)["state"] == "signed_in"


def test_a_page_that_only_refreshes_itself_locks_all_the_same(branch: StrictBranch, desk: Client) -> None:
    desk.sign_in("2001")
    for _ in range(3):
        branch.pass_by(50)
        who(desk)
        desk.get("/v1/hall")

    assert who(desk)["state"] == "locked"


def test_a_person_locks_the_page_at_once(desk: Client) -> None:
    desk.sign_in("2001")

    assert code(desk, "/v1/door/lock", {}) == (200, "locked")
    assert who(desk)["state"] == "locked"
    assert desk.ask("open_counter", "counter", counter="1").json()["code"] == "page_locked"


@pytest.mark.row("F3")
def test_a_call_for_help_works_on_a_locked_page_and_names_the_device_alone(
    branch: StrictBranch, desk: Client
) -> None:
    desk.sign_in("2001")
    branch.pass_by(121)

    desk.did("call_help", "counter", place="counter")

    (called,) = branch.happened(f.HelpCalled)
    assert (called.actor, called.device) == ("staff", "pc-1")
    assert isinstance(called.fact, f.HelpCalled)
    assert called.fact.place == "counter-1"


def test_a_session_is_good_at_its_own_device_alone(branch: StrictBranch, desk: Client) -> None:
    desk.sign_in("2001")
    other = branch.pair("pc-2", "counter", counter="2")
    other.http.cookies.set(PERSON_COOKIE, desk.http.cookies[PERSON_COOKIE])

    assert who(other)["state"] == "nobody"
    assert code(other, "/v1/door/unlock", {"pin": PIN}) == (401, "sign_in_needed")


@pytest.mark.row("F3")
def test_one_person_is_signed_in_at_one_device_and_the_other_says_it_ended(
    branch: StrictBranch, desk: Client
) -> None:
    other = branch.pair("pc-2", "counter", counter="2")
    desk.sign_in("2001")
    other.sign_in("2001")

    assert (who(desk)["state"], who(other)["state"]) == ("nobody", "signed_in")
    (ended,) = branch.happened(f.StaffSignedOut)
    assert (ended.device, ended.actor, ended.fact) == (
        "pc-1",
        "staff:2001",
        f.StaffSignedOut("2001", "elsewhere"),
    )


def test_whoever_signs_in_takes_the_device_over(branch: StrictBranch, desk: Client) -> None:
    branch.staff("2002", "teller")
    desk.sign_in("2001")
    desk.sign_in("2002")

    assert who(desk)["badge"] == "2002"
    (ended,) = branch.happened(f.StaffSignedOut)
    assert (ended.device, ended.fact) == ("pc-1", f.StaffSignedOut("2001", "replaced"))


def test_signing_in_again_leaves_one_session_open_in_the_records(branch: StrictBranch, desk: Client) -> None:
    desk.sign_in("2001")
    desk.sign_in("2001")

    rows = branch.run(
        branch.service.records(
            lambda conn: conn.execute(
                "SELECT out_ms IS NULL FROM sign_in ORDER BY in_ms, out_ms IS NULL"
            ).fetchall()
        )
    )
    assert [bool(is_open) for (is_open,) in rows] == [False, True]


def test_signing_out_ends_the_session_and_takes_the_cookie_away(branch: StrictBranch, desk: Client) -> None:
    desk.sign_in("2001")

    assert code(desk, "/v1/door/sign-out", {}) == (200, "signed_out")
    assert code(desk, "/v1/door/sign-out", {}) == (200, "signed_out")
    assert PERSON_COOKIE not in desk.http.cookies
    (ended,) = branch.happened(f.StaffSignedOut)
    assert (ended.device, ended.fact) == ("pc-1", f.StaffSignedOut("2001", "by_hand"))


def test_after_a_restart_everybody_signs_in_again(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        tablet = branch.pair("tablet", "staff")
        tablet.sign_in(MANAGER)
        cookies = dict(tablet.http.cookies)
    with strict_branch(tmp_path) as again:
        same = again.stranger()
        same.http.cookies.update(cookies)

        assert (who(same)["device"], who(same)["state"]) == ("tablet", "nobody")
        (ended,) = again.happened(f.StaffSignedOut)
        assert (ended.device, ended.fact) == ("tablet", f.StaffSignedOut(MANAGER, "restart"))
        same.sign_in(MANAGER)


def test_in_an_open_demonstration_nobody_has_to_sign_in_and_the_door_says_so(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        told = who(branch.stranger())

        assert (told["open"], told["set_up"], told["state"]) == (True, False, "signed_in")
        assert "office" in told["may"]
        assert code(branch.stranger(), "/v1/door/sign-in", {"badge": "2001", "pin": PIN}) == (
            401,
            "not_paired",
        )


def test_two_people_who_set_up_at_the_same_instant_make_one_manager(tmp_path: Path) -> None:
    with strict_branch(tmp_path, with_manager=False) as branch:
        browsers = [branch.stranger() for _ in range(3)]
        first = {"pin": OTHER_PIN}

        async def at_once() -> list[int]:
            bodies = [first | {"badge": f"100{n}", "device": f"office-{n}"} for n in range(3)]
            asked = (
                one.http.post("/v1/door/setup", json=body) for one, body in zip(browsers, bodies, strict=True)
            )
            return [answer.status_code for answer in await asyncio.gather(*asked)]

        assert sorted(branch.run(at_once())) == [200, 409, 409]
        assert len(branch.happened(f.StaffAdded)) == len(branch.happened(f.DevicePaired)) == 1


def test_the_api_document_describes_every_door_and_its_body(branch: StrictBranch) -> None:
    paths = branch.stranger().get("/openapi.json").json()["paths"]
    fields = {
        path: set(one["post"]["requestBody"]["content"]["application/json"]["schema"].get("properties", {}))
        for path, one in paths.items()
        if "post" in one and path.startswith(("/v1/door/", "/v1/office/staff")) and path != "/v1/door/pair"
    }

    assert fields == {
        "/v1/door/sign-in": {"badge", "pin"},
        "/v1/door/unlock": {"pin"},
        "/v1/door/lock": set(),
        "/v1/door/touch": set(),
        "/v1/door/sign-out": set(),
        "/v1/door/new-pin": {"pin", "old"},
        "/v1/door/setup": {"badge", "pin", "device"},
        "/v1/door/pair-here": {"badge", "pin", "device"},
        "/v1/office/staff": {"id", "badge", "roles"},
        "/v1/office/staff/pin": {"id", "badge"},
    }
    assert "get" in paths["/v1/door/who"]


# People who leave, devices that are let go


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("remove_staff", {"badge": "2001"}),
        ("change_roles", {"badge": "2001", "roles": ["reception"]}),
        ("revoke_device", {"name": "pc-1"}),
    ],
)
def test_a_session_ends_with_the_right_to_it(
    branch: StrictBranch, desk: Client, tablet: Client, kind: str, body: dict[str, Any]
) -> None:
    desk.sign_in("2001")
    tablet.sign_in(MANAGER)

    tablet.did(kind, "office", **body)

    assert who(desk)["state"] == "nobody"
    (ended,) = branch.happened(f.StaffSignedOut)
    assert (ended.device, ended.fact) == ("pc-1", f.StaffSignedOut("2001", "ended"))


def test_whoever_left_is_a_stranger_and_no_pin_of_theirs_is_kept(
    branch: StrictBranch, desk: Client, tablet: Client
) -> None:
    tablet.sign_in(MANAGER)
    tablet.did("remove_staff", "office", badge="2001")

    assert desk.try_to_sign_in("2001").json()["code"] == "wrong_badge_or_pin"
    rows = branch.run(
        branch.service.with_desk(lambda one: one.store.conn.execute("SELECT badge FROM pin").fetchall())
    )
    assert rows == [(MANAGER,)]


def test_the_token_of_a_device_that_was_let_go_is_deleted(
    branch: StrictBranch, desk: Client, tablet: Client
) -> None:
    tablet.sign_in(MANAGER)
    tablet.did("revoke_device", "office", name="pc-1")

    assert branch.service.access.tokens.name_of(desk.token) is None


def test_a_device_let_go_and_paired_again_keeps_its_token_when_the_old_request_comes_once_more(
    branch: StrictBranch, tablet: Client
) -> None:
    branch.pair("pc-2", "counter", counter="2")
    tablet.sign_in(MANAGER)
    again = str(uuid.uuid4())
    tablet.ask("revoke_device", "office", request_id=again, name="pc-2")
    new = branch.pair("pc-2", "counter", counter="2")

    assert tablet.ask("revoke_device", "office", request_id=again, name="pc-2").status_code == 200
    assert who(new)["device"] == "pc-2"


def test_every_fact_of_a_person_bears_badge_and_device(
    branch: StrictBranch, desk: Client, tablet: Client
) -> None:
    tablet.sign_in(MANAGER)
    made_in_office(tablet, "/v1/office/staff", badge="2003", roles=["teller"])
    made_in_office(tablet, "/v1/office/staff/pin", badge="2001")
    head = branch.run(branch.service.head()).seq
    desk.try_to_sign_in("2001")
    branch.ask_inside(r.ChangeRoles("2003", ("reception",)), r.By("office", "tablet-1", MANAGER))

    facts = branch.run(branch.service.facts_after(0, head))
    of_office = [
        one for one in facts if one.device == "tablet-1" and not isinstance(one.fact, f.DevicePaired)
    ]
    assert {one.actor for one in of_office} == {f"staff:{MANAGER}"}
    assert len(of_office) == 3
    assert DEVICE_COOKIE not in str(facts)
