"""A walk along the journal, row by row, that notes every fault of the chain."""

from typing import Final, NamedTuple

from kiosk.branch.database.anchor import Anchor, load_anchor
from kiosk.branch.database.journal import Head, Journal
from kiosk.branch.upkeep.findings import Finding, FindingCode
from kiosk.domain.facts import DayOpened, EpochStarted, Fact, JournalPurged, NumbersSkipped, TicketIssued
from kiosk.domain.visit import ticket_label
from kiosk.records.connection import Connection
from kiosk.wire.chain import NOTHING_BEFORE, fact_hash
from kiosk.wire.codec import BadFact, decode_body

ENOUGH: Final = 1_000
"""More faults than anybody reads: beyond it the walk ends."""


class _Line(NamedTuple):
    """A row of the journal as it is stored."""

    seq: int
    epoch: bytes
    id: bytes
    kind: str
    version: int
    business_date: str
    at: int
    actor: str
    device: str
    body: bytes
    commitment: bytes
    prev: bytes
    hash: bytes


class ChainWalk:
    """Goes along the journal once; `found` holds the faults so far, also when a damaged page ends the walk."""

    def __init__(self) -> None:
        """Stand before the first fact."""
        self.facts = self.tickets = self.seq = 0
        self.found: list[Finding] = []
        self._head = Head("", 0, NOTHING_BEFORE, "", 0, 0)
        self._date = ""
        self._last_number: dict[tuple[str, str], int] = {}
        self._floor: dict[str, int] = {}
        self._purges: set[tuple[int, str, str]] = set()

    def go(self, conn: Connection) -> None:
        """Walk to the end and compare it with the head that the journal keeps."""
        stored, anchor = Journal(conn).head, load_anchor(conn)
        begins = anchor
        for row in conn.execute(f"SELECT {', '.join(_Line._fields)} FROM journal ORDER BY seq"):  # noqa: S608
            line = _Line(*row)
            if anchor is not None and line.seq <= anchor.seq:
                self._step_apart(line)
                continue
            if anchor is not None:
                self._begin_at(anchor)
                anchor = None
            self._step(line)
            if len(self.found) >= ENOUGH:
                return
        self._check_purged(begins)
        for name, here, there in zip(Head._fields, self._head, stored, strict=True):
            if here != there:
                self._note("head", name)

    def _begin_at(self, anchor: Anchor) -> None:
        """Stand where the purged front ended."""
        self.seq = anchor.seq
        if not anchor.holds:
            self._note("anchor")
        self._head = self._head._replace(epoch=anchor.epoch.hex(), seq=anchor.seq, hash=anchor.hash)

    def _check_purged(self, anchor: Anchor | None) -> None:
        """A fact says where the journal begins: an anchor brings the key that signed it, and so proves nothing alone."""
        if anchor is not None and (anchor.seq, anchor.hash.hex(), anchor.date) not in self._purges:
            self.found.append(Finding("anchor", anchor.seq))

    def _step_apart(self, line: _Line) -> None:
        """Check the beginning of the epoch, which is kept when all around it is purged: it links to nothing here."""
        self.facts, self.seq = self.facts + 1, line.seq
        if _hash_of(line) != line.hash:
            self._note("hash")
        try:
            self._take("", decode_body(line.kind, line.version, line.body)[-1])
        except BadFact as error:
            self._note("body", error)

    def _note(self, code: FindingCode, detail: object = "") -> None:
        self.found.append(Finding(code, self.seq, str(detail)))

    def _step(self, line: _Line) -> None:
        """Check one row against the one before, then stand on it as it is stored: a fault is told once."""
        expected, self.seq = self.seq + 1, line.seq
        self.facts += 1
        if line.seq != expected:
            self._note("seq", f"{expected}..{line.seq - 1}")
        self._check_chain(line)
        self._check_body(line)
        self._head = self._head._replace(epoch=line.epoch.hex(), seq=line.seq, hash=line.hash)

    def _check_chain(self, line: _Line) -> None:
        if line.prev != self._head.hash:
            self._note("link")
        if _hash_of(line) != line.hash:
            self._note("hash")

    def _check_body(self, line: _Line) -> None:
        try:
            date, actor, device, fact = decode_body(line.kind, line.version, line.body)
        except BadFact as error:
            self._note("body", error)
            return
        for name, stored, told in (
            ("business_date", line.business_date, date),
            ("actor", line.actor, actor),
            ("device", line.device, device),
        ):
            if stored != told:
                self._note("column", name)
        if date < self._date:
            self._note("date", date)
        self._date = max(self._date, date)
        self._check_epoch(line, fact)
        self._take(date, fact)

    def _check_epoch(self, line: _Line, fact: Fact) -> None:
        """A new epoch says where the old one ended; nothing else may change the epoch."""
        before = self._head
        if line.epoch.hex() == before.epoch:
            return
        if not isinstance(fact, EpochStarted):
            self._note("epoch", line.kind)
        elif (fact.previous_epoch, fact.last_seq) != (before.epoch, before.seq):
            self._note("epoch", f"{fact.previous_epoch or '-'} {fact.last_seq}")
        elif fact.last_hash != (before.hash.hex() if before.seq else ""):
            self._note("epoch", fact.last_hash)

    def _take(self, date: str, fact: Fact) -> None:
        match fact:
            case EpochStarted():
                self._head = self._head._replace(branch=fact.branch, epoch_seq=self.seq)
            case DayOpened():
                self._head = self._head._replace(day_seq=self.seq)
            case TicketIssued():
                self._check_number(date, fact)
            case JournalPurged():
                self._purges.add((fact.last_seq, fact.last_hash, fact.date))
            case NumbersSkipped():
                self._floor[fact.date] = fact.floor
            case _:
                pass

    def _check_number(self, date: str, fact: TicketIssued) -> None:
        self.tickets += 1
        last = max(self._last_number.get((date, fact.series), 0), self._floor.get(date, 0))
        if fact.number != last + 1:
            self._note("number", f"{date} {ticket_label(fact.series, fact.number)}")
        self._last_number[date, fact.series] = fact.number


def _hash_of(line: _Line) -> bytes:
    return fact_hash(
        epoch=line.epoch, seq=line.seq, prev=line.prev, id=line.id, kind=line.kind, version=line.version,
        at_ms=line.at, body=line.body, commitment=line.commitment,
    )  # fmt: skip
