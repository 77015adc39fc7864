"""What tickets and legs have in common: numbers without gaps, and the moves of a leg, which mirror `kiosk.domain.day`."""

from kiosk.domain import facts as f
from kiosk.domain.visit import ENDED, LegStatus
from kiosk.records.place import Place


class NumberGap(RuntimeError):
    """A ticket number does not follow the last one of its series: issuing it would repeat or skip a number."""


def take_number(fact: f.TicketIssued, place: Place) -> None:
    """Move the series on by exactly one. Never max+1: two writers would both see the same maximum."""
    key = {"date": place.recorded.date, "series": fact.series, "n": fact.number}
    moved = place.run(
        "UPDATE number SET last = :n WHERE branch = :branch AND date = :date AND series = :series AND last = :n - 1",
        **key,
    )
    # The first of its series on this date: 1, or the one above what a restore skipped.
    if (
        moved == 0
        and place.run(
            "INSERT INTO number (branch, date, series, last) SELECT :branch, :date, :series, :n WHERE :n - 1 ="
            " coalesce((SELECT number_floor FROM day WHERE branch = :branch AND date = :date), 0) ON CONFLICT DO NOTHING",
            **key,
        )
        != 1
    ):
        raise NumberGap(
            f"{fact.series}{fact.number} does not follow the last number of {place.recorded.date}"
        )


def add_leg(
    place: Place, fact: f.TicketIssued | f.TicketCarried | f.LegAdded, status: LegStatus, credit_ms: int = 0
) -> None:
    """Write a new leg as the fact has it, joined now. Its id must be new."""
    place.run(
        "INSERT INTO leg (branch, id, visit, service, zone, minutes, status, joined_ms, credit_ms, counter,"
        " ended_ms)"
        " VALUES (:branch, :leg, :visit, :service, :zone, :minutes, :status, :at, :credit, '', NULL)",
        leg=fact.leg, visit=fact.visit, service=fact.service, zone=fact.zone, minutes=fact.minutes, status=status,
        credit=credit_ms,
    )  # fmt: skip


def move_leg(place: Place, leg: str, status: LegStatus, counter: str = "") -> None:
    """Settle the waiting credit of a leg, end its running period, and set where it stands now."""
    place.run(
        "UPDATE leg SET credit_ms = credit_ms + CASE status WHEN 'waiting' THEN :at - joined_ms ELSE 0 END,"
        " joined_ms = CASE :status WHEN 'waiting' THEN :at ELSE joined_ms END,"
        " status = :status, counter = :counter, ended_ms = :ended WHERE branch = :branch AND id = :leg",
        leg=leg, status=status, counter=counter, ended=place.recorded.at_ms if status in ENDED else None,
    )  # fmt: skip
    place.run(
        "UPDATE period INDEXED BY period_running SET ended_ms = :at"
        " WHERE branch = :branch AND leg = :leg AND ended_ms IS NULL",
        leg=leg,
    )
