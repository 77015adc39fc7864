"""A copy of an open database, checked before it gets its name: for backups, and before a migration."""

from pathlib import Path

import sqlcipher3

from kiosk.branch.connect import connect
from kiosk.branch.files import sync
from kiosk.branch.problems import StoreProblem, problem_of
from kiosk.records.connection import Connection


def write_copy(conn: Connection, key: bytes, target: Path) -> Path:
    """Copy the database of `conn`, as it stands now, to `target`, under the same key; return `target`.

    Others may read and write meanwhile. The copy is opened and every page of it checked before it is called `target`;
    an older file of that name is replaced.

    Raises:
        StoreProblem: `disk_full`, `read_only` and the like, or `damaged` when the copy does not hold.
    """
    draft = target.with_name(target.name + ".draft")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        conn.execute("VACUUM INTO ?", (str(draft),))
        draft.chmod(0o600)
        sync(draft)
        check_pages(draft, key)
        draft.replace(target)
        sync(target.parent)
    except (sqlcipher3.DatabaseError, OSError) as error:
        problem = problem_of(error, target)
        draft.unlink(missing_ok=True)
        raise problem or error from error
    return target


def check_pages(path: Path, key: bytes) -> None:
    """Check every page of a database file nobody else has open, and that its rows and indexes agree.

    Raises:
        StoreProblem: `damaged` or `wrong_key`.
    """
    conn = connect(path, key, read_only=True)
    try:
        faults = page_faults(conn)
    finally:
        conn.close()
    if faults:
        raise StoreProblem("damaged", path, faults[0])


def page_faults(conn: Connection) -> list[str]:
    """Return what is wrong with the pages (each carries a keyed hash) and the structure of a database, worst first."""
    pages = [str(row[0]) for row in conn.execute("PRAGMA cipher_integrity_check")]
    if pages:
        return pages
    structure = [str(row[0]) for row in conn.execute("PRAGMA integrity_check")]
    return [] if structure == ["ok"] else structure
