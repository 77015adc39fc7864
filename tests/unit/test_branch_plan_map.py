"""The map of the branch: every place of the plan is drawn, with its mark, its names and a way to it."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kiosk.domain.branch_plan import Zone
from tests.catalogue_samples import shipped_plan

FILE = Path(__file__).parents[2] / "resources" / "map" / "branch.svg"
SVG = "{http://www.w3.org/2000/svg}"
PLACES = shipped_plan().zones
DRAWN = {element.get("id"): element for element in ET.parse(FILE).iter() if element.get("id")}  # noqa: S314 - our own file


def the_codes(prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in DRAWN if name and name.startswith(prefix)}


@pytest.mark.row("A5")
def test_the_map_draws_the_places_of_the_plan_and_no_others() -> None:
    assert the_codes("zone-") == {zone.code for zone in PLACES}


@pytest.mark.row("A5")
@pytest.mark.parametrize("zone", PLACES, ids=lambda zone: zone.code)
def test_a_place_carries_the_colour_and_letter_of_the_plan_and_a_name_in_both_languages(zone: Zone) -> None:
    letter = DRAWN[f"letter-{zone.code}"]

    assert letter.text == zone.letter
    assert zone.colour in {part.get("fill") for part in DRAWN[f"zone-{zone.code}"].iter()}
    assert DRAWN[f"label-zh-{zone.code}"].text == zone.name.zh
    assert DRAWN[f"label-zh-{zone.code}"].get("fill") == zone.colour
    assert DRAWN[f"label-en-{zone.code}"].text


@pytest.mark.row("A5")
def test_a_hidden_way_leads_from_the_entrance_to_every_other_place() -> None:
    ways = the_codes("way-")

    assert ways == {zone.code for zone in PLACES} - {"entrance"}
    assert ways == the_codes("line-")
    assert {DRAWN[f"line-{code}"].get("d", "")[:8] for code in ways} == {"M118 204"}
    assert all(DRAWN[f"way-{code}"].get("display") == "none" for code in ways)


def test_the_map_keeps_to_what_qt_and_every_browser_draw_alike() -> None:
    text = FILE.read_text(encoding="utf-8")
    tags = {element.tag.removeprefix(SVG) for element in DRAWN["branch"].iter()}

    assert tags <= {"svg", "defs", "g", "use", "rect", "circle", "path", "text"}
    assert "var(" not in text
    assert set(re.findall(r'font-family="([^"]+)"', text)) == {"Noto Sans SC"}
    assert not re.search(r'href="(?!#)', text)
