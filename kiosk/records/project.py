"""One fact into the tables, inside the fact's own transaction.

The statements are constant SQL on the bare connection, not sqlite-utils' `insert`: that asks for the schema on every
call, and this runs while a customer waits for the number. What a fact does to a leg mirrors `kiosk.domain.day`.
"""

from collections.abc import Iterable
from functools import singledispatch

from kiosk.domain import facts as f
from kiosk.domain.visit import LegStatus
from kiosk.records.connection import Connection
from kiosk.records.house import write_of_house
from kiosk.records.legs import add_leg, move_leg, take_number
from kiosk.records.place import Place, as_json
from kiosk.records.schema import KEYS


def project(conn: Connection, branch: str, recorded: f.Recorded, *, guarded: bool = True) -> None:
    """Write one fact of a branch into the tables. Facts of unknown kind, or that no table tells of, write nothing.

    The transaction is the caller's. `guarded` is the branch, which issues the numbers: headquarters keeps what was issued.

    Raises:
        NumberGap: guarded, and the ticket number is not the last of its series plus one.
    """
    _write(recorded.fact, Place(conn, branch, recorded, guarded))


def rebuild(conn: Connection, branch: str, facts: Iterable[f.Recorded]) -> None:
    """Empty the tables of a branch and make them again from its facts, oldest first. The transaction is the caller's."""
    for table in KEYS:
        conn.execute(f"DELETE FROM {table} WHERE branch = ?", (branch,))  # noqa: S608 - names from our own schema
    for recorded in facts:
        project(conn, branch, recorded)


@singledispatch
def _write(fact: object, place: Place) -> None:
    write_of_house(fact, place)


@_write.register
def _(fact: f.DayOpened, place: Place) -> None:
    place.run(
        "INSERT INTO day (branch, date, opens_ms, closes_ms, cutoff_ms, catalogue, weights, promises, guard, express,"
        " opened_ms) VALUES (:branch, :date, :opens, :closes, :cutoff, :catalogue, :weights, :promises, :guard,"
        " :express, :at)",
        date=fact.date, opens=fact.opens_ms, closes=fact.closes_ms, cutoff=fact.cutoff_ms, catalogue=fact.catalogue,
        weights=as_json(fact.weights), promises=as_json(fact.promises), guard=int(fact.guard), express=int(fact.express),
    )  # fmt: skip


@_write.register
def _(fact: f.DayClosed, place: Place) -> None:
    place.run(
        "UPDATE day SET closed_ms = :at, closed_why = :why, finished = :finished, unfinished = :unfinished"
        " WHERE branch = :branch AND date = :date",
        date=fact.date, why=fact.why, finished=fact.finished, unfinished=fact.unfinished,
    )  # fmt: skip
    still_open = place.conn.execute(
        "SELECT id FROM leg INDEXED BY leg_open WHERE branch = ? AND ended_ms IS NULL", (place.branch,)
    ).fetchall()
    for (leg,) in still_open:
        if leg not in fact.carried:
            move_leg(place, leg, LegStatus.CLOSED)
    place.run(
        "UPDATE counter_session INDEXED BY counter_session_open SET closed_ms = :at"
        " WHERE branch = :branch AND closed_ms IS NULL"
    )


@_write.register
def _(fact: f.NumbersSkipped, place: Place) -> None:
    place.run(
        "UPDATE day SET number_floor = :floor WHERE branch = :branch AND date = :date",
        date=fact.date,
        floor=fact.floor,
    )
    place.run(
        "UPDATE number SET last = :floor WHERE branch = :branch AND date = :date AND last < :floor",
        date=fact.date, floor=fact.floor,
    )  # fmt: skip


@_write.register
def _(fact: f.DayReopened, place: Place) -> None:
    place.run(
        "UPDATE day SET closed_ms = NULL, closed_why = NULL, finished = NULL, unfinished = NULL"
        " WHERE branch = :branch AND date = :date",
        date=fact.date,
    )


@_write.register
def _(fact: f.TicketIssued, place: Place) -> None:
    if place.guarded:
        take_number(fact, place)
    place.run(
        "INSERT INTO visit (branch, id, date, series, number, care, language, channel, issued_ms, answers, ready, ahead,"
        " low_min, high_min) VALUES (:branch, :visit, :date, :series, :number, :care, :language, :channel, :at,"
        " :answers, :ready, :ahead, :low, :high)",
        visit=fact.visit, date=place.recorded.date, series=fact.series, number=fact.number, care=fact.care,
        language=fact.language, channel=fact.channel, answers=as_json(fact.answers), ready=as_json(fact.ready),
        ahead=fact.ahead, low=fact.low_min, high=fact.high_min,
    )  # fmt: skip
    add_leg(place, fact, LegStatus.WAITING)


@_write.register
def _(fact: f.TicketCarried, place: Place) -> None:
    place.run(
        "INSERT INTO visit (branch, id, date, series, number, care, language, channel, issued_ms, answers, ready, ahead,"
        " low_min, high_min) SELECT :branch, :visit, :date, :series, :number, :care, :language, '', :at, '{}', '[]', 0,"
        " NULL, NULL WHERE NOT EXISTS (SELECT 1 FROM visit WHERE branch = :branch AND id = :visit)",
        visit=fact.visit, date=fact.date, series=fact.series, number=fact.number, care=fact.care,
        language=fact.language,
    )  # fmt: skip
    place.run("DELETE FROM leg WHERE branch = :branch AND id = :leg", leg=fact.leg)
    add_leg(place, fact, LegStatus.PARKED, fact.credit_ms)


@_write.register
def _(fact: f.LegAdded, place: Place) -> None:
    add_leg(place, fact, LegStatus.PLANNED)


@_write.register
def _(fact: f.LegJoined, place: Place) -> None:
    place.run(
        "UPDATE leg SET status = 'waiting', joined_ms = :at, credit_ms = :credit WHERE branch = :branch AND id = :leg",
        leg=fact.leg, credit=fact.credit_ms,
    )  # fmt: skip


@_write.register
def _(fact: f.TicketCalled, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.CALLED, fact.counter)
    _set_credit(place, fact.leg, fact.credit_ms)
    place.run(
        "INSERT INTO period (branch, id, leg, counter, called_ms, reason, score, runner_up, runner_up_score, rule,"
        " picked_by, announced) VALUES (:branch, :period, :leg, :counter, :at, :reason, :score, :runner_up,"
        " :runner_up_score, :rule, :picked_by, 1)",
        period=fact.period, leg=fact.leg, counter=fact.counter, reason=fact.reason, score=fact.score,
        runner_up=fact.runner_up, runner_up_score=fact.runner_up_score, rule=fact.rule, picked_by=fact.picked_by,
    )  # fmt: skip


@_write.register
def _(fact: f.TicketAnnouncedAgain, place: Place) -> None:
    place.run(
        "UPDATE period INDEXED BY period_running SET announced = :times"
        " WHERE branch = :branch AND leg = :leg AND ended_ms IS NULL",
        leg=fact.leg, times=fact.times,
    )  # fmt: skip


@_write.register
def _(fact: f.ServiceStarted, place: Place) -> None:
    place.run(
        "UPDATE period SET started_ms = :at WHERE branch = :branch AND id = :period", period=fact.period
    )
    place.run("UPDATE leg SET status = 'serving' WHERE branch = :branch AND id = :leg", leg=fact.leg)


@_write.register
def _(fact: f.StepReached, place: Place) -> None:
    place.run(
        "UPDATE period SET step = :step WHERE branch = :branch AND id = :period",
        period=fact.period, step=fact.step,
    )  # fmt: skip


@_write.register
def _(fact: f.ServiceFinished, place: Place) -> None:
    place.run(
        "UPDATE period SET quality = :quality WHERE branch = :branch AND id = :period",
        period=fact.period, quality=fact.quality,
    )  # fmt: skip
    move_leg(place, fact.leg, LegStatus.FINISHED)


@_write.register
def _(fact: f.TicketPassed, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.PASSED)


@_write.register
def _(fact: f.TicketParked, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.PARKED)


@_write.register
def _(fact: f.TicketVoided, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.VOIDED)


@_write.register
def _(fact: f.TicketAbandoned, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.ABANDONED)


@_write.register
def _(fact: f.TicketReturned, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.WAITING)
    _set_credit(place, fact.leg, fact.credit_ms)


def _set_credit(place: Place, leg: str, credit_ms: int | None) -> None:
    """Give a leg the credit that a fact names, if it names one."""
    if credit_ms is not None:
        place.run(
            "UPDATE leg SET credit_ms = :credit WHERE branch = :branch AND id = :leg",
            leg=leg,
            credit=credit_ms,
        )


@_write.register
def _(fact: f.TicketTransferred, place: Place) -> None:
    move_leg(place, fact.leg, LegStatus.WAITING, fact.counter)
    place.run(
        "UPDATE leg SET service = :service, zone = :zone, minutes = :minutes WHERE branch = :branch AND id = :leg",
        leg=fact.leg, service=fact.service, zone=fact.zone, minutes=fact.minutes,
    )  # fmt: skip


@_write.register
def _(fact: f.CounterOpened, place: Place) -> None:
    _close_counter(place, fact.counter)
    place.run(
        "INSERT INTO counter_session (branch, id, date, counter, zone, skills, badge, opened_ms, closed_ms)"
        " VALUES (:branch, :id, :date, :counter, :zone, :skills, :badge, :at, NULL)",
        id=place.recorded.id, date=place.recorded.date, counter=fact.counter, zone=fact.zone,
        skills=as_json(fact.skills), badge=fact.badge,
    )  # fmt: skip


@_write.register
def _(fact: f.CounterClosed, place: Place) -> None:
    _close_counter(place, fact.counter)


@_write.register
def _(fact: f.CounterHandedOver, place: Place) -> None:
    # The session of the one ends and that of the other begins: who served when is read off these rows.
    place.run(
        "INSERT INTO counter_session"
        " SELECT branch, :id, :date, counter, zone, skills, :badge, :at, NULL"
        " FROM counter_session INDEXED BY counter_session_open"
        " WHERE branch = :branch AND counter = :counter AND closed_ms IS NULL",
        id=place.recorded.id, date=place.recorded.date, counter=fact.counter, badge=fact.badge,
    )  # fmt: skip
    _close_counter(place, fact.counter, but=place.recorded.id)


def _close_counter(place: Place, counter: str, but: str = "") -> None:
    place.run(
        "UPDATE counter_session INDEXED BY counter_session_open SET closed_ms = :at"
        " WHERE branch = :branch AND counter = :counter AND closed_ms IS NULL AND id <> :but",
        counter=counter,
        but=but,
    )
