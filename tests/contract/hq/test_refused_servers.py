"""A PostgreSQL that cannot be used is refused with one sentence in both languages that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
import typer

from kiosk.app.failures import explained
from kiosk.app.headquarters import headquarters_of, serve
from kiosk.hq.store import problems
from kiosk.hq.store.postgres import PostgresServer
from kiosk.hq.store.problems import ServerProblem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.lab.postgres import Postgres

TROUBLES: dict[str, tuple[Callable[[Postgres], str], str]] = {
    "no address": (lambda _: "mysql://kiosk:secret@hq/kiosk", "bad_url"),
    "no address either": (lambda _: "hots=hq password=secret", "bad_url"),
    "nobody there": (lambda _: "postgresql://kiosk:secret@127.0.0.1:1/kiosk", "unreachable"),
    "no such host": (lambda _: "postgresql://kiosk:secret@nowhere.invalid/kiosk", "unreachable"),
    "wrong password": (lambda there: there.url.replace("@", "secret@"), "refused"),
    "no such database": (lambda there: there.url_of("nowhere"), "refused"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_is_wrong_is_said_in_both_languages_and_no_password_with_it(
    postgres: Postgres, tmp_path: Path, trouble: str
) -> None:
    url_of, code = TROUBLES[trouble]

    with (
        pytest.raises(ServerProblem) as problem,
        headquarters_of(tmp_path, demonstration=True, urls=[url_of(postgres)]),
    ):
        pass

    words = str(problem.value)
    assert problem.value.code == code
    assert "secret" not in words
    assert "\n" not in words
    assert any("\u4e00" <= letter <= "\u9fff" for letter in words)


def test_an_old_postgresql_is_refused_by_its_version(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.hq.store.postgres.OLDEST", 99)
    monkeypatch.setattr(problems, "OLDEST", 99)

    with pytest.raises(ServerProblem, match=r"runs PostgreSQL 1[68]") as problem:
        PostgresServer(postgres.url)

    assert problem.value.code == "too_old"


def test_a_database_that_cannot_hold_chinese_is_refused(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as conn:
        conn.execute("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0")

    with pytest.raises(ServerProblem) as problem:
        PostgresServer(postgres.url_of("latin"))

    assert problem.value.code == "not_utf8"


def test_a_user_who_may_make_no_tables_is_refused(postgres: Postgres) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as conn:
        conn.execute("CREATE USER guest PASSWORD 'guest'")
        conn.execute("CREATE DATABASE closed")

    with pytest.raises(ServerProblem) as problem:
        PostgresServer(
            psycopg.conninfo.make_conninfo(postgres.url_of("closed"), user="guest", password="guest")
        )

    assert problem.value.code == "no_rights"


def test_the_command_prints_one_line_and_ends_with_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, explained():
        serve(tmp_path, 0, demonstration=True, urls=["mysql://kiosk:secret@hq/kiosk"])

    assert ended.value.exit_code == 2
    assert capsys.readouterr().err.startswith("kiosk: bad_url: hq/kiosk 不是 PostgreSQL 地址")
