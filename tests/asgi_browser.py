"""A browser without a network: requests go straight into an application, cookies stay."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from starlette.types import ASGIApp


class Browser:
    """Ask an application as if it were served at `home`. Each request runs to its end, streams included."""

    def __init__(self, app: ASGIApp, home: str = "http://127.0.0.1:8620") -> None:
        self.cookies = httpx.Cookies()
        self._app, self._home = app, home

    def get(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - handed on to httpx
        return asyncio.run(self._ask("GET", path, options))

    def post(self, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - same
        return asyncio.run(self._ask("POST", path, options))

    async def _ask(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url=self._home, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **options)
            self.cookies = client.cookies
            return answer
