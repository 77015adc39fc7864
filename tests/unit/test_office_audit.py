"""The audit list: every kind of fact in plain words, exactly who did what, and every look at it written down (F3)."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields
from html import unescape
from typing import TYPE_CHECKING, get_args

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.facts import type_of_kind
from kiosk.domain.requests import By
from kiosk.pages.office.acts import GROUPS, TOLD_UNASKED
from kiosk.pages.office.audit_routes import STILL_OPEN_S, Openings
from kiosk.resources import resources
from kiosk.web.words import load_words
from tests.strict_branch import MANAGER, Client, StrictBranch, strict_branch

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.domain.staff import StaffRole
    from kiosk.web.words import Language

PHONE, WORDS = "13912345678", "=HYPERLINK(1) <script>alert(1)</script>"


@pytest.mark.row("F3")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_fact_has_words_and_is_one_kind_of_act(language: Language) -> None:
    t = load_words(resources() / "i18n" / "pages.toml")[language]
    grouped = [kind for kinds in GROUPS.values() for kind in kinds]

    assert {f"audit.say.{kind}" for kind in type_of_kind} <= t.texts.keys()
    assert sorted(grouped) == sorted(type_of_kind)
    assert {f"audit.group.{group}" for group in (*GROUPS, "told", "all")} <= t.texts.keys()
    assert type_of_kind.keys() >= TOLD_UNASKED


def test_the_words_ask_for_nothing_that_a_fact_does_not_have() -> None:
    t = load_words(resources() / "i18n" / "pages.toml")["zh"]

    for kind, text in t.under("audit.say").items():
        names = {one.name for one in fields(type_of_kind[kind.removesuffix("_self")])}
        assert set(re.findall(r"{(\w+)}", text)) <= names | {"ticket"}, kind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_reason_for_which_a_session_ended_has_words_of_its_own(language: Language) -> None:
    t = load_words(resources() / "i18n" / "pages.toml")[language]
    told = [t(f"audit.code.{why}") for why in get_args(f.SignOutReason)]

    assert len({*told}) == len(told)


def acts(client: Client, **query: str) -> list[tuple[str, str, str]]:
    """Return who did what and where, oldest first, as the list shows it."""
    html = client.get("/office/audit/list", **query).text
    rows = re.findall(r'<li class="act.*?</li>', html, re.DOTALL)
    cells = [re.findall(r"<span class=\"(?:by|said|on)[^>]*>(.*?)</span>", row, re.DOTALL) for row in rows]
    return [(unescape(who), unescape(said), unescape(on)) for who, said, on in reversed(cells)]


def a_morning(branch: StrictBranch) -> Client:
    """Let a manager, a receptionist and a teller do what each may; return the manager's browser."""
    branch.staff("2001", "teller")
    branch.staff("2002", "reception")
    office, tablet = branch.pair("office-pc", "staff"), branch.pair("tablet-1", "staff")
    desk = branch.pair("pc-1", "counter", counter="1")
    for client, badge in ((office, MANAGER), (tablet, "2002"), (desk, "2001")):
        client.sign_in(badge)
    issued = tablet.did("issue_ticket", "reception", service="deposit", care_needs=["elderly"])
    tablet.did("mark_care", "reception", visit=issued["visit"], care_needs=["disabled"])
    tablet.did("keep_record", "reception", visit=issued["visit"], words=WORDS)
    desk.did("open_counter", "counter", counter="1")
    called = desk.did("call_next", "counter", counter="1")
    leg = branch.run(branch.service.look(lambda day, _: day.legs[called["leg"]]))
    desk.did("start_service", "counter", leg=leg.id, leg_version=leg.version)
    office.did("change_roles", "office", badge="2002", roles=["lobby_manager"])
    return office


@pytest.mark.row("F3")
def test_a_morning_with_several_badges_shows_exactly_who_did_what(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = a_morning(branch)
        date = branch.run(branch.service.look(lambda day, _: day.date))

        by_teller = acts(office, date=date, group="told", who="staff:2001")
        by_reception = acts(office, date=date, group="told", who="staff:2002")
        by_manager = acts(office, date=date, group="told", who=f"staff:{MANAGER}")

    me = "工号 2001"
    assert by_teller[-3:] == [
        (me, "1号综合柜台开柜", "pc-1"),
        (me, "1号综合柜台叫 A001（按先后）", "pc-1"),
        (me, "1号综合柜台开始办理 A001", "pc-1"),
    ]
    assert (me, "登录", "pc-1") in by_teller
    said = [said for _, said, _ in by_reception]
    assert [one for one in said if "A001" in one] == [
        "取号 A001：存款",
        "打印 A001 的小票",
        "核实 A001 的关爱等级：优先关爱",
        "为 A001 保存了客户原话",
    ]
    assert {who for who, _, _ in by_reception} == {"工号 2002"}
    assert by_manager[-2:] == [
        (f"工号 {MANAGER}", "把工号 2002 的岗位改为：大堂经理", "office-pc"),
        (f"工号 {MANAGER}", f"查看审计记录：{date}", "office-pc"),
    ]


@pytest.mark.row("F3")
def test_nothing_that_a_customer_said_is_in_any_view_of_it(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = a_morning(branch)
        shown = "".join(office.get("/office/audit", group=group).text for group in ("told", "all", *GROUPS))
        table = office.get("/office/audit.csv", group="all").text

    for trace in ("HYPERLINK", "alert(1)", "disabled", "残障"):
        assert trace not in shown + table


@pytest.mark.row("F3")
def test_opening_a_day_is_written_down_once_and_a_refresh_is_no_opening(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)
        office.get("/office/audit")
        for _ in range(3):
            office.get("/office/audit/list", group="told")
        office.get("/office/audit", group="personal")
        once = branch.happened(f.PaperRead)
        office.get("/office/audit")
        office.get("/office/audit.csv", group="told")
        facts = branch.happened(f.PaperRead)

    assert [(one.actor, one.device) for one in once] == [(f"staff:{MANAGER}", "office-pc")]
    assert [getattr(one.fact, "what", "") for one in facts] == ["audit", "audit", "export"]


@pytest.mark.row("F3")
def test_a_list_that_is_fetched_without_its_page_is_an_opening_too(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)
        office.get("/office/audit/list", group="all")

        assert len(branch.happened(f.PaperRead)) == 1


def test_a_page_that_nobody_looked_at_for_a_while_is_opened_anew() -> None:
    now = [0.0]
    openings, by = Openings(lambda: now[0]), By("door", "office-pc", MANAGER)

    told = [openings.opens(by, "2026-11-21", anew=True), openings.opens(by, "2026-11-21", anew=False)]
    now[0] += STILL_OPEN_S + 1
    told += [openings.opens(by, "2026-11-21", anew=False), openings.opens(by, "2026-11-20", anew=False)]

    assert told == [True, False, True, True]


@pytest.mark.row("F3")
@pytest.mark.parametrize("role", ["reception", "lobby_manager", "technician"])
def test_nobody_but_the_branch_manager_sees_it(tmp_path: Path, role: StaffRole) -> None:
    with strict_branch(tmp_path) as branch:
        branch.staff("2002", role)
        tablet = branch.pair("tablet-1", "staff")
        tablet.sign_in("2002")
        answers = [
            tablet.get(path).status_code for path in ("/office", "/office/audit/list", "/office/audit.csv")
        ]

    assert answers == [403, 403, 403]


def test_a_table_holds_no_formula_and_no_markup_that_could_run(tmp_path: Path) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)
        name = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
        branch.ask_inside(r.ReadPaper("report", name), By("door", "-entrance"))
        answer = office.get("/office/audit.csv", group="all")
        html = office.get("/office/audit/list", group="all").text

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    assert [row[5] for row in rows if "=cmd" in row[3]] == ["'-entrance"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "<script" not in html


@pytest.mark.parametrize(
    "query",
    [
        {"date": "2020-01-01"},
        {"date": "' OR 1=1 --", "group": "nothing", "who": "x" * 10_000, "before": "-1"},
        {"before": "9" * 40},
        {"who": "staff:*", "group": "all"},
    ],
)
def test_whatever_the_address_says_there_is_a_page(tmp_path: Path, query: dict[str, str]) -> None:
    with strict_branch(tmp_path) as branch:
        office = branch.pair("office-pc", "staff")
        office.sign_in(MANAGER)

        answer = office.get("/office/audit", **query)

    assert answer.status_code == 200
    assert "1=1" not in answer.text
