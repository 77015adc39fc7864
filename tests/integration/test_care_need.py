"""A declared care need becomes a weight class and is forgotten: no fact, answer, table or log tells it (A3)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.store import reading
from kiosk.wire.projection import ROLES
from tests.served import Served

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.row("A3")
@pytest.mark.row("F1")
@pytest.mark.parametrize("need", ["disabled", "pregnant"])
def test_a_declared_need_stands_in_no_fact_no_answer_no_table_and_no_log(
    branch: Served, tmp_path: Path, capfd: pytest.CaptureFixture[str], need: str
) -> None:
    request_id = str(uuid.uuid4())
    answers = [
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", request_id=request_id, service="deposit", care_needs=[]),
        branch.ask("issue_ticket", "hall", service="deposit", care_needs=[need]),
        branch.ask("issue_ticket", "entrance", service="haircut", care_needs=[need]),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 409, 409, 409]
    assert answers[0].json()["care"] == "protected"
    snapshots = [branch.get("/v1/snapshot", role=role).content for role in ROLES]
    told = b"".join([*(answer.content for answer in answers), *snapshots])
    assert need.encode() not in told
    assert need not in everything_stored(tmp_path)
    captured = capfd.readouterr()
    assert need not in captured.out + captured.err


def everything_stored(folder: Path) -> str:
    """Return every value of every table of a branch, as text."""
    with reading(folder) as (_, _, conn):
        tables = [name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        rows = [tuple(row) for table in tables for row in conn.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
    assert len(rows) > 10
    return str(rows)
