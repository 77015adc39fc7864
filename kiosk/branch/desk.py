"""The desk: every request goes decide -> commit -> apply -> publish here, one after the other."""

import hmac
from collections.abc import Callable, Sequence
from pathlib import Path

from kiosk.branch.clock import Clock, SteppedClock
from kiosk.branch.database.answers_store import AnswersStore
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.left_staff import left_staff, note_left
from kiosk.branch.database.store import Store
from kiosk.branch.upload.enrolment import is_enrolled
from kiosk.branch.vault.keys import VaultKeys
from kiosk.branch.vault.vault import Vault
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.day import Day
from kiosk.domain.privacy import Kept, Personal
from kiosk.domain.rules import decide
from kiosk.domain.rules.days import after_restore, roll
from kiosk.domain.setting import Moment, Setting
from kiosk.records.connection import Connection
from kiosk.records.database.ids import Ids
from kiosk.records.database.problems import Code, StoreProblem
from kiosk.records.register import kept_record, load_register
from kiosk.wire.asking import decode_answer, encode_answer, encode_request_body

SYSTEM = r.By("system", "branch")
_SIMULATED_SYSTEM = r.By("system", f"{r.SIMULATED}-branch")

Publish = Callable[[Sequence[f.Recorded]], None]


class Desk:
    """The only writer of the branch. Not thread-safe: everything here runs on the lane.

    `day` is what the facts in the journal make; it changes only after their commit. A failed commit changes nothing.
    """

    def __init__(self, store: Store, clock: Clock, setting: Setting, publish: Publish) -> None:
        """Replay the day from the journal in `store`; every committed fact is handed to `publish`."""
        self._store, self._clock, self._publish = store, clock, publish
        self.journal = Journal(store.conn)
        self._answers = AnswersStore(store.conn, store.keys.branch)
        self._ids = Ids()
        self._stepped = clock if isinstance(clock, SteppedClock) else None
        self.system = _SIMULATED_SYSTEM if self._stepped else SYSTEM
        """Who speaks for the branch service itself; at simulated time every fact says so."""
        self.setting = setting
        self.vault = Vault(
            store.conn, VaultKeys(store.files.keys / "vault"), lambda: is_enrolled(store.files.keys)
        )
        self.register = load_register(store.conn, self.journal.head.branch)
        """Staff and devices. One of them may be looked up from any thread, the whole is for the lane."""
        self.day = Day()
        for recorded in self.journal.replay():
            self.day.apply(recorded)

    def found(self, *, demonstration: bool) -> None:
        """Write the first fact of a new journal, or the first after a restore; others stay what they were born as.

        Raises:
            StoreProblem: `demonstration_data` or `real_data`, the journal was born as the other; or the disk.
        """
        if self.day.branch and self.day.demonstration is not demonstration:
            born_as: Code = "demonstration_data" if self.day.demonstration else "real_data"
            raise StoreProblem(born_as, self._store.files.database.parent.parent)
        if not self.day.branch:
            born = (f.EpochStarted(self.setting.plan.code, "born", demonstration),)
            self._commit(born, self.system, first=self.journal.begin_epoch)
        elif self.journal.head.seq == self.journal.head.epoch_seq > 1:
            # Nothing happened since a restore: numbers of today may be in hands that this journal has never heard of.
            self._restored(after_restore(self.day, self.setting, self.now_ms()))
        self.note_left()

    def note_left(self) -> None:
        """Note outside of database and backups who left. StoreProblem: it cannot be written; a start does it again."""
        note_left(self.keys, (one.badge for one in self.register.staff.values() if not one.active))

    def _restored(self, facts: Sequence[f.Fact]) -> None:
        """Commit the first facts after a restore; what the backup brought back is forgotten, and who left, leaves anew."""
        again = [f.RecordForgotten(one.record, one.why) for one in self.vault.came_back()]
        left = [f.StaffLeft(one) for one in sorted(left_staff(self.keys)) if self.register.roles_of(one)]
        self._commit((*facts, *again, *left), self.system, also=lambda _: self._forget(again))

    def _forget(self, facts: Sequence[f.Fact]) -> None:
        for fact in facts:
            if isinstance(fact, f.RecordForgotten):
                self.vault.forget(fact.record, fact.why)

    def read_only(self) -> Connection:
        """Open another connection, for the calling thread: the only thing here that is not for the lane alone."""
        return self._store.read_only()

    def now_ms(self) -> int:
        """Return service time, never before the last fact."""
        return max(self._clock.now_ms(), self.day.last_ms)

    @property
    def keys(self) -> Path:
        """The folder of the branch's keys, which is in no backup."""
        return self._store.files.keys

    @property
    def store(self) -> Store:
        """The store, for what is kept beside the facts: PINs and personal data."""
        return self._store

    @property
    def simulated(self) -> bool:
        """Whether service time goes on only as `go_to` says."""
        return self._stepped is not None

    def go_to(self, ms: int) -> None:
        """Let simulated time go on, and bring the day up to it. RuntimeError where time is real."""
        if self._stepped is None:
            raise RuntimeError("this branch has a clock of its own")
        self._stepped.go_to(ms)
        self.keep_day()

    def handle(
        self,
        request_id: str,
        request: r.Request,
        by: r.By,
        beside: Callable[[Connection], object] | None = None,
    ) -> Answer:
        """Carry out one request and return its answer, durable if it is not a refusal.

        The same id with the same body from the same device gets the stored answer again, anything else under that id
        `request_id_reused`. A refusal changes nothing and is not stored: asked again it is decided again. `beside`
        writes what no fact may hold, in the same transaction. StoreProblem if nothing could be written.
        """
        known = self._answers.answered(request_id)
        if known is not None:
            same = hmac.compare_digest(known[0], self._digest(request, by, known[2]))
            return decode_answer(known[1]) if same else Refusal("request_id_reused")
        self.keep_day()
        moment = Moment(self.now_ms(), by, self._new_id, self.register, self._kept)
        decision = decide(self.day, request, self.setting, moment)
        if isinstance(decision, Refusal):
            return decision
        digest, answer = self._digest(request, by, self.day.date), encode_answer(decision.answer)

        def remember(seq: int) -> None:
            self._answers.remember(request_id, request.kind, digest, answer, seq=seq, date=self.day.date)
            self._forget(decision.facts)
            if beside is not None:
                beside(self._store.conn)

        self._commit(decision.facts, by, also=remember, kept=decision.kept)
        return decision.answer

    def _digest(self, request: r.Request, by: r.By, date: str) -> bytes:
        """Return what a request is known by. Bound to its device: nobody else gets the answer by repeating it."""
        body = encode_request_body(request) + b"\0" + by.device.encode()
        of = r.personal_class(request)
        secret = self.vault.request_secret(date, of, make=date == self.day.date) if of else None
        if of and secret is None:
            return b""  # its key is destroyed: nobody can tell any more what was asked under that id
        return self._answers.digest(request.kind, body, secret)

    def _kept(self, record: str) -> Kept | None:
        return kept_record(self._store.conn, self.journal.head.branch, record)

    def record(self, facts: Sequence[f.Fact], beside: Callable[[int], object]) -> None:
        """Commit what the service itself did; `beside` writes in the same transaction, given the last seq. StoreProblem."""
        self.keep_day()
        self._commit(facts, self.system, also=beside)

    def keep_day(self) -> None:
        """Close a stale day and open the next, and record a jump of the clock: what every request finds done."""
        jump = self._clock.jumped()
        if jump is not None:
            # A clock that is right is worth a word only after one that was not.
            if "doubtful" in {jump.quality, self.day.time_quality}:
                self._commit((f.ClockJumped(jump.by_ms, jump.when, jump.quality),), self.system)
            self._clock.note(jump)
        facts, before = roll(self.day, self.setting, self.now_ms()), self.day.date
        if facts:
            # Nobody repeats a request of the day before yesterday: answers must not grow with history.
            self._commit(facts, self.system, also=lambda _: self._answers.forget_before(before))

    def _commit(
        self,
        facts: Sequence[f.Fact],
        by: r.By,
        *,
        first: Callable[[], object] | None = None,
        also: Callable[[int], object] | None = None,
        kept: Sequence[Personal] = (),
    ) -> None:
        """Write facts in one transaction, then apply them.

        `first` comes before them, `also` behind them with their last seq; `kept` goes into the vault.
        """
        now_ms, date = self.now_ms(), self._date_of(facts)
        with self._store.write():
            if first is not None:
                first()
            recorded = self.journal.append(
                facts,
                ids=[self._new_id() for _ in facts],
                date=date,
                at_ms=now_ms,
                actor=by.actor,
                device=by.device,
                commitments=self.vault.keep(kept, date, now_ms),
            )
            if also is not None:
                also(recorded[-1].seq if recorded else self.journal.head.seq)
        for one in recorded:
            self.day.apply(one)
            self.register.apply(one)
        self._publish(recorded)

    def _date_of(self, facts: Sequence[f.Fact]) -> str:
        """Return the business date facts belong to: an opening, and the closing before it, to the day it opens."""
        return next((fact.date for fact in facts if isinstance(fact, f.DayOpened)), self.day.date)

    def _new_id(self) -> str:
        return self._ids.new(self.now_ms())
