"""Facts of paper, opinions and the house itself, each into its table; statements as in `project`."""

from functools import singledispatch

from kiosk.domain import facts as f
from kiosk.records.people import write_of_people
from kiosk.records.place import Place, as_json


@singledispatch
def write_of_house(fact: object, place: Place) -> None:
    """Write one fact; nothing for facts that no table tells of. The transaction is the caller's."""
    write_of_people(fact, place)


@write_of_house.register
def _(fact: f.VisitRated, place: Place) -> None:
    place.run(
        "INSERT INTO rating (branch, visit, score, answers, rated_ms, reasons)"
        " VALUES (:branch, :visit, :score, :answers, :at, :reasons)",
        visit=fact.visit, score=fact.score, answers=as_json(fact.answers), reasons=as_json(fact.reasons),
    )  # fmt: skip


@write_of_house.register
def _(fact: f.RatingAnswered, place: Place) -> None:
    place.run(
        "UPDATE rating SET answered_ms = :at WHERE branch = :branch AND visit = :visit", visit=fact.visit
    )


@write_of_house.register
def _(fact: f.BranchChecked, place: Place) -> None:
    place.run(
        "INSERT INTO branch_check (branch, id, date, findings, checked_ms)"
        " VALUES (:branch, :id, :date, :findings, :at)",
        id=place.recorded.id, date=place.recorded.date, findings=as_json(fact.findings),
    )  # fmt: skip


@write_of_house.register
def _(fact: f.DayKept, place: Place) -> None:
    place.run(
        "INSERT INTO day_keeping (branch, id, date, backup, summary, reason, kept_ms)"
        " VALUES (:branch, :id, :date, :backup, :summary, :reason, :at)",
        id=place.recorded.id, date=fact.date, backup=fact.backup, summary=fact.summary, reason=fact.reason,
    )  # fmt: skip


@write_of_house.register
def _(fact: f.SlipQueued, place: Place) -> None:
    place.run(
        "INSERT INTO slip (branch, id, visit, reprint, status, reason, queued_ms, changed_ms)"
        " VALUES (:branch, :slip, :visit, :reprint, 'queued', '', :at, :at)",
        slip=fact.slip, visit=fact.visit, reprint=int(fact.reprint),
    )  # fmt: skip


@write_of_house.register
def _(fact: f.GuideQueued, place: Place) -> None:
    place.run(
        "INSERT INTO guide (branch, id, visit, service, language, answers, ready, status, reason, queued_ms,"
        " changed_ms)"
        " VALUES (:branch, :slip, :visit, :service, :language, :answers, :ready, 'queued', '', :at, :at)",
        slip=fact.slip, visit=fact.visit, service=fact.service, language=fact.language,
        answers=as_json(fact.answers), ready=as_json(fact.ready),
    )  # fmt: skip


@write_of_house.register
def _(fact: f.PrinterChanged, place: Place) -> None:
    place.run(
        "INSERT INTO printer (branch, id, printer, condition, found_ms)"
        " VALUES (:branch, :id, :printer, :condition, :at)",
        id=place.recorded.id, printer=fact.printer, condition=fact.condition,
    )  # fmt: skip


_SLIP_MOVES = "UPDATE slip SET status = :status, reason = :reason, changed_ms = :at WHERE branch = :branch AND id = :slip"
_GUIDE_MOVES = "UPDATE guide SET status = :status, reason = :reason, changed_ms = :at WHERE branch = :branch AND id = :slip"


@write_of_house.register
def _(fact: f.SlipStatusChanged, place: Place) -> None:
    place.run(
        _SLIP_MOVES if fact.visit else _GUIDE_MOVES, slip=fact.slip, status=fact.status, reason=fact.reason
    )


@write_of_house.register
def _(fact: f.HelpCalled, place: Place) -> None:
    place.run(
        "INSERT INTO help (branch, id, place, called_ms, answered_ms) VALUES (:branch, :help, :place, :at, NULL)",
        help=fact.help,
        place=fact.place,
    )


@write_of_house.register
def _(fact: f.HelpAnswered, place: Place) -> None:
    place.run("UPDATE help SET answered_ms = :at WHERE branch = :branch AND id = :help", help=fact.help)
