"""The OpenAPI document of a running service: every path of the LAN API, every kind of request with its schema."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, Final

import pytest

from kiosk.branch.requests_api import OWN_DOOR
from kiosk.domain.requests import request_of_kind
from kiosk.domain.roles import allowed_requests
from kiosk.wire.projection import ROLES
from tests.reception import SAMPLES
from tests.served import served

READING: Final = {
    "/v1/health": set(),
    "/v1/catalogue": set(),
    "/v1/map.svg": set(),
    "/v1/snapshot": {"role"},
    "/v1/facts": {"role", "after", "epoch", "Kiosk-Device"},
    "/v1/quote": {"service", "care"},
    "/v1/exit/visit": {"ticket", "check", "Kiosk-Role", "Kiosk-Device"},
    "/v1/exit/scan": {"code", "Kiosk-Role"},
    "/v1/hall": set(),
    "/v1/slips/{slip}.{form}": {"slip", "form"},
    "/v1/reports/{name}.pdf": {"name", "role"},
}
"""What can be read, and by which parameters."""

DOORS: Final = ("/v1/door/", "/v1/office/", "/v1/records", "/v1/maintenance/")
"""What lets people, devices and readers of personal data in; each has tests of its own."""

ASKED: Final = {
    kind
    for kind, cls in request_of_kind.items()
    if any(cls in allowed_requests[role] for role in ROLES) and cls not in OWN_DOOR
}
"""What a device may ask here: the service's own requests are no part of the API, and some have a door of their own."""
every_kind = pytest.mark.parametrize("kind", sorted(ASKED))


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with served(tmp_path_factory.mktemp("branch")) as branch:
        told: dict[str, Any] = branch.get("/openapi.json").json()
    return told


def operation(document: dict[str, Any], kind: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][f"/v1/requests/{kind}"]["post"]
    return found


def schema(document: dict[str, Any], kind: str) -> dict[str, Any]:
    body = operation(document, kind)["requestBody"]
    assert body["required"]
    found: dict[str, Any] = body["content"]["application/json"]["schema"]
    return found


def test_the_document_says_what_it_describes(document: dict[str, Any]) -> None:
    assert document["info"]["title"] == "Kiosk branch service"
    assert document["openapi"].startswith("3.")


@pytest.mark.parametrize(("path", "parameters"), READING.items())
def test_every_path_to_read_is_there_with_its_parameters(
    document: dict[str, Any], path: str, parameters: set[str]
) -> None:
    read = document["paths"][path]["get"]

    assert {one["name"] for one in read.get("parameters", [])} == parameters
    assert read["description"]


def test_nothing_under_v1_is_left_out_of_this_test(document: dict[str, Any]) -> None:
    ours = {path for path in document["paths"] if path.startswith("/v1/") and not path.startswith(DOORS)}

    assert ours == set(READING) | {"/v1/check", "/v1/upload"} | {f"/v1/requests/{kind}" for kind in ASKED}


@every_kind
def test_every_kind_of_request_is_there_with_every_field(document: dict[str, Any], kind: str) -> None:
    body = schema(document, kind)["properties"]["body"]
    known = fields(request_of_kind[kind])

    assert set(body["properties"]) == {field.name for field in known}
    needed = {field.name for field in known if field.default is MISSING and field.default_factory is MISSING}
    assert set(body.get("required", [])) == needed


@every_kind
def test_every_request_travels_with_an_id_and_the_device_that_asks(
    document: dict[str, Any], kind: str
) -> None:
    envelope = schema(document, kind)
    headers = {one["name"]: one for one in operation(document, kind)["parameters"]}

    assert envelope["required"] == ["id", "body"]
    assert envelope["properties"]["id"] == {"type": "string", "format": "uuid"}
    assert set(headers) == {"Kiosk-Role", "Kiosk-Device"}
    assert all(one["in"] == "header" and one["required"] for one in headers.values())
    assert set(headers["Kiosk-Role"]["schema"]["enum"]) == set(ROLES)


@every_kind
def test_every_request_says_what_it_does_and_how_it_is_refused(document: dict[str, Any], kind: str) -> None:
    asked = operation(document, kind)

    assert asked["summary"].endswith(".")
    assert {"200", "409", "422", "503"} <= set(asked["responses"])


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        ("issue_ticket", "service", {"type": "string"}),
        ("issue_ticket", "vip", {"type": "boolean", "default": False}),
        ("issue_ticket", "language", {"enum": ["en", "zh"], "default": "zh"}),
        ("call_ticket", "leg_version", {"type": "integer"}),
        ("rate_visit", "score", {"type": "integer"}),
        ("transfer_ticket", "counter", {"type": "string", "default": ""}),
    ],
)
def test_a_field_is_described_as_it_is(
    document: dict[str, Any], kind: str, field: str, expected: dict[str, Any]
) -> None:
    assert schema(document, kind)["properties"]["body"]["properties"][field] == expected


def test_only_declared_needs_can_be_named(document: dict[str, Any]) -> None:
    needs = schema(document, "issue_ticket")["properties"]["body"]["properties"]["care_needs"]

    assert set(needs["items"]["enum"]) == {"elderly", "disabled", "pregnant"}


def test_every_schema_stands_on_its_own(document: dict[str, Any]) -> None:
    # Nothing refers to a component that the document does not hold.
    text = str([schema(document, kind) for kind in ASKED])

    assert "$ref" not in text
    assert {sample.kind for sample in SAMPLES} > ASKED
