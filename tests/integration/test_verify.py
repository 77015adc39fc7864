"""`kiosk verify` finds whatever was altered, wherever it was altered."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.findings import Finding, FindingCode, Report
from kiosk.branch.upkeep.verify import verify
from kiosk.domain import facts as f
from kiosk.records.database.connect import connect
from kiosk.records.database.keys import load_keys
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.chain import fact_hash
from tests.sample_day import SampleDay, two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

SEQ = next(one.seq for one in two_days(5).recorded if isinstance(one.fact, f.SlipQueued))
"""A fact of the first day that no other fact leans on."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two days in it, the service down."""
    with Store.open(tmp_path) as store:
        write_down(store, two_days(5).recorded)
    return tmp_path


def tamper(folder: Path, *statements: str) -> None:
    """Change the database behind the program's back, as somebody with the key could."""
    with Store.open(folder) as store, store.write() as conn:
        conn.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            conn.execute(statement)


def found(folder: Path) -> set[tuple[str, int]]:
    return {(finding.code, finding.seq) for finding in verify(folder).findings}


@pytest.mark.row("F1")
def test_untouched_records_are_sound(folder: Path) -> None:
    report = verify(folder)

    tickets = sum(isinstance(one.fact, f.TicketIssued) for one in two_days(5).recorded)
    assert report.sound
    assert (report.facts, report.tickets, report.seq) == (len(two_days(5).recorded), tickets, report.facts)
    assert len(report.words("zh")) == 1


def test_records_are_checked_while_the_service_writes_on(folder: Path) -> None:
    with Store.open(folder) as store:
        count = len(write_down(store, more_facts()))

        report = verify(folder)

    assert report.sound
    assert report.facts == len(two_days(5).recorded) + count


def test_records_are_checked_after_the_service_was_killed(folder: Path) -> None:
    killed = folder.parent / "killed"
    with Store.open(folder) as store:
        count = len(write_down(store, more_facts()))
        # A copy taken while it runs is what a kill leaves: the newest facts are in the write-ahead log alone.
        shutil.copytree(folder, killed)

    report = verify(killed)

    assert report.sound
    assert report.facts == len(two_days(5).recorded) + count


def more_facts() -> list[f.Recorded]:
    """Return what happens after the facts that are in the folder already."""
    sample = two_days(5)
    before = len(sample.recorded)
    sample.go_on(10)
    return sample.recorded[before:]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("epoch = zeroblob(8)", {("hash", SEQ), ("epoch", SEQ), ("epoch", SEQ + 1)}),
        ("id = zeroblob(16)", {("hash", SEQ)}),
        ("kind = 'ticket_voided'", {("hash", SEQ), ("body", SEQ), ("tables", 0)}),
        ("kind = 'robot_greeted'", {("hash", SEQ)}),
        ("version = 9", {("hash", SEQ)}),
        ("business_date = '2026-11-20'", {("column", SEQ)}),
        ("at = at + 1", {("hash", SEQ)}),
        ("actor = 'staff:9'", {("column", SEQ)}),
        ("device = 'elsewhere'", {("column", SEQ)}),
        (
            "body = CAST(replace(CAST(body AS TEXT), 'entrance', 'elsewhere') AS BLOB)",
            {("hash", SEQ), ("column", SEQ)},
        ),
        ("body = x'00'", {("hash", SEQ), ("body", SEQ), ("tables", 0)}),
        ("commitment = zeroblob(32)", {("hash", SEQ)}),
        ("prev = zeroblob(32)", {("hash", SEQ), ("link", SEQ)}),
        ("hash = zeroblob(32)", {("hash", SEQ), ("link", SEQ + 1)}),
    ],
)
def test_every_altered_column_of_a_fact_is_found(
    folder: Path, change: str, expected: set[tuple[str, int]]
) -> None:
    tamper(folder, f"UPDATE journal SET {change} WHERE seq = {SEQ}")  # noqa: S608 - from the list above

    assert {(code, seq) for code, seq in found(folder) if not code.startswith("row ")} == expected


def test_a_business_date_that_went_back_is_found(folder: Path) -> None:
    late = SampleDay()
    late.tell(f.HelpCalled("h", "hall"))
    with Store.open(folder) as store:
        (written,) = write_down(store, late.recorded[1:])

    assert found(folder) == {("date", written.seq)}


def test_a_fact_altered_with_a_fitting_hash_breaks_the_link_behind_it(folder: Path) -> None:
    with Store.open(folder) as store, store.write() as conn:
        row = conn.execute(
            "SELECT epoch, seq, prev, id, kind, version, at, body, commitment FROM journal WHERE seq = ?",
            (SEQ,),
        ).fetchone()
        assert row is not None
        names = ("epoch", "seq", "prev", "id", "kind", "version", "at_ms", "body", "commitment")
        forged = dict(zip(names, row, strict=True)) | {"at_ms": row[6] + 1}
        conn.execute("UPDATE journal SET at = at + 1, hash = ? WHERE seq = ?", (fact_hash(**forged), SEQ))

    assert ("link", SEQ + 1) in found(folder)


def test_a_fact_that_was_taken_out_is_missed(folder: Path) -> None:
    tamper(folder, f"DELETE FROM journal WHERE seq = {SEQ}")  # noqa: S608 - our own number

    assert {("seq", SEQ + 1), ("link", SEQ + 1)} <= found(folder)


def test_a_last_fact_that_was_taken_out_is_missed(folder: Path) -> None:
    tamper(folder, "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)")

    assert {finding.detail for finding in verify(folder).findings if finding.code == "head"} == {
        "seq",
        "hash",
    }


@pytest.mark.parametrize("column", ["epoch", "seq", "hash", "branch", "epoch_seq", "day_seq"])
def test_an_altered_head_is_found(folder: Path, column: str) -> None:
    wrong = {"epoch": "zeroblob(8)", "hash": "zeroblob(32)", "branch": "'b2'"}.get(column, f"{column} + 1")
    tamper(folder, f"UPDATE head SET {column} = {wrong}")  # noqa: S608 - from the list above

    assert ("head", column) in {(finding.code, finding.detail) for finding in verify(folder).findings}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE visit SET care = 'vip' WHERE number = 1", "row other values"),
        ("UPDATE number SET last = last - 1", "row other values"),
        ("UPDATE day SET finished = 99 WHERE date = '2026-11-21'", "row other values"),
        ("DELETE FROM period", "row missing"),
        ("DELETE FROM rating", "row missing"),
        ("INSERT INTO help VALUES ('b1', 'made up', 'hall', 1, NULL)", "row extra"),
        ("INSERT INTO rating VALUES ('b2', 'made up', 5, '{}', 1, '[]', NULL)", "row extra"),
    ],
)
def test_a_table_that_differs_from_the_journal_is_found(folder: Path, statement: str, code: str) -> None:
    tamper(folder, statement)

    assert code in {finding.code for finding in verify(folder).findings}


@pytest.mark.parametrize("number", [1, 3])
def test_a_number_given_twice_or_skipped_is_found(tmp_path: Path, number: int) -> None:
    sample = SampleDay()
    sample.open()
    for n in (1, 2):
        sample.tell(f.TicketIssued(f"v{n}", f"l{n}", "A", n, "cash", "A", "ordinary", 8, "kiosk"))
    with Store.open(tmp_path) as store:
        write_down(store, sample.recorded)
    seq = sample.recorded[-1].seq
    forged = f"replace(CAST(body AS TEXT), '\"number\":2', '\"number\":{number}')"
    tamper(tmp_path, f"UPDATE journal SET body = CAST({forged} AS BLOB) WHERE seq = {seq}")  # noqa: S608

    assert {("number", seq), ("tables", 0)} <= found(tmp_path)


def test_a_damaged_page_is_found(folder: Path) -> None:
    path = folder / "database" / "branch.db"
    contents = bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)

    assert "page" in {finding.code for finding in verify(folder).findings}


def test_a_report_with_many_faults_shows_the_first_and_counts_the_rest() -> None:
    report = Report(9, 1, 9, tuple(Finding("hash", seq) for seq in range(1, 31)))

    words = report.words("en")

    assert words[0].startswith("At least 30 faults")
    assert words[-1] == "... and 10 more"
    assert len(words) == 22


@pytest.mark.parametrize("code", get_args(FindingCode))
def test_every_finding_has_words_in_chinese_and_english(code: FindingCode) -> None:
    finding = Finding(code, 7, "detail")

    assert finding.words("zh") != finding.words("en")
    assert "detail" in finding.words("en") or "7" in finding.words("en")


def test_a_folder_without_a_database_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem) as caught:
        verify(tmp_path)

    assert caught.value.code == "no_database"


def test_checking_changes_no_byte_of_the_database(folder: Path) -> None:
    path = folder / "database" / "branch.db"
    before = path.read_bytes()

    verify(folder)

    assert path.read_bytes() == before
    connect(path, load_keys(folder / "keys").database).close()


@pytest.mark.parametrize("table", ["journal", "visit", "request"])
def test_a_damaged_page_is_found_whatever_it_holds(folder: Path, table: str) -> None:
    with Store.open(folder) as store:
        row = store.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    assert row is not None
    path = folder / "database" / "branch.db"
    contents = bytearray(path.read_bytes())
    contents[(row[0] - 1) * 4096 + 1000] ^= 1
    path.write_bytes(contents)

    assert "page" in {finding.code for finding in verify(folder).findings}
