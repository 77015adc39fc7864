"""`kiosk tour`: every picture shows something, no two the same, and the journal beside them tells the same story."""

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.once_in_a_run import once_in_a_run

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1_200)]
REPORTS = {"day-readiness", "day-summary"}
SLIPS = {"ordinary-slip", "ordinary-guide", "elderly-slip", "visitor-slip", "visitor-guide"}
LEAST_VARIED = 10
"""Standard deviation of the greys of the palest screen; a blank one has none."""


@dataclass(frozen=True, slots=True)
class Tour:
    """What a tour left."""

    folder: Path

    @property
    def pictures(self) -> list[Path]:
        return sorted(self.folder.glob("*.png"))

    def picture(self, name: str) -> Image.Image:
        (file,) = self.folder.glob(f"[0-9][0-9]-{name}.png")
        return Image.open(file).convert("RGB")

    def facts(self, *kinds: str) -> list[dict[str, Any]]:
        """Return the facts of these kinds in their order, all of them for none."""
        lines = (self.folder / "journal.jsonl").read_text("utf-8").splitlines()
        facts: list[dict[str, Any]] = [json.loads(line) for line in lines]
        return [fact for fact in facts if not kinds or fact["kind"] in kinds]


def take(folder: Path, **environment: str) -> str:
    """Take a tour with the command itself, on a machine without a display; return what it said."""
    shown = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "tour", str(folder)],
        env=shown | {"QT_QPA_PLATFORM": "xcb"} | environment,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    """One tour for the whole run, however many processes the tests are shared among."""
    return Tour(once_in_a_run(tmp_path_factory, "tour", take))


def test_a_tour_leaves_pictures_for_a_brochure_in_their_order(tour: Tour) -> None:
    names = [picture.stem for picture in tour.pictures]

    assert len(names) >= 25
    assert [int(name[:2]) for name in names] == list(range(1, len(names) + 1))


def test_no_picture_is_blank(tour: Tour) -> None:
    blank = [
        picture.name
        for picture in tour.pictures
        if ImageStat.Stat(Image.open(picture).convert("L")).stddev[0] < LEAST_VARIED
    ]

    assert blank == []


def test_no_two_pictures_are_the_same(tour: Tour) -> None:
    seen = Counter(Image.open(picture).convert("RGB").tobytes() for picture in tour.pictures)

    assert max(seen.values()) == 1


def test_every_slip_and_report_is_there_as_picture_and_as_pdf(tour: Tour) -> None:
    printed = {file.stem[3:]: file for file in tour.folder.glob("*.pdf")}

    assert printed.keys() == SLIPS | REPORTS
    assert all(file.read_bytes().startswith(b"%PDF") for file in printed.values())
    assert all(file.with_suffix(".png").exists() for file in printed.values())


def test_the_one_page_shows_every_picture_and_needs_no_script(tour: Tour) -> None:
    page = (tour.folder / "index.html").read_text("utf-8")

    assert [picture.name for picture in tour.pictures if f'src="{picture.name}"' not in page] == []
    assert "<script" not in page
    assert "http" not in page


@pytest.mark.row("A3")
def test_the_elderly_customer_sees_large_white_words_on_black_with_every_button_low(tour: Tour) -> None:
    ordinary, contrast, low = (tour.picture(name) for name in ("entrance", "elderly-contrast", "elderly-low"))

    assert brightness(contrast) < 80
    assert brightness(ordinary) > 180
    assert first_line_below_the_head(low) > first_line_below_the_head(contrast)


def brightness(picture: Image.Image) -> float:
    return ImageStat.Stat(picture.convert("L")).mean[0]


def first_line_below_the_head(picture: Image.Image) -> int:
    """Return how far down the first words below the line under the head begin, in pixels."""
    top = picture.height // 10
    below = picture.crop((40, top, picture.width // 2, picture.height)).convert("L")
    ground = Image.new("L", below.size, below.getpixel((0, 0)))
    box = ImageChops.difference(below, ground).point(lambda grey: 255 * (grey > 60)).getbbox()
    assert box
    return top + box[1]


@pytest.mark.row("A2")
@pytest.mark.row("A3")
@pytest.mark.row("B1")
@pytest.mark.row("B2")
@pytest.mark.row("C2")
def test_the_journal_tells_of_three_customers_in_their_order(tour: Tour) -> None:
    issued = [fact["fact"] for fact in tour.facts("ticket_issued") if fact["actor"] == "customer"]

    assert [fact["service"] for fact in issued] == ["remittance", "withdrawal", "transfer"]
    assert [fact["language"] for fact in issued] == ["zh", "zh", "en"]
    assert [fact["care"] for fact in issued] == ["ordinary", "elderly", "ordinary"]
    assert issued[0]["ready"] == ["id_card", "bank_card"]
    assert len(tour.facts("guide_queued")) == 2


@pytest.mark.row("A4")
def test_the_call_for_a_person_is_heard_and_answered_before_the_first_number(tour: Tour) -> None:
    called, answered = tour.facts("help_called", "help_answered")
    (first, *_) = (fact for fact in tour.facts("ticket_issued") if fact["actor"] == "customer")

    assert called["seq"] < answered["seq"] < first["seq"]
    assert called["fact"]["help"] == answered["fact"]["help"]


@pytest.mark.row("F1")
def test_the_first_customer_is_served_and_then_rates(tour: Tour) -> None:
    first = next(fact for fact in tour.facts("ticket_issued") if fact["actor"] == "customer")["fact"]
    served = [
        fact["kind"]
        for fact in tour.facts("ticket_called", "service_started", "service_finished")
        if fact["fact"]["leg"] == first["leg"]
    ]
    rated = tour.facts("visit_rated")

    assert served == ["ticket_called", "service_started", "service_finished"]
    assert [fact["fact"]["visit"] for fact in rated] == [first["visit"]]
    afterwards = tour.facts()[tour.facts().index(rated[0]) + 1 :]
    # The technician came when all was over, and had the doctor look.
    assert {fact["kind"] for fact in afterwards} == {"maintenance_done", "branch_checked"}


@pytest.mark.row("C3")
@pytest.mark.row("D1")
@pytest.mark.row("D3")
def test_the_tour_shows_the_whole_round_and_a_day_by_itself(tour: Tour) -> None:
    shown = {picture.stem[3:] for picture in tour.pictures}

    assert shown >= {
        *("ordinary-number", "reception-called", "hall-called", "exit-scan", "exit-reasons", "exit-thanks"),
        *("day-hall", "day-manager", *REPORTS, "hq-overview", "hq-branch"),
    }
    (rated,) = tour.facts("visit_rated")
    assert rated["fact"]["reasons"] == ["clear"]


def test_the_journal_is_whole_and_names_no_badge(tour: Tour) -> None:
    facts = tour.facts()

    assert all(after["seq"] == before["seq"] + 1 for before, after in pairwise(facts))
    assert facts[0]["kind"] == "epoch_started"
    assert {fact["actor"] for fact in facts} == {"system", "staff", "customer"}
    assert {fact["fact"]["badge"] for fact in tour.facts("counter_opened")} == {""}


@pytest.mark.long
def test_without_a_browser_a_tour_says_what_is_left_out_and_tells_the_same_story(tmp_path: Path) -> None:
    (tmp_path / "01-entrance.png").touch()
    (tmp_path / "notes.txt").touch()

    said, tour = take(tmp_path, PATH=""), Tour(tmp_path)

    assert "reception page are left out: no Chromium" in said
    assert "without poppler's pdftoppm there is no picture of it" in said
    assert {file.name for file in tmp_path.glob("*2026*.pdf")} == {
        "2026-11-02.pdf",
        "readiness-2026-11-02.pdf",
    }
    assert [picture.name for picture in tour.pictures if "reception" in picture.name] == []
    assert len(tour.pictures) >= 25
    assert (tmp_path / "notes.txt").exists()
    assert [fact["fact"]["score"] for fact in tour.facts("visit_rated")] == [5]
    assert len(tour.facts("help_answered")) == 1
