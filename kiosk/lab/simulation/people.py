"""Who comes to a simulated branch: what for, how long it takes, who is old or ill, who wanders off, and what they think.

The shares are of a branch in the middle of a city, made up to be plausible and to keep its counters busy; no bank's
figures. The care mix is the one that the waiting rules are tested with.
"""

from collections.abc import Mapping, Sequence
from math import log
from random import Random
from typing import Final, Literal

from kiosk.domain.care import CareNeed
from kiosk.domain.catalogue import Service, questions_for
from kiosk.domain.rating import mood_of
from kiosk.lab.simulation.script import Customer, Opinion
from kiosk.screens.book import Book

_SHARES: Final[Mapping[str, float]] = {
    "deposit": 14, "withdrawal": 14, "transfer": 7, "remittance": 0.8, "credit_card": 1, "personal_loan": 0.5,
    "wealth": 0.8, "corporate_deposit": 0.5, "corporate_loan": 0.2, "corporate_settlement": 4, "corporate_wealth": 0.2,
    "trade_finance": 0.2, "payroll": 0.5, "direct_debit": 3, "ic_card": 3, "online_banking": 2, "mobile_banking": 7,
    "enquiry": 42, "complaint": 0.6,
}  # fmt: skip
"""How many want each service, against each other; one the bank added itself counts as `_OTHER`."""
_OTHER: Final = 1.0
_CARE: Final = ((CareNeed.ELDERLY, 0.14), (CareNeed.DISABLED, 0.03), (CareNeed.PREGNANT, 0.03))
_ELDERLY_ON_PENSION_DAY: Final = 0.30
_VIP: Final = 0.08
_ENGLISH: Final = 0.02
_ANSWERS: Final = 0.85
"""The others take a number at once, without a word."""
_SPREAD: Final = 0.5
"""Sigma of the lognormal durations."""
_SHORTEST_MIN: Final = 0.5
_LONGEST_TIMES: Final = 4
_ABSENT: Final = 0.04
_COMES_BACK: Final = 0.5
_GIVES_UP: Final = 0.05
_SECOND: Final = 0.08
_RATES: Final = 0.6
_SCANS: Final = 0.75
_SCORES: Final = ((1, 2), (2, 4), (3, 10), (4, 29), (5, 55))
"""Scores and how many of a hundred give them."""
_MOST_REASONS: Final = 2


class People:
    """Makes customers for one branch: only what some counter of it can do is wanted."""

    def __init__(self, book: Book, counters: Mapping[str, Sequence[str]], *, pension_day: bool) -> None:
        """`counters` are the services each counter can do; services and what the exit asks are those of `book`."""
        able = {service for skills in counters.values() for service in skills}
        self._services = [service for code, service in book.catalogue.services.items() if code in able]
        self._shares = [_SHARES.get(service.code, _OTHER) for service in self._services]
        self._questions, self._reasons = book.rating_questions, book.rating_reasons
        self._elderly = _ELDERLY_ON_PENSION_DAY if pension_day else dict(_CARE)[CareNeed.ELDERLY]

    def customer(self, random: Random, number: int, arrives_ms: int) -> Customer:
        """Return one customer, drawn from a generator that is theirs alone."""
        service = self._wish(random)
        vip = random.random() < _VIP
        comes = random.random() >= _ABSENT
        second = self._wish(random) if random.random() < _SECOND else service
        return Customer(
            number,
            arrives_ms,
            service.code,
            _minutes(random, service),
            _answers(random, service) if random.random() < _ANSWERS else {},
            () if vip else self._care(random),
            vip=vip,
            channel="staff" if vip else "kiosk",
            language="en" if random.random() < _ENGLISH else "zh",
            walk_s=random.randint(15, 60),
            comes=comes,
            returns_after_min=None if comes or random.random() >= _COMES_BACK else random.uniform(3, 25),
            gives_up_after_min=random.uniform(20, 60) if random.random() < _GIVES_UP else None,
            second_service="" if second is service else second.code,
            second_minutes=_minutes(random, second),
            opinion=self._opinion(random) if random.random() < _RATES else None,
        )

    def _wish(self, random: Random) -> Service:
        return random.choices(self._services, self._shares)[0]

    def _care(self, random: Random) -> tuple[CareNeed, ...]:
        shares = {**dict(_CARE), CareNeed.ELDERLY: self._elderly}
        left = random.random()
        for need, share in shares.items():
            left -= share
            if left < 0:
                return (need,)
        return ()

    def _opinion(self, random: Random) -> Opinion:
        scores, weights = zip(*_SCORES, strict=True)
        score: int = random.choices(scores, weights)[0]
        fitting = [reason.code for reason in self._reasons if reason.mood == mood_of(score)]
        named = min(len(fitting), random.randint(0 if score == max(scores) else 1, _MOST_REASONS))
        by: Literal["scan", "keys"] = "scan" if random.random() < _SCANS else "keys"
        answers = {
            question.code: min(5, max(1, score + random.choice((-1, 0, 0, 1))))
            for question in self._questions
        }
        return Opinion(score, tuple(random.sample(fitting, named)), answers, by)


def _minutes(random: Random, service: Service) -> float:
    """Return a lognormal duration with the catalogue's minutes as its mean."""
    drawn = random.lognormvariate(log(service.minutes) - _SPREAD**2 / 2, _SPREAD)
    return round(min(max(drawn, _SHORTEST_MIN), _LONGEST_TIMES * service.minutes), 3)


def _answers(random: Random, service: Service) -> dict[str, str]:
    """Answer every question that applies, as it comes."""
    given: dict[str, str] = {}
    while is_open := [question for question in questions_for(service, given) if question.code not in given]:
        given[is_open[0].code] = random.choice(is_open[0].options).code
    return given
