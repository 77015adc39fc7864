"""The pages of figures, asked as a browser asks: what a person waits for, beside the reports that they are made of."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import Response

from kiosk.hq.door.access import Visitor
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.pages import figure_pages
from kiosk.hq.reports import Reports
from kiosk.hq.store.port import Store
from kiosk.lab.bench.many_days import Past

_HOME: Final = "http://127.0.0.1"
_OK: Final = 200


@contextmanager
def watching(store: Store, past: Past) -> Iterator[dict[str, Callable[[], object]]]:
    """Give what draws each page of figures over a store, from the request to its last byte, by name."""
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        headquarters = Headquarters(store, have_identity(Path(folder) / "keys", 1), demonstration=False)
        transport = httpx.ASGITransport(_pages(headquarters))
        browser = httpx.AsyncClient(transport=transport, base_url=_HOME)

        def draw(path: str) -> None:
            answer = runner.run(browser.get(path))
            if answer.status_code != _OK:
                raise RuntimeError(f"{path}: {answer.status_code}")

        branch = past.branches[0]
        story = Reports(store).visit(branch, "A150", past.last)
        paths = {
            "page of all branches": "/",
            "page of a branch, four weeks": f"/branches/{branch}?days=28",
            "page of weeks beside each other": "/compare",
            "page of troubles": "/trouble?days=28",
            "page of one visit": f"/visits/{branch}/{story.visit if story else ''}",
        }
        yield {name: lambda path=path: draw(path) for name, path in paths.items()}  # type: ignore[misc]  # its own path
        runner.run(browser.aclose())


def _pages(headquarters: Headquarters) -> FastAPI:
    """Return the pages as whoever is let in sees them. Each is reckoned anew: nothing is remembered from look to look."""
    app = FastAPI()

    @app.middleware("http")
    async def let_in(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.person = Visitor("0001", frozenset({"viewer"}))
        return await answer(request)

    app.state.demonstration = False
    for page in figure_pages.routers(headquarters, Reports(headquarters.store), rest_s=0.0):
        app.include_router(page)
    return app
