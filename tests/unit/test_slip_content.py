"""What the slip of a visit says: gathered from the day and the branch's files, in the customer's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.branch.printing.slip_content import slip_of, slip_words
from kiosk.devices.printer.layout import lay_out
from kiosk.devices.printer.marks import DOTS_PER_MM
from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Done, Issued
from kiosk.domain.catalogue import Text, every_answers, materials_for, materials_maybe
from kiosk.domain.check_code import qr_text
from kiosk.domain.day import Day
from kiosk.domain.slip import (
    Banner,
    Figures,
    Heading,
    Line,
    Map,
    Number,
    Place,
    Point,
    Qr,
    Slip,
    Step,
    Tick,
    clean,
)
from tests.reception import HOUR_MS, SECRET, Reception
from tests.slip_samples import HOSTILE, slip_texts

if TYPE_CHECKING:
    from kiosk.domain.setting import Setting

T = TypeVar("T")
WORDS = slip_words()
REPRINT = {"zh": "补打", "en": "补打 REPRINT"}


@pytest.fixture
def room() -> Reception:
    return Reception()


def printed(room: Reception, slip: str, setting: Setting | None = None) -> Slip:
    return slip_of(room.day, slip, setting or room.setting, WORDS)


def parts(slip: Slip, kind: type[T]) -> list[T]:
    return [block for block in slip.blocks if isinstance(block, kind)]


def texts(slip: Slip) -> list[str]:
    return [line.text for line in parts(slip, Line)]


def banners(slip: Slip) -> list[str]:
    return [banner.text for banner in parts(slip, Banner)]


def guide(room: Reception, service: str = "deposit", **fields: Any) -> str:  # noqa: ANN401 - any fields of the request
    """Ask for a guidance slip and return which it is; of a visit if `visit` is told."""
    request = r.PrintGuide(service="" if "visit" in fields else service, **fields)
    answer = room.did(request, "entrance")
    assert isinstance(answer, Done)
    return answer.about


def without(setting: Setting, *services: str) -> Setting:
    """Return the setting after services left the catalogue."""
    left = {code: service for code, service in setting.catalogue.services.items() if code not in services}
    return replace(setting, catalogue=replace(setting.catalogue, services=left))


def test_the_slip_holds_number_check_code_and_the_code_to_scan(room: Reception) -> None:
    ticket = room.issue()

    slip = printed(room, ticket.slip)

    assert parts(slip, Number) == [Number("A001")]
    assert f"校验码 {ticket.check}" in texts(slip)
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

    assert texts(printed(room, ticket.slip))[0] == "示范银行 示范支行"
    assert texts(printed(room, ticket.slip, named_so))[0] == "示范支行"


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
    assert "、".join(maybe) in texts(slip)


@pytest.mark.row("B1")
@pytest.mark.row("D1")
def test_the_slip_names_the_steps_and_what_comes_after(room: Reception) -> None:
    slip = printed(room, room.issue("deposit").slip)

    assert {"申请 → 审核 → 办理 → 确认 → 反馈", "现金存入后马上到账。"} <= set(texts(slip))


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
    assert service.name.en in texts(slip)
    assert service.name.zh in texts(slip)
    assert service.aftercare.en.split(". ")[0] + "." in texts(slip)
    assert [place.name for place in parts(slip, Place)] == ["Personal counters"]


def test_a_chinese_slip_names_the_service_once(room: Reception) -> None:
    name = room.setting.catalogue.services["deposit"].name.zh

    assert texts(printed(room, room.issue().slip)).count(name) == 1


def test_the_slip_is_dated_by_the_clock_of_the_branch(room: Reception) -> None:
    room.wait(32)

    slip = printed(room, room.issue().slip)

    assert "2026年11月2日 09:32 · 营业日 11月2日" in texts(slip)


def test_after_midnight_the_business_date_stays_that_of_the_day(room: Reception) -> None:
    room.wait(ms=16 * HOUR_MS)

    slip = printed(room, room.issue().slip)

    assert "2026年11月3日 01:00 · 营业日 11月2日" in texts(slip)


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
    assert [text for text in texts(slip) if text.endswith("营业日 11月2日")]
    assert [code.payload for code in parts(slip, Qr)] == [ticket.qr]


def test_a_demonstration_says_so_on_paper(room: Reception) -> None:
    room.happen([f.EpochStarted("demo", "born", demonstration=True)])

    assert "演示 DEMONSTRATION" in banners(printed(room, room.issue().slip))


# Guidance slips


@pytest.mark.row("B1")
@pytest.mark.row("B3")
@pytest.mark.row("D1")
def test_a_guide_tells_all_about_a_service_to_somebody_without_a_number(room: Reception) -> None:
    answers = {"where": "domestic", "identity": "mainland"}
    service = room.setting.catalogue.services["remittance"]

    slip = printed(room, guide(room, "remittance", answers=answers, ready=("id_card",)))

    assert parts(slip, Tick) == [
        Tick(material.name.zh, material.code == "id_card", material.note.zh if material.note else "")
        for material in materials_for(service, answers)
    ]
    assert [(step.number, step.name, step.detail) for step in parts(slip, Step)] == [
        (n, step.name.zh, step.detail.zh) for n, step in enumerate(service.steps, 1)
    ]
    assert [point.text for point in parts(slip, Point)] == [hint.zh for hint in service.form_hints]
    assert service.aftercare.zh in texts(slip)
    assert "还没有号？来办时先在取号机取号。" in texts(slip)


@pytest.mark.row("B1")
def test_a_guide_with_questions_open_names_what_may_be_needed_too(room: Reception) -> None:
    service = room.setting.catalogue.services["deposit"]

    points = [point.text for point in parts(printed(room, guide(room)), Point)]

    assert points[:-2] == [material.name.zh for material in materials_maybe(service, {})]


def test_a_guide_of_a_visit_names_its_number_and_proves_nothing(room: Reception) -> None:
    ticket = room.issue(answers={"account": "have", "who": "self"}, ready=("cash",), language="en")

    slip = printed(room, guide(room, visit=ticket.visit))

    assert "Your number 号码 A001" in texts(slip)
    assert Tick("Cash", ticked=True, note="Please sort the notes beforehand") in slip.blocks
    assert parts(slip, Qr) == []
    assert ticket.check not in str(slip)
    assert ticket.visit not in str(slip)


def test_a_guide_is_no_reprint_and_says_when_it_was_printed(room: Reception) -> None:
    ticket = room.issue()
    room.wait(30)

    slip = printed(room, guide(room, visit=ticket.visit))

    assert banners(slip) == []
    assert "打印时间 2026年11月2日 09:30" in texts(slip)


@pytest.mark.row("A5")
def test_a_guide_shows_the_place_and_the_way_on_the_map(room: Reception) -> None:
    slip = printed(room, guide(room, "corporate_loan"))

    assert [place.letter for place in parts(slip, Place)] == ["G"]
    assert [one.letter for drawn in parts(slip, Map) for one in drawn.rooms if one.here] == ["G"]


@pytest.mark.parametrize("numbered", [True, False])
def test_a_guide_for_a_service_that_left_the_catalogue_says_what_is_still_known(
    room: Reception, *, numbered: bool
) -> None:
    ticket = room.issue("wealth")
    asked = guide(room, visit=ticket.visit) if numbered else guide(room, "wealth")

    slip = printed(room, asked, without(room.setting, "wealth"))

    assert "wealth" in texts(slip)
    assert [place.letter for place in parts(slip, Place)] == (["L"] if numbered else [])
    assert not [block for block in slip.blocks if isinstance(block, (Tick, Step, Point))]


# Hostile files


def everywhere(text: str) -> Setting:
    """Return the branch with `text` for every word of one service, of its zone, and of bank and branch."""
    setting, words = Reception().setting, Text(text, text)
    service = setting.catalogue.services["deposit"]
    materials = tuple(replace(one, name=words, note=words) for one in service.materials)
    spoilt = replace(
        service,
        name=words,
        materials=materials,
        steps=tuple(replace(step, name=words, detail=words) for step in service.steps),
        form_hints=(words, words),
        aftercare=words,
    )
    zones = tuple(replace(zone, name=words, way=words, letter=text) for zone in setting.plan.zones)
    plan = replace(setting.plan, bank=words, name=words, zones=zones)
    services = {**setting.catalogue.services, "deposit": spoilt}
    return replace(setting, plan=plan, catalogue=replace(setting.catalogue, services=services))


@given(
    st.text(st.characters(), max_size=300)
    | st.sampled_from(
        [HOSTILE, "支" * 10_000, "\x1b@\x1dV\x00", "\u202e\u2066{code}", "\ud800", "z\u0301" * 999]
    ),
    st.sampled_from(["zh", "en"]),
)
def test_whatever_the_files_say_only_clean_text_reaches_either_slip(text: str, language: str) -> None:
    room = Reception()
    setting = everywhere(text)
    ticket = room.issue(language=language)
    asked = [ticket.slip, guide(room, visit=ticket.visit), guide(room, language=language)]

    told = [each for slip in asked for each in slip_texts(printed(room, slip, setting))]

    assert [each for each in told if each != clean(each)] == []


# How long


@pytest.mark.parametrize(("language", "longest_mm"), [("zh", 216), ("en", 226)])
def test_no_ticket_of_the_shipped_catalogue_is_longer_than_this(
    room: Reception, language: str, longest_mm: int
) -> None:
    for service in room.setting.catalogue.services.values():
        for answers in [{}, *every_answers(service)]:
            room.issue(service.code, language=language, answers=answers)

    slips = [printed(room, slip) for slip in room.day.visit_of_slip]

    assert max(lay_out(slip).height for slip in slips) <= longest_mm * DOTS_PER_MM
    assert all(len(parts(slip, Number)) == len(parts(slip, Place)) == 1 for slip in slips)


# Files that changed meanwhile


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_service_that_left_the_catalogue_still_prints_with_what_the_ticket_knows(
    room: Reception, language: str
) -> None:
    ticket = room.issue("wealth", language=language)

    slip = printed(room, ticket.slip, without(room.setting, "wealth"))

    assert parts(slip, Number) == [Number("A001")]
    assert "wealth" in texts(slip)
    assert [place.letter for place in parts(slip, Place)] == ["L"]
    assert [code.payload for code in parts(slip, Qr)] == [ticket.qr]
    assert not [block for block in slip.blocks if isinstance(block, (Tick, Step, Point))]


def test_a_zone_that_left_the_plan_is_named_by_its_code(room: Reception) -> None:
    ticket = room.issue("wealth")
    elsewhere = replace(room.setting, plan=replace(room.setting.plan, zones=()))

    (place,) = parts(printed(room, ticket.slip, elsewhere), Place)

    assert (place.letter, place.name) == ("", "advisory")


def test_a_material_that_left_the_catalogue_is_no_longer_asked_for(room: Reception) -> None:
    ticket = room.issue(answers={"account": "have", "who": "self"}, ready=("cash",))
    service = replace(room.setting.catalogue.services["deposit"], materials=())
    services = {**room.setting.catalogue.services, "deposit": service}
    changed = replace(room.setting, catalogue=replace(room.setting.catalogue, services=services))

    assert parts(printed(room, ticket.slip, changed), Tick) == []


def test_a_transferred_ticket_prints_where_it_goes_now(room: Reception) -> None:
    ticket = room.issue("deposit")
    room.step(r.TransferTicket, ticket.leg, service="wealth")
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    slip = printed(room, again.about)

    assert room.setting.catalogue.services["wealth"].name.zh in texts(slip)
    assert [place.letter for place in parts(slip, Place)] == ["L"]


def test_answers_that_fit_the_service_no_longer_leave_its_questions_open(room: Reception) -> None:
    """The questions of both services have codes in common: an answer to one is none to the other."""
    ticket = room.issue("deposit", answers={"account": "have", "who": "self", "amount": "from_50k"})
    room.step(r.TransferTicket, ticket.leg, service="withdrawal")
    again = room.did(r.Reprint(ticket.visit))
    assert isinstance(again, Done)

    slip = printed(room, again.about)

    assert parts(slip, Tick) == []
    assert Heading("看您的情况，也可能要") in slip.blocks


def test_a_slip_the_day_does_not_know_is_a_bug_of_the_caller() -> None:
    with pytest.raises(KeyError):
        slip_of(Day(), "nothing", Reception().setting, WORDS)


@pytest.mark.row("D3")
def test_what_stands_on_paper_is_what_the_exit_asks_for(room: Reception) -> None:
    ticket: Issued = room.served()
    payload = next(code.payload for code in parts(printed(room, ticket.slip), Qr))

    assert payload == qr_text(SECRET, "demo", "2026-11-02", ticket.visit)
    assert room.did(r.RateVisit(ticket.visit, ticket.check, 5), "exit") == Done(ticket.visit)
