"""A headquarters on three PostgreSQL servers: each branch on one of them, everything of it in one place."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import psycopg
import pytest

from kiosk.branch.database.store import Store as BranchStore
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.ingest import Outcome, Taken
from kiosk.hq.projecting import Projecting
from kiosk.hq.projector import Projector
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.store.postgres import PostgresServer
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.problems import ServerProblem
from kiosk.lab.postgres import Postgres
from kiosk.wire.chain import NOTHING_BEFORE
from tests.headquarters import emptied, enrolled, send, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.store.port import Server
    from kiosk.wire.sync.upload import StoredFact

BRANCHES = [f"b{number}" for number in range(1, 8)]


@pytest.fixture(scope="module")
def three(postgres: Postgres) -> Iterator[list[Postgres]]:
    with ExitStack() as running:
        yield [
            postgres,
            *(
                running.enter_context(Postgres(settings=("fsync=off", "shared_buffers=16MB")))
                for _ in range(2)
            ),
        ]


@pytest.fixture(scope="module")
def addresses(three: list[Postgres]) -> list[str]:
    """A database on each server."""
    for server in three:
        with psycopg.connect(server.url, autocommit=True) as conn:
            conn.execute("CREATE DATABASE of_three")
    return [server.url_of("of_three") for server in three]


@pytest.fixture
def urls(addresses: list[str]) -> list[str]:
    """The same, with nothing in them."""
    for url in addresses:
        with closing(PostgresServer(url)) as server:
            emptied(server)
    return addresses


@pytest.fixture
def journal(tmp_path: Path) -> tuple[bytes, list[StoredFact]]:
    with BranchStore.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
        return stored_facts(store.conn)


def of_branch(journal: tuple[bytes, list[StoredFact]], branch: str) -> tuple[bytes, list[StoredFact]]:
    """Return the journal as another branch would have written it."""
    epoch, (first, *others) = journal
    return epoch, [first._replace(body=first.body.replace(b'"b1"', f'"{branch}"'.encode())), *others]


def branches_on(server: Server) -> set[str]:
    with server.read() as conn:
        tables = ("site", "reached", "inbox", "visit")
        found = [set(conn.execute(f"SELECT branch FROM {table}").fetchall()) for table in tables]  # noqa: S608
    assert all(rows == found[0] for rows in found)
    return {branch for (branch,) in found[0]}


def all_sent(store: PostgresStore, journal: tuple[bytes, list[StoredFact]], folder: Path) -> None:
    """Take every branch in, take its facts, and project them."""
    headquarters = Headquarters(store, have_identity(folder / "keys", 1), demonstration=True)
    projecting = Projecting(store, lambda *_: None)
    try:
        for branch in BRANCHES:
            enrolled(headquarters, branch)
            epoch, facts = of_branch(journal, branch)
            send(store.server_of(branch), epoch, NOTHING_BEFORE, facts, branch=branch)
            projecting.wake(branch)
    finally:
        projecting.stop()
    for server in store.servers:
        Projector(server, lambda *_: None).catch_up()


@pytest.mark.row("H5")
def test_every_branch_lies_on_one_server_with_all_it_has(
    urls: list[str], journal: tuple[bytes, list[StoredFact]], tmp_path: Path
) -> None:
    with closing(PostgresStore(urls)) as store:
        all_sent(store, journal, tmp_path)

        lie = [branches_on(server) for server in store.servers]
        assert sorted(branch for branches in lie for branch in branches) == BRANCHES
        assert sorted(len(branches) for branches in lie) == [2, 2, 3]
        for server in store.servers:
            with server.read() as conn:
                counts = conn.execute("SELECT count(*) FROM inbox GROUP BY branch").fetchall()
            assert {count for (count,) in counts} == {len(journal[1])}


def test_a_branch_stays_where_it_is_when_the_others_are_named_in_another_order_or_one_is_added(
    urls: list[str],
) -> None:
    with closing(PostgresStore(urls[:2])) as store:
        before = {branch: store.place(branch).name for branch in BRANCHES}

    with closing(PostgresStore([urls[0], urls[2], urls[1]])) as store:
        assert {branch: store.server_of(branch).name for branch in BRANCHES} == before
        assert store.place("b8").name not in before.values()


def test_nobody_is_given_a_place_by_being_asked_for(urls: list[str]) -> None:
    with closing(PostgresStore(urls)) as store:
        assert store.server_of("stranger") is store.servers[0]
        with store.servers[0].read() as conn:
            assert conn.execute("SELECT count(*) FROM placed").fetchall() == [(0,)]


def test_a_server_that_is_away_holds_up_its_own_branches_alone(
    urls: list[str], journal: tuple[bytes, list[StoredFact]], tmp_path: Path
) -> None:
    here, away = BRANCHES[:2]
    sent = {branch: of_branch(journal, branch) for branch in (here, away)}
    with Postgres(settings=("fsync=off",)) as other, closing(PostgresStore([urls[0], other.url])) as store:
        headquarters = Headquarters(store, have_identity(tmp_path / "keys", 1), demonstration=True)
        for branch in (here, away):
            enrolled(headquarters, branch)

        def take(branch: str) -> Outcome:
            epoch, facts = sent[branch]
            return send(store.server_of(branch), epoch, NOTHING_BEFORE, facts, branch=branch)

        other.kill()

        assert isinstance(take(here), Taken)
        with pytest.raises(StoreBusy):
            take(away)

        other.start()

        assert isinstance(take(away), Taken)


def test_a_server_that_is_not_named_any_more_and_one_that_is_named_twice_are_refused(urls: list[str]) -> None:
    with closing(PostgresStore(urls)) as store:
        for branch in BRANCHES:
            store.place(branch)

    for named, code in ((urls[:2], "server_missing"), ([*urls, urls[1]], "same_twice")):
        with pytest.raises(ServerProblem) as problem:
            PostgresStore(named)
        assert problem.value.code == code
