"""A process to be killed: store and desk, and four clients that take tickets as fast as they are answered.

    python -m tests.faults.desk_child FOLDER FIRST FIRST FIRST FIRST

Client `c` asks under the ids that `request_id(c, n)` gives, from its FIRST on. Prints `open` before it touches the folder
and then `client n answer` for each answer given.
"""

from __future__ import annotations

import os
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.domain import requests as r
from kiosk.wire.asking import encode_answer
from tests.faults.harness import STAFF, setting

CLIENTS = 4
_SERVICES = ("deposit", "withdrawal")


def request_id(client: int, n: int) -> str:
    """Return the id of the n-th ticket that a client wants, the same in every process."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{client}/{n}"))


def request(client: int) -> r.IssueTicket:
    """Return what a client asks for: two of them want numbers of the same series."""
    return r.IssueTicket(_SERVICES[client % len(_SERVICES)])


def main(folder: Path, firsts: list[int]) -> None:
    """Open the branch in `folder` and issue until killed."""
    setting()
    lane = ThreadPoolExecutor(1)
    os.write(1, b"open\n")
    desk = lane.submit(_open, folder).result()

    def take_tickets(client: int, first: int) -> None:
        for n in count(first):
            answer = lane.submit(desk.handle, request_id(client, n), request(client), STAFF).result()
            os.write(1, b"%d %d %s\n" % (client, n, encode_answer(answer)))

    with ThreadPoolExecutor(CLIENTS) as clients:
        running = [clients.submit(take_tickets, client, first) for client, first in enumerate(firsts)]
        for ended in running:
            ended.result()


def _open(folder: Path) -> Desk:
    store = Store.open(folder)
    newest = Journal(store.conn).newest
    desk = Desk(store, ServiceClock(last_ms=newest.at_ms if newest else 0), setting(), lambda _: None)
    desk.found(demonstration=True)
    return desk


if __name__ == "__main__":
    main(Path(sys.argv[1]), [int(first) for first in sys.argv[2:]])
