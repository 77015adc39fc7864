"""Slips nobody will ever hold: drawn into nothing when the service has just started, so that the first real one is quick."""

from collections.abc import Iterator
from itertools import product
from typing import Final, Literal, get_args

from kiosk.branch.printing.copies import Form
from kiosk.branch.printing.slip_content import Words, slip_of
from kiosk.domain import facts as f
from kiosk.domain.care import Care
from kiosk.domain.catalogue import Service
from kiosk.domain.day import Day
from kiosk.domain.setting import Setting
from kiosk.domain.slip import Slip

Language = Literal["zh", "en"]

_DATE: Final = "2026-01-01"
_ID: Final = "00000000-0000-7000-8000-000000000000"
_STEP: Final = 123
"""From one practice number to the next; the first ten of them hold every digit."""


def practice(setting: Setting, words: Words) -> Iterator[tuple[Slip, Form]]:
    """Yield what to draw: every slip as a picture, then one as a PDF, whose fonts take longest to load."""
    slip = None
    for slip in practice_slips(setting, words):
        yield slip, "png"
    if slip is not None:
        yield slip, "pdf"


def practice_slips(setting: Setting, words: Words) -> Iterator[Slip]:
    """Yield a ticket's slip for each service in each language, as the branch would print it.

    Together they hold every word of the branch and every digit, in the sizes they are printed in.
    """
    wanted = product(get_args(Language), setting.catalogue.services.values())
    for place, (language, service) in enumerate(wanted):
        day = _day_with_ticket(service, language, place * _STEP % 1_000)
        yield slip_of(day, _ID, setting, words)


def _day_with_ticket(service: Service, language: Language, number: int) -> Day:
    day = Day()
    for fact in (
        f.EpochStarted(_ID, "born", demonstration=True),
        f.DayOpened(_DATE, opens_ms=0, closes_ms=0, cutoff_ms=0, catalogue="", weights={}, promises={}),
        f.TicketIssued(
            visit=_ID, leg=_ID, series=service.series, number=number, service=service.code, zone=service.zone,
            care=Care.PROTECTED, minutes=service.minutes, channel="kiosk", language=language,
            ahead=number, low_min=number, high_min=number,
        ),
        f.SlipQueued(_ID, _ID),
    ):  # fmt: skip
        day.apply(f.Recorded("", 0, _ID, _DATE, 0, "", "", fact))
    return day
