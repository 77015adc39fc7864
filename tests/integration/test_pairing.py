"""The doors of pairing at a strict branch: who may invite, what a code gives, and that a token ends at once (F3)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest

from kiosk.branch.access import tokens
from kiosk.branch.access.access import DEVICE_COOKIE
from kiosk.branch.access.place import Place
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from tests.strict_branch import MANAGER, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.strict_branch import Client, StrictBranch

pytestmark = pytest.mark.row("F3")

INVITE = "/v1/office/devices"
PAIR = "/v1/door/pair"


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path) as running:
        yield running


@pytest.fixture
def office(branch: StrictBranch) -> Client:
    office = branch.pair("office-pc", "staff")
    office.sign_in(MANAGER)
    return office


def invited(office: Client, name: str, role: str = "hall", counter: str = "") -> dict[str, Any]:
    body = {"id": str(uuid.uuid4()), "name": name, "role": role, "counter": counter}
    answer = office.post(INVITE, body, "office")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_an_invited_device_pairs_with_its_code_and_is_let_in_from_then_on(
    branch: StrictBranch, office: Client
) -> None:
    told = invited(office, "hall-1")
    screen = branch.stranger()
    assert screen.get("/v1/catalogue").status_code == 401

    answer = screen.post(PAIR, {"code": told["code"]})

    assert (told["kind"], told["name"], told["expires_s"]) == ("invited", "hall-1", 600)
    paired = answer.json()
    assert {**paired, "token": ""} == {
        "kind": "paired",
        "device": "hall-1",
        "role": "hall",
        "counter": "",
        "token": "",
        "home": "",
    }
    assert screen.http.cookies[DEVICE_COOKIE] == paired["token"]
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert screen.get("/v1/catalogue").status_code == 200
    assert [one.device for one in branch.happened(f.DevicePaired)] == ["office-pc", "hall-1"]


def test_a_branch_whose_cable_is_not_in_invites_to_its_own_machine(
    branch: StrictBranch, office: Client
) -> None:
    async def no_address() -> Place:
        return Place((), "aaaa bbbb cccc dddd", b"")

    branch.service.find_place = no_address

    told = invited(office, "hall-1")

    assert [url.partition("/pair#")[0] for url in told["urls"]] == [str(office.http.base_url).rstrip("/")]
    assert told["fingerprint"] == ""
    assert branch.stranger().post(PAIR, {"code": told["code"]}).status_code == 200


def test_a_code_used_twice_is_a_wrong_one_and_the_first_device_stays(
    branch: StrictBranch, office: Client
) -> None:
    code = invited(office, "hall-1")["code"]
    first, second = branch.stranger(), branch.stranger()
    first.post(PAIR, {"code": code})

    answer = second.post(PAIR, {"code": code})

    assert (answer.status_code, answer.json()["code"]) == (403, "wrong_pairing_code")
    assert second.get("/v1/catalogue").status_code == 401
    assert first.get("/v1/catalogue").status_code == 200


def test_a_code_is_good_again_when_the_token_could_not_be_written(
    branch: StrictBranch, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, screen = invited(office, "hall-1")["code"], branch.stranger()

    def fails(_: Path, __: bytes) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(tokens, "write_anew", fails)
        refused = screen.post(PAIR, {"code": code})

    assert (refused.status_code, refused.json()["code"]) == (503, "disk_fault")
    assert screen.post(PAIR, {"code": code}).json()["kind"] == "paired"


@pytest.mark.parametrize("role", ["staff", "counter"])
def test_the_token_of_a_browser_is_in_its_cookie_alone(
    branch: StrictBranch, office: Client, role: str
) -> None:
    code = invited(office, "pc-1", role, "1" if role == "counter" else "")["code"]
    browser = branch.stranger()

    answer = browser.post(PAIR, {"code": code})

    assert "token" not in answer.json()
    assert browser.http.cookies[DEVICE_COOKIE] not in answer.text
    assert browser.get("/v1/catalogue").status_code == 200


def test_guessing_is_stopped(branch: StrictBranch, office: Client) -> None:
    code = invited(office, "hall-1")["code"].replace(" ", "")
    wrong = f"{(int(code) + 1) % 10**8:08}"
    guesser = branch.stranger()
    for _ in range(5):
        assert guesser.post(PAIR, {"code": wrong}).status_code == 403

    answer = branch.stranger().post(PAIR, {"code": code})

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_tries")
    assert branch.stranger(address="10.77.0.9").post(PAIR, {"code": code}).status_code == 200


@pytest.mark.parametrize("body", [None, [], {}, {"code": 5}, {"code": "1", "more": ""}, {"code": "\ud800"}])
def test_what_is_no_code_is_malformed(branch: StrictBranch, body: object) -> None:
    stranger = branch.stranger()

    answer = branch.run(stranger.http.post(PAIR, content=_json(body)))

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def _json(body: object) -> bytes:
    import json  # noqa: PLC0415 - httpx refuses half a character, we want to send it

    return json.dumps(body).encode()


@pytest.mark.parametrize(
    "body",
    [
        {"name": "hall-1", "role": "hall", "counter": ""},
        {"id": 5, "name": "hall-1", "role": "hall", "counter": ""},
        {"id": "x", "name": "hall-1", "role": "hall", "counter": ""},
        {"id": str(uuid.UUID(int=5)), "name": "hall-1", "role": "door", "counter": ""},
    ],
)
def test_what_is_no_invitation_is_malformed(office: Client, body: object) -> None:
    answer = office.post(INVITE, body, "office")

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_only_the_office_and_the_technician_invite(branch: StrictBranch, office: Client) -> None:
    branch.staff("3001", "technician")
    branch.staff("2001", "reception")
    body = {"name": "hall-1", "role": "hall", "counter": ""}

    def asked(client: Client, role: str) -> int:
        return client.post(INVITE, {"id": str(uuid.uuid4()), **body}, role).status_code

    assert asked(branch.stranger(), "office") == 401
    assert asked(office, "reception") == 403
    lobby = branch.pair("tablet-1", "staff")
    lobby.sign_in("2001")
    assert asked(lobby, "office") == 403
    lobby.sign_in("3001")
    assert asked(lobby, "technician") == 200


def test_a_counter_device_needs_a_counter_of_the_plan(office: Client) -> None:
    body = {"id": str(uuid.uuid4()), "name": "pc-9", "role": "counter", "counter": "99"}

    answer = office.post(INVITE, body, "office")

    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_counter")


def test_a_paired_name_is_not_given_again_and_keeps_its_token(branch: StrictBranch, office: Client) -> None:
    request_id, body = str(uuid.uuid4()), {"name": "hall-1", "role": "hall", "counter": ""}
    told = office.post(INVITE, {"id": request_id, **body}, "office").json()
    screen = branch.stranger()
    screen.post(PAIR, {"code": told["code"]})

    again = office.post(INVITE, {"id": request_id, **body}, "office")
    anew = office.post(INVITE, {"id": str(uuid.uuid4()), **body}, "office")

    assert again.json()["code"] == anew.json()["code"] == "name_taken"
    assert screen.get("/v1/catalogue").status_code == 200


def test_a_token_is_worth_nothing_from_the_moment_its_device_is_revoked(
    branch: StrictBranch, office: Client
) -> None:
    screen = branch.stranger()
    token = screen.post(PAIR, {"code": invited(office, "hall-1")["code"]}).json()["token"]
    office.did("revoke_device", "office", name="hall-1")

    assert screen.get("/v1/catalogue").status_code == 401
    thief = branch.stranger(address="10.77.0.9")
    thief.http.headers["authorization"] = f"Bearer {token}"
    assert thief.get("/v1/catalogue").status_code == 401


def test_a_code_of_a_revoked_invitation_is_a_wrong_one(branch: StrictBranch, office: Client) -> None:
    code = invited(office, "hall-1")["code"]
    branch.ask_inside(r.RevokeDevice("hall-1"), r.By("office", "office-pc", MANAGER))

    assert branch.stranger().post(PAIR, {"code": code}).json()["code"] == "wrong_pairing_code"


def test_on_loopback_alone_there_is_no_authority_to_trust(branch: StrictBranch) -> None:
    answer = branch.stranger().get("/ca.crt")

    assert (answer.status_code, answer.json()["code"]) == (404, "no_lan")
