"""The door of every request that a device may ask: one path for each kind, with its schema in the OpenAPI document."""

import uuid
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Header, Request
from fastapi.responses import Response

from kiosk.branch.answering import answer_response, malformed_answer
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.requests import AddStaff, CallHelp, InviteDevice, ReadRecord, request_of_kind
from kiosk.domain.roles import allowed_requests
from kiosk.web.bodies import body_within
from kiosk.wire.asking import BadRequest, decode_request
from kiosk.wire.projection import ROLES, Role

_LONGEST_BODY = 64 * 1024
_LONGEST_NAME = 40

RoleHeader = Annotated[Role, Header(alias="Kiosk-Role", description="Role of the device")]
DeviceHeader = Annotated[
    str,
    Header(
        alias="Kiosk-Device", description="Name of the device", max_length=_LONGEST_NAME, pattern=r"^[\w.-]+$"
    ),
]

OWN_DOOR: Final[frozenset[type]] = frozenset({AddStaff, InviteDevice, ReadRecord})
"""Requests whose answer is more than may be stored: a PIN, a code, personal data. Each has a door of its own."""


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    """A request on the wire: its id, made once per user action, and its fields."""

    id: str
    body: dict[str, Any]


def asking(service: BranchService) -> APIRouter:
    """Return one route for each kind of request that a device may ask, with its schema in the OpenAPI document."""
    router = APIRouter(prefix="/v1/requests", tags=["requests"])
    for kind, cls in _requests_of_devices().items():
        router.add_api_route(
            f"/{kind}",
            _handler(service, kind),
            methods=["POST"],
            name=kind,
            summary=(cls.__doc__ or "").split("\n")[0],
            openapi_extra={
                "requestBody": {"required": True, "content": {"application/json": {"schema": _schema(cls)}}}
            },
        )
    return router


def _requests_of_devices() -> dict[str, type]:
    """Return the requests by kind that some device may ask; the others are the service's own."""
    asked = {cls for role in ROLES for cls in allowed_requests[role]} - OWN_DOOR
    return {kind: cls for kind, cls in request_of_kind.items() if cls in asked}


def _handler(service: BranchService, kind: str) -> Any:  # noqa: ANN401 - FastAPI reads the signature of the inner function
    let_in = service.access.by_anybody_at if kind == CallHelp.kind else service.access.by

    async def ask(request: Request, role: RoleHeader, _: DeviceHeader) -> Response:
        by = let_in(request, role)
        if by.badge:
            service.access.touch(request)
        raw = await body_within(request, _LONGEST_BODY)
        if raw is None:
            return answer_response(Refusal("text_not_allowed", {"field": "body"}), 413)
        try:
            envelope = msgspec.json.decode(raw, type=_Envelope)
            request_id = canonical_id(envelope.id)
            asked = decode_request(kind, envelope.body)
        except (BadRequest, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            return malformed_answer(str(error))
        return answer_response(await service.ask(request_id, asked, by))

    return ask


def canonical_id(text: str) -> str:
    """Return a request id in canonical form; BadRequest if it is no UUID."""
    try:
        return str(uuid.UUID(text))
    except ValueError as error:
        raise BadRequest("the id must be a UUID made once per user action") from error


def _schema(cls: type) -> dict[str, Any]:
    body, components = msgspec.json.schema_components([cls], ref_template="#/components/schemas/{name}")
    name = body[0]["$ref"].rsplit("/", 1)[1]
    fields = {"id": {"type": "string", "format": "uuid"}, "body": components[name]}
    return {"type": "object", "properties": fields, "required": ["id", "body"]}
