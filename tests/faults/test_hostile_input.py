"""Broken and hostile input in every field of every request: refused with a code, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from kiosk.branch.requests_api import OWN_DOOR
from kiosk.domain.requests import request_of_kind
from kiosk.domain.roles import allowed_requests
from kiosk.wire.projection import ROLES
from tests.faults import hostile
from tests.faults.harness import new_id
from tests.faults.service_process import Branch, running_branch

DEPOSIT = b'{"service": "deposit"}'
ASKED = {
    kind: cls
    for kind, cls in request_of_kind.items()
    if any(cls in allowed_requests[role] for role in ROLES) and cls not in OWN_DOOR
}
"""What devices may ask, by kind."""


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Branch]:
    with running_branch(tmp_path_factory.mktemp("branch")) as running:
        running.ask("open_counter", {"counter": "1"})
        running.ask("issue_ticket", {"service": "deposit"})
        yield running


@pytest.fixture(autouse=True)
def _nothing_is_written(branch: Branch) -> Iterator[None]:
    before = branch.seq_at_rest()
    yield
    assert branch.seq_at_rest() == before


@pytest.mark.parametrize("kind", ASKED)
def test_a_bad_value_in_any_field_is_refused_with_a_code(branch: Branch, kind: str) -> None:
    role = next(role for role in ROLES if ASKED[kind] in allowed_requests[role])

    for what, body in hostile.bodies(kind):
        told = branch.post(kind, _envelope(body), {"Kiosk-Role": role})

        assert 400 <= told.status < 500, (what, told)
        assert told.json["kind"] == "refused", (what, told)
        assert told.code, (what, told)


@pytest.mark.parametrize(
    "value", [*hostile.NO_JSON, b"1", b"null", b"{}", b'""', b'"x"', b'"%s"' % (b"0" * 33)]
)
def test_a_bad_id_is_malformed(branch: Branch, value: bytes) -> None:
    told = branch.post("issue_ticket", b'{"id": %s, "body": %s}' % (value, DEPOSIT), {})

    assert (told.status, told.code) == (422, "malformed")


@pytest.mark.parametrize(
    "raw",
    [
        *hostile.NO_JSON, b"", b"null", b"[]", b"{}", b'{"body": {}}', b'{"id": "0190b5a0-0000-7000-8000-000000000001"}',
        b'{"id": "0190b5a0-0000-7000-8000-000000000001", "body": []}',
        b'{"id": "0190b5a0-0000-7000-8000-000000000001", "body": {"service": "deposit", "kind": "close_day"}}',
    ],
)  # fmt: skip
def test_a_body_that_is_no_request_is_malformed(branch: Branch, raw: bytes) -> None:
    told = branch.post("issue_ticket", raw, {})

    assert (told.status, told.code) == (422, "malformed")


@pytest.mark.parametrize(
    "headers",
    [
        {"Kiosk-Role": ""},
        {"Kiosk-Role": "system"},
        {"Kiosk-Role": "Reception"},
        {"Kiosk-Device": ""},
        {"Kiosk-Device": "x" * 41},
        {"Kiosk-Device": "a b"},
        {"Kiosk-Device": "<script>"},
        {"Kiosk-Device": "x\tx"},
        {"Kiosk-Device": "\xad"},
    ],
)
def test_a_bad_header_is_malformed(branch: Branch, headers: dict[str, str]) -> None:
    told = branch.post("issue_ticket", _envelope(DEPOSIT), headers)

    assert (told.status, told.code) == (422, "malformed")


def test_a_request_too_long_to_be_one_is_refused_before_all_of_it_has_come(branch: Branch) -> None:
    with closing(HTTPConnection(branch.host, timeout=60)) as connection:
        connection.putrequest("POST", "/v1/requests/issue_ticket")
        for name, value in {
            "Kiosk-Role": "reception",
            "Kiosk-Device": "x",
            "Content-Length": str(10**9),
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        connection.send(b" " * 70_000)

        answer = connection.getresponse()

        assert answer.status == 413
        assert json.loads(answer.read())["code"] == "text_not_allowed"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_ask_only_what_is_its_own(branch: Branch, role: str) -> None:
    for kind, cls in ASKED.items():
        if cls not in allowed_requests[role]:
            told = branch.ask(kind, _good(kind), role=role)
            assert (told.status, told.code) == (409, "role_may_not"), kind


@pytest.mark.parametrize("service", ["", "no_such", "DEPOSIT", "deposit ", "../deposit", "存款"])
def test_an_unknown_service_is_refused_by_name(branch: Branch, service: str) -> None:
    for kind, body in {"issue_ticket": {}, "add_service": {"visit": _visit(branch)}}.items():
        told = branch.ask(kind, {"service": service, **body})

        assert (told.status, told.code) == (409, "unknown_service")
        assert told.json["details"] == {"service": service}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/quote",
        "/v1/quote?service=deposit&care=rich",
        "/v1/quote?service=no_such",
        "/v1/quote?service=%00",
        "/v1/quote?service=%ED%A0%80",
        "/v1/quote?service=" + "x" * 10_000,
        "/v1/exit/visit",
        "/v1/exit/visit?ticket=&check=",
        "/v1/exit/visit?ticket=A001&check=%F0%9F%92%A9",
        "/v1/exit/visit?ticket=A" + "9" * 5_000 + "&check=0000",
        "/v1/exit/visit?ticket=A%D9%A1&check=0000",
        "/v1/facts?role=system&after=0",
        "/v1/facts?role=reception&after=-1",
        "/v1/facts?role=reception&after=x",
        "/v1/facts?role=reception&after=" + "9" * 5_000,
        "/v1/facts?role=reception",
        "/v1/snapshot",
        "/v1/snapshot?role=system",
        "/v1/slips/x.png",
        "/v1/slips/%00.png",
        "/v1/slips/" + "x" * 5_000 + ".pdf",
    ],
)
def test_a_bad_question_is_refused_with_a_code(branch: Branch, path: str) -> None:
    told = branch.get(path, role="exit")

    assert 400 <= told.status < 500
    assert told.json["kind"] == "refused"
    assert told.code


@pytest.mark.parametrize(
    "path",
    [
        "/v1/slips/..%2F..%2Fkeys%2Fdatabase.key.png",
        "/v1/requests/no_such",
        "/v1/requests/report_print",
        "/v1/",
    ],
)
def test_what_is_not_there_is_not_found(branch: Branch, path: str) -> None:
    assert branch.get(path).status == 404


def _envelope(body: bytes) -> bytes:
    return b'{"id": "%s", "body": %s}' % (new_id().encode(), body)


def _good(kind: str) -> dict[str, object]:
    return {name: hostile.GOOD[name] for name in hostile.names(kind)}


def _visit(branch: Branch) -> str:
    return str(branch.snapshot()["visits"][0]["id"])
