"""The pages of a headquarters on a port of loopback, for browsers."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import uvicorn

from kiosk.app.listening import bind, spoken_http
from kiosk.web.guard import Guard, loopback_hosts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI


@contextmanager
def site_of(app: FastAPI) -> Iterator[str]:
    """Serve an application on a thread of its own; give its address."""
    with closing(bind(0)) as listening:
        port = listening.getsockname()[1]
        server = uvicorn.Server(spoken_http(Guard(app, loopback_hosts(port))))
        # Its signals stay with pytest: only a main thread may take them.
        serving = threading.Thread(target=asyncio.run, args=(server.serve(sockets=[listening]),))
        serving.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            serving.join()
