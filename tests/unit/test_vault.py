"""Personal data sealed: bound to its place, told by nothing else, and gone with its key."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from kiosk.branch.database.store import Store
from kiosk.branch.vault.keys import VaultKeys
from kiosk.branch.vault.vault import Vault
from kiosk.domain.privacy import Personal
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.chain import commitment_to

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.domain.facts import RecordClass

pytestmark = pytest.mark.row("F3")

DATE = "2026-11-02"
NEXT = "2026-11-03"
PHONE = "13912345678"
CONTACT: dict[str, object] = {"address": "王女士", "phone": PHONE, "party": "personal"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as store:
        yield store


@pytest.fixture
def vault(store: Store) -> Vault:
    return Vault(store.conn, VaultKeys(store.files.keys / "vault"))


def keep(
    vault: Vault, store: Store, record: str = "r1", date: str = DATE, content: dict[str, object] = CONTACT
) -> bytes:
    """Keep one record and return the commitment to it."""
    of: RecordClass = "words" if "words" in content else "contact"
    with store.write():
        return vault.keep([Personal(record, of, "v1", content)], date, 5)[0]


def key_file(store: Store, date: str = DATE, of: str = "contact") -> Path:
    return store.files.keys / "vault" / f"{date}.{of}.key"


def sealed(store: Store) -> bytes:
    row = store.conn.execute("SELECT sealed FROM vault").fetchone()
    assert row is not None
    return bytes(row[0])


def test_what_is_kept_comes_back_and_stands_nowhere_in_clear(vault: Vault, store: Store) -> None:
    keep(vault, store)

    assert vault.open("r1") == CONTACT
    rows = store.conn.execute("SELECT * FROM vault").fetchall()
    assert not any(told.encode() in part for row in rows for part in row if isinstance(part, bytes)
                   for told in (PHONE, PHONE[-4:], "王女士"))  # fmt: skip


def test_the_same_content_is_sealed_and_committed_to_differently_each_time(
    vault: Vault, store: Store
) -> None:
    first = keep(vault, store), sealed(store)
    second = keep(vault, store), sealed(store)

    assert first[0] != second[0]
    assert first[1] != second[1]


@pytest.mark.parametrize(
    "moved",
    ["record = 'r2'", f"date = '{NEXT}'", "of = 'words'", "sealed = x'00'", "sealed = zeroblob(90)"],
)
def test_a_record_moved_or_altered_does_not_open(vault: Vault, store: Store, moved: str) -> None:
    keep(vault, store)
    for date, of in ((NEXT, "contact"), (DATE, "words")):
        vault.keys.have(date, of)  # type: ignore[arg-type] # two of the classes
    with store.write():
        store.conn.execute(f"UPDATE vault SET {moved}")  # noqa: S608 - the test's own words

    with structlog.testing.capture_logs() as logs:
        assert vault.open("r2" if "r2" in moved else "r1") is None

    assert [line["event"] for line in logs] == ["vault_record_does_not_open"]
    assert PHONE not in str(logs)


def test_a_record_does_not_open_under_the_key_of_another_day_or_class(vault: Vault, store: Store) -> None:
    keep(vault, store)
    others = [vault.keys.have(NEXT, "contact"), vault.keys.have(DATE, "words")]

    for other in others:
        vault.keys._known[DATE, "contact"] = other  # noqa: SLF001 - as if the files had been exchanged
        assert vault.open("r1") is None


def test_a_commitment_is_to_salt_and_content_and_cannot_be_tried_without_the_salt(
    vault: Vault, store: Store
) -> None:
    committed = keep(vault, store)
    plain = vault._plain("r1", DATE, "contact", sealed(store))  # noqa: SLF001 - the salt never leaves the vault

    assert plain is not None
    assert commitment_to(plain) == committed
    assert commitment_to(plain[32:]) != committed
    assert plain[:32] not in sealed(store)


def test_records_are_found_by_four_digits_newest_first_while_their_keys_live(
    vault: Vault, store: Store
) -> None:
    for n, date in enumerate((DATE, NEXT)):
        keep(vault, store, f"r{n}", date=date)
    keep(vault, store, "r3", content=CONTACT | {"phone": "13912340000"})
    keep(vault, store, "r4", content=CONTACT | {"phone": ""})

    assert [one.record for one in vault.find("5678")] == ["r1", "r0"]
    vault.keys.destroy(DATE, "contact")
    assert [one.record for one in vault.find("5678")] == ["r1"]
    assert vault.find("") == []


def test_what_finds_a_phone_is_keyed_by_the_day(vault: Vault, store: Store) -> None:
    keep(vault, store, "r0")
    keep(vault, store, "r1", date=NEXT)

    rows = {bytes(row[0]) for row in store.conn.execute("SELECT search FROM vault")}
    assert len(rows) == 2


def test_a_forgotten_record_is_gone_at_once(vault: Vault, store: Store) -> None:
    keep(vault, store)
    with store.write():
        vault.forget("r1", "customer_asks")

    assert vault.open("r1") is None
    assert vault.find("5678") == []


def test_a_key_is_for_the_service_alone_and_stays_over_a_restart(vault: Vault, store: Store) -> None:
    keep(vault, store)

    assert stat.S_IMODE(key_file(store).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file(store).parent.stat().st_mode) == 0o700
    assert Vault(store.conn, VaultKeys(store.files.keys / "vault")).open("r1") == CONTACT


def test_key_and_folder_are_on_the_disk_before_anything_is_sealed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    for module in ("branch.vault.keys", "records.database.keys"):
        monkeypatch.setattr(f"kiosk.{module}.sync", lambda path: synced.append(path.name))

    VaultKeys(store.files.keys / "vault").have(DATE, "words")

    assert synced == ["keys", "vault"]


def test_a_destroyed_key_is_overwritten_deleted_and_not_remembered(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, store)
    key = key_file(store)
    left: list[bytes] = []
    unlink = type(key).unlink
    monkeypatch.setattr(
        type(key),
        "unlink",
        lambda path, **kw: (left.append(path.read_bytes()), unlink(path, **kw))[1],  # type: ignore[func-returns-value]
    )

    vault.keys.destroy(DATE, "contact")

    assert left == [bytes(32)]
    assert not key.exists()
    assert vault.open("r1") is None
    assert vault.keys.there() == []
    vault.keys.destroy(DATE, "contact")


def test_destroying_one_key_leaves_other_classes_and_days_alone(vault: Vault, store: Store) -> None:
    keep(vault, store, "r1")
    keep(vault, store, "r2", content={"words": "开户"})
    keep(vault, store, "r3", date=NEXT)

    vault.keys.destroy(DATE, "contact")

    assert [vault.open(record) is None for record in ("r1", "r2", "r3")] == [True, False, False]


@pytest.mark.parametrize("content", [b"", b"cut short", bytes(32), bytes(40)])
def test_a_damaged_key_opens_nothing_says_so_and_stops_nothing(
    vault: Vault, store: Store, content: bytes
) -> None:
    keep(vault, store)
    key_file(store).write_bytes(content)
    started = Vault(store.conn, VaultKeys(store.files.keys / "vault"))

    with structlog.testing.capture_logs() as logs:
        assert started.open("r1") is None
        assert started.find("5678") == []
        keep(started, store, "r2")

    assert {line["event"] for line in logs} == {"vault_key_damaged"}
    assert {line["key"] for line in logs} == {f"{DATE}.contact.key"}
    assert started.open("r2") == CONTACT


def test_a_missing_key_is_no_error(vault: Vault, store: Store) -> None:
    keep(vault, store)
    key_file(store).unlink()

    assert Vault(store.conn, VaultKeys(store.files.keys / "vault")).open("r1") is None


def test_a_key_that_cannot_be_read_now_is_not_made_anew(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kiosk.records.database.problems import StoreProblem  # noqa: PLC0415

    keep(vault, store)
    before = key_file(store).read_bytes()
    started = Vault(store.conn, VaultKeys(store.files.keys / "vault"))
    monkeypatch.setattr("kiosk.branch.vault.keys.load_key", _unreadable)

    with structlog.testing.capture_logs() as logs:
        assert started.open("r1") is None
        with pytest.raises(StoreProblem):
            keep(started, store, "r2")

    assert [line["event"] for line in logs] == ["vault_key_unreadable"]
    assert key_file(store).read_bytes() == before


def _unreadable(_: Path) -> bytes:
    raise PermissionError(13, os.strerror(13))


def test_digests_of_requests_are_keyed_apart_and_by_nothing_once_the_key_is_gone(vault: Vault) -> None:
    assert vault.request_secret(DATE, "contact", make=False) is None
    secret = vault.request_secret(DATE, "contact", make=True)

    assert secret not in {None, vault.keys.get(DATE, "contact")}
    vault.keys.destroy(DATE, "contact")
    assert vault.request_secret(DATE, "contact", make=False) is None


def test_nobody_sees_personal_data_by_printing_it() -> None:
    shown: Any = Personal("r1", "contact", "v1", CONTACT)

    assert PHONE not in f"{shown!r} {shown}"


def test_a_folder_of_keys_that_cannot_be_listed_is_not_one_without_keys(
    vault: Vault, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(vault, store)

    def refuse(*_: object) -> list[str]:
        raise PermissionError(13, "not yours")

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", refuse)
        patch.setattr(os, "scandir", refuse)
        with pytest.raises(StoreProblem):
            vault.keys.there()
    assert vault.keys.there() == [(DATE, "contact")]


def test_without_a_folder_there_are_no_keys(vault: Vault) -> None:
    assert vault.keys.there() == []
