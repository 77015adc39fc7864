"""ASGI middleware around rooms: times every answer, and gives the figures of the process at `/metrics`."""

import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web.exposition import CONTENT_TYPE, PATH, Family, Latency, exposed, process_families
from kiosk.web.process_figures import process_figures

_GET: Final = "GET"


class Metering(ABC):
    """What every service has of it; whom the figures are given to and what they are is said by each."""

    def __init__(self, app: ASGIApp, kinds: Iterable[str]) -> None:
        """Stand before `app`, whose answers are of `kinds`."""
        self._app, self.latency = app, Latency(kinds)

    @abstractmethod
    def kind_of(self, path: str) -> str:
        """Return of which kind the answer to a path is."""

    @abstractmethod
    async def refused(self, call: HTTPConnection) -> Response | None:
        """Return the answer to somebody who may not see the figures; None: they may."""

    @abstractmethod
    async def families(self) -> list[Family]:
        """Return the figures; those of the process are added to them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the figures, or let the rooms answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == PATH:
            await (await self.answer(HTTPConnection(scope), scope["method"]))(scope, receive, send)
        else:
            await self._timed(scope, receive, send)

    async def answer(self, call: HTTPConnection, method: str) -> Response:
        """Answer a call for the figures."""
        refused = await self.refused(call)
        if refused is not None:
            return refused
        if method != _GET:
            return PlainTextResponse("Only GET.", 405, {"allow": _GET})
        text = exposed([*await self.families(), *process_families(process_figures())])
        return Response(text, media_type=CONTENT_TYPE, headers={"cache-control": "no-store"})

    async def _timed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Time an answer until its head goes out: a stream lasts, and says nothing of how quick the service is."""
        began_s = time.perf_counter()

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.latency.note(self.kind_of(scope["path"]), time.perf_counter() - began_s)
            await send(message)

        await self._app(scope, receive, send_on)
