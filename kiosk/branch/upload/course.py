"""What to do next at headquarters: from every answer to a step, pure. Nothing here waits, reads, writes or sends.

The table is protocol.md, Upload; each answer has its function here.
"""

from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Final, Literal

import msgspec

from kiosk.branch.upload.standing import NOWHERE, Failure, Frozen, Standing
from kiosk.branch.upload.unknown import Unknown
from kiosk.wire.sync.answers import Accepted, Acked, Answer, Bad, Busy, Denied, Fork, Gap
from kiosk.wire.sync.upload import MOST_FACTS


@dataclass(frozen=True, slots=True)
class Pace:
    """How long things wait, in ms."""

    first_ms: int = 1_000
    longest_ms: int = 300_000
    denied_ms: int = 900_000
    debounce_ms: int = 1_000
    """After a fact: the facts of one act come together."""
    gather_ms: int = 10_000
    """Between two uploads while facts keep coming, at least."""
    beside_ms: int = 60_000
    """Between two rounds of the work beside uploads while facts keep coming, at least."""
    spread_ms: int = 60_000
    """Over so long branches spread that are told the same at once, or come back at once: of 1,000 branches no second sees
    more than 5 %."""
    at_once_ms: int = 100
    """As long a round trip may take on a line on which nothing is spared: so long may headquarters itself need."""
    sparing: int = 500
    """So many times as long as a round trip takes beyond that, it is quiet before the next, between `gather_ms` and
    `seldom_ms`: a LAN is asked every ten seconds, and 64 kbit/s with 800 ms of latency every quarter of an hour, because
    every call costs 1.2 kB beside what it says (`kiosk bench`, wire)."""
    seldom_ms: int = 900_000
    """As seldom at most is told what happened, however slow the line is."""
    beside: int = 4
    """So many times as long it is quiet between two rounds of the work beside uploads, which also goes on at night."""
    idle_ms: int = 300_000
    """As `beside_ms` when nothing happens."""
    steady: int = 6_500
    """Facts a second at most while a backlog drains: what is sent quicker is paused for, so that whoever stands at a
    counter finds the lane and a core free. A backlog of months takes minutes in any case."""


PACE: Final = Pace()
_LONGEST_ASKED_MS: Final = 3_600_000
"""No answer makes a branch wait longer."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where the upload stands: on disk is only `standing`; the rest begins anew with the service."""

    standing: Standing = Standing()  # noqa: RUF009 - frozen itself
    batch: int = MOST_FACTS
    """The most facts in the next upload."""
    failures: int = 0
    """In a row, of those that say nothing."""
    opaque: bool = False
    """The next upload is one fact, sent so that headquarters need not read it."""
    probe: int = 0
    """The seq with which the next upload begins while the last common fact is looked for; 0: behind what is acknowledged."""

    @property
    def first(self) -> int:
        """The seq with which the next upload begins."""
        return self.probe or self.standing.acked.seq + 1


@dataclass(frozen=True, slots=True)
class Sent:
    """What an upload held: facts `first` to `last` of `epoch`, hashes in hex."""

    epoch: str
    first: int
    last: int
    before: str
    last_hash: str
    opaque: bool = False

    @property
    def count(self) -> int:
        """How many facts."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Moment:
    """What a step is made from beside the answer."""

    sent: Sent
    ours: Acked | None
    """The place in our own chain at the seq that the answer names (`named_in`), None: no fact has that number."""
    luck: float
    """Even in [0, 1)."""
    now_ms: int
    pace: Pace = PACE
    took_ms: int = 0
    """How long this upload has taken, from reading the facts to the answer."""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows: go on with `course` after `wait_ms`. `fork`: first let a new epoch begin behind that seq; 0: do not."""

    course: Course
    wait_ms: int = 0
    fork: int = 0


def named_in(answer: Answer | Unknown) -> int:
    """Return the seq at which our own chain is compared with an answer; 0: with none."""
    match answer:
        case Accepted() | Gap():
            return answer.acked.seq
        case Fork():
            return answer.at
        case _:
            return 0


@singledispatch
def after(answer: object, course: Course, moment: Moment) -> Step:  # noqa: ARG001 - one signature for all answers
    """Return the step that follows an answer to what was sent."""
    raise TypeError(answer)


@after.register
def _(answer: Accepted, course: Course, moment: Moment) -> Step:
    """Durable: the cursor moves to the end of it, if headquarters' hash there is ours."""
    sent, acked, old = moment.sent, answer.acked, course.standing
    if answer.receipt.hq_epoch < old.hq_epoch:  # from before it was restored: it may hold this no more
        return _stop(course, moment, "rewound")
    proved = moment.ours is not None and moment.ours.hash == acked.hash
    if acked.seq <= sent.last and not proved:
        return _stop(course, moment, "hash")
    if acked.seq < sent.first:
        return _behind(course, moment, acked, answer.receipt.hq_epoch)
    # Beyond what was sent headquarters may hold facts that a restore or a clone took from us: the next upload will tell.
    reached = acked if proved else Acked(sent.epoch, sent.last, sent.last_hash)
    standing = replace(_moved(course, moment, reached), hq_epoch=max(old.hq_epoch, answer.receipt.hq_epoch))
    if proved and acked.seq >= old.acked.seq:
        standing = replace(standing, receipt=msgspec.json.encode(answer.receipt))
    batch = max(1, min(2 * course.batch, answer.batch, MOST_FACTS))
    probe = reached.seq + 1 if course.probe and reached.seq < old.acked.seq else 0
    wait_ms = max(_asked_ms(answer.wait_ms), steadied_ms(sent.count, moment.took_ms, moment.pace))
    return Step(Course(standing, batch, probe=probe), wait_ms)


@after.register
def _(answer: Gap, course: Course, moment: Moment) -> Step:
    """Headquarters' cursor is elsewhere: jump there, if its hash is ours."""
    acked, old = answer.acked, course.standing
    if answer.hq_epoch < old.hq_epoch:
        return _stop(course, moment, "rewound")
    ours = acked.seq == 0 or (moment.ours is not None and moment.ours.hash == acked.hash)
    if not ours and answer.hq_epoch <= old.hq_epoch:
        return _stop(course, moment, "hash")
    if not ours or acked.seq < old.acked.seq:
        return _behind(course, moment, acked if ours else NOWHERE, answer.hq_epoch)
    if acked.seq + 1 == moment.sent.first or (acked.seq == old.acked.seq and not course.probe):
        return _stop(
            course, moment, "hash"
        )  # it wants what it was sent, or what was purged: asking leads nowhere
    standing = replace(_moved(course, moment, acked), hq_epoch=max(old.hq_epoch, answer.hq_epoch))
    return Step(Course(standing, course.batch))


@after.register
def _(answer: Fork, course: Course, moment: Moment) -> Step:
    """Another fact stands there at headquarters: a new epoch begins behind the last common one, once that is found."""
    sent = moment.sent
    if moment.ours is None or moment.ours.hash == answer.hash:
        return _stop(course, moment, "hash")
    if answer.at >= sent.first and answer.at > 1:
        course = replace(course, probe=0, failures=course.failures + 1)
        return Step(course, backed_off_ms(course, moment), fork=answer.at - 1)
    if answer.at >= sent.first or sent.first == 1:
        return _stop(course, moment, "hash")
    return Step(replace(course, probe=max(1, sent.first - MOST_FACTS)))


@after.register
def _(answer: Bad, course: Course, moment: Moment) -> Step:
    """It cannot be taken so: half of it; one fact alone: in a form that nobody need read."""
    del answer
    if moment.sent.count > 1:
        return Step(replace(course, batch=moment.sent.count // 2))
    if not moment.sent.opaque:
        return Step(replace(course, batch=1, opaque=True))
    return _failed(replace(course, opaque=False), moment, "refused", moment.pace.denied_ms)


@after.register
def _(answer: Denied, course: Course, moment: Moment) -> Step:
    """Not from this branch: everything is kept, and tried again in a quarter of an hour."""
    return _failed(course, moment, answer.code, moment.pace.denied_ms)


@after.register
def _(answer: Busy, course: Course, moment: Moment) -> Step:
    """Later: never sooner than asked, and not all branches at once."""
    wait_ms = _asked_ms(answer.wait_ms) + int(moment.luck * moment.pace.spread_ms)
    return _failed(course, moment, "busy", wait_ms)


@after.register
def _(answer: Unknown, course: Course, moment: Moment) -> Step:
    """Nobody knows: half of it again, after a while that grows (full jitter)."""
    course = replace(course, failures=course.failures + 1, batch=max(1, moment.sent.count // 2))
    if answer.why == "pressure":
        return _failed(course, moment, answer.why, answer.wait_ms + int(moment.luck * moment.pace.spread_ms))
    return _failed(course, moment, answer.why, max(answer.wait_ms, backed_off_ms(course, moment)))


def steadied_ms(count: int, took_ms: int, pace: Pace = PACE) -> int:
    """Return the pause after an upload of `count` facts that took `took_ms`: none on a line that is slow by itself."""
    return max(0, count * 1_000 // pace.steady - took_ms)


def spared_ms(least_ms: int, trip_ms: int, pace: Pace = PACE) -> int:
    """Return after how many ms new facts are sent again if a round trip takes `trip_ms`; never less than `least_ms`."""
    return max(least_ms, min(pace.sparing * (trip_ms - pace.at_once_ms), pace.seldom_ms))


def beside_ms(least_ms: int, trip_ms: int, pace: Pace = PACE) -> int:
    """Return the same for the work beside uploads."""
    return max(least_ms, pace.beside * spared_ms(0, trip_ms, pace))


def _asked_ms(wait_ms: int) -> int:
    return min(max(0, wait_ms), _LONGEST_ASKED_MS)


def backed_off_ms(course: Course, moment: Moment) -> int:
    """Return how long to wait after `course.failures` in a row: even below 1 s, 2 s, 4 s up to 300 s."""
    return int(
        moment.luck * min(moment.pace.longest_ms, moment.pace.first_ms << min(course.failures - 1, 20))
    )


def link_up(course: Course, luck: float, pace: Pace = PACE) -> Step:
    """Return what follows when this machine has other addresses: the link may be back, for many branches at once."""
    return Step(replace(course, failures=0), int(luck * pace.spread_ms))


def _moved(course: Course, moment: Moment, reached: Acked) -> Standing:
    """Return the standing with the cursor at `reached`, never further back; an earlier alarm ends with this."""
    old = course.standing
    acked = max(old.acked, reached, key=lambda place: place.seq)
    frozen: Frozen = "restored" if acked.seq < old.until else ""
    until = old.until if frozen else 0
    return replace(old, acked=acked, frozen=frozen, until=until, succeeded_ms=moment.now_ms, failure="")


def _behind(course: Course, moment: Moment, acked: Acked, hq_epoch: int) -> Step:
    """Headquarters holds less than it acknowledged: believed only if it says that it was restored."""
    old = course.standing
    if hq_epoch <= old.hq_epoch:
        return _stop(course, moment, "rewound")
    until = max(old.until, old.acked.seq)
    standing = replace(old, acked=acked, receipt=b"", hq_epoch=hq_epoch, frozen="restored", until=until)
    return Step(Course(standing, course.batch))


def _stop(course: Course, moment: Moment, why: Literal["hash", "rewound"]) -> Step:
    """Headquarters' word and ours cannot both be true: nothing moves, nothing may be purged, people are told."""
    course = replace(course, standing=replace(course.standing, frozen=why), probe=0, opaque=False)
    return _failed(course, moment, why, moment.pace.denied_ms)


def _failed(course: Course, moment: Moment, failure: Failure, wait_ms: int) -> Step:
    standing = replace(course.standing, failure=failure, failed_ms=moment.now_ms)
    return Step(replace(course, standing=standing), wait_ms)
