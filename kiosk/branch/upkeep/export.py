"""`kiosk export`: the records for any other tool, without what tells of a person.

Left out: staff badge numbers, answers to requests, everything encrypted or keyed. The weight class of a ticket stays;
which care need was behind it is in no fact and in no table.

No fact tells of an export: it is a tool of the branch machine, which reads beside the running service and writes nothing.
The office's list shows what was exported from the pages; whoever may read the data folder and its keys is not seen there.
"""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.domain.facts import CounterHandedOver, CounterOpened, Recorded, TicketCalled
from kiosk.records.compare import columns_of
from kiosk.records.connection import Connection
from kiosk.records.database.connect import connect, database
from kiosk.records.database.disk import move_folder
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.records.schema import KEYS
from kiosk.web.spreadsheet import safe_cell
from kiosk.wire.codec import encode_recorded

_OF_STAFF: Final[dict[str, frozenset[str]]] = {
    "counter_session": frozenset({"badge"}),
    "period": frozenset({"picked_by"}),
    "record_read": frozenset({"actor"}),
    "paper_read": frozenset({"actor"}),
}
"""Columns that hold a badge number."""
TABLES: Final = tuple(table for table in KEYS if table not in {"staff", "sign_in"})
"""What leaves the house: not who works there, nor when."""
_TYPES: Final[dict[str, type]] = {"TEXT": str, "INTEGER": int}


def export(folder: Path, target: Path) -> Path:
    """Write the records of a data folder into the new folder `target`, all as they stand at this moment; return it.

    `csv/` has a file for each table (UTF-8 with a byte order mark, for spreadsheets), `records.sqlite` the same tables
    for any SQLite tool, `facts.jsonl` every fact, one a line. The service may keep running. Killed half-way, there is
    no `target`.

    Raises:
        StoreProblem: `target_in_use`, or the disk, or no database to read.
    """
    refuse_in_use(target)
    draft = target.with_name(target.name + ".draft")
    with reading(folder) as (_, _, conn), naming_problems(target):
        conn.execute("BEGIN")
        try:
            _write_all(conn, draft)
            if target.exists():
                target.rmdir()
            move_folder(draft, target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return target


def refuse_in_use(target: Path) -> None:
    """Raise StoreProblem `target_in_use` unless the folder is new or empty."""
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise StoreProblem("target_in_use", target)


def _write_all(conn: Connection, draft: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)
    (draft / "csv").mkdir(parents=True)
    for table in TABLES:
        _write_csv(conn, table, draft / "csv" / f"{table}.csv")
    _write_sqlite(conn, draft / "records.sqlite")
    _write_facts(conn, draft / "facts.jsonl")


def _columns(conn: Connection, table: str) -> dict[str, str]:
    hidden = _OF_STAFF.get(table, frozenset())
    return {name: kind for name, kind in columns_of(conn, table).items() if name not in hidden}


def _rows(conn: Connection, table: str) -> Iterator[dict[str, Any]]:
    columns = _columns(conn, table)
    query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(KEYS[table])}"  # noqa: S608 - our own names
    return (dict(zip(columns, row, strict=True)) for row in conn.execute(query))


def _write_csv(conn: Connection, table: str, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_columns(conn, table))
        writer.writerows([safe_cell(value) for value in row.values()] for row in _rows(conn, table))


def _write_sqlite(conn: Connection, path: Path) -> None:
    plain = connect(path, b"")
    try:
        db = database(plain)
        with db.atomic():
            for table in TABLES:
                types = {name: _TYPES[kind] for name, kind in _columns(conn, table).items()}
                db.table(table).create(types, pk=KEYS[table], strict=True)
                db.table(table).insert_all(_rows(conn, table))
    finally:
        plain.close()


def _write_facts(conn: Connection, path: Path) -> None:
    with path.open("wb") as file:
        for recorded in Journal(conn).all_after(0):
            told = without_staff(recorded)
            if told is not None:
                file.write(encode_recorded(told) + b"\n")


def without_staff(recorded: Recorded) -> Recorded | None:
    """Return a fact without the badge number of who did it; None for facts that are about nothing but staff."""
    recorded = replace(recorded, actor=recorded.actor.partition(":")[0])
    match recorded.fact:
        case CounterOpened() | CounterHandedOver() as fact:
            return replace(recorded, fact=replace(fact, badge=""))
        case TicketCalled() as fact:
            return replace(recorded, fact=replace(fact, picked_by=""))
        case _ as fact:
            return None if hasattr(fact, "badge") else recorded
