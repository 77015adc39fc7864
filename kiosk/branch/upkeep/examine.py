"""Every check a set of records must pass, over any open database: pages, chain, numbers, head, tables."""

from itertools import islice

import sqlcipher3

from kiosk.branch.database.journal import Journal
from kiosk.branch.upkeep.findings import Finding, FindingCode, Report
from kiosk.branch.upkeep.walk import ENOUGH, ChainWalk
from kiosk.records.compare import Difference, compare
from kiosk.records.connection import Connection
from kiosk.records.database.connect import file_of, tables_in_memory
from kiosk.records.database.copy import page_faults
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.records.legs import NumberGap
from kiosk.records.project import rebuild
from kiosk.wire.codec import BadFact


def examine(conn: Connection) -> Report:
    """Check everything: the pages of the file, the chain hash by hash, the numbers, and the tables against the journal.

    `conn` should stand in a read transaction, so that what is checked does not move. The tables are made again in memory.

    Raises:
        StoreProblem: the disk fails while it is read. Damage is no exception here but a finding.
    """
    walk = ChainWalk()
    try:
        with naming_problems(file_of(conn)):
            findings = _pages(conn)
            walk.go(conn)
            findings += walk.found
            findings += _tables(conn)
    except StoreProblem as problem:
        if problem.code != "damaged":
            raise
        findings = [Finding("page", walk.seq, problem.detail), *walk.found]
    return Report(walk.facts, walk.tickets, walk.seq, tuple(findings))


def _pages(conn: Connection) -> list[Finding]:
    """Look twice: a page that the service writes this very moment looks damaged for an instant."""
    faults = page_faults(conn)
    again = page_faults(conn) if faults else []
    return [Finding("page", detail=fault) for fault in faults if fault in again]


def _tables(conn: Connection) -> list[Finding]:
    journal, rebuilt = Journal(conn), tables_in_memory()
    try:
        rebuild(rebuilt, journal.head.branch, journal.all_after(0))
        return [_finding(difference) for difference in islice(compare(conn, rebuilt), ENOUGH)]
    except (NumberGap, BadFact, sqlcipher3.IntegrityError) as error:
        return [Finding("tables", detail=str(error))]
    finally:
        rebuilt.close()


def _finding(difference: Difference) -> Finding:
    codes: dict[str, FindingCode] = {
        "missing": "row missing",
        "extra": "row extra",
        "other values": "row other values",
    }
    return Finding(codes[difference.what], detail=" ".join((difference.table, *difference.key)))
