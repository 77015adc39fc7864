"""The tables of the servers themselves: who each is, and on the first of them which branch lies where."""

from typing import Final

# One row. server: made when the database was born, and its name for ever. run: made at every start of headquarters; with
# the mark beside the keys it tells whether the database was brought back from a backup.
_IDENTITY: Final = """
CREATE TABLE identity (
  server TEXT NOT NULL, run TEXT NOT NULL, epoch INTEGER NOT NULL,
  PRIMARY KEY (server)
) STRICT, WITHOUT ROWID"""

# Kept on the first server alone.
_PLACED: Final = """
CREATE TABLE placed (
  branch TEXT NOT NULL, server TEXT NOT NULL,
  PRIMARY KEY (branch)
) STRICT, WITHOUT ROWID"""

SERVERS: Final = (_IDENTITY, _PLACED)
