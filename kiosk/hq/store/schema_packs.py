"""The tables of packs: what headquarters has for its branches, and what each of them said it uses."""

from typing import Final

# On the first server alone. branches: codes parted by spaces, or `*` for every one. size and sha256 are of the whole file.
_PACK = """
CREATE TABLE pack (
  kind TEXT NOT NULL, version INTEGER NOT NULL, branches TEXT NOT NULL, expires_ms INTEGER NOT NULL,
  files INTEGER NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL,
  made_ms INTEGER NOT NULL, made_by TEXT NOT NULL, withdrawn_ms INTEGER,
  PRIMARY KEY (kind, version)
) STRICT, WITHOUT ROWID"""

# The file itself, 64 KiB a row, `place` counting from 0.
_PACK_PIECE = """
CREATE TABLE pack_piece (
  kind TEXT NOT NULL, version INTEGER NOT NULL, place INTEGER NOT NULL, content BLOB NOT NULL,
  PRIMARY KEY (kind, version, place)
) STRICT"""

# On the server of the branch. version: in use, 0 none. refused: the newest it refused, 0 none, and the code of the refusal.
_PACK_AT = """
CREATE TABLE pack_at (
  branch TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL, refused INTEGER NOT NULL, code TEXT NOT NULL,
  told_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, kind)
) STRICT, WITHOUT ROWID"""

PACKS: Final = (_PACK, _PACK_PIECE, _PACK_AT)
