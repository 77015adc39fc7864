"""`kiosk export` gives everything to other tools, and nobody's secrets."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.database.answers_store import AnswersStore
from kiosk.branch.database.store import Store
from kiosk.branch.upkeep.export import export
from kiosk.domain import facts as f
from kiosk.domain.requests import IssueTicket
from kiosk.records.database.problems import StoreProblem
from kiosk.records.schema import KEYS
from kiosk.web.spreadsheet import safe_cell
from kiosk.wire.asking import encode_request_body
from kiosk.wire.codec import decode_recorded
from tests.sample_day import BADGE, two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

REQUEST = "019aa849-cc00-7fa2-96f8-25bebec9bc75"


OF_STAFF = {"staff", "sign_in"}
"""Tables about nobody but staff."""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with two days in it and an answered request that declared a care need; closed."""
    with Store.open(tmp_path / "data") as store:
        write_down(store, two_days(5).recorded)
        answers = AnswersStore(store.conn, store.keys.branch)
        body = encode_request_body(IssueTicket("cash", care_needs=("pregnant", "disabled")))
        with store.write():
            digest = answers.digest("issue_ticket", body)
            answers.remember(
                REQUEST, "issue_ticket", digest, b'{"check":"a check code"}', seq=9, date="2026-11-21"
            )
    return store


def contents(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.row("F2")
def test_every_table_is_there_as_csv_and_in_plain_sqlite(store: Store, tmp_path: Path) -> None:
    out = export(store.files.folder, tmp_path / "out")

    with closing(sqlite3.connect(out / "records.sqlite")) as plain:
        assert sorted(path.stem for path in (out / "csv").iterdir()) == sorted(set(KEYS) - OF_STAFF)
        for table in set(KEYS) - OF_STAFF:
            with (out / "csv" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
                rows = list(csv.DictReader(file))
            cursor = plain.execute(f"SELECT * FROM {table} ORDER BY {', '.join(KEYS[table])}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            stored = [
                {n: "" if v is None else str(v) for n, v in zip(names, row, strict=True)} for row in cursor
            ]
            assert rows == stored
            assert rows, table


def test_every_fact_is_there_one_a_line(store: Store, tmp_path: Path) -> None:
    told = two_days(5).recorded

    out = export(store.files.folder, tmp_path / "out")

    lines = [decode_recorded(line) for line in (out / "facts.jsonl").read_bytes().splitlines()]
    assert [(one.seq, one.id, one.fact.kind) for one in lines] == [
        (one.seq, one.id, one.fact.kind)
        for one in told
        if not hasattr(one.fact, "badge") or isinstance(one.fact, f.CounterOpened | f.CounterHandedOver)
    ]
    issued = [one.fact for one in lines if isinstance(one.fact, f.TicketIssued)]
    assert issued == [one.fact for one in told if isinstance(one.fact, f.TicketIssued)]


@pytest.mark.row("F3")
def test_no_care_need_request_key_or_badge_leaves_the_house(store: Store, tmp_path: Path) -> None:
    with Store.open(store.files.folder) as again:
        row = again.conn.execute("SELECT digest FROM request").fetchone()
    assert row is not None
    secrets = (
        b"pregnant", b"disabled", b"a check code", REQUEST.encode(), bytes.fromhex(REQUEST.replace("-", "")), row[0],
        row[0].hex().encode(), store.keys.branch, store.keys.database, store.keys.branch.hex().encode(),
        BADGE.encode(), json.dumps(BADGE).strip('"').encode(),
    )  # fmt: skip

    exported = contents(export(store.files.folder, tmp_path / "out"))

    assert [secret for secret in secrets if secret in exported] == []
    assert b"protected" in exported


@pytest.mark.row("F3")
def test_who_works_here_and_when_and_who_looked_is_in_no_part_of_it(store: Store, tmp_path: Path) -> None:
    with Store.open(store.files.folder) as again:
        sample = two_days(5)
        count = len(sample.recorded)
        for fact in (
            f.StaffAdded("90817263", ("teller",)),
            f.StaffSignedIn("90817263"),
            f.RecordRead("r1", "call_back"),
            f.PaperRead("report", "2026-11-02"),
            f.RecordsSearched(1),
            f.StaffSignedOut("90817263", "by_hand"),
        ):
            sample.tell(fact, "staff:90817263")
        write_down(again, sample.recorded[count:])

    out = export(store.files.folder, tmp_path / "out")

    with closing(sqlite3.connect(out / "records.sqlite")) as plain:
        tables = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == set(KEYS) - OF_STAFF
    assert b"90817263" not in contents(out)


def test_an_export_can_be_made_while_the_service_runs(store: Store, tmp_path: Path) -> None:
    with Store.open(store.files.folder):
        out = export(store.files.folder, tmp_path / "out")

    assert (out / "facts.jsonl").stat().st_size > 0


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_disarmed(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["取款", "A001", "", -5, None])
def test_other_values_stay_as_they_are(value: object) -> None:
    assert safe_cell(value) == value


def test_a_cell_that_could_be_a_formula_is_disarmed_in_the_file(store: Store, tmp_path: Path) -> None:
    with Store.open(store.files.folder) as again:
        sample = two_days(5)
        count = len(sample.recorded)
        sample.tell(f.HelpCalled("h", "=HYPERLINK(1)"))
        write_down(again, sample.recorded[count:])

    out = export(store.files.folder, tmp_path / "out")

    assert ",'=HYPERLINK(1)," in (out / "csv" / "help.csv").read_text("utf-8-sig")


def test_a_folder_with_something_in_it_is_refused_and_left_alone(store: Store, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / "letter.txt").write_text("mine")

    with pytest.raises(StoreProblem) as caught:
        export(store.files.folder, target)

    assert caught.value.code == "target_in_use"
    assert [path.name for path in target.iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_filled(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    out = export(store.files.folder, tmp_path / "out")

    assert {path.name for path in out.iterdir()} == {"csv", "records.sqlite", "facts.jsonl"}
    assert not (tmp_path / "out.draft").exists()
