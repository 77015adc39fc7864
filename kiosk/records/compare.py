"""Where two sets of tables differ: those of a running branch, and those made again from its facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kiosk.records.connection import Connection, Row
from kiosk.records.schema import KEYS


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that is not the same on both sides; `key` is its primary key."""

    table: str
    key: tuple[str, ...]
    what: Literal["missing", "extra", "other values"]


def columns_of(conn: Connection, table: str) -> dict[str, str]:
    """Return the columns of a table and their SQL types, in order."""
    return {str(row[1]): str(row[2]) for row in conn.execute(f"PRAGMA table_info({table})")}


def compare(stored: Connection, rebuilt: Connection) -> Iterator[Difference]:
    """Yield every difference, table by table in key order. Columns of a later program, only in `stored`, are let be."""
    for table, key in KEYS.items():
        columns = ", ".join((*key, *(name for name in columns_of(rebuilt, table) if name not in key)))
        query = f"SELECT {columns} FROM {table} ORDER BY {', '.join(key)}"  # noqa: S608 - names from our own schema
        for found, what in _merge(iter(stored.execute(query)), iter(rebuilt.execute(query)), len(key)):
            yield Difference(table, tuple(map(str, found[: len(key)])), what)


def _merge(
    stored: Iterator[Row], rebuilt: Iterator[Row], width: int
) -> Iterator[tuple[Row, Literal["missing", "extra", "other values"]]]:
    """Walk both sides in step; the first `width` values of a row are its key, by which both are sorted."""
    here, there = next(stored, None), next(rebuilt, None)
    while here is not None or there is not None:
        if there is None or (here is not None and here[:width] < there[:width]):
            assert here is not None  # noqa: S101 - for the type checker: the loop runs while one of them is there
            yield here, "extra"
            here = next(stored, None)
        elif here is None or there[:width] < here[:width]:
            yield there, "missing"
            there = next(rebuilt, None)
        else:
            if here != there:
                yield here, "other values"
            here, there = next(stored, None), next(rebuilt, None)
