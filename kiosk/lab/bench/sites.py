"""Many branches that come to one headquarters at once: it has every fact of each, once."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.branch.upload.client import Client
from kiosk.branch.upload.enrolment import Enrolment
from kiosk.domain.facts import TicketIssued
from kiosk.hq.store.port import Store
from kiosk.lab.bench.databases import best_database
from kiosk.lab.bench.journal import facts_of
from kiosk.lab.bench.measure import Row
from kiosk.lab.running_headquarters import RunningHeadquarters
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.answers import Accepted
from kiosk.wire.sync.upload import enclosed, encode, pack

_FACTS: Final = 500
_AT_ONCE: Final = 32
_PARTS: Final = 2
"""Uploads of each branch, sent twice each: nobody knows what became of the first."""
_PATIENCE_S: Final = 1_800.0

_INBOX: Final = "SELECT branch, count(*), min(seq), max(seq) FROM inbox GROUP BY branch"
_REACHED: Final = "SELECT branch, hash, applied FROM reached"
_VISITS: Final = "SELECT branch, count(*) FROM visit GROUP BY branch"


@dataclass(frozen=True, slots=True)
class _Journal:
    """What one branch will send, and what headquarters must have then."""

    uploads: tuple[bytes, ...]
    hash: bytes
    visits: int


def site_rows(folder: Path, branches: int) -> Iterator[Row]:
    """Let so many branches of 500 facts each come to a headquarters in `folder`."""
    names = [f"site-{number:04}" for number in range(branches)]
    journals = {name: _journal(name, seed) for seed, name in enumerate(names)}
    with best_database() as kept, RunningHeadquarters(folder / "headquarters", kept.urls) as headquarters:
        enrolments = headquarters.take_in(names)
        began = time.perf_counter()
        asyncio.run(_come(enrolments, journals))
        taken_s = time.perf_counter() - began
        with headquarters.store() as store:
            _await_tables(store)
            wrong = _wrong(store, journals)
    yield Row(
        f"{branches:,} branches x {_FACTS} facts, each sent twice",
        f"{wrong} branches not exact; {branches * _FACTS / taken_s:,.0f} facts/s on {kept.name}",
        "every branch exact",
        wrong == 0,
    )


def _journal(branch: str, seed: int) -> _Journal:
    facts = facts_of(branch, _FACTS, seed)
    epoch, before, uploads = seed.to_bytes(8), NOTHING_BEFORE, []
    for start in range(0, _FACTS, _FACTS // _PARTS):
        upload = enclosed(epoch, before, facts[start : start + _FACTS // _PARTS], 0)
        before = bytes.fromhex(upload.envelope.last)
        uploads.append(pack(encode(upload)))
    return _Journal(tuple(uploads), before, sum(fact.kind == TicketIssued.kind for fact in facts))


async def _come(enrolments: Sequence[Enrolment], journals: dict[str, _Journal]) -> None:
    turn = asyncio.Semaphore(_AT_ONCE)

    async def send(enrolment: Enrolment) -> None:
        async with turn:
            client = Client(enrolment)
            for upload in journals[enrolment.branch].uploads:
                for _ in range(2):
                    answer = await client.facts(upload)
                    if not isinstance(answer, Accepted):
                        raise TypeError(answer)
            await client.close()

    await asyncio.gather(*(send(enrolment) for enrolment in enrolments))


def _await_tables(store: Store) -> None:
    """Wait until everything is projected."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        behind = 0
        for server in store.servers:
            with server.read() as conn:
                (count,) = conn.execute("SELECT count(*) FROM reached WHERE applied < seq").fetchone() or (0,)
                behind += count
        if not behind:
            return
        time.sleep(0.2)
    raise TimeoutError("the projectors do not keep up")


def _wrong(store: Store, journals: dict[str, _Journal]) -> int:
    """Return how many branches headquarters has otherwise than they are."""
    inbox, reached, visits = dict[str, tuple[int, ...]](), dict[str, tuple[bytes, int]](), dict[str, int]()
    for server in store.servers:
        with server.read() as conn:
            inbox |= {branch: tuple(counted) for branch, *counted in conn.execute(_INBOX).fetchall()}
            reached |= {
                branch: (bytes(digest), at) for branch, digest, at in conn.execute(_REACHED).fetchall()
            }
            visits |= dict(conn.execute(_VISITS).fetchall())
    return sum(
        (inbox.get(branch), reached.get(branch), visits.get(branch))
        != ((_FACTS, 1, _FACTS), (journal.hash, _FACTS), journal.visits)
        for branch, journal in journals.items()
    )
