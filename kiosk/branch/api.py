"""The LAN API: requests in, answers, snapshots and the stream of facts out. Handlers await the lane, nothing slow."""

import uuid
from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, FastAPI, Header, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, Response, StreamingResponse

from kiosk import __version__
from kiosk.branch.access.access import Turned
from kiosk.branch.access.doors import turned_away
from kiosk.branch.access.entry import entry
from kiosk.branch.access.pairing import pairing
from kiosk.branch.answering import answer_response, json_response, malformed_answer
from kiosk.branch.api_simulating import simulating
from kiosk.branch.records_api import records_router
from kiosk.branch.requests_api import RoleHeader, asking
from kiosk.branch.service import BranchService
from kiosk.branch.stream import facts_stream
from kiosk.domain.answers import Refusal
from kiosk.domain.care import Care
from kiosk.domain.requests import (
    By,
    ReadPaper,
)
from kiosk.records.database.problems import StoreProblem
from kiosk.resources import resources
from kiosk.wire.projection import Role

_LONGEST_NAME = 40
_LONGEST_CODE = 400

OptionalDevice = Annotated[
    str, Header(alias="Kiosk-Device", description="Name of the device", max_length=_LONGEST_NAME)
]
RoleQuery = Annotated[Role, Query(description="Whose projection")]


_REFUSAL: Final = {
    "type": "object",
    "properties": {
        "kind": {"const": "refused"},
        "code": {"type": "string"},
        "details": {"type": "object", "additionalProperties": {"type": "string"}},
    },
    "required": ["kind", "code", "details"],
}
_REFUSED: Final[dict[int | str, dict[str, Any]]] = {
    status: {"description": why, "content": {"application/json": {"schema": _REFUSAL}}}
    for status, why in {
        401: "the device is not paired, nobody is signed in, or the page is locked",
        403: "who asks may not",
        404: "there is no such thing",
        409: "refused, with a code and details",
        413: "longer than any request",
        422: "cannot be understood",
        429: "too many wrong tries; details: wait_s",
        503: "cannot write now",
    }.items()
}
"""How anything here can be refused: the same answer everywhere."""


def build_api(service: BranchService) -> FastAPI:
    """Return the API of a running branch service."""
    app = FastAPI(
        title="Kiosk branch service",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        responses=_REFUSED,
    )
    app.include_router(_reading(service))
    app.include_router(_looking_up(service))
    app.include_router(asking(service))
    app.include_router(_house(service))
    app.include_router(_streaming(service))
    app.include_router(records_router(service))
    app.include_router(pairing(service))
    app.include_router(entry(service))
    if service.simulated:
        app.include_router(simulating(service))

    @app.exception_handler(StoreProblem)
    async def store_problem(_: Request, problem: StoreProblem) -> Response:
        return answer_response(Refusal(problem.code), 503)

    @app.exception_handler(Turned)
    async def not_let_in(request: Request, turned: Turned) -> Response:
        return turned_away(request, turned)

    @app.exception_handler(RequestValidationError)
    async def malformed(_: Request, error: RequestValidationError) -> Response:
        return malformed_answer("; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors()))

    return app


def _of_kind(*media_types: str) -> dict[int | str, dict[str, Any]]:
    """Return the description of an answer that is a file."""
    return {200: {"description": "the file", "content": {each: {} for each in media_types}}}


def _only(service: BranchService, request: Request, role: Role, roles: Collection[str]) -> By:
    """Return who asks, if that is in one of these roles. Turned otherwise."""
    if role not in roles:
        raise Turned("role_may_not", 403, role=role)
    return service.access.by(request, role)


def _reading(service: BranchService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["reading"])

    @router.get("/health")
    async def health(request: Request) -> Response:
        """Tell that the service answers; to whoever is let in also for which branch and day."""
        try:
            service.access.who(request)
        except Turned:
            return json_response(service.greeting())
        return json_response(await service.health())

    @router.get("/catalogue")
    async def catalogue() -> Response:
        """Return services and what finds them, zones and counters, the rating questions, and whether there is paper."""
        return Response(service.catalogue_json, media_type="application/json")

    @router.get("/map.svg", responses=_of_kind("image/svg+xml"), response_class=Response)
    async def branch_map() -> FileResponse:
        """Return the floor plan, with a group for each zone and a way to it."""
        return FileResponse(resources() / "map" / "branch.svg", media_type="image/svg+xml")

    @router.get("/snapshot")
    async def snapshot(request: Request, role: RoleQuery) -> Response:
        """Return the day as `role` may see it."""
        service.access.by(request, role)
        return Response(await service.snapshot(role), media_type="application/json")

    return router


def _looking_up(service: BranchService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["looking up"])

    @router.get("/quote")
    async def waiting(
        service_code: Annotated[str, Query(alias="service")], care: Care = Care.ORDINARY
    ) -> Response:
        """Return people ahead and waiting range for somebody who would take a ticket now."""
        answer = await service.quote(service_code, care)
        return answer_response(answer, 404) if isinstance(answer, Refusal) else json_response(answer)

    @router.get("/exit/visit")
    async def exit_visit(
        request: Request, ticket: str, check: str, role: RoleHeader, _: OptionalDevice = ""
    ) -> Response:
        """Return what the holder of a slip was served, proven by its check code; to the exit only: it tells of ratings."""
        by = _only(service, request, role, {"exit"})
        answer = await service.exit_visit(ticket, check, by.device)
        return answer_response(answer, 404) if isinstance(answer, Refusal) else json_response(answer)

    @router.get("/exit/scan")
    async def exit_scan(
        request: Request, code: Annotated[str, Query(max_length=_LONGEST_CODE)], role: RoleHeader
    ) -> Response:
        """Return what the holder of a slip was served, proven by its QR code; to the exit only."""
        _only(service, request, role, {"exit"})
        answer = await service.exit_scan(code)
        return answer_response(answer, 404) if isinstance(answer, Refusal) else json_response(answer)

    @router.get("/hall")
    async def hall() -> Response:
        """Return the numbers that come up next, and how many wait for each category and how long: nobody's class or name."""
        return json_response(await service.hall())

    @router.get(
        "/slips/{slip}.{form}", responses=_of_kind("image/png", "application/pdf"), response_class=Response
    )
    async def slip(slip: str, form: str) -> Response:
        """Return what a slip looks like, as png or pdf; 404 until it was at the printer."""
        path = await service.slip_file(slip, form)
        return FileResponse(path) if path else answer_response(Refusal("unknown_slip"), 404)

    return router


def _house(service: BranchService) -> APIRouter:
    """Reports and the check of the branch."""
    router = APIRouter(prefix="/v1", tags=["the house"])

    @router.get("/reports/{name}.pdf", responses=_of_kind("application/pdf"), response_class=Response)
    async def report(request: Request, name: str, role: RoleQuery) -> Response:
        """Return a report as PDF; 404 until it is there.

        `2026-11-02`, a day's summary, tells of opinions: to the manager only (D3). `readiness-2026-11-02`: to reception
        too. In the query and not a header, because it is a link on a page.
        """
        may = {"reception", "manager"} if name.startswith("readiness-") else {"manager"}
        by = _only(service, request, role, may)
        path = service.house.report(name) if service.house else None
        if path is None:
            return answer_response(Refusal("unknown_report"), 404)
        if by.badge:
            # Who saw what is a fact, where people are known.
            await service.ask(str(uuid.uuid4()), ReadPaper("report", name), replace(by, role="door"))
        return FileResponse(path, media_type="application/pdf", headers={"Cache-Control": "no-store"})

    @router.post("/check")
    async def check(request: Request, role: RoleHeader) -> Response:
        """Check the branch now, and return what was found, by what was looked at; to staff of the house only."""
        _only(service, request, role, {"reception", "manager", "technician"})
        if service.house is None:
            raise Turned("role_may_not", 403, role=role)
        return json_response(await service.house.check())

    @router.post("/upload")
    async def upload(request: Request, role: RoleHeader) -> Response:
        """Send to headquarters now, and return how that stands after at most a few seconds; to staff of the house only.

        Null: this branch has no headquarters.
        """
        _only(service, request, role, {"reception", "manager", "technician"})
        return json_response(await service.upload.now() if service.upload else None)

    return router


def _streaming(service: BranchService) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["stream"])

    @router.get("/facts")
    async def facts(
        request: Request,
        role: RoleQuery,
        after: Annotated[int, Query(ge=0)],
        epoch: str = "",
        device: OptionalDevice = "",
    ) -> StreamingResponse:
        """Stream the facts after `after` as server-sent events: `fact`, `skip` and `reset`; a comment as heartbeat."""
        by = service.access.by(request, role)
        request.state.role = (
            role  # the stream lasts while somebody may ask in it: Doors looks again at every event
        )
        stream = facts_stream(service, role, after, epoch, by.device or device)
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    return router
