"""Our statements said to PostgreSQL."""

from __future__ import annotations

import pytest

from kiosk.hq.store.schema import for_postgres
from kiosk.hq.store.statements import spoken


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT a FROM b WHERE c = :c AND d = :d_2", "SELECT a FROM b WHERE c = %(c)s AND d = %(d_2)s"),
        ("SELECT a FROM b WHERE c = ? AND d = ?", "SELECT a FROM b WHERE c = %s AND d = %s"),
        ("UPDATE leg INDEXED BY leg_open SET a = :a", "UPDATE leg SET a = %(a)s"),
        ("SELECT ':a ? INDEXED BY it''s' WHERE b = :b", "SELECT ':a ? INDEXED BY it''s' WHERE b = %(b)s"),
        ("SELECT a LIKE '10%' AND b % 2 = :b", "SELECT a LIKE '10%%' AND b %% 2 = %(b)s"),
        ("SELECT 'public'::regnamespace", "SELECT 'public'::regnamespace"),
    ],
)
def test_parameters_become_those_of_psycopg_and_texts_stay(ours: str, theirs: str) -> None:
    assert spoken(ours) == theirs


def test_types_are_those_of_postgresql_and_texts_sort_by_their_bytes() -> None:
    ours = (
        "CREATE TABLE t (a TEXT NOT NULL, b BLOB, c INTEGER, d REAL, PRIMARY KEY (a)) STRICT, WITHOUT ROWID"
    )

    assert for_postgres(ours) == (
        'CREATE TABLE t (a TEXT COLLATE "C" NOT NULL, b BYTEA, c BIGINT, d DOUBLE PRECISION, PRIMARY KEY (a))'
    )
