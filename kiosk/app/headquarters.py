"""Run a headquarters: store, identity, API and projectors wired together."""

import asyncio
import contextlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import structlog
import uvicorn
from fastapi import FastAPI

from kiosk.app.listening import LOOPBACK, bind, spoken_http
from kiosk.app.with_branch import a_branch_beside
from kiosk.hq.door.access import Access
from kiosk.hq.door.new_owner import new_owner
from kiosk.hq.door.people import people
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.marks import Marks
from kiosk.hq.projecting import Projecting
from kiosk.hq.rollup import rolled_up
from kiosk.hq.rooms import build_rooms
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.hq.succession import renew_signing
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.lock import FolderLock
from kiosk.web.exposition import ScrapeToken
from kiosk.web.guard import Guard, hosts_named, loopback_hosts
from kiosk.web.hashing import Argon2id

log = structlog.get_logger()


@contextlib.contextmanager
def headquarters_of(
    folder: Path, *, demonstration: bool, urls: Sequence[str] = (), restored: bool = False
) -> Iterator[Headquarters]:
    """Open the headquarters in a data folder, made now if there is none. StoreProblem, ServerProblem: it cannot be used.

    `urls` are PostgreSQL servers, the first of which keeps what is headquarters' own; none: SQLite in the folder.
    `restored`: somebody says that a database was brought back from a backup.
    """
    with FolderLock(folder / "headquarters.lock"):
        keys = folder / "keys"
        keys.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            contextlib.closing(PostgresStore(urls) if urls else _in_one_file(folder)) as store,
            contextlib.closing(Marks(keys, store, restored=restored)) as marks,
        ):
            yield Headquarters(store, have_identity(keys, marks.epoch), demonstration, marks, folder)


def renew_key(folder: Path) -> str:
    """Let another signing key follow the one of a headquarters that does not run; return its name. StoreProblem."""
    with FolderLock(folder / "headquarters.lock"):
        renew_signing(folder / "keys")
        return have_identity(folder / "keys", 0).key_id


def let_owner_in(folder: Path, badge: str, *, demonstration: bool, urls: Sequence[str] = ()) -> str | None:
    """Return a temporary password for an owner of a headquarters that does not run; None as in `new_owner`. StoreProblem."""
    with headquarters_of(folder, demonstration=demonstration, urls=urls) as headquarters:
        return new_owner(headquarters, badge, Argon2id())


def _in_one_file(folder: Path) -> SqliteStore:
    key = folder / "keys" / "database.key"
    if not key.exists():
        make_key(key)
    return SqliteStore(folder / "database" / "headquarters.db", load_key(key))


@contextlib.contextmanager
def rooms_of(headquarters: Headquarters, access: Access) -> Iterator[FastAPI]:
    """Give the API and the pages of a headquarters behind the door of `access`, while its projectors run."""
    projecting = Projecting(headquarters.store, rolled_up)
    try:
        yield build_rooms(headquarters, projecting, access)
    finally:
        projecting.stop()


def tell_first_code(access: Access, url: str) -> None:
    """Print the code that makes the first owner, while there is none and it is asked for. Not into the structured log."""
    code = access.first_code
    with access.headquarters.store.servers[0].read() as conn:
        if code is None or people(conn):
            return
    print(f"总行还没有管理员：请在本机打开 {url}/first ，首次设置码 {code.shown}")
    print(f"No owner yet: open {url}/first at this machine; the setup code is {code.shown}", flush=True)


def serve(  # noqa: PLR0913 - each is an option of the command
    folder: Path,
    port: int,
    *,
    demonstration: bool,
    urls: Sequence[str] = (),
    restored: bool = False,
    names: Sequence[str] = (),
    with_branch: bool = False,
) -> None:
    """Serve on loopback until told to stop: a proxy in front ends TLS. The address stands in the folder meanwhile.

    `with_branch`: a demonstration branch runs beside it, below its data folder, and syncs to it.

    Browsers come as `names` through the proxy, which leaves the Host as it is. The rest is as in `headquarters_of`.
    """
    with contextlib.closing(bind(port)) as listening:
        port = listening.getsockname()[1]
        with (
            headquarters_of(
                folder, demonstration=demonstration, urls=urls, restored=restored
            ) as headquarters,
            rooms_of(headquarters, access := Access(headquarters)) as rooms,
        ):
            hosts = loopback_hosts(port) | hosts_named(names, 443, "https")
            server = uvicorn.Server(spoken_http(Guard(rooms, hosts, programs="/v1/branches/")))
            ScrapeToken(folder)  # there from the start, for whoever sets a monitoring program up
            address = folder / "headquarters.json"
            address.write_text(json.dumps({"url": f"http://{LOOPBACK}:{port}"}), "utf-8")
            url = f"http://{LOOPBACK}:{port}"
            log.info("serving", url=url)
            tell_first_code(access, url)
            beside = (
                a_branch_beside(headquarters, folder / "branch", url)
                if with_branch
                else contextlib.nullcontext()
            )
            try:
                with beside:
                    asyncio.run(server.serve(sockets=[listening]))
            finally:
                address.unlink(missing_ok=True)
