"""A headquarters on each store that was ever run, so that one suite holds for all of them."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import have_identity
from kiosk.hq.store.postgres_store import PostgresStore
from kiosk.hq.store.sqlite import SqliteStore
from kiosk.lab.postgres import Postgres, Version
from tests.headquarters import BRANCH, emptied, enrolled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.hq.store.port import Server, Store


VERSION: Final[Version] = 16 if os.environ.get("KIOSK_POSTGRES") == "16" else 18


@pytest.fixture(scope="session", autouse=True)
def postgres() -> Iterator[Postgres]:
    """One for every test of this process. It need not outlive a power cut, only kills."""
    with Postgres(VERSION, settings=("fsync=off", "shared_buffers=32MB")) as running:
        yield running


@pytest.fixture(scope="session")
def postgres_store(postgres: Postgres) -> Iterator[PostgresStore]:
    with closing(PostgresStore([postgres.url])) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path, postgres_store: PostgresStore) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "postgres":
        emptied(postgres_store.servers[0])
        yield postgres_store
    else:
        with closing(SqliteStore(tmp_path / "hq" / "hq.db", b"")) as made:
            yield made


@pytest.fixture
def headquarters(store: Store, tmp_path: Path) -> Headquarters:
    """A headquarters for demonstrations."""
    return Headquarters(store, have_identity(tmp_path / "keys", 1), demonstration=True)


@pytest.fixture
def server(headquarters: Headquarters) -> Server:
    """The server of a branch that was taken in."""
    enrolled(headquarters)
    return headquarters.store.server_of(BRANCH)
