"""Run a headquarters: store, identity, API and projectors wired together."""

import asyncio
import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import structlog
import uvicorn
from fastapi import FastAPI

from kiosk.app.listening import LOOPBACK, bind, spoken_http
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.projecting import Projecting
from kiosk.hq.rollup import rolled_up
from kiosk.hq.rooms import build_rooms
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.lock import FolderLock
from kiosk.web.guard import Guard, loopback_hosts

log = structlog.get_logger()


@contextlib.contextmanager
def headquarters_of(folder: Path, *, demonstration: bool) -> Iterator[Headquarters]:
    """Open the headquarters in a data folder, made now if there is none. StoreProblem: it cannot be used."""
    with FolderLock(folder / "headquarters.lock"):
        identity = have_identity(folder / "keys", 1)
        key = folder / "keys" / "database.key"
        if not key.exists():
            make_key(key)
        store = SqliteStore(folder / "database" / "headquarters.db", load_key(key))
        with contextlib.closing(store):
            yield Headquarters(store, identity, demonstration)


@contextlib.contextmanager
def rooms_of(headquarters: Headquarters) -> Iterator[FastAPI]:
    """Give the API and the pages of a headquarters, while its projectors run."""
    projecting = Projecting(headquarters.store, rolled_up)
    try:
        yield build_rooms(headquarters, projecting)
    finally:
        projecting.stop()


def serve(folder: Path, port: int, *, demonstration: bool) -> None:
    """Serve on loopback until told to stop: a proxy in front ends TLS. The address stands in the folder meanwhile."""
    with contextlib.closing(bind(port)) as listening:
        port = listening.getsockname()[1]
        with (
            headquarters_of(folder, demonstration=demonstration) as headquarters,
            rooms_of(headquarters) as rooms,
        ):
            server = uvicorn.Server(spoken_http(Guard(rooms, loopback_hosts(port))))
            address = folder / "headquarters.json"
            address.write_text(json.dumps({"url": f"http://{LOOPBACK}:{port}"}), "utf-8")
            log.info("serving", url=f"http://{LOOPBACK}:{port}")
            try:
                asyncio.run(server.serve(sockets=[listening]))
            finally:
                address.unlink(missing_ok=True)
