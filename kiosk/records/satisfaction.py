"""What customers thought, counted from the tables: satisfaction by service, hour and question (D3, H1).

A visit counts for the business date on which its last finished service ended, and its rating with it: a visit carried
over counts where it ended, not where its number was issued. What a date that is over comes to can change through a
visit carried over from it, and through nothing else: a service finished later takes the visit along to that date; and
one whose carried service is given up is finished where it was served, as is the rating that may still come.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from kiosk.domain.visit import LegStatus
from kiosk.records.connection import Connection, Row
from kiosk.records.summary import id_from

K = TypeVar("K")
FEWEST: Final = 5
"""Below this many ratings there is no mean: one opinion must not be pinned on the one teller who was there (D3)."""
_NEVER_MS: Final = 1 << 47
_BEGINS: Final = "SELECT opened_ms FROM day WHERE branch = :branch AND date >= :date ORDER BY date LIMIT 1"
_ENDS: Final = "SELECT opened_ms FROM day WHERE branch = :branch AND date > :date ORDER BY date LIMIT 1"


@dataclass(frozen=True, slots=True)
class Tally:
    """Scores of 1 to 5, counted and summed."""

    count: int = 0
    total: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Return the scores of both."""
        return Tally(self.count + other.count, self.total + other.total)

    @property
    def mean(self) -> float | None:
        """1 to 5; None where there are fewer than FEWEST."""
        return self.total / self.count if self.count >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The opinions of some business dates. A visit with two services counts for both of them, and once in all else."""

    finished: int = 0
    """Visits with a finished service, rated or with nothing still to do."""
    overall: Tally = Tally()
    scores: Mapping[int, int] | None = None
    """Ratings by score 1 to 5; None where there are fewer than FEWEST."""
    by_service: Mapping[str, Tally] = field(default_factory=dict)
    by_hour: Mapping[int, Tally] = field(default_factory=dict)
    """By the hour (0 to 23) of the branch's wall clock in which the rating was given."""
    by_question: Mapping[str, Tally] = field(default_factory=dict)
    reasons: Mapping[str, int] | None = None
    """How often each was touched; None where there are fewer than FEWEST ratings."""

    @property
    def unrated(self) -> int:
        """Finished visits whose customers said nothing."""
        return self.finished - self.overall.count

    @property
    def rated_share(self) -> float | None:
        """Ratings for each finished visit, 0 to 1; None while there is none."""
        return self.overall.count / self.finished if self.finished else None


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of some business dates before anything is kept back, so that counts of others can be added."""

    finished: int = 0
    scores: Counter[int] = field(default_factory=Counter)
    by_service: Mapping[str, Tally] = field(default_factory=dict)
    by_hour: Mapping[int, Tally] = field(default_factory=dict)
    by_question: Mapping[str, Tally] = field(default_factory=dict)
    reasons: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Count") -> "Count":
        """Return the count of the dates of both, which have none in common."""
        return Count(
            self.finished + other.finished,
            self.scores + other.scores,
            _merged(self.by_service, other.by_service),
            _merged(self.by_hour, other.by_hour),
            _merged(self.by_question, other.by_question),
            self.reasons + other.reasons,
        )

    @property
    def thought(self) -> Satisfaction:
        """What may be told of it."""
        overall = Tally(self.scores.total(), sum(score * times for score, times in self.scores.items()))
        enough = overall.count >= FEWEST
        return Satisfaction(
            finished=self.finished,
            overall=overall,
            scores={score: self.scores[score] for score in range(1, 6)} if enough else None,
            by_service=self.by_service,
            by_hour=self.by_hour,
            by_question=self.by_question,
            reasons=self.reasons if enough else None,
        )


@dataclass(frozen=True, slots=True)
class _Opinion:
    """One rating, with what its visit was about."""

    score: int
    hour: int
    services: frozenset[str]
    answers: Mapping[str, int]
    reasons: tuple[str, ...]


def count(conn: Connection, branch: str, first: str, last: str, time_zone: str) -> Count:
    """Count the opinions of a branch from business date `first` to `last` (ISO, both included).

    Hours are those of `time_zone`. Reads the visits of these dates and no others, so that it costs no more after
    ten years than after one.
    """
    span = _span(conn, branch, first, last)
    if span is None:
        return Count()
    visits = [legs for legs in _visits(conn, branch, span) if _counts(legs, span)]
    zone = ZoneInfo(time_zone)
    return _summed(len(visits), [_opinion(legs, zone) for legs in visits if legs[0][_SCORE] is not None])


def _span(conn: Connection, branch: str, first: str, last: str) -> tuple[int, int] | None:
    """Return when the dates began and the next began (UTC ms), None if none of them or later was opened."""
    begins = conn.execute(_BEGINS, {"branch": branch, "date": first}).fetchone()
    ends = conn.execute(_ENDS, {"branch": branch, "date": last}).fetchone()
    return (begins[0], ends[0] if ends else _NEVER_MS) if begins else None


_SERVICE, _STATUS, _ENDED, _SCORE, _ANSWERS, _REASONS, _RATED = range(1, 8)
"""Columns after the visit."""
# Nobody is called on one date and finished on another, and ids of periods sort by the moment of the call: the primary
# key finds those of the dates asked for, as an index on the end of each leg would, which every finish would have to pay.
_FINISHED: Final = """
SELECT leg.visit, leg.service, leg.status, leg.ended_ms, rating.score, rating.answers, rating.reasons, rating.rated_ms
FROM (
  SELECT DISTINCT served.visit FROM period JOIN leg AS served ON served.branch = period.branch AND served.id = period.leg
  WHERE period.branch = :branch AND period.id >= :begins AND period.id < :ends AND served.status = 'finished'
) AS done
JOIN leg INDEXED BY leg_of_visit ON leg.branch = :branch AND leg.visit = done.visit
LEFT JOIN rating ON rating.branch = :branch AND rating.visit = done.visit
ORDER BY leg.visit"""


def _visits(conn: Connection, branch: str, span: tuple[int, int]) -> Iterator[list[Row]]:
    """Yield the legs of each visit that finished a service in the span, and perhaps one later."""
    begins, ends = map(id_from, span)
    rows = conn.execute(_FINISHED, {"branch": branch, "begins": begins, "ends": ends})
    for _, legs in groupby(rows, itemgetter(0)):
        yield list(legs)


def _counts(legs: list[Row], span: tuple[int, int]) -> bool:
    """Tell whether a visit was over in the span: rated, or with nothing left to do."""
    begins, ends = span
    ended_ms = max(leg[_ENDED] for leg in legs if leg[_STATUS] == LegStatus.FINISHED)
    is_over = legs[0][_SCORE] is not None or all(leg[_ENDED] is not None for leg in legs)
    return begins <= ended_ms < ends and is_over


def _opinion(legs: list[Row], zone: ZoneInfo) -> _Opinion:
    rated = legs[0]
    return _Opinion(
        score=rated[_SCORE],
        hour=datetime.fromtimestamp(rated[_RATED] / 1000, UTC).astimezone(zone).hour,
        services=frozenset(leg[_SERVICE] for leg in legs if leg[_STATUS] == LegStatus.FINISHED),
        answers=json.loads(rated[_ANSWERS]),
        reasons=tuple(json.loads(rated[_REASONS])),
    )


def _summed(finished: int, opinions: list[_Opinion]) -> Count:
    return Count(
        finished=finished,
        scores=Counter(one.score for one in opinions),
        by_service=_tallied((service, one.score) for one in opinions for service in one.services),
        by_hour=_tallied((one.hour, one.score) for one in opinions),
        by_question=_tallied(answer for one in opinions for answer in one.answers.items()),
        reasons=Counter(reason for one in opinions for reason in one.reasons),
    )


def _tallied(scored: Iterable[tuple[K, int]]) -> dict[K, Tally]:
    by_key: defaultdict[K, list[int]] = defaultdict(list)
    for key, score in scored:
        by_key[key].append(score)
    return {key: Tally(len(scores), sum(scores)) for key, scores in by_key.items()}


def _merged(ours: Mapping[K, Tally], theirs: Mapping[K, Tally]) -> dict[K, Tally]:
    return {key: ours.get(key, Tally()) + theirs.get(key, Tally()) for key in {**ours, **theirs}}
