"""The map of the branch as plain figures for slips, and what is said of a file that is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from kiosk.branch import setting_files
from kiosk.branch.floor_file import load_floor
from kiosk.branch.setting_files import load_setting
from kiosk.domain.floor import Floor, Room, map_to
from kiosk.domain.strict_table import Problem
from tests.catalogue_samples import shipped_plan
from tests.slip_samples import branch_map

SHIPPED = Path(__file__).parents[2] / "resources" / "map" / "branch.svg"
ROOM = '<rect x="10" y="20" width="30" height="40"/>'


def svg(inner: str, box: str = "0 0 100 100", head: str = "") -> str:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{inner}</svg>'


def drawn(room: str = ROOM, line: str = "M1 2L3 4") -> str:
    return svg(f'<g id="zone-personal">{room}</g><g><path id="line-personal" d="{line}"/></g>')


def load(folder: Path, content: str | bytes) -> Floor | Problem:
    path = folder / "branch.svg"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_floor(path)


def floor(folder: Path, content: str) -> Floor:
    found = load(folder, content)
    assert isinstance(found, Floor), found
    return found


@pytest.mark.row("A5")
def test_the_shipped_map_has_every_place_and_a_way_to_each_but_the_entrance() -> None:
    found = load_floor(SHIPPED)
    assert isinstance(found, Floor)

    places = {zone.code for zone in shipped_plan().zones}
    assert {room.zone for room in found.rooms} == places
    assert found.ways.keys() == places - {"entrance"}


@pytest.mark.row("A5")
@pytest.mark.parametrize(("zone", "letter"), [("personal", "P"), ("self_service", "S")])
def test_a_map_to_a_zone_marks_it_and_holds_its_way_only(zone: str, letter: str) -> None:
    found = load_floor(SHIPPED)
    assert isinstance(found, Floor)

    to_zone = map_to(found, zone, {one.code: one.letter for one in shipped_plan().zones})

    assert to_zone is not None
    assert [room.letter for room in to_zone.rooms if room.here] == [letter]
    assert to_zone.way == branch_map(letter).way


def test_a_room_without_a_letter_is_left_out_and_a_zone_without_a_room_has_no_map(tmp_path: Path) -> None:
    one = floor(tmp_path, drawn())

    assert map_to(one, "personal", {}) is None
    assert map_to(one, "corporate", {"personal": "P", "corporate": "G"}) is None


def test_a_room_no_line_leads_to_is_shown_without_a_way(tmp_path: Path) -> None:
    shown = map_to(floor(tmp_path, svg(f'<g id="zone-rest">{ROOM}</g>')), "rest", {"rest": "W"})

    assert shown is not None
    assert shown.way == ()


def test_figures_count_from_the_corner_of_the_view_box(tmp_path: Path) -> None:
    moved = drawn().replace("0 0 100 100", "-5,-7 100 100")

    found = floor(tmp_path, moved)

    assert found.rooms == (Room("personal", 15, 27, 30, 40),)
    assert found.ways == {"personal": ((6, 9), (8, 11))}


@pytest.mark.parametrize(
    ("line", "points"),
    [
        ("M1 2L3 4", [(1, 2), (3, 4)]),
        ("M1,2 3,4 5-6", None),  # 5 and -6: above the upper edge
        ("m1 2 3 4l5 6", [(1, 2), (4, 6), (9, 12)]),
        ("M1 2H10V20h5v-5", [(1, 2), (10, 2), (10, 20), (15, 20), (15, 15)]),
        ("M1 2Q9 9 3 4T5 6", [(1, 2), (3, 4), (5, 6)]),
        ("M1 2c1 1 2 2 3 4s1 1 2 2", [(1, 2), (4, 6), (6, 8)]),
        (" M.5.5L1.5.25", [(0.5, 0.5), (1.5, 0.25)]),
        ("M1 2", None),
        ("M1 2L3", None),
        ("M1 2Z", None),
        ("M1 2A1 1 0 0 1 3 4", None),
        ("L1 2 3 4", None),
        ("M1 2M3 4", None),
        ("M1 2L3 x4", None),
        ("M1 2L1e9 4", None),
        ("M1 2L9999999 4", None),
        ("M1 2L3 101", None),
        ("M1 2" + "L3 4" * 200, None),
        ("", None),
    ],
)
def test_a_way_is_read_as_the_points_it_turns_at_or_refused(
    tmp_path: Path, line: str, points: list[tuple[float, float]] | None
) -> None:
    found = load(tmp_path, drawn(line=line))

    if points is None:
        assert isinstance(found, Problem)
    else:
        assert isinstance(found, Floor)
        assert [*found.ways["personal"]] == points


ENTITY = '<!DOCTYPE svg [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no map at all",
        b"\xff\xfe\x00",
        svg("", head='<?xml version="1.0" encoding="x-nothing"?>'),
        svg("", box=""),
        svg("", box="0 0 100"),
        svg("", box="0 0 many few"),
        svg("&secret;", head=ENTITY),
        svg("", head='<?xml version="1.0" encoding="utf-16"?>' + ENTITY).encode("utf-16"),
        drawn(room=""),
        drawn(room='<rect x="10" y="20" width="0" height="40"/>'),
        drawn(room='<rect x="10" y="20" height="40"/>'),
        drawn(room='<rect x="10" y="20" width="95" height="40"/>'),
        drawn(room='<rect x="nan" y="20" width="5" height="40"/>'),
        drawn(room='<rect x="10%" y="20" width="5" height="40"/>'),
        drawn(room=f'<g transform="scale(2)">{ROOM}</g>'),
        svg("<g>" * 100_000 + "</g>" * 100_000),
        svg(" " * 2_000_001),
    ],
)
def test_a_file_that_is_no_map_costs_a_reason_and_nothing_else(tmp_path: Path, content: str | bytes) -> None:
    found = load(tmp_path, content)

    assert isinstance(found, Problem)
    assert found.file == "branch.svg"
    assert "root:" not in found.reason


def test_what_is_moved_as_a_whole_is_as_good_as_not_drawn(tmp_path: Path) -> None:
    found = floor(tmp_path, svg(f'<g transform="rotate(9)"><g id="zone-rest">{ROOM}</g></g>'))

    assert found.rooms == ()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    found = load_floor(tmp_path / "branch.svg")

    assert isinstance(found, Problem)
    assert str(found).startswith("branch.svg: cannot be read")


@given(st.text(st.sampled_from("MLHVQCTSZmlhvqcz .,-0123456789e\n"), max_size=60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_line_gives_a_floor_or_a_reason_and_never_a_crash(tmp_path: Path, line: str) -> None:
    found = load(tmp_path, drawn(line=line))

    assert isinstance(found, Floor | Problem)


def test_a_branch_whose_map_cannot_be_read_opens_without_one_and_logs_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting_files, "load_floor", lambda _: load_floor(tmp_path / "branch.svg"))

    with capture_logs() as logs:
        setting = load_setting(b"secret", always_open=False)

    assert setting.floor is None
    assert [(entry["event"], entry["problem"][:10]) for entry in logs] == [("no_map_on_slips", "branch.svg")]
