"""Broken and hostile input at the doors of people, devices and records, and markup in every request of a strict branch.

Each comes from a paired device with somebody signed in who may ask there: it is refused with a code or carried out,
never a fault of the service. A PIN, a code, and what is personal are never said back; of anything else a refusal may name
what it refuses, short and as JSON, which no browser takes for a page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import pytest

from kiosk.branch.requests_api import OWN_DOOR
from kiosk.domain.requests import request_of_kind
from kiosk.domain.roles import allowed_requests
from kiosk.domain.staff import DEVICE_ROLES, may_ask_as
from kiosk.wire.projection import ROLES
from tests.faults import harness, hostile
from tests.faults.side_work import begin_side_work
from tests.strict_branch import PIN, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from kiosk.domain.staff import DeviceRole, StaffRole

ID: Final = "0190b5a0-0000-7000-8000-000000000009"
DOORS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "/v1/door/sign-in": ("", {"badge": "9999", "pin": PIN}),
    "/v1/door/unlock": ("", {"pin": "502719"}),
    "/v1/door/new-pin": ("", {"pin": "502719", "old": "819274"}),
    "/v1/door/setup": ("", {"badge": "9999", "pin": PIN, "device": "pc-9"}),
    "/v1/door/pair": ("", {"code": "00000000"}),
    "/v1/office/staff": ("office", {"id": ID, "badge": "9999", "roles": ["teller"]}),
    "/v1/office/staff/pin": ("office", {"id": ID, "badge": "9999"}),
    "/v1/office/devices": ("office", {"id": ID, "name": "pc-9", "role": "staff", "counter": ""}),
    "/v1/records/find": ("reception", {"digits": "1234"}),
    "/v1/records/read": ("manager", {"id": ID, "record": ID, "why": "same_matter"}),
}
"""Who may ask there, and a body of the right form."""
EMPTY: Final = ("/v1/door/lock", "/v1/door/touch", "/v1/door/sign-out")
"""Doors that are sent nothing."""
LONG: Final = "<b>" * 3_400
"""Ten thousand characters."""
_OF_EACH_SORT: Final = tuple(
    next(text for text in hostile.MARKUP if sign in text)
    for sign in ("<script", "onmouseover", "{{", "DROP", "=HYPERLINK")
)
TEXTS: Final = (*(hostile.MARKUP if harness.LONG else _OF_EACH_SORT), LONG)
"""Markup, a template, SQL and a formula in every run, all that there is in the long one; and ten thousand characters."""
UNSAID: Final = frozenset({"pin", "old", "code", "digits", "address", "phone", "words", "consent", "answers"})
"""Fields with a secret, or with what is personal."""
SHORT: Final = 1_000
PEOPLE: Final[dict[str, tuple[DeviceRole, StaffRole]]] = {
    "counter": ("counter", "teller"),
    "technician": ("staff", "technician"),
    "office": ("staff", "branch_manager"),
}


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrictBranch]:
    with strict_branch(tmp_path_factory.mktemp("branch")) as running:
        running.run(begin_side_work())
        yield running


@pytest.fixture
def manager(branch: StrictBranch) -> Client:
    """A manager at a device of their own: what is guessed at there counts against nobody else."""
    return somebody(branch, "staff", "branch_manager")


def somebody(branch: StrictBranch, device: DeviceRole, person: StaffRole) -> Client:
    number = len(branch.service.access.register.staff)
    client = branch.pair(f"{device}-{number}", device, "1" if device == "counter" else "")
    branch.staff(str(3_000 + number), person)
    client.sign_in(str(3_000 + number))
    return client


@pytest.mark.parametrize("path", DOORS)
def test_a_bad_value_in_any_field_of_a_door_is_refused_with_a_code(
    branch: StrictBranch, manager: Client, path: str
) -> None:
    role, good = DOORS[path]

    for what, body in hostile.spoilt(good):
        told = post(branch, manager, path, body, role)

        assert_refused(told, what)


@pytest.mark.parametrize("path", DOORS)
def test_markup_in_any_field_of_a_door_is_refused_and_comes_back_as_no_page(
    branch: StrictBranch, manager: Client, path: str
) -> None:
    role, good = DOORS[path]

    for name, text, body in hostile.texts_in(good, TEXTS):
        told = post(branch, manager, path, json.dumps(body).encode(), role)

        assert_refused(told, (name, text[:40]))
        assert_harmless(told, name, text)


@pytest.mark.parametrize("path", [*DOORS, *EMPTY])
def test_a_body_that_is_none_is_refused_at_every_door(
    branch: StrictBranch, manager: Client, path: str
) -> None:
    role, good = DOORS.get(path, ("", {}))
    strange = json.dumps(good | {"more": LONG}).encode()

    for raw in (*hostile.NO_JSON, b"", b"null", b"[]", b'"x"', b"7", strange):
        told = post(branch, manager, path, raw, role)

        assert_refused(told, raw[:30])
        assert_harmless(told, "", LONG)


def test_markup_in_any_field_of_any_request_is_refused_or_done_and_comes_back_as_no_page(
    branch: StrictBranch,
) -> None:
    people = {role: somebody(branch, *who) for role, who in PEOPLE.items()}
    devices = {
        role: branch.pair(f"own-{role}", role) for role in DEVICE_ROLES if role not in {"counter", "staff"}
    }
    asked = 0
    for kind, cls in request_of_kind.items():
        role = next((role for role in ROLES if cls in allowed_requests[role]), "")
        if not role or cls in OWN_DOOR:
            continue
        client = devices.get(role) or people.get(role) or people["office"]  # type: ignore[call-overload] # any text
        good = {name: hostile.GOOD[name] for name in hostile.names(kind)}
        for name, text, body in hostile.texts_in(good, TEXTS):
            told = client.ask(kind, role, **body)

            assert told.status_code in {200, 409, 422}, (kind, name, text[:40], told.text)
            assert told.json()["kind"] in {"refused", "done", "issued"}, (kind, name)
            assert_harmless(told, name, text)
            asked += 1
    assert asked > 300


def test_everybody_who_asks_in_these_tests_may_ask_there() -> None:
    for role, (device, person) in PEOPLE.items():
        assert role in may_ask_as(device, (person,))
    for role, _ in DOORS.values():
        assert not role or role in may_ask_as("staff", ("branch_manager",))


def post(branch: StrictBranch, client: Client, path: str, raw: bytes, role: str) -> httpx.Response:
    """Post any bytes; an id in them is as it is."""
    headers = {"Content-Type": "application/json"} | ({"Kiosk-Role": role} if role else {})
    return branch.run(client.http.post(path, content=raw, headers=headers))


def assert_refused(told: httpx.Response, what: object) -> None:
    assert 400 <= told.status_code < 500, (what, told.status_code, told.text)
    assert told.json()["kind"] == "refused", (what, told.text)
    assert told.json()["code"], (what, told.text)


def assert_harmless(told: httpx.Response, name: str, text: str) -> None:
    """Fail unless an answer is short JSON, without what a field that is nobody's business was sent."""
    assert told.headers["content-type"] == "application/json"
    assert told.headers["x-content-type-options"] == "nosniff"
    assert len(told.content) < SHORT, name
    assert all(text[:20] not in value for value in told.headers.values()), name
    if name in UNSAID:
        assert text[:20] not in told.text, told.text
        assert json.dumps(text)[1:21] not in told.text, told.text
