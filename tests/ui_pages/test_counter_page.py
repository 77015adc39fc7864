"""What a teller does on the counter page, customer by customer, by touch and by keyboard, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from tests.matrix import in_languages
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui_pages.conftest import Branch, Tablet

DESK, WALL, SMALL = (1280, 800), (1920, 1080), (1024, 600)
MAIN = ".now .main"
STEPS = ("审核", "办理", "确认", "反馈")


def at_counter(tablet: Tablet, counter: str = "1", query: str = "") -> Tablet:
    """Open the page of a counter and wait until it is connected."""
    tablet.page.goto(f"{tablet.url}/counter?counter={counter}{query}")
    tablet.connected()
    return tablet


def goes_on(tablet: Tablet, label: str, press: Callable[[], None]) -> None:
    """Wait until the next right thing is `label`, and press it once it cannot be the second tap of a double tap."""
    tablet.sees(MAIN, label)
    tablet.settled()
    press()


def serving(branch: Branch) -> str:
    """Let counter 1 serve somebody; return the leg."""
    branch.open("1")
    branch.issue()
    leg = branch.call().leg
    branch.ask(r.StartService(leg, branch.leg(leg).version))
    return leg


@pytest.mark.row("C2")
def test_a_whole_customer_is_served_by_touch(branch: Branch, tablet: Tablet) -> None:
    at_counter(tablet)
    leg = branch.issue().leg

    def touch() -> None:
        tablet.tap(MAIN)

    goes_on(tablet, "开始服务", touch)
    goes_on(tablet, "叫下一位", touch)
    goes_on(tablet, "客户到了，开始办理", touch)
    for step in STEPS:
        goes_on(tablet, f"下一步：{step}", touch)
    tablet.sees(".track .here", "反馈")
    assert branch.leg(leg).periods[-1].step == "feedback"
    goes_on(tablet, "办结", touch)

    tablet.sees(".calm", "没有人在等")
    tablet.sees(".ended", "A001")
    assert branch.status(leg) == "finished"


@pytest.mark.row("C2")
def test_a_whole_customer_is_served_with_one_key_after_another(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    leg = branch.issue().leg
    at_counter(tablet).page.locator(MAIN).focus()

    def enter() -> None:
        assert tablet.page.evaluate("document.activeElement.matches('.now .main')")
        tablet.page.keyboard.press("Enter")

    for label in ("叫下一位", "客户到了", *STEPS, "办结"):
        goes_on(tablet, label, enter)
    tablet.sees(".calm", "没有人在等")

    assert branch.status(leg) == "finished"


def test_a_key_held_down_is_one_press(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    at_counter(tablet).page.locator(MAIN).focus()

    tablet.page.keyboard.down("Enter")
    tablet.sees(MAIN, "客户到了")
    for _ in range(3):
        tablet.settled()
        tablet.page.keyboard.down("Enter")

    assert branch.look(lambda day: [leg.status.value for leg in day.legs.values()]) == ["called"]


@pytest.mark.row("C2")
def test_a_step_is_corrected_by_touching_it_on_the_track(branch: Branch, tablet: Tablet) -> None:
    leg = serving(branch)
    at_counter(tablet)

    tablet.tap('.track [aria-label^="确认"]')
    tablet.sees(".track .here", "确认")
    tablet.settled()
    tablet.tap('.track [aria-label^="审核"]')
    tablet.sees(".track .here", "审核")

    tablet.sees(MAIN, "下一步：办理")
    assert branch.leg(leg).periods[-1].step == "review"


def test_a_quick_errand_is_finished_without_telling_any_step_by_two_taps(
    branch: Branch, tablet: Tablet
) -> None:
    leg = serving(branch)
    at_counter(tablet)

    tablet.tap('.others [data-ask="finish_service"]')
    tablet.sees('.others [data-ask="finish_service"]', "再点一次")
    assert branch.status(leg) == "serving"
    tablet.tap_again('.others [data-ask="finish_service"]')

    tablet.sees(".calm")
    assert branch.status(leg) == "finished"


@pytest.mark.row("C3")
def test_a_customer_who_does_not_come_is_called_again_missed_and_recalled(
    branch: Branch, tablet: Tablet
) -> None:
    branch.open("1")
    leg = branch.issue().leg
    branch.call()
    at_counter(tablet)

    tablet.tap('[data-ask="announce_again"]')
    tablet.sees(".timing", "已叫 2 次")
    tablet.tap('[data-ask="pass_ticket"]')
    tablet.sees(".again", "A001")
    tablet.settled()
    tablet.tap('.again [data-ask="call_ticket"]')

    tablet.sees(f"{MAIN}", "客户到了")
    assert branch.leg(leg).periods[-1].reason == "recall"


@pytest.mark.row("C1")
def test_the_teller_sees_who_comes_next_and_why_this_one_came(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    branch.issue("remittance", care_needs=("elderly",))
    branch.wait(3)
    at_counter(tablet)

    rows = tablet.page.locator(".line li .number").all_inner_texts()
    tablet.tap(MAIN)
    tablet.sees(".toast.done", "A002 请到1号")
    tablet.settled()
    tablet.open('[data-sheet^="/counter/why"]')

    assert rows == ["A002", "A001"]
    tablet.sees(".why .first", "A002")
    tablet.sees(".why .second", "A001")


@pytest.mark.row("C1")
def test_the_message_of_a_call_tells_why_too(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    branch.issue()
    at_counter(tablet).tap(MAIN)

    tablet.tap(".toast.done button")

    tablet.sees(".why .first", "A001")


@pytest.mark.row("D2")
def test_another_service_follows_without_a_new_queue(branch: Branch, tablet: Tablet) -> None:
    leg = serving(branch)
    at_counter(tablet)

    tablet.open('[data-sheet^="/counter/add"]')
    tablet.tap('[data-ask="add_service"]:has(strong:text-is("汇款"))')
    tablet.sees(".facts", "汇款")
    tablet.tap('.others [data-ask="finish_service"]')
    tablet.tap_again('.others [data-ask="finish_service"]')

    goes_on(tablet, "叫下一位", lambda: tablet.tap(MAIN))
    tablet.sees(".customer .service", "汇款")
    visit = branch.leg(leg).visit
    assert branch.look(lambda day: [one.service for one in day.legs_of(visit)]) == ["deposit", "remittance"]


def test_a_ticket_is_sent_to_another_open_counter_or_put_on_hold(branch: Branch, tablet: Tablet) -> None:
    leg = serving(branch)
    branch.open("2")
    at_counter(tablet)

    tablet.open('[data-sheet^="/counter/transfer"]')
    tablet.tap('[data-ask="transfer_ticket"]:has(strong:text-is("2号综合柜台"))')
    tablet.sees(".calm")
    sent = branch.leg(leg)
    other = branch.issue().leg
    goes_on(tablet, "叫下一位", lambda: tablet.tap(MAIN))
    tablet.tap('[data-ask="park_ticket"]')
    tablet.sees(".again", "A002")

    assert (sent.status.value, sent.counter) == ("waiting", "2")
    assert branch.status(other) == "parked"


@pytest.mark.row("A3")
def test_care_is_verified_with_nothing_ticked_before(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    issued = branch.ask(r.IssueTicket("deposit", care_needs=("pregnant",)), "entrance")
    branch.call()
    at_counter(tablet).sees(".care", "客户申报")

    tablet.open('[data-sheet^="/counter/care"]')
    assert tablet.page.locator("#sheet input:checked").count() == 0
    with tablet.page.expect_response("**/counter/care"):
        tablet.tap("label:has(#c-elderly)")
    tablet.tap('[data-ask="mark_care"]:enabled')

    tablet.sees(".care", "已核实")
    tablet.sees(".care .flag", "老年人")
    assert branch.look(lambda day: day.visits[issued.visit].verified)  # type: ignore[union-attr]


@pytest.mark.row("F1")
def test_what_the_customer_said_is_kept_and_stays_on_no_page(branch: Branch, tablet: Tablet) -> None:
    serving(branch)
    at_counter(tablet).open('[data-sheet^="/counter/words"]')

    with tablet.page.expect_response("**/v1/requests/keep_record") as kept:
        tablet.page.locator("#words-said").fill("想补登存折")
        tablet.page.keyboard.press("Enter")
    tablet.sees(".toast.done", "已记下")

    assert kept.value.ok
    assert "想补登存折" not in tablet.page.content()


@pytest.mark.row("A1")
def test_every_command_says_which_counter_it_comes_from(branch: Branch, tablet: Tablet) -> None:
    at_counter(tablet, "2")

    with tablet.page.expect_request("**/v1/requests/open_counter") as asked:
        tablet.tap(MAIN)
    tablet.sees(".desk .state", "空闲")

    assert asked.value.headers["kiosk-role"] == "counter"
    assert asked.value.headers["kiosk-counter"] == "2"
    assert branch.look(lambda day: list(day.counters)) == ["2"]


def test_of_two_tellers_who_recall_one_ticket_the_second_is_told_where_it_is(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    branch.open("1", "2")
    leg = branch.issue().leg
    branch.call()
    branch.ask(r.PassTicket(leg, branch.leg(leg).version))
    first, second = at_counter(tablets(), "1"), at_counter(tablets(), "2")
    for one in (first, second):
        one.sees(".again", "A001")
    second.page.route("**/counter/board*", lambda route: route.abort())  # the news is still on its way

    first.tap('.again [data-ask="call_ticket"]')
    first.sees(MAIN, "客户到了")
    second.tap('.again [data-ask="call_ticket"]')

    second.sees(".toast.refused", "A001 刚被别人处理，现在是“叫号”（1号综合柜台）")
    second.complaints.clear()  # of the board we held back
    assert branch.leg(leg).counter == "1"


def test_two_pages_of_one_counter_call_one_customer(branch: Branch, tablets: Callable[..., Tablet]) -> None:
    branch.open("1")
    branch.issue()
    branch.issue()
    one, other = at_counter(tablets()), at_counter(tablets())
    other.page.route("**/counter/board*", lambda route: route.abort())

    one.tap(MAIN)
    one.sees(MAIN, "客户到了")
    other.tap(MAIN)

    other.sees(".toast.refused", "1号综合柜台手上还有 A001")
    other.complaints.clear()
    assert branch.look(lambda day: day.counters["1"].leg != "" and len(day.lines)) == 1


@pytest.mark.row("A4")
def test_the_lobby_is_called_with_one_touch_and_knows_where(
    branch: Branch, tablets: Callable[..., Tablet]
) -> None:
    serving(branch)
    teller, lobby = at_counter(tablets()), tablets().show()

    teller.tap('[data-ask="call_help"]')

    teller.sees(".called-help", "已呼叫大堂")
    lobby.sees(".help", "1号综合柜台")


def test_a_counter_stops_at_the_second_touch_and_not_at_the_first(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    at_counter(tablet)

    tablet.tap('[data-ask="close_counter"]')
    tablet.sees('[data-ask="close_counter"]', "再点一次")
    open_still = branch.look(lambda day: "1" in day.counters)
    tablet.tap_again('[data-ask="close_counter"]')
    tablet.sees(MAIN, "开始服务")

    assert open_still
    assert branch.look(lambda day: "1" not in day.counters)


def test_a_counter_is_chosen_where_nobody_is_paired(branch: Branch, tablet: Tablet) -> None:
    branch.open("3")
    tablet.page.goto(f"{tablet.url}/counter")
    tablet.connected()

    tablet.tap('.tile:has-text("3")')

    tablet.sees(".desk .id", "3")
    assert tablet.page.evaluate("document.documentElement.dataset.counter") == "3"


@pytest.mark.row("D3")
def test_nothing_moves_on_the_page_when_customers_rate(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    issued = branch.issue()
    for step in (r.StartService, r.FinishService):
        leg = issued.leg if step is r.FinishService else branch.call().leg
        branch.ask(step(leg, branch.leg(leg).version))
    at_counter(tablet).sees(".ended", "A001")
    board = "fetch('/counter/board?counter=1').then((answer) => answer.text())"
    before = tablet.page.evaluate(board)

    branch.ask(r.RateVisit(issued.visit, issued.check, 1), "exit")

    assert branch.look(lambda day: day.visits[issued.visit].rated)
    assert tablet.page.evaluate(board) == before


def fill_counter(branch: Branch) -> None:
    """Let many wait for counter 1, which is open: somebody was missed, somebody put on hold, somebody is done."""
    for service in ("deposit", "remittance", "deposit", "ic_card", *8 * ("withdrawal",)):
        branch.issue(service, care_needs=("pregnant",) if service == "ic_card" else ())
    missed = branch.call().leg
    branch.ask(r.PassTicket(missed, branch.leg(missed).version))
    done = branch.call().leg
    branch.ask(r.StartService(done, branch.leg(done).version))
    branch.ask(r.FinishService(done, branch.leg(done).version))
    parked = branch.call().leg
    branch.ask(r.ParkTicket(parked, branch.leg(parked).version))


def look_at(tablet: Tablet, found: dict[str, list[str]], state: str) -> None:
    """Note what is wrong with the page as it is now."""
    tablet.settled()
    found[state] = faults(tablet) + tablet.page.evaluate(SMALL_TARGETS) + tablet.page.evaluate(CUT_OFF)
    if tablet.page.evaluate(
        "document.documentElement.scrollWidth > innerWidth || document.body.scrollHeight > innerHeight"
    ):
        found[state].append("larger than the screen")


@in_languages({"1280x800": DESK, "1920x1080": WALL, "1024x600": SMALL})
def test_every_state_fits_can_be_hit_and_passes_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    tablet = at_counter(tablets(size, font=True), "none", f"&lang={language}")
    found: dict[str, list[str]] = {}
    look_at(tablet, found, "choose")
    look_at(at_counter(tablet), found, "closed")
    branch.open("1")
    tablet.sees(".calm .icon")
    look_at(tablet, found, "nobody")
    fill_counter(branch)
    look_at(tablet, found, "next")
    tablet.tap(MAIN)
    tablet.sees(".now.called")
    look_at(tablet, found, "called")
    tablet.tap(MAIN)
    tablet.sees(".now.serving")
    look_at(tablet, found, "serving")
    for sheet in ("care", "words", "transfer", "add", "why"):
        tablet.open(f'[data-sheet^="/counter/{sheet}"]')
        look_at(tablet, found, sheet)
        tablet.page.keyboard.press("Escape")

    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("size", [DESK, WALL, SMALL], ids=["1280x800", "1920x1080", "1024x600"])
def test_the_next_right_thing_is_the_biggest_and_never_out_of_sight(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int]
) -> None:
    serving(branch)
    tablet = at_counter(tablets(size, font=True))

    areas = tablet.page.evaluate("""() => Array.from(document.querySelectorAll('main button'), (button) => {
      const box = button.getBoundingClientRect();
      return [button.matches('.now .main'), box.width * box.height, box.bottom <= innerHeight];
    })""")

    assert max(areas, key=lambda area: area[1])[0]
    assert all(in_sight for main, _, in_sight in areas if main)
    assert max(area for main, area, _ in areas if main) > 3 * max(a for main, a, _ in areas if not main)


def test_two_hundred_who_wait_are_eight_rows(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    for _ in range(200):
        branch.issue()

    at_counter(tablet).sees(".coming .count", "200 人在等")

    assert tablet.page.locator(".line li").count() == 8
