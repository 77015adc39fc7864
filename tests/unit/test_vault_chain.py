"""What the chain holds of personal data: a commitment to each content beside its fact, and nothing else of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued
from kiosk.wire.chain import commitment_to
from tests.faults.harness import Reception, reception

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.row("F3"), pytest.mark.row("F1")]

PHONE = "13912345678"


def committed(room: Reception) -> dict[str, list[bytes]]:
    """Return the commitments in the journal by kind of fact, in order."""
    told: dict[str, list[bytes]] = {}
    for kind, commitment in room.store.conn.execute(
        "SELECT kind, commitment FROM journal WHERE length(commitment) > 0 ORDER BY seq"
    ):
        told.setdefault(kind, []).append(bytes(commitment))
    return told


def in_vault(room: Reception, of: str) -> bytes:
    """Return the commitment to the one record of a class, from the salt and content in the vault."""
    row = room.store.conn.execute("SELECT record, date, of, sealed FROM vault WHERE of = ?", (of,)).fetchone()
    assert row is not None
    plain = room.desk.vault._plain(*row)  # noqa: SLF001 - the salt never leaves the vault
    assert plain is not None
    return commitment_to(plain)


def issue(room: Reception, *needs: str) -> str:
    answer = room.ask(r.IssueTicket("deposit", care_needs=needs))  # type: ignore[arg-type] # needs there are
    assert isinstance(answer, Issued)
    return answer.visit


def test_each_part_of_a_record_is_committed_to_beside_its_own_fact(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        kept = r.KeepRecord(issue(room), "王女士", PHONE, words="想开户", consent="2026-11")
        assert isinstance(room.ask(kept), Done)

        assert committed(room) == {"record_kept": [in_vault(room, "contact"), in_vault(room, "words")]}


@pytest.mark.row("A3")
def test_a_care_need_is_committed_to_and_its_last_mark_is_the_one_that_is_kept(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        visit = issue(room, "elderly")
        declared = in_vault(room, "care")
        room.ask(r.MarkCare(visit, ("disabled",)))

        assert committed(room) == {"ticket_issued": [declared], "care_marked": [in_vault(room, "care")]}
        assert list(room.desk.vault.contents("2026-11-02", "care")) == [{"needs": ["disabled"]}]


def test_no_fact_answer_or_digest_tells_what_was_kept(tmp_path: Path) -> None:
    with reception(tmp_path) as room:
        kept = r.KeepRecord(issue(room, "pregnant"), "王女士", PHONE, words="想开户", consent="2026-11")
        room.ask(kept)
        rows = room.store.conn.execute(
            "SELECT body FROM journal UNION ALL SELECT answer FROM request"
        ).fetchall()

        told = b"\n".join(bytes(row[0]) for row in rows)

        assert not any(secret.encode() in told for secret in (PHONE, "王女士", "想开户", "pregnant"))
