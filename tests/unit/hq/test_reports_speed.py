"""No statement of headquarters' roll-ups and reports goes through rows of the past: a page costs what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.hq import rebuilding, rollup_day, rollup_live, rollup_told, rollup_touched, rollup_week, today
from kiosk.hq.reports import adding, agreeing, days, standing, steps, trouble, visits
from tests.headquarters import headquarters_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.records.connection import Connection

ADDING = [
    statement
    for by in (("date", "branch"), ("date",), ("branch",))
    for is_one in (False, True)
    for statement in adding.statements(by, is_one=is_one)
] + [
    statement
    for is_one in (False, True)
    for statement in adding.statements(("branch",), is_one=is_one, is_week=True)
]
SAID = [
    statement
    for module in (
        rollup_day, rollup_live, rollup_told, rollup_touched, rollup_week, today,
        agreeing, days, standing, steps, trouble, visits,
    )
    for statement in module.QUERIES
]  # fmt: skip
FEW = re.compile(r"(SCAN|SEARCH) (site|reached|live|last|rollup_live|rollup_printer|told_last|told|twice)\b")
"""Tables of a few rows for each branch, whatever happens; of what was told, one branch's or found by its key."""
BY_KEY = re.compile(
    r"SEARCH \w+ USING (COVERING )?(INDEX \w+ |PRIMARY KEY )\((branch=\?|date>\?|date=\? AND branch=\?|date=\?\))"
)
FROM_THE_BEGINNING = re.compile(r"\(branch=\?( AND id<\?)?\)$")
NEWEST_FIRST = ("day", "rollup_day")
"""Read backwards, and no further than asked for."""
HARMLESS = re.compile(r"USE TEMP B-TREE|CO-ROUTINE|MATERIALIZE|SCALAR SUBQUERY")


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    store = headquarters_in(tmp_path_factory.mktemp("hq")).store
    with store.servers[0].read() as reading:
        yield reading
    store.close()


def test_there_are_statements_to_look_at() -> None:
    assert len(SAID) > 30
    assert len(ADDING) == 24


@pytest.mark.row("H5")
@pytest.mark.parametrize("query", [*SAID, *ADDING])
def test_no_statement_goes_through_the_past(conn: Connection, query: str) -> None:
    named = dict.fromkeys(re.findall(r":(\w+)", query), "1")

    steps_ = [str(row[3]) for row in conn.execute(f"EXPLAIN QUERY PLAN {query}", named)]

    assert "inbox" not in query or query in rollup_told.QUERIES or "epoch = :epoch AND seq = :seq" in query
    for step in steps_:
        if FEW.match(step) or HARMLESS.match(step):
            continue
        assert BY_KEY.match(step), f"{step}: {query}"
        from_the_beginning = FROM_THE_BEGINNING.search(step) and step.split()[1] not in NEWEST_FIRST
        assert not from_the_beginning or "_open" in step, f"{step}: {query}"


def test_a_rebuild_finds_what_was_set_aside_without_reading_the_inbox(conn: Connection) -> None:
    plan = conn.execute(f"EXPLAIN QUERY PLAN {rebuilding.READ_AGAIN}", {"branch": "1", "kept": "kept"})

    assert ["inbox_aside" in str(row[3]) for row in plan] == [True]
