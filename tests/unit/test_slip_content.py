"""What the slip of a visit says: gathered from the day and the branch's files, in the customer's language."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done
from kiosk.domain.catalogue import every_answers, materials_for, materials_maybe
from kiosk.domain.slip import (
    Banner,
    Figures,
    Heading,
    Map,
    Number,
    Place,
    Qr,
    Tick,
)
from tests.printed_slips import banners, guide, lines, parts, printed
from tests.reception import HOUR_MS, Reception

REPRINT = {"zh": "补打", "en": "补打 REPRINT"}


@pytest.fixture
def room() -> Reception:
    return Reception()


def test_the_slip_holds_number_check_code_and_the_code_to_scan(room: Reception) -> None:
    ticket = room.issue()

    slip = printed(room, ticket.slip)

    assert parts(slip, Number) == [Number("A001")]
    assert f"校验码 {ticket.check}" in lines(slip)
    assert [code.payload for code in parts(slip, Qr)] == [ticket.qr]


@pytest.mark.row("A5")
def test_the_slip_says_where_to_go_by_letter_and_name_of_the_zone(room: Reception) -> None:
    (place,) = parts(printed(room, room.issue("wealth").slip), Place)

    assert place == Place("L", "理财贷款区", "进门往里走，左手边最里面")


@pytest.mark.row("A5")
def test_a_place_whose_way_nobody_wrote_down_is_told_without_one(room: Reception) -> None:
    zones = tuple(replace(zone, way=None) for zone in room.setting.plan.zones)
    silent = replace(room.setting, plan=replace(room.setting.plan, zones=zones))

    (place,) = parts(printed(room, room.issue("wealth").slip, silent), Place)

    assert place == Place("L", "理财贷款区")


@pytest.mark.row("A5")
def test_the_map_leads_from_the_entrance_to_the_zone_of_the_service(room: Reception) -> None:
    ticket = room.issue("complaint", answers={"about": "service", "who": "self"})

    (drawn,) = parts(printed(room, ticket.slip), Map)

    (here,) = [one for one in drawn.rooms if one.here]
    (first_x, first_y), (last_x, last_y) = drawn.way[0], drawn.way[-1]
    assert here.letter == "T"
    assert (first_x, first_y) == (118, 204)
    assert here.x <= last_x <= here.x + here.width
    assert here.y <= last_y <= here.y + here.height
    assert {one.letter for one in drawn.rooms} == {zone.letter for zone in room.setting.plan.zones}


@pytest.mark.row("A5")
def test_a_branch_without_a_map_prints_slips_without_one(room: Reception) -> None:
    unmapped = replace(room.setting, floor=None)

    slips = [printed(room, room.issue("complaint").slip, unmapped), printed(room, guide(room), unmapped)]

    assert [parts(slip, Map) for slip in slips] == [[], []]
    assert [len(parts(slip, Place)) for slip in slips] == [1, 1]


def test_the_slip_is_headed_by_bank_and_branch(room: Reception) -> None:
    ticket = room.issue()
    named_so = replace(room.setting, plan=replace(room.setting.plan, bank=None))

    assert lines(printed(room, ticket.slip))[0] == "示范银行 示范支行"
    assert lines(printed(room, ticket.slip, named_so))[0] == "示范支行"


@pytest.mark.row("B1")
def test_the_slip_lists_the_materials_of_these_answers_and_ticks_what_is_in_hand(room: Reception) -> None:
    answers = {"account": "have", "who": "self", "amount": "from_50k"}
    service = room.setting.catalogue.services["deposit"]

    slip = printed(room, room.issue(answers=answers, ready=("id_card",)).slip)

    needed = materials_for(service, answers)
    ticks = parts(slip, Tick)
    assert [tick.name for tick in ticks] == [material.name.zh for material in needed]
    assert [tick.ticked for tick in ticks] == [material.code == "id_card" for material in needed]
    assert Heading("请带上", f"已带 1 / {len(needed)}") in slip.blocks


@pytest.mark.row("B1")
def test_a_number_taken_with_questions_open_tells_what_may_be_needed_too(room: Reception) -> None:
    service = room.setting.catalogue.services["deposit"]

    slip = printed(room, room.issue().slip)

    maybe = [material.name.zh for material in materials_maybe(service, {})]
    assert [tick.name for tick in parts(slip, Tick)] == ["现金"]
    assert "、".join(maybe) in lines(slip)


@pytest.mark.row("B1")
@pytest.mark.row("D1")
def test_the_slip_names_the_steps_and_what_comes_after(room: Reception) -> None:
    slip = printed(room, room.issue("deposit").slip)

    assert {"申请 → 审核 → 办理 → 确认 → 反馈", "现金存入后马上到账。"} <= set(lines(slip))


@pytest.mark.row("C2")
def test_the_slip_keeps_the_promise_that_was_told_whatever_happened_since(room: Reception) -> None:
    room.open("1")
    for _ in range(4):
        room.issue()
    ticket = room.issue()
    room.open("2", "3")
    room.call("1")
    room.wait(30)

    (figures,) = parts(printed(room, ticket.slip), Figures)

    assert [value for _, value in figures.pairs] == ["4 人", "14–34 分钟"]


@pytest.mark.row("C2")
def test_a_wait_nobody_can_know_is_said_to_be_unknown(room: Reception) -> None:
    (figures,) = parts(printed(room, room.issue().slip), Figures)

    assert [value for _, value in figures.pairs] == ["没有人", "暂时无法估计"]


@pytest.mark.row("A3")
def test_paper_tells_that_somebody_is_favoured_and_never_why(room: Reception) -> None:
    cared_for: list[dict[str, Any]] = [
        {"care_needs": ("elderly",)},
        {"care_needs": ("disabled",)},
        {"care_needs": ("pregnant",)},
        {"vip": True},
    ]

    slips = [printed(room, room.issue(**one).slip) for one in cared_for]

    assert [banners(slip) for slip in slips] == [["您可优先办理"]] * 4
    assert banners(printed(room, room.issue().slip)) == []


def test_an_english_slip_is_english_with_the_service_in_chinese_for_the_teller(room: Reception) -> None:
    service = room.setting.catalogue.services["deposit"]

    slip = printed(room, room.issue(language="en").slip)

    assert slip.language == "en"
    assert service.name.en in lines(slip)
    assert service.name.zh in lines(slip)
    assert service.aftercare.en.split(". ")[0] + "." in lines(slip)
    assert [place.name for place in parts(slip, Place)] == ["Personal counters"]


def test_a_chinese_slip_names_the_service_once(room: Reception) -> None:
    name = room.setting.catalogue.services["deposit"].name.zh

    assert lines(printed(room, room.issue().slip)).count(name) == 1


def test_the_slip_is_dated_by_the_clock_of_the_branch(room: Reception) -> None:
    room.wait(32)

    slip = printed(room, room.issue().slip)

    assert "2026年11月2日 09:32 · 营业日 11月2日" in lines(slip)


def test_after_midnight_the_business_date_stays_that_of_the_day(room: Reception) -> None:
    room.wait(ms=16 * HOUR_MS)

    slip = printed(room, room.issue().slip)

    assert "2026年11月3日 01:00 · 营业日 11月2日" in lines(slip)


# Copies


@pytest.mark.parametrize("language", ["zh", "en"])
def test_only_a_reprint_is_marked_as_one(room: Reception, language: str) -> None:
    ticket = room.issue(language=language)
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    assert REPRINT[language] not in banners(printed(room, ticket.slip))
    assert REPRINT[language] in banners(printed(room, again.about))


def test_a_reprint_says_the_same_as_the_first_copy(room: Reception) -> None:
    ticket = room.issue(answers={"who": "agent"}, care_needs=("elderly",))
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    first, second = printed(room, ticket.slip), printed(room, again.about)

    assert [block for block in second.blocks if block != Banner("补打", filled=True)] == list(first.blocks)


def test_paper_for_a_carried_ticket_is_a_reprint_with_the_number_and_date_of_its_own_day(
    room: Reception,
) -> None:
    ticket = room.issue()
    room.step(r.ParkTicket, ticket.leg)
    room.wait(ms=24 * HOUR_MS)
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    slip = printed(room, again.about)

    assert "补打" in banners(slip)
    assert parts(slip, Number) == [Number(ticket.ticket)]
    assert [text for text in lines(slip) if text.endswith("营业日 11月2日")]
    assert [code.payload for code in parts(slip, Qr)] == [ticket.qr]


def test_a_demonstration_says_so_on_paper(room: Reception) -> None:
    room.happen([f.EpochStarted("demo", "born", demonstration=True)])

    assert "演示 DEMONSTRATION" in banners(printed(room, room.issue().slip))


# How long


@pytest.mark.parametrize(("language", "longest_mm"), [("zh", 216), ("en", 241)])
def test_no_ticket_of_the_shipped_catalogue_is_longer_than_this(
    room: Reception, language: str, longest_mm: int
) -> None:
    for service in room.setting.catalogue.services.values():
        for answers in [{}, *every_answers(service)]:
            room.issue(service.code, language=language, answers=answers)

    slips = [printed(room, slip) for slip in room.day.visit_of_slip]

    assert max(lay_out(slip).height for slip in slips) <= longest_mm * DOTS_PER_MM
    assert all(len(parts(slip, Number)) == len(parts(slip, Place)) == 1 for slip in slips)


@pytest.mark.row("B2")
def test_a_teller_can_read_what_an_english_speaker_is_to_bring(room: Reception) -> None:
    answers = {"account": "have", "who": "self", "amount": "under_50k"}
    slip = printed(room, room.issue(language="en", answers=answers).slip)

    assert [tick.name for tick in parts(slip, Tick)] == ["Cash 现金", "Bank card 银行卡"]
