"""Which records were deleted before their time, so that no backup brings one back: a file beside the keys of the vault.

It is in no backup, as the keys are not. It holds no personal data: a line for each record with date, class, record and
reason; a line goes with the key that sealed its record.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

import structlog

from kiosk.domain.facts import ForgetReason, RecordClass
from kiosk.records.database.disk import sync
from kiosk.records.database.problems import naming_problems

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A record that was deleted, as one line of the file."""

    date: str
    of: RecordClass
    record: str
    why: ForgetReason


class ForgottenRecords:
    """The file. For the lane alone; every change is whole and on the disk at its return, or did not happen."""

    def __init__(self, path: Path) -> None:
        """Keep to the file `path`, which is made with the first record."""
        self._path = path

    def all(self) -> list[Forgotten]:
        """Return every record noted, oldest first. StoreProblem: the file is there and cannot be read."""
        with naming_problems(self._path):
            try:
                text = self._path.read_text("utf-8", errors="replace")
            except FileNotFoundError:
                return []
        lines = [_line_of(line) for line in text.splitlines()]
        return [line for line in lines if line is not None]

    def note(self, one: Forgotten) -> None:
        """Write down a record before it is deleted, once. StoreProblem: that cannot be, and nothing may be deleted."""
        known = self.all()
        if one not in known:
            self._write([*known, one])

    def cut(self, date: str, of: RecordClass) -> None:
        """Leave out the records of a date and class, which nothing opens any more. StoreProblem: they still stand there."""
        known = self.all()
        kept = [one for one in known if (one.date, one.of) != (date, of)]
        if kept != known:
            self._write(kept)

    def _write(self, records: Iterable[Forgotten]) -> None:
        text = "".join(f"{one.date} {one.of} {one.record} {one.why}\n" for one in records)
        with naming_problems(self._path):
            if not text:
                self._path.unlink()
            else:
                draft = self._path.with_suffix(".draft")
                draft.touch(0o600)
                draft.write_text(text, "utf-8", newline="\n")
                sync(draft)
                draft.replace(self._path)
            sync(self._path.parent)


def _line_of(line: str) -> Forgotten | None:
    match line.split(" "):
        case [date, of, record, why] if of in get_args(RecordClass) and why in get_args(ForgetReason):
            return Forgotten(date, cast("RecordClass", of), record, cast("ForgetReason", why))
    log.error("forgotten_line_damaged")
    return None
