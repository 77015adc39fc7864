"""No statement of the projections goes through rows of the past: the cost of a fact does not grow with history."""

import re
from pathlib import Path
from typing import Any

from kiosk.branch.database.store import Store
from kiosk.records.project import project
from tests.sample_day import two_days

ONE_ROW = re.compile(r"USING PRIMARY KEY \(branch=\? AND ")
"""Found by its whole key; the partial indexes hold only what is open."""
OPEN_ROWS = re.compile(
    r"USING (COVERING )?INDEX (leg_open|period_running|counter_session_open|sign_in_open|record_of_day) "
)
HARMLESS = re.compile(r"SCALAR SUBQUERY|SCAN CONSTANT ROW")


def test_every_statement_of_a_day_finds_its_rows_by_key(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        said: set[str] = set()
        traced: Any = store.conn  # our Connection names only what the product needs
        traced.set_trace_callback(said.add)
        with store.write():
            for recorded in two_days().recorded:
                project(store.conn, "b1", recorded)
        traced.set_trace_callback(None)

        plans = {
            sql: [row[3] for row in store.conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
            for sql in said
            if sql.startswith(("UPDATE", "INSERT", "SELECT"))
        }

    assert len(plans) > 100
    for sql, steps in plans.items():
        for step in steps:
            assert ONE_ROW.search(step) or OPEN_ROWS.search(step) or HARMLESS.search(step), f"{step}: {sql}"
