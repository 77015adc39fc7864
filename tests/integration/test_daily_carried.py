"""Services carried over a night, in the summaries of a branch that runs: the journal says what the tables forget."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.daily.carried import carried_over
from kiosk.branch.daily.names import names_of
from kiosk.branch.daily.reports import make_summary
from kiosk.branch.database.store import reading
from kiosk.records.summary import Carried, day_times
from tests.daily import DATE, Evenings, evenings
from tests.reception import HOUR_MS, NINE_MS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TUESDAY, WEDNESDAY = "2026-11-03", "2026-11-04"


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evenings]:
    with evenings(tmp_path, monkeypatch) as one:
        yield one


def carried(room: Evenings, date: str) -> Carried:
    with reading(room.folder) as (_, _, conn):
        times = day_times(conn, "demo", date)
        assert times is not None
        return carried_over(conn, times)


@pytest.mark.row("F2")
def test_each_night_is_known_to_have_carried_what_it_carried(room: Evenings) -> None:
    room.busy_day()
    (leg,) = room.branch.run(room.branch.service.look(lambda day, _: list(day.active)))
    for night in (1, 2):
        room.go_to(NINE_MS + night * 24 * HOUR_MS)
        room.branch.did("open_counter", counter="1")

    parked = frozenset({leg})
    assert carried(room, DATE) == Carried(frozenset(), parked)
    assert carried(room, TUESDAY) == Carried(parked, parked)
    assert carried(room, WEDNESDAY) == Carried(parked, frozenset())


def test_a_day_closed_twice_carried_what_its_last_closing_did(room: Evenings) -> None:
    room.busy_day()
    (leg,) = room.branch.run(room.branch.service.look(lambda day, _: list(day.active)))
    room.branch.did("reopen_day")
    version = room.branch.run(room.branch.service.look(lambda day, _: day.legs[leg].version))
    room.branch.did("return_ticket", leg=leg, leg_version=version)
    room.branch.did("close_day")

    assert carried(room, DATE) == Carried()


@pytest.mark.row("F2")
def test_the_summary_of_the_day_on_which_a_carried_service_was_finished_tells_of_it(
    room: Evenings, tmp_path: Path
) -> None:
    room.busy_day()
    (leg,) = room.branch.run(room.branch.service.look(lambda day, _: list(day.active)))
    room.go_to(NINE_MS + 48 * HOUR_MS)
    room.branch.did("open_counter", counter="1")
    version = room.branch.run(room.branch.service.look(lambda day, _: day.legs[leg].version))
    room.branch.did("call_ticket", counter="1", leg=leg, leg_version=version)
    room.branch.did("start_service", leg=leg, leg_version=version + 1)
    room.go_to(room.now_ms() + 5 * 60_000)
    room.branch.did("finish_service", leg=leg, leg_version=version + 2)
    room.branch.did("close_day")

    pdf = make_summary(room.folder, WEDNESDAY, tmp_path, names_of(room.branch.service.setting))

    assert pdf is not None
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, check=True).stdout.decode()
    words = "".join(told.split())
    for figure in ("共需办理1项", "0人评，1人未评", "办结1项"):
        assert figure in words, figure
