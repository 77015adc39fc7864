"""Where a fact is written, and in which form values are."""

import json
from dataclasses import dataclass
from typing import Any

from kiosk.domain.facts import Recorded
from kiosk.records.connection import Connection


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fact is to be written, and what its record says beside it."""

    conn: Connection
    branch: str
    recorded: Recorded
    guarded: bool = True
    """Whether ticket numbers are checked as they are issued."""

    def run(self, sql: str, **values: object) -> int:
        """Run a statement that may name :branch, :at and `values`; return the number of rows it changed."""
        parameters: dict[str, Any] = {"branch": self.branch, "at": self.recorded.at_ms, **values}
        return self.conn.execute(sql, parameters).rowcount


def as_json(value: object) -> str:
    """Return the same text for the same value, so that a rebuilt table equals the first one."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
