"""The store: born whole, opened with care, refused by name, and never used by two."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from kiosk.branch.database import files as files_module
from kiosk.branch.database import store as store_module
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.schema import MAJOR, MINOR
from kiosk.branch.database.store import Store, reading
from kiosk.records.database import disk as disk_module
from kiosk.records.database import keys as keys_module
from kiosk.records.database.connect import (
    READ_ONLY_SETTINGS,
    SETTINGS,
    check_settings,
    connect,
    set_up,
    tables_in_memory,
)
from kiosk.records.database.keys import load_keys
from kiosk.records.database.problems import Code, StoreProblem, naming_problems
from kiosk.records.legs import NumberGap
from tests.killing import killed_at_each_line
from tests.sample_day import give_birth, two_days, write_down


def code_of_opening(folder: Path) -> Code:
    with pytest.raises(StoreProblem) as caught:
        Store.open(folder)
    return caught.value.code


def set_version(folder: Path, version: int) -> None:
    files = give_birth(folder)
    conn = connect(files.database, load_keys(files.keys).database)
    conn.execute(f"PRAGMA user_version = {version}")
    conn.close()


def test_a_first_start_needs_nothing_and_keeps_its_secrets_to_itself(tmp_path: Path) -> None:
    folder = tmp_path / "网点 1?" / "data"

    with Store.open(folder) as store:
        kept = {path.relative_to(folder).as_posix(): path.stat() for path in folder.rglob("*")}

    secrets = ("keys/database.key", "keys/branch.key", "database/branch.db", "database/branch.db-wal")
    assert {kept[name].st_mode & 0o777 for name in secrets} == {0o600}
    assert kept["keys"].st_mode & 0o777 == kept["database"].st_mode & 0o777 == 0o700
    assert {kept[name].st_size for name in secrets[:2]} == {32}
    assert store.keys.database != store.keys.branch


def test_nothing_in_the_files_can_be_read_without_the_key(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        on_disk = b"".join(path.read_bytes() for path in store.files.home.iterdir())

    assert b"SQLite format" not in on_disk
    assert b"ticket_issued" not in on_disk
    assert b"entrance" not in on_disk


def test_the_keys_never_show_in_a_traceback(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        assert repr(store.keys) == "Keys()"


def test_keys_and_facts_are_there_again_after_a_restart(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        written = write_down(store, two_days().recorded)

    with Store.open(tmp_path) as again:
        assert again.keys == store.keys
        assert Journal(again.conn).newest == written[-1]


@pytest.mark.slow
def test_a_first_start_killed_at_any_line_leaves_a_folder_that_starts(tmp_path: Path) -> None:
    folders = (tmp_path / str(n) for n in range(1_000))
    watched = (store_module, files_module, keys_module, disk_module)
    runs = 0

    for (folder,) in killed_at_each_line(watched, give_birth, lambda: (next(folders),)):
        with Store.open(folder) as store:
            assert Journal(store.conn).head.seq == 0
        runs += 1

    assert runs > 100


def test_the_settings_are_set_on_both_kinds_of_connection(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        check_settings(store.conn, SETTINGS, tmp_path)
        reader = store.read_only()
        check_settings(reader, READ_ONLY_SETTINGS, tmp_path)
        reader.close()


@pytest.mark.parametrize(
    ("name", "wrong"), [("synchronous", "NORMAL"), ("foreign_keys", "OFF"), ("trusted_schema", "ON")]
)
def test_a_setting_that_is_not_what_it_must_be_is_named(tmp_path: Path, name: str, wrong: str) -> None:
    with Store.open(tmp_path) as store:
        store.conn.execute(f"PRAGMA {name} = {wrong}")

        with pytest.raises(StoreProblem, match=f"{name} is .*, must be") as caught:
            check_settings(store.conn, SETTINGS, tmp_path)

    assert caught.value.code == "wrong_pragma"


def test_a_place_that_cannot_keep_a_write_ahead_log_is_refused(tmp_path: Path) -> None:
    in_memory = tables_in_memory()

    with pytest.raises(StoreProblem, match="journal_mode is memory, must be wal") as caught:
        set_up(in_memory, SETTINGS, tmp_path)

    assert caught.value.code == "wrong_pragma"
    in_memory.close()


def test_another_key_is_refused(tmp_path: Path) -> None:
    files = give_birth(tmp_path)
    (files.keys / "database.key").write_bytes(os.urandom(32))

    assert code_of_opening(tmp_path) == "wrong_key"


@pytest.mark.parametrize("name", ["database.key", "branch.key"])
def test_a_missing_key_is_refused_and_never_replaced_by_a_new_one(tmp_path: Path, name: str) -> None:
    files = give_birth(tmp_path)
    (files.keys / name).unlink()

    assert code_of_opening(tmp_path) == "key_missing"
    assert not (files.keys / name).exists()


def test_a_key_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    files = give_birth(tmp_path)
    (files.keys / "database.key").write_bytes(b"short")

    assert code_of_opening(tmp_path) == "key_missing"


def test_a_database_of_a_later_major_version_is_refused(tmp_path: Path) -> None:
    set_version(tmp_path, (MAJOR + 1) * 1_000)

    assert code_of_opening(tmp_path) == "newer_database"
    with pytest.raises(StoreProblem, match=f"{MAJOR + 1}.0"), reading(tmp_path):
        pass


def test_a_database_of_a_later_minor_version_works_and_keeps_its_version(tmp_path: Path) -> None:
    later = MAJOR * 1_000 + MINOR + 1
    set_version(tmp_path, later)

    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
        assert store.conn.execute("PRAGMA user_version").fetchone() == (later,)
        assert not store.files.backups.exists()


def test_an_older_database_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        write_down(store, two_days().recorded)
    set_version(tmp_path, MAJOR * 1_000)

    with Store.open(tmp_path) as store:
        version = store.conn.execute("PRAGMA user_version").fetchone()
        (copied,) = store.files.backups.iterdir()
        copy = connect(copied, store.keys.database, read_only=True)

    assert version == (MAJOR * 1_000 + MINOR,)
    assert copy.execute("PRAGMA user_version").fetchone() == (MAJOR * 1_000,)
    assert Journal(copy).head.seq > 0
    copy.close()


@pytest.mark.parametrize("cut", [b"", None])
def test_a_database_that_lost_its_contents_is_never_started_anew(tmp_path: Path, cut: bytes | None) -> None:
    files = give_birth(tmp_path)
    if cut is None:
        files.database.unlink()
    else:
        files.database.write_bytes(cut)

    assert code_of_opening(tmp_path) == "damaged"


def ruin(folder: Path, table: str) -> None:
    """Make a data folder in which the first page of one table is damaged."""
    with Store.open(folder) as store:
        write_down(store, two_days().recorded)
        row = store.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    assert row is not None
    contents = bytearray(store.files.database.read_bytes())
    contents[(row[0] - 1) * 4096 + 1000] ^= 1
    store.files.database.write_bytes(contents)


def test_a_damaged_page_is_named_when_it_is_written(tmp_path: Path) -> None:
    ruin(tmp_path, "head")

    with pytest.raises(StoreProblem) as caught, Store.open(tmp_path) as store, store.write() as conn:
        conn.execute("UPDATE head SET branch = 'b2'")

    assert caught.value.code == "damaged"


def test_a_damaged_page_is_named_when_facts_are_read(tmp_path: Path) -> None:
    ruin(tmp_path, "journal")

    with Store.open(tmp_path) as store, pytest.raises(StoreProblem) as caught:
        Journal(store.conn).after(0, 10)

    assert caught.value.code == "damaged"


def test_a_folder_is_used_by_one_store_only(tmp_path: Path) -> None:
    with Store.open(tmp_path):
        assert code_of_opening(tmp_path) == "locked"

    Store.open(tmp_path).close()


def test_a_service_that_was_killed_does_not_keep_the_folder(tmp_path: Path) -> None:
    script = "import sys, pathlib; from kiosk.branch.database.store import Store; s = Store.open(pathlib.Path(sys.argv[1]));"
    command = [sys.executable, "-c", script + "print('open', flush=True); sys.stdin.read()", str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == b"open\n"
        while_it_runs = code_of_opening(tmp_path)
        service.send_signal(signal.SIGKILL)

    assert while_it_runs == "locked"
    Store.open(tmp_path).close()


def test_an_open_that_is_refused_keeps_nothing_locked(tmp_path: Path) -> None:
    files = give_birth(tmp_path)
    key = (files.keys / "database.key").read_bytes()
    (files.keys / "database.key").write_bytes(os.urandom(32))
    code_of_opening(tmp_path)
    (files.keys / "database.key").write_bytes(key)

    Store.open(tmp_path).close()


def test_a_block_that_fails_writes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        with pytest.raises(NumberGap):
            _write_and_fail(store)

        assert not store.conn.in_transaction
        assert Journal(store.conn).head.branch == ""


def _write_and_fail(store: Store) -> None:
    with store.write() as conn:
        conn.execute("UPDATE head SET branch = 'b2'")
        raise NumberGap


def test_a_transaction_keeps_other_writers_out_from_its_first_moment(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        other = connect(store.files.database, store.keys.database)
        other.execute("PRAGMA busy_timeout = 0")
        with store.write(), pytest.raises(StoreProblem) as caught, naming_problems(tmp_path):
            other.execute("BEGIN IMMEDIATE")
        other.close()

    assert caught.value.code == "locked"


def test_a_bug_of_ours_is_not_blamed_on_the_machine(tmp_path: Path) -> None:
    with (
        Store.open(tmp_path) as store,
        pytest.raises(Exception, match="no such table") as caught,
        store.write() as conn,
    ):
        conn.execute("SELECT * FROM misspelt")

    assert not isinstance(caught.value, StoreProblem)


def test_a_read_only_connection_writes_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        reader = store.read_only()

        with pytest.raises(StoreProblem) as caught, naming_problems(tmp_path):
            reader.execute("DELETE FROM head")

        reader.close()
    assert caught.value.code == "read_only"


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")

    assert code_of_opening(in_the_way / "data") == "no_folder"


def test_a_folder_without_a_database_is_named_by_tools(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem) as caught, reading(tmp_path):
        pass

    assert caught.value.code == "no_database"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", get_args(Code))
def test_every_problem_says_what_to_do_in_chinese_and_english(code: Code) -> None:
    problem = StoreProblem(code, Path("/data"), "detail")

    assert "/data" in problem.words("zh")
    assert "/data" in problem.words("en")
    assert str(problem) == f"{problem.words('zh')} {problem.words('en')}"
    assert len(problem.words("en").split(". ")) + problem.words("en").count(": ") > 1
