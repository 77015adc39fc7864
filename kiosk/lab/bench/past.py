"""A long past, written in bulk: what a branch looks like after years, so that today can be measured on top of it."""

from typing import Final

from kiosk.branch.database.store import Store

_COUNT: Final = """
CREATE TEMP TABLE past AS
  WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :tickets)
  SELECT i, printf('%08x-%04x-7000-8000-%012x', i / 65536, i % 65536, i) AS id,
    date('2015-01-01', (i / 400) || ' days') AS date  -- 400 tickets a day: a million of them is seven years
  FROM n
"""

_TABLES: Final = (
    """INSERT INTO visit SELECT :branch, id, date, 'A', i % 400 + 1, 'ordinary', 'zh', 'kiosk', i * 1000,
         '{}', '[]', 3, 5, 12 FROM past""",
    """INSERT INTO leg SELECT :branch, id, id, 'deposit', 'personal', 6, 'finished', i * 1000, 60000, '',
         i * 1000 + 600000 FROM past""",
    """INSERT INTO period SELECT :branch, id, id, '1', i * 1000, 'score', 100, '', 0, 'apq-1', '', 1, i * 1000,
         i * 1000 + 600000, 'measured' FROM past""",
    "INSERT INTO slip SELECT :branch, id, id, 0, 'printed', '', i * 1000, i * 1000 FROM past",
    "INSERT INTO number SELECT DISTINCT :branch, date, 'A', 400 FROM past",
)
_REQUESTS: Final = """
INSERT INTO request SELECT randomblob(16), 'issue_ticket', zeroblob(32), zeroblob(300), i, date FROM past
  WHERE i + 400 >= :tickets  -- answers of earlier days are forgotten
"""
_JOURNAL: Final = """
INSERT INTO journal SELECT 4 * i + f.column1 + 1, zeroblob(8), randomblob(16), 'past', 1, date, i, 'customer', 'bench',
  CAST(json_object('day', date, 'actor', 'customer', 'device', 'bench', 'fact',
    json_object('text', hex(zeroblob(110))))
    AS BLOB), x'', zeroblob(32), zeroblob(32) FROM past, (VALUES (0), (1), (2), (3)) AS f
"""


def write_past(store: Store, branch: str, tickets: int) -> None:
    """Write `tickets` past visits into a new store, each with leg, period, slip, answer and four journal rows.

    The rows have the size and order of real ones; their chain is not real, so `kiosk verify` would refuse them.
    """
    with store.write() as conn:
        conn.execute(_COUNT, {"tickets": tickets})
        for statement in _TABLES:
            conn.execute(statement, {"branch": branch})
        conn.execute(_REQUESTS, {"tickets": tickets})
        conn.execute(_JOURNAL)
        # A replay begins at the last day_opened: let it begin behind all this.
        conn.execute("UPDATE head SET seq = 4 * :tickets, day_seq = 4 * :tickets", {"tickets": tickets})
        conn.execute("DROP TABLE past")
