"""What the office shows of people, devices and personal data, made from the register and the tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from kiosk.branch.kept import Held, Kept, Purged, what_is_kept
from kiosk.domain import requests as r
from kiosk.domain.catalogue import Text
from kiosk.domain.privacy import Privacy
from kiosk.domain.requests import By
from kiosk.pages.office.qr import qr_svg
from kiosk.pages.office.view import OfficeView, suggested_names
from tests.strict_branch import MANAGER, strict_branch

if TYPE_CHECKING:
    from pathlib import Path


def test_a_name_is_suggested_that_no_device_ever_had() -> None:
    names = suggested_names({"tablet-1", "tablet-2", "counter-2"}, ["1", "2"])

    assert names["staff"] == "tablet-3"
    assert names["counter-1"] == "counter-1"
    assert names["counter-2"] == "counter-2-2"


def test_a_qr_symbol_holds_no_text_to_read_and_no_style_that_the_page_forbids() -> None:
    svg = qr_svg("https://10.77.0.1:8766/pair#48219930")

    assert "48219930" not in svg
    assert "style" not in svg
    assert re.search(r'viewBox="0 0 (\d+) \1"', svg)


def test_data_is_said_to_go_after_as_many_further_closed_days_as_the_branch_promised() -> None:
    kept = Kept((Held("contact", 3, "2026-11-10", 2), Held("care", 1, "2026-11-10", 9)), (), {})
    promise = Privacy("1", Text("是", "yes"), {"contact": 7, "care": 1})
    view = OfficeView("b", True, False, "", (), (), (), ()).with_privacy(kept, promise)  # noqa: FBT003 - not what is tested

    assert view.privacy is not None
    assert [one.left for one in view.privacy.held] == [5, 0]


@pytest.mark.row("F1")
def test_what_is_kept_is_counted_by_class_and_what_went_is_told(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2002", "reception")
        tablet = branch.pair("tablet-1", "staff")
        tablet.sign_in("2002")
        issued = tablet.did("issue_ticket", "reception", service="deposit", care_needs=["elderly"])
        tablet.did("keep_record", "reception", visit=issued["visit"], words="想查一笔汇款")
        system = branch.service.system
        branch.ask_inside(r.ReportPurge("2026-10-30", "contact", 12), system)
        branch.ask_inside(r.ReportCare("2026-10-30", {"elderly": 31, "pregnant": 0}), system)
        date = branch.run(branch.service.look(lambda day, _: day.date))

        kept = branch.run(branch.service.records(lambda conn: what_is_kept(conn, 7)))

    assert kept.held == (Held("care", 1, date, 0), Held("words", 1, date, 0))
    assert [(one.date, one.of, one.records) for one in kept.purged] == [("2026-10-30", "contact", 12)]
    assert isinstance(kept.purged[0], Purged)
    assert kept.care == {"2026-10-30": {"elderly": 31, "pregnant": 0}}


@pytest.mark.row("F3")
def test_people_and_devices_are_shown_as_they_are_now(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        for badge in ("2001", "2002", "2003"):
            branch.staff(badge, "reception")
        office, tablet = branch.pair("office-pc", "staff"), branch.pair("tablet-1", "staff")
        office.sign_in(MANAGER)
        tablet.sign_in("2002")
        door = By("office", "office-pc", MANAGER)
        branch.ask_inside(r.RemoveStaff("2003"), door)
        branch.ask_inside(r.LockStaff("2001", 10), By("door", "tablet-1"))
        branch.ask_inside(r.InviteDevice("hall-1", "hall"), door)
        html = office.get("/office/board").text

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))
    assert re.search(
        r"1001 网点负责人 您 .*2001 大堂接待 已锁住 .*2002 大堂接待 在 tablet-1 .*已停用 1 2003", text
    )
    assert 'aria-label="停用 tablet-1"' in html
    assert 'aria-label="停用 office-pc"' not in html  # the one they sit at
    assert re.search(r"hall-1 大厅叫号屏 等待配对", text)
    assert re.search(r"tablet-1 工作平板或办公电脑 工号 2002 在用", text)


def test_somebody_who_left_meanwhile_is_said_to_be_gone(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)
        paths = ("/office/person", "/office/told", "/devices/told")
        told = [office.get(path, badge="9999", name="nobody").text for path in paths]

    assert all("这里已经变了" in one for one in told)


def test_a_symbol_that_would_be_too_large_is_not_drawn(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)
        drawn = branch.run(office.http.post("/devices/qr", content=b"https://10.0.0.1/pair#1"))
        refused = [
            branch.run(office.http.post("/devices/qr", content=raw)) for raw in (b"\xff", b"", b"x" * 999)
        ]

    assert drawn.headers["content-type"] == "image/svg+xml"
    assert [one.status_code for one in refused] == [422, 422, 422]
