"""What a measured headquarters keeps its facts in: PostgreSQL where its wheel is installed, else SQLite."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """The name of the database, and the addresses of its servers; none: a file in headquarters' folder."""

    name: str
    urls: Sequence[str] = ()


@contextlib.contextmanager
def best_database(*, elsewhere: bool = False) -> Iterator[Kept]:
    """Give the database that a large bank would take, made for the block alone; `elsewhere` as `Postgres` has it."""
    with contextlib.ExitStack() as opened:
        try:
            from kiosk.lab.postgres import Postgres

            server = opened.enter_context(Postgres(elsewhere=elsewhere))
        except ModuleNotFoundError:
            yield Kept("SQLite")
        else:
            yield Kept("PostgreSQL", (server.url,))
