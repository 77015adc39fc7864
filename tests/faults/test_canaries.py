"""Two thousand invented customers go through a day, and are looked for afterwards in all that was ever written.

Before the purge nothing tells of them without the keys of the vault, not even the opened database; after it nothing does
at all: no file, no backup, no export, no key. The search itself is tried on canaries that were let out on purpose.
"""

from __future__ import annotations

import base64
import json
import tempfile
import uuid
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from reportlab.pdfgen.canvas import Canvas

from kiosk.branch.daily import evening, opening, routine
from kiosk.branch.daily.routine import Daily
from kiosk.branch.upkeep.backup import backup
from kiosk.branch.upkeep.export import export
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.branch.vault.vault import _bound, _part
from kiosk.domain import facts as f
from kiosk.records.database.connect import connect
from kiosk.records.database.keys import load_keys
from kiosk.wire.codec import encode_recorded
from kiosk.wire.projection import ROLES, seen_by
from tests.canaries import MARKS, NEEDS, canary, holding, opened, sweep, told_by
from tests.daily import DATE, SIX_MS, at_hand
from tests.reception import HOUR_MS, NINE_MS
from tests.served import Served, served

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.row("F3"), pytest.mark.row("F1"), pytest.mark.row("A3")]

CUSTOMERS: Final = 2_000
TICKETS: Final = 20
CONSENT: Final = "2026-11"
DAY_MS: Final = 24 * HOUR_MS
CONTACT_DAYS: Final = 7
PAGES: Final = ("/reception", "/manager", "/v1/hall", "/v1/catalogue", "/v1/health")


class House:
    """A branch whose every written file is under one roof: data, temporary files, log, export, and what devices saw."""

    def __init__(self, roof: Path) -> None:
        self.roof, self.data, self.backups = roof, roof / "data", roof / "elsewhere"
        self.seen, self.numbers = roof / "seen", count()
        self.visits: list[str] = []
        self.records: list[str] = []

    def see(self, branch: Served) -> None:
        """Write down what every device and page is told at this moment."""
        self.seen.mkdir(exist_ok=True)
        facts = branch.run(branch.service.facts_after(0, 100_000))
        for role in ROLES:
            told = [encode_recorded(one) for fact in facts if (one := seen_by(role, fact)) is not None]
            snapshot = branch.get("/v1/snapshot", role=role).content
            self._saw(f"{role}", b"\n".join([snapshot, *told]))
        for page in PAGES:
            self._saw(page.replace("/", "_"), branch.get(page).content)

    def _saw(self, name: str, content: bytes) -> None:
        (self.seen / f"{next(self.numbers)}{name}").write_bytes(content)

    def day(self, branch: Served) -> None:
        """Let everybody in: tickets with care needs, records, reads, searches, some forgotten, slips on paper."""
        branch.run(branch.service.go_to(NINE_MS))
        branch.did("open_counter", counter="1")
        for n in range(TICKETS):
            needs = [NEEDS[n % 3]] if n % 2 else []
            self.visits.append(
                branch.did("issue_ticket", "entrance", service="deposit", care_needs=needs)["visit"]
            )
        for visit in self.visits[::4]:
            branch.did("mark_care", visit=visit, care_needs=["disabled", "pregnant"])
        self.records = [self._keep(branch, n) for n in range(CUSTOMERS)]
        for record in self.records[:10]:
            branch.did("forget_record", record=record, why="customer_asks")
        self._look(branch)
        branch.wait_until(lambda day: all(day.print_status(slip) == "printed" for slip in day.visit_of_slip))

    def _keep(self, branch: Served, n: int) -> str:
        one, visit = canary(n), self.visits[n % TICKETS]
        kept = {"address": one.name, "phone": one.phone, "words": one.words, "consent": CONSENT}
        return str(branch.did("keep_record", visit=visit, **kept)["about"])

    def _look(self, branch: Served) -> None:
        """Find, list and read, and give wrong answers to the door: what is refused leaves no trace either."""
        for n in range(20, 40):
            one, record = canary(n), self.records[n]
            found = self._post(branch, "/v1/records/find", {"digits": one.phone[-4:]})
            assert [each["record"] for each in found["records"]] == [record]
            asked = {"id": str(uuid.uuid4()), "record": record, "why": "call_back"}
            assert self._post(branch, "/v1/records/read", asked)["phone"] == one.phone
            bad = {"digits": one.phone, one.name: one.words}
            assert self._post(branch, "/v1/records/find", bad)["code"] == "malformed"
            branch.ask("keep_record", visit="nobody", address=one.name, phone=one.phone, words=one.words)
            branch.ask("keep_record", visit=self.visits[0], phone=one.name, consent=CONSENT)
            branch.post("keep_record", {"id": one.phone, "body": {one.name: one.words}})
        branch.get("/v1/records", visit=self.visits[0])

    @staticmethod
    def _post(branch: Served, path: str, body: object) -> dict[str, Any]:
        headers = {"Kiosk-Role": "reception", "Kiosk-Device": "tablet-1"}
        told: dict[str, Any] = branch.run(branch._http.post(path, json=body, headers=headers)).json()  # noqa: SLF001
        return told

    def keys(self) -> list[bytes]:
        """Return every key of the vault that is on the machine."""
        return [path.read_bytes() for path in sorted((self.data / "keys").rglob("*.*.key"))]

    def databases(self) -> list[Path]:
        """Return every database there is: in use, set aside by a restore, and copied."""
        return [path for path in self.roof.rglob("*") if path.suffix in {".db", ".kiosk-backup"}]

    def in_databases(self) -> list[str]:
        """Return what the databases tell of canaries, and of care needs, once their own key has opened them."""
        key, told = load_keys(self.data / "keys").database, []
        for database in self.databases():
            for table, content in opened(database, key).items():
                told += [f"{database} {table}: {one}" for one in told_by(content)]
                if table not in {"care_count", "journal"} and b"pregnant" in content:
                    told.append(f"{database} {table}: a care need")
            told += [f"{database} journal: {kind}" for kind in self._kinds_with_needs(database, key)]
        return told

    @staticmethod
    def _kinds_with_needs(database: Path, key: bytes) -> set[str]:
        conn = connect(database, key, read_only=True)
        try:
            rows = conn.execute(
                "SELECT kind FROM journal WHERE instr(CAST(body AS TEXT), 'pregnant')"
            ).fetchall()
        finally:
            conn.close()
        return {kind for (kind,) in rows} - {"care_needs_counted"}

    def opening(self) -> list[bytes]:
        """Return what opens in any vault in any database, tried with every key of the vault that is left."""
        key, plain = load_keys(self.data / "keys").database, list[bytes]()
        ciphers = [AESGCM(_part(one, b"seal")) for one in self.keys()]
        for database in self.databases():
            conn = connect(database, key, read_only=True)
            rows = conn.execute("SELECT record, date, of, sealed FROM vault").fetchall()
            conn.close()
            for record, date, of, sealed in rows:
                plain += [
                    one for cipher in ciphers if (one := _try(cipher, sealed, _bound(record, date, of)))
                ]
        return plain


def _try(cipher: AESGCM, sealed: bytes, bound: bytes) -> bytes | None:
    try:
        return cipher.decrypt(sealed[:12], sealed[12:], bound)
    except InvalidTag:
        return None


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house whose temporary files are under its roof, and whose routine looks at the clock when told to."""
    for part in (evening, opening):
        monkeypatch.setattr(part, "apart", at_hand)
    monkeypatch.setattr(routine, "SIMULATED_GLANCE_S", 3_600.0)
    (tmp_path / "temporary").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path / "temporary"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return House(tmp_path)


def glance(branch: Served) -> None:
    """Let the routine look once."""
    assert isinstance(branch.service.house, Daily)
    branch.run(branch.service.house.glance())


def go_to(branch: Served, ms: int) -> None:
    branch.run(branch.service.go_to(ms))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_canary_survives_its_time_in_any_file_and_none_is_ever_told_in_clear(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    with served(house.data, simulated_from=DATE) as branch:
        house.day(branch)
        house.see(branch)
        old = backup(house.data, house.backups)
        export(house.data, house.roof / "export-before")
        go_to(branch, SIX_MS)
        branch.did("close_day")
        go_to(branch, SIX_MS + HOUR_MS)
        glance(branch)
        _log(house, capfd)
        keys = house.keys()

        assert sweep(house.roof) == []
        assert house.in_databases() == []
        assert sum(mark.encode() in one for one in house.opening() for mark in MARKS) > CUSTOMERS
        assert holding(keys, house.data / "database", house.data / "backups", house.backups) == []

        for days in range(1, CONTACT_DAYS + 2):
            go_to(branch, NINE_MS + days * DAY_MS)
        control = branch.did("issue_ticket", service="deposit")["visit"]
        branch.did("keep_record", visit=control, address="李女士", phone="13800000000", consent=CONSENT)
        glance(branch)
        house.see(branch)
        assert _purged(branch) == {"contact": CUSTOMERS - 10, "words": CUSTOMERS, "care": 15}
    export(house.data, house.roof / "export-after")
    _log(house, capfd)
    _assert_gone(house, keys)

    restore(old, house.data, SIX_MS)
    with served(house.data, simulated_from=DATE) as branch:
        go_to(branch, NINE_MS + 9 * DAY_MS)
        record = house.records[50]
        asked = {"id": str(uuid.uuid4()), "record": record, "why": "call_back"}
        assert house._post(branch, "/v1/records/read", asked)["code"] == "unknown_record"  # noqa: SLF001
        glance(branch)
        house.see(branch)
        assert _purged(branch)["contact"] == CUSTOMERS - 10
    _log(house, capfd)
    _assert_gone(house, keys)
    assert verify(house.data).sound


def _assert_gone(house: House, keys: list[bytes]) -> None:
    assert sweep(house.roof) == []
    assert house.in_databases() == []
    assert [one for one in house.opening() if told_by(one) or b"needs" in one] == []
    assert any("李女士".encode() in one for one in house.opening())  # what is still kept opens
    assert holding(keys, house.roof) == []


def _purged(branch: Served) -> dict[str, int]:
    facts = branch.run(branch.service.facts_after(0, 100_000))
    return {one.fact.of: one.fact.records for one in facts if isinstance(one.fact, f.PersonalDataPurged)}


def _log(house: House, capfd: pytest.CaptureFixture[str]) -> None:
    """Put all that was written to the terminal so far, where the log goes, under the roof as well."""
    with (house.roof / "log").open("a", encoding="utf-8") as log:
        log.write("".join(capfd.readouterr()))


LEAKS: Final[dict[str, Callable[[str], bytes]]] = {
    "a log": str.encode,
    "a Windows log": lambda text: text.encode("utf-16-le"),
    "a Chinese text file": lambda text: text.encode("gb18030"),
    "JSON": lambda text: json.dumps(text).encode(),
    "a link": lambda text: quote(text).encode(),
    "a page": lambda text: text.encode("ascii", "xmlcharrefreplace"),
    "a dump in hex": lambda text: text.encode().hex().encode(),
    "a mail": lambda text: base64.b64encode(text.encode()),
    "another mail": lambda text: base64.b64encode(b"x" + text.encode()),
    "a third mail": lambda text: base64.b64encode(b"xy" + text.encode("utf-16-be")),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
@pytest.mark.parametrize("part", ["phone", "name", "words"])
def test_the_search_finds_a_canary_that_was_let_out(
    tmp_path: Path, leak: Callable[[str], bytes], part: str
) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    (tmp_path / "deep" / "down" / "copy.tmp").write_bytes(
        b"\x93before" + leak(getattr(canary(7), part)) + b"after\x00"
    )

    assert sweep(tmp_path)


def test_the_search_reads_pdfs_and_the_names_of_files(tmp_path: Path) -> None:
    page = Canvas(str(tmp_path / "slip.pdf"), pageCompression=1)
    page.drawString(100, 100, canary(1).phone)
    page.save()
    assert len(sweep(tmp_path)) == 1

    (tmp_path / f"{canary(1).phone}.txt").touch()
    assert len(sweep(tmp_path)) == 2


def test_the_search_finds_what_a_program_logs_or_writes_beside_the_vault(
    house: House, capfd: pytest.CaptureFixture[str]
) -> None:
    one = canary(3)
    with served(house.data, simulated_from=DATE) as branch:
        visit = branch.did("issue_ticket", service="deposit")["visit"]
        branch.did("keep_record", visit=visit, address=one.name, phone=one.phone, consent=CONSENT)
        _log(house, capfd)
        assert sweep(house.roof) == house.in_databases() == []

        structlog.get_logger().warning("kept", phone=one.phone)
        _log(house, capfd)
        Path(tempfile.mkstemp()[1]).write_text(one.name, "utf-8")
        store = branch.service._desk.store  # noqa: SLF001 - the database itself
        branch.run(
            branch.service.with_desk(
                lambda _: store.conn.execute("UPDATE record SET consent = ?", (one.words,))
            )
        )

        found = sweep(house.roof)
        assert len(found) == 2
        assert any(place.startswith(str(house.roof / "log")) for place in found)
        assert any(place.startswith(str(house.roof / "temporary")) for place in found)
        assert [place for place in house.in_databases() if "record" in place]
