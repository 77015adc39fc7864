"""The tables of headquarters' own people: who they are, what they did, and the personal data that only some may open."""

from typing import Final

# roles: space-separated. password: own, temporary (good for one sign-in), used (one of those after that sign-in).
# hash: argon2id behind a pepper that stands beside the keys and in no backup.
_PERSON: Final = """
CREATE TABLE person (
  badge TEXT NOT NULL, roles TEXT NOT NULL, state TEXT NOT NULL, hash TEXT NOT NULL, password TEXT NOT NULL,
  set_ms INTEGER NOT NULL, since_ms INTEGER NOT NULL,
  PRIMARY KEY (badge)
) STRICT, WITHOUT ROWID"""

# How often a password was tried since it was last right; written before each try, so that no kill makes one free.
_PERSON_TRY: Final = """
CREATE TABLE person_try (
  badge TEXT NOT NULL, tries INTEGER NOT NULL, last_ms INTEGER NOT NULL,
  PRIMARY KEY (badge)
) STRICT, WITHOUT ROWID"""

# id: UUIDv7. subject: whom or what it was done to; why: the reason that was given, where one is asked for.
_ACT: Final = """
CREATE TABLE act (
  id TEXT NOT NULL, at INTEGER NOT NULL, badge TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (id)
) STRICT, WITHOUT ROWID"""

PEOPLE: Final = (_PERSON, _PERSON_TRY, _ACT, "CREATE INDEX act_of ON act (badge, id)")

# sealed: HPKE of salt and content, to headquarters' sealing key. commitment: what the chain of the branch holds for it.
_SEALED: Final = """
CREATE TABLE sealed (
  branch TEXT NOT NULL, record TEXT NOT NULL, date TEXT NOT NULL, of TEXT NOT NULL, commitment BLOB NOT NULL,
  sealed BLOB NOT NULL, received_ms INTEGER NOT NULL,
  PRIMARY KEY (branch, record)
) STRICT, WITHOUT ROWID"""

SEALED: Final = (
    _SEALED,
    "CREATE INDEX sealed_of_day ON sealed (branch, date, of)",
    "CREATE INDEX sealed_newest ON sealed (date, branch, record)",
    # Few facts bear a commitment, and only those stand in it.
    "CREATE INDEX inbox_commitment ON inbox (branch, commitment) WHERE length(commitment) = 32",
)
