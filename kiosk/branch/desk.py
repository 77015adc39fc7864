"""The desk: every request goes decide -> commit -> apply -> publish here, one after the other."""

import hashlib
import hmac
from collections.abc import Callable, Sequence

from kiosk.branch.clock import ServiceClock
from kiosk.branch.ids import uuid7
from kiosk.branch.journal import Journal
from kiosk.branch.store import Store
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Refusal
from kiosk.domain.day import Day
from kiosk.domain.rules import decide
from kiosk.domain.rules.days import roll
from kiosk.domain.setting import Moment, Setting
from kiosk.records.project import project
from kiosk.wire.asking import decode_answer, encode_answer, encode_request_body

SYSTEM = r.By("system", "branch")

Publish = Callable[[Sequence[f.Recorded]], None]


class Desk:
    """The only writer of the branch. Not thread-safe: everything here runs on the lane.

    `day` is what the facts in the journal make; it changes only after their commit. A failed commit changes nothing.
    """

    def __init__(
        self, store: Store, journal: Journal, clock: ServiceClock, setting: Setting, publish: Publish
    ) -> None:
        """Replay the day from the journal; found the epoch if the journal is new."""
        self._store, self._journal, self._clock = store, journal, clock
        self._publish = publish
        self.setting = setting
        self.day = Day()
        for recorded in journal.replay():
            self.day.apply(recorded)

    def found(self, *, demonstration: bool) -> None:
        """Write the first fact of a new journal; a journal that has one keeps it, and says whether it is a demonstration."""
        if not self.day.branch:
            self._commit((f.EpochStarted(self.setting.plan.code, "born", demonstration),), SYSTEM)

    def now_ms(self) -> int:
        """Return service time, never before the last fact."""
        return max(self._clock.now_ms(), self.day.last_ms)

    def handle(self, request_id: str, request: r.Request, by: r.By) -> Answer:
        """Carry out one request and return its answer, durable if it is not a refusal.

        The same id with the same body gets the stored answer again, with another body `request_id_reused`. A refusal
        changes nothing and is not stored: asked again it is decided again. StoreProblem if nothing could be written.
        """
        digest = self._digest(request)
        known = self._journal.answered(request_id)
        if known is not None:
            same = hmac.compare_digest(known.digest, digest)
            return decode_answer(known.answer) if same else Refusal("request_id_reused")
        self.keep_day()
        decision = decide(self.day, request, self.setting, Moment(self.now_ms(), by, self._new_id))
        if isinstance(decision, Refusal):
            return decision

        def remember() -> None:
            self._journal.remember(
                request_id, request.kind, digest, encode_answer(decision.answer), self.day.date
            )

        self._commit(decision.facts, by, remember)
        return decision.answer

    def keep_day(self) -> None:
        """Close a stale day and open the next, and record a jump of the clock: what every request finds done."""
        jump, self._clock.at_start = self._clock.jumped() or self._clock.at_start, None
        if jump is not None:
            self._commit((f.ClockJumped(jump.by_ms, jump.when, jump.quality),), SYSTEM)
        facts = roll(self.day, self.setting, self.now_ms())
        if facts:
            self._commit(facts, SYSTEM)

    def _commit(self, facts: Sequence[f.Fact], by: r.By, also: Callable[[], None] | None = None) -> None:
        """Write facts, their projections and what goes with them in one transaction; then apply and publish."""
        now_ms = self.now_ms()
        with self._store.write():
            recorded = self._journal.append(
                facts, self._date(facts), now_ms, by.actor, by.device, self._ids(len(facts))
            )
            for one in recorded:
                project(self._store.connection, self.setting.plan.code, one)
            if also is not None:
                also()
        for one in recorded:
            self.day.apply(one)
        self._publish(recorded)

    def _date(self, facts: Sequence[f.Fact]) -> str:
        """Return the business date the facts belong to: an opening belongs to the day it opens."""
        opened = [fact.date for fact in facts if isinstance(fact, f.DayOpened)]
        return opened[0] if opened else self.day.date

    def _new_id(self) -> str:
        return uuid7(self.now_ms())

    def _ids(self, count: int) -> list[str]:
        return [self._new_id() for _ in range(count)]

    def _digest(self, request: r.Request) -> bytes:
        """Return a keyed digest: from a stored plain hash a declared care need could be guessed."""
        return hmac.digest(
            self.setting.secret, request.kind.encode() + b"\0" + encode_request_body(request), hashlib.sha256
        )
