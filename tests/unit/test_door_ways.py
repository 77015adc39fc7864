"""Where a door leads: to one of our own pages that this person may open, and never out of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.pages.door.ways import own_page, way_on
from tests.strict_branch import strict_branch

if TYPE_CHECKING:
    from pathlib import Path

FOREIGN = (
    "https://bank.example/reception",
    "//bank.example/reception",
    "/\\bank.example",
    "\\\\bank.example/reception",
    "javascript:alert(1)",
    "/reception\r\nSet-Cookie: x=1",
    "http:/reception",
    "///bank.example",
    "/receptionist",
    "/v1/requests/close_day",
    "/sign-in/on?next=/reception",
    "reception",
    "//[",
    "",
)


@pytest.mark.row("F3")
@pytest.mark.parametrize("wish", FOREIGN)
def test_nothing_but_our_own_pages_is_a_way_on(wish: str) -> None:
    # A line break is dropped by urlsplit as browsers do; what comes back is our own string all the same.
    assert own_page(wish) in ({"/reception", ""} if "\n" in wish else {""})


@pytest.mark.parametrize(
    ("wish", "page"),
    [("/reception", "/reception"), ("/manager?days=7", "/manager"), ("/office/audit?day=1#x", "/office")],
)
def test_the_way_back_is_the_page_and_nothing_that_was_sent_with_it(wish: str, page: str) -> None:
    assert own_page(wish) == page


@pytest.mark.row("F3")
@pytest.mark.parametrize(
    ("wish", "may", "page"),
    [
        ("/office", {"office", "reception", "manager"}, "/office"),
        ("/office", {"reception"}, "/reception"),
        ("/devices", {"technician"}, "/devices"),
        ("/devices", {"office"}, "/devices"),
        ("", {"counter"}, "/counter"),
        ("/reception", set(), ""),
    ],
)
def test_nobody_is_led_to_a_page_they_may_not_open(wish: str, may: set[str], page: str) -> None:
    assert way_on(wish, may) == page


@pytest.mark.row("F3")
def test_the_door_leads_on_and_back_by_who_is_there(tmp_path: Path) -> None:
    with strict_branch(tmp_path / "branch") as branch:
        branch.staff("2001", "reception")
        tablet, stranger = branch.pair("tablet-1", "staff"), branch.stranger()
        led = {
            "stranger": stranger.get("/sign-in?next=/office"),
            "nobody": tablet.get("/sign-in/on?next=/office"),
            "pin": tablet.get("/sign-in/pin?next=https://bank.example/"),
        }
        tablet.sign_in("2001")
        led |= {
            "office": tablet.get("/sign-in/on?next=/office"),
            "abroad": tablet.get("/sign-in/on?next=//bank.example/reception"),
        }
        branch.pass_by(121)
        led["locked"] = tablet.get("/sign-in/on?next=/reception")

    assert {answer.status_code for answer in led.values()} == {303}
    assert {name: answer.headers["location"] for name, answer in led.items()} == {
        "stranger": "/pair?why=not_paired&next=/office",
        "nobody": "/sign-in?next=/office",
        "pin": "/sign-in",
        "office": "/reception",
        "abroad": "/reception",
        "locked": "/sign-in?next=/reception",
    }


@pytest.mark.row("F3")
def test_script_in_a_link_to_a_door_is_shown_nowhere(tmp_path: Path) -> None:
    sent = "<script>alert(1)</script>\"'><img src=x>"
    with strict_branch(tmp_path / "branch") as branch:
        tablet = branch.pair("tablet-1", "staff")
        pages = [
            tablet.get(path, why=sent, next=sent, lang=sent).text for path in ("/sign-in", "/pair", "/setup")
        ]

    assert not any("alert(1)" in page or "<img src=x" in page for page in pages)


@pytest.mark.row("F3")
def test_a_branch_is_set_up_at_its_own_computer_alone(tmp_path: Path) -> None:
    with strict_branch(tmp_path / "branch", demonstration=False, with_manager=False) as branch:
        here, there = branch.stranger().get("/setup"), branch.stranger("10.77.0.9").get("/setup")
        branch.manager()
        later = branch.stranger().get("/setup")

    assert "/v1/door/setup" in here.text
    assert "/v1/door/setup" not in there.text + later.text
    assert 'href="/sign-in"' in later.text


def test_the_frame_of_an_open_demonstration_holds_neither_badge_nor_lock(tmp_path: Path) -> None:
    with strict_branch(tmp_path / "branch", with_manager=False) as branch:
        page = branch.stranger().get("/reception").text

    assert "lock.js" not in page
    assert 'class="me"' not in page
    assert "sign-out" not in page


@pytest.mark.row("F3")
@pytest.mark.parametrize("path", ["/reception", "/manager"])
def test_the_frame_of_a_staff_page_says_whose_it_is_by_badge(tmp_path: Path, path: str) -> None:
    with strict_branch(tmp_path / "branch") as branch:
        tablet = branch.pair("tablet-1", "staff")
        tablet.sign_in("1001")
        page = tablet.get(path).text

    assert "工号 1001" in page
    assert 'data-badge="1001" data-device="tablet-1" data-lock-s="120"' in page
