"""Facts of this branch onto a stick, in the same uploads as over a link, for headquarters alone to read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.branch.database.store import reading
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment
from kiosk.branch.upload.packing import Packed, packed
from kiosk.branch.upload.reading import Damaged, stretch_from
from kiosk.branch.upload.standing import load_standing
from kiosk.records.connection import Connection
from kiosk.records.database.disk import sync
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.wire.sync.carriage import SUFFIX, Sender, write_carriage
from kiosk.wire.sync.upload import MOST_FACTS, BadUpload, decode, unpack


class NotEnrolled(Exception):
    """This branch has no headquarters to carry anything to."""


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """The file, and the facts in it: from seq `first` to `last`. It holds none if there are none to send."""

    file: Path
    first: int
    last: int


def carry_out(data: Path, folder: Path, now_ms: int) -> CarriedOut:
    """Write every fact that headquarters has not acknowledged into one new file in `folder`; the service may run.

    The file is whole and durable, or it is not there: a stick that is full or pulled out leaves nothing half. Carried again
    is harmless: headquarters keeps each fact once.

    Raises:
        NotEnrolled: there is no headquarters.
        StoreProblem: the stick or the database; nothing was left on the stick.
        Damaged: the journal is not what it was: `kiosk verify`.
    """
    with reading(data) as (files, _, conn):
        enrolment = load_enrolment(files.keys)
        if enrolment is None:
            raise NotEnrolled
        conn.execute("BEGIN")  # the journal as it stands now, however long the writing takes
        former = frozenset(key.hex() for key in enrolment.former)
        first = load_standing(conn).at(enrolment.hq_signing.hex(), former).acked.seq + 1
        return _write(conn, folder, enrolment, first, now_ms)


def _write(conn: Connection, folder: Path, enrolment: Enrolment, first: int, now_ms: int) -> CarriedOut:
    if not folder.is_dir():
        # Never made here: a stick that is not plugged in must not become a folder on the system disk.
        raise StoreProblem("no_folder", folder / "carriage", "it is not there")
    target = folder / f"{enrolment.branch}_{now_ms}{SUFFIX}"
    draft = target.with_suffix(".draft")
    sender = Sender(enrolment.branch, enrolment.key_id, enrolment.key, enrolment.hq_sealing)
    reached = [first - 1]
    with naming_problems(target):
        try:
            with draft.open("xb") as file:
                write_carriage(file, sender, _bodies(conn, first, reached), now_ms)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
            sync(folder)
        except BaseException:
            _forget(draft)
            raise
    return CarriedOut(target, first, reached[0])


def _bodies(conn: Connection, first: int, reached: list[int]) -> Iterator[bytes]:
    """Yield the uploads from seq `first` on, and keep in `reached` how far they go."""
    while (upload := _next(conn, first, MOST_FACTS, opaque=False)) is not None:
        yield upload.body
        reached[0] = upload.sent.last
        first = upload.sent.last + 1


def _next(conn: Connection, first: int, most: int, *, opaque: bool) -> Packed | None:
    """Return the next upload in a form that headquarters can take: halved, and at one fact opaque, as it would ask for."""
    stretch = stretch_from(conn, first, most)
    if stretch is None:
        return None
    upload = packed(stretch, opaque=opaque)
    try:
        decode(unpack([upload.body]))
    except BadUpload as bad:
        if upload.sent.count > 1:
            return _next(conn, first, upload.sent.count // 2, opaque=False)
        if opaque:
            raise Damaged(f"fact {first} can be sent in no form") from bad
        return _next(conn, first, 1, opaque=True)
    return upload


def _forget(draft: Path) -> None:
    """Remove what is half written, if the stick is still there."""
    try:
        draft.unlink(missing_ok=True)
    except OSError:
        return
