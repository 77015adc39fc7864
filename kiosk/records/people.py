"""Facts of staff, devices and personal data, each into its table; statements as in `project`."""

from functools import singledispatch

from kiosk.domain import facts as f
from kiosk.records.place import Place, as_json


@singledispatch
def write_of_people(fact: object, place: Place) -> None:  # noqa: ARG001 - what no table tells of
    """Write one fact; nothing for facts that no table tells of. The transaction is the caller's."""
    return


@write_of_people.register
def _(fact: f.StaffAdded, place: Place) -> None:
    place.run(
        "INSERT INTO staff (branch, badge, roles, added_ms, left_ms, locked)"
        " VALUES (:branch, :badge, :roles, :at, NULL, 0)",
        badge=fact.badge, roles=as_json(fact.roles),
    )  # fmt: skip


@write_of_people.register
def _(fact: f.StaffRolesChanged, place: Place) -> None:
    place.run(
        "UPDATE staff SET roles = :roles WHERE branch = :branch AND badge = :badge",
        badge=fact.badge, roles=as_json(fact.roles),
    )  # fmt: skip


@write_of_people.register
def _(fact: f.StaffLeft, place: Place) -> None:
    place.run("UPDATE staff SET left_ms = :at WHERE branch = :branch AND badge = :badge", badge=fact.badge)


@write_of_people.register
def _(fact: f.StaffLocked, place: Place) -> None:
    place.run("UPDATE staff SET locked = 1 WHERE branch = :branch AND badge = :badge", badge=fact.badge)


@write_of_people.register
def _(fact: f.StaffUnlocked, place: Place) -> None:
    place.run("UPDATE staff SET locked = 0 WHERE branch = :branch AND badge = :badge", badge=fact.badge)


@write_of_people.register
def _(fact: f.StaffSignedIn, place: Place) -> None:
    place.run(
        "INSERT INTO sign_in (branch, id, date, badge, device, in_ms, out_ms, out_why)"
        " VALUES (:branch, :id, :date, :badge, :device, :at, NULL, NULL)",
        id=place.recorded.id, date=place.recorded.date, badge=fact.badge, device=place.recorded.device,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.StaffSignedOut, place: Place) -> None:
    place.run(
        "UPDATE sign_in INDEXED BY sign_in_open SET out_ms = :at, out_why = :why"
        " WHERE branch = :branch AND device = :device AND badge = :badge AND out_ms IS NULL",
        device=place.recorded.device, badge=fact.badge, why=fact.why,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.DeviceInvited, place: Place) -> None:
    place.run("DELETE FROM device WHERE branch = :branch AND name = :name", name=fact.name)
    place.run(
        "INSERT INTO device (branch, name, role, counter, state, changed_ms)"
        " VALUES (:branch, :name, :role, :counter, 'invited', :at)",
        name=fact.name, role=fact.role, counter=fact.counter,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.DevicePaired, place: Place) -> None:
    _turn(place, fact.name, "paired")


@write_of_people.register
def _(fact: f.DeviceRevoked, place: Place) -> None:
    _turn(place, fact.name, "revoked")


@write_of_people.register
def _(fact: f.JournalPurged, place: Place) -> None:
    place.run("DELETE FROM staff WHERE branch = :branch")
    for person in fact.staff:
        place.run(
            "INSERT INTO staff (branch, badge, roles, added_ms, left_ms, locked)"
            " VALUES (:branch, :badge, :roles, :added, :left, :locked)",
            badge=person.badge, roles=as_json(person.roles), added=person.added_ms, left=person.left_ms,
            locked=int(person.locked),
        )  # fmt: skip
    place.run("DELETE FROM device WHERE branch = :branch")
    for device in fact.devices:
        place.run(
            "INSERT INTO device (branch, name, role, counter, state, changed_ms)"
            " VALUES (:branch, :name, :role, :counter, :state, :changed)",
            name=device.name, role=device.role, counter=device.counter, state=device.state, changed=device.changed_ms,
        )  # fmt: skip


def _turn(place: Place, name: str, state: str) -> None:
    place.run(
        "UPDATE device SET state = :state, changed_ms = :at WHERE branch = :branch AND name = :name",
        name=name, state=state,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.PaperRead, place: Place) -> None:
    place.run(
        "INSERT INTO paper_read (branch, id, what, name, actor, device, read_ms)"
        " VALUES (:branch, :id, :what, :name, :actor, :device, :at)",
        id=place.recorded.id, what=fact.what, name=fact.name, actor=place.recorded.actor,
        device=place.recorded.device,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.CareMarked, place: Place) -> None:
    place.run(
        "UPDATE visit SET care = :care, verified_ms = :at WHERE branch = :branch AND id = :visit",
        visit=fact.visit, care=fact.care,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.RecordKept, place: Place) -> None:
    place.run(
        "INSERT INTO record (branch, id, date, visit, of, kept_ms) VALUES (:branch, :record, :date, :visit, :of, :at)",
        record=fact.record, date=place.recorded.date, visit=fact.visit, of=fact.of,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.ConsentGiven, place: Place) -> None:
    place.run(
        "UPDATE record SET consent = :text WHERE branch = :branch AND id = :record",
        record=fact.record,
        text=fact.text,
    )


@write_of_people.register
def _(fact: f.RecordRead, place: Place) -> None:
    place.run(
        "INSERT INTO record_read (branch, id, record, why, actor, device, read_ms)"
        " VALUES (:branch, :id, :record, :why, :actor, :device, :at)",
        id=place.recorded.id, record=fact.record, why=fact.why, actor=place.recorded.actor,
        device=place.recorded.device,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.RecordForgotten, place: Place) -> None:
    place.run(
        "UPDATE record SET gone_ms = :at, gone_why = :why WHERE branch = :branch AND id = :record",
        record=fact.record, why=fact.why,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.PersonalDataPurged, place: Place) -> None:
    place.run(
        "UPDATE record INDEXED BY record_of_day SET gone_ms = :at, gone_why = 'purged'"
        " WHERE branch = :branch AND date = :date AND of = :of AND gone_ms IS NULL",
        date=fact.date, of=fact.of,
    )  # fmt: skip
    place.run(
        "UPDATE purge SET records = records + :records, purged_ms = :at"
        " WHERE branch = :branch AND date = :date AND of = :of",
        date=fact.date, of=fact.of, records=fact.records,
    )  # fmt: skip
    place.run(
        "INSERT INTO purge (branch, date, of, records, purged_ms) SELECT :branch, :date, :of, :records, :at"
        " WHERE NOT EXISTS (SELECT 1 FROM purge WHERE branch = :branch AND date = :date AND of = :of)",
        date=fact.date, of=fact.of, records=fact.records,
    )  # fmt: skip


@write_of_people.register
def _(fact: f.CareNeedsCounted, place: Place) -> None:
    for need, visits in fact.counts.items():
        place.run(
            "DELETE FROM care_count WHERE branch = :branch AND date = :date AND need = :need",
            date=fact.date, need=need,
        )  # fmt: skip
        place.run(
            "INSERT INTO care_count (branch, date, need, visits)"
            " VALUES (:branch, :date, :need, :visits)",
            date=fact.date, need=need, visits=visits,
        )  # fmt: skip
