"""The doors of the vault: records found by the last four digits of a phone, listed unopened, and read with a reason.

Whoever looks is written down before anything is opened. What is opened goes out with this one answer: it is kept nowhere,
logged nowhere, and no browser may store it.
"""

import time
import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Any, Final

import msgspec
from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import Response

from kiosk.branch.access.access import Turned
from kiosk.branch.answering import answer_response, json_response, malformed_answer
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.domain.answers import Refusal
from kiosk.domain.facts import ReadReason
from kiosk.domain.privacy import Kept, masked_name, masked_phone
from kiosk.domain.requests import By, ReadRecord, ReportSearch
from kiosk.records.personal import records_of, ticket_of
from kiosk.records.register import kept_record
from kiosk.web.bodies import body_within
from kiosk.web.tries import Tries
from kiosk.wire.projection import Role

MOST_FOUND: Final = 50
"""Results of one search; whoever needs more looks for the ticket."""
A_MINUTE: Final = 30
"""Searches, and reads, that one person may make within a minute: nobody may go through the vault."""
_LONGEST_BODY: Final = 1024
_LONGEST_ID: Final = 40
_FINDERS: Final = frozenset({"reception", "manager"})
_READERS: Final = _FINDERS | {"office"}

_Role = Annotated[Role, Header(alias="Kiosk-Role", description="Role of the device")]


class _Search(msgspec.Struct, forbid_unknown_fields=True):
    """The last four digits of a phone."""

    digits: Annotated[str, msgspec.Meta(pattern="^[0-9]{4}$", min_length=4, max_length=4)]


class _Reading(msgspec.Struct, forbid_unknown_fields=True):
    """A record to read and why; the id is made once per user action."""

    id: Annotated[str, msgspec.Meta(max_length=_LONGEST_ID)]
    record: Annotated[str, msgspec.Meta(max_length=_LONGEST_ID)]
    why: ReadReason


def records_router(service: BranchService) -> APIRouter:
    """Return the API of the vault of a branch."""
    router = APIRouter(prefix="/v1", tags=["records"])
    doors = _Doors(service)
    refused: dict[int | str, dict[str, Any]] = {
        403: {"description": "this role may not"},
        404: {"description": "no such record, or not any more"},
        429: {"description": "too many within a minute; details say how many seconds to wait"},
        503: {"description": "cannot write now who looks, so nothing is shown"},
    }

    @router.post("/records/find", responses=refused, openapi_extra=_body(_Search))
    async def find(request: Request, role: _Role) -> Response:
        """Return at most 50 records whose phone ends in four digits, masked, newest first; the search is a fact."""
        by = doors.let_in(request, role, _FINDERS)
        asked = await _asked(request, _Search)
        return _never_stored(asked if isinstance(asked, Response) else await doors.find(by, asked))

    @router.post("/records/read", responses=refused, openapi_extra=_body(_Reading))
    async def read(request: Request, role: _Role) -> Response:
        """Return a record as it was kept; who reads it and why is a fact."""
        by = doors.let_in(request, role, _READERS)
        asked = await _asked(request, _Reading)
        return _never_stored(asked if isinstance(asked, Response) else await doors.read(by, asked))

    @router.get("/records")
    async def of_visit(
        request: Request, visit: Annotated[str, Query(max_length=_LONGEST_ID)], role: _Role
    ) -> Response:
        """Return which records of a visit are kept, unopened."""
        doors.let_in(request, role, _READERS)
        return _never_stored(await doors.of_visit(visit))

    return router


class _Doors:
    """What stands behind the routes. For the event loop alone."""

    def __init__(self, service: BranchService) -> None:
        self._service = service
        self._searches, self._reads = Tries(A_MINUTE), Tries(A_MINUTE)

    def let_in(self, request: Request, role: Role, roles: Collection[str]) -> By:
        """Return who asks, if that is in one of these roles. Turned otherwise."""
        if role not in roles:
            raise Turned("role_may_not", 403, role=role)
        by = self._service.access.by(request, role)
        if by.badge:
            self._service.access.touch(request)
        return by

    async def find(self, by: By, asked: _Search) -> Response:
        if waiting := _too_many(self._searches, by):
            return waiting
        found = await self._service.with_desk(lambda desk: desk.vault.find(asked.digits))
        report = ReportSearch(len(found))
        answer = await self._service.ask(str(uuid.uuid4()), report, replace(by, role="door"))
        if isinstance(answer, Refusal):
            return answer_response(answer)
        shown = await self._service.with_desk(lambda desk: [_masked(desk, one) for one in found[:MOST_FOUND]])
        return json_response({"records": [one for one in shown if one is not None]})

    async def read(self, by: By, asked: _Reading) -> Response:
        try:
            # Sent again it is the same reading, but only of the same person.
            request_id = str(uuid.uuid5(uuid.UUID(asked.id), by.badge))
        except ValueError:
            return malformed_answer("the id must be a UUID made once per user action")
        if waiting := _too_many(self._reads, by):
            return waiting
        answer = await self._service.ask(request_id, ReadRecord(asked.record, asked.why), by)
        if isinstance(answer, Refusal):
            return answer_response(answer, 404 if answer.code == "unknown_record" else 409)
        opened = await self._service.with_desk(lambda desk: _opened(desk, asked.record))
        return answer_response(Refusal("unknown_record"), 404) if opened is None else json_response(opened)

    async def of_visit(self, visit: str) -> Response:
        branch = self._service.plan.code
        return json_response(
            {"records": await self._service.records(lambda conn: records_of(conn, branch, visit))}
        )


def _too_many(tries: Tries, by: By) -> Response | None:
    """Count one more try of a person, where people are known, or of a device; return the refusal if there were too many."""
    key, now_ms = (by.badge or by.device,), time.monotonic_ns() // 1_000_000
    wait_ms = tries.wait_ms(key, now_ms)
    if wait_ms:
        return answer_response(Refusal("too_many_tries", {"wait_s": str(-(-wait_ms // 1000))}), 429)
    tries.wrong(key, now_ms)
    return None


def _masked(desk: Desk, one: Kept) -> dict[str, str] | None:
    """Return what a search shows of a record; None if it is gone meanwhile."""
    content = desk.vault.open(one.record)
    if content is None:
        return None
    return {
        "record": one.record,
        "visit": one.visit,
        "ticket": _ticket(desk, one.visit),
        "date": one.date,
        "of": one.of,
        "address": masked_name(str(content["address"])),
        "phone": masked_phone(str(content["phone"])),
    }


def _opened(desk: Desk, record: str) -> dict[str, Any] | None:
    """Return a record as it was kept, None if it is gone. A record of one class has nothing of the other."""
    kept = kept_record(desk.store.conn, desk.journal.head.branch, record)
    content = desk.vault.open(record)
    if kept is None or content is None:
        return None
    told = {"record": record, "of": kept.of, "ticket": _ticket(desk, kept.visit), "date": kept.date}
    return told | {name: content.get(name, "") for name in ("address", "phone", "party", "words")}


def _ticket(desk: Desk, visit: str) -> str:
    return ticket_of(desk.store.conn, desk.journal.head.branch, visit)


async def _asked(request: Request, form: type) -> Any:  # noqa: ANN401 - what `form` is, or the answer to what is not
    """Return the body of a request as `form`, or the refusal of what cannot be understood, which repeats none of it."""
    raw = await body_within(request, _LONGEST_BODY)
    if raw is None:
        return answer_response(Refusal("text_not_allowed", {"field": "body"}), 413)
    try:
        return msgspec.json.decode(raw, type=form)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return malformed_answer(f"the body must be {form.__doc__}")


def _body(form: type) -> dict[str, Any]:
    schema, components = msgspec.json.schema_components([form], ref_template="#/components/schemas/{name}")
    name = schema[0]["$ref"].rsplit("/", 1)[1]
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": components[name]}}}}


def _never_stored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
