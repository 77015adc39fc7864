"""Reception records and care needs in a browser: consent first, a reason to read, nothing left (F1, A3, A2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from tests.matrix import in_languages
from tests.ui_pages.conftest import LANDSCAPE, PORTRAIT
from tests.ui_pages.test_reception_looks import CUT_OFF, SMALL_TARGETS, faults, open_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request

    from tests.ui_pages.conftest import Branch, Tablet

ADDRESS, PHONE, WORDS = "王女士", "13800001234", "我想给老家寄钱"
VERSION = "2026-11"
SAVE = ".keep-form [type=submit]"
MARK = "[data-ask=mark_care]"


def declared(branch: Branch, *needs: str) -> Issued:
    """Let a customer take a number at the entrance and declare care needs."""
    answer = branch.ask(r.IssueTicket("deposit", care_needs=needs), "entrance")  # type: ignore[arg-type]
    assert isinstance(answer, Issued)
    return answer


def kept(branch: Branch) -> Issued:
    """Keep contact data and words with a ticket."""
    issued = branch.issue()
    branch.ask(r.KeepRecord(issued.visit, ADDRESS, PHONE, words=WORDS, consent=VERSION))
    return issued


def recorded(branch: Branch) -> list[tuple[str, str, str]]:
    """Return class, consent and why it is gone of every record there ever was, without the time."""
    return branch.records(
        lambda conn: conn.execute(
            "SELECT of, consent, ifnull(gone_why, '') FROM record ORDER BY of"
        ).fetchall()
    )


def reasons_given(branch: Branch) -> list[str]:
    return branch.records(
        lambda conn: [row[0] for row in conn.execute("SELECT why FROM record_read ORDER BY read_ms")]
    )


def ask_why(tablet: Tablet, leg: str, of: str = "联系方式") -> None:
    """Open the first record of a ticket of a class, up to the question why."""
    open_sheet(tablet, "ticket", leg)
    tablet.page.locator(".kept-one").filter(has_text=of).locator("button").first.tap()
    tablet.sees("#reasons")
    tablet.settled()


def fill_contact(page: Page, *, phone: str = "138 0000-1234", address: str = ADDRESS) -> None:
    page.locator("[name=address]").fill(address)
    page.locator("[name=phone]").fill(phone)


@pytest.mark.row("F1")
def test_contact_data_is_kept_only_once_the_customer_agrees(branch: Branch, tablet: Tablet) -> None:
    issued = branch.issue()
    open_sheet(tablet.show(), "keep", issued.leg)
    fill_contact(tablet.page)

    tablet.tap(SAVE)
    tablet.sees("#keep-wrong", "没有客户同意")
    assert recorded(branch) == []

    tablet.tap("label.agree")
    tablet.tap(SAVE)

    tablet.sees(".kept-one", "联系方式")
    assert recorded(branch) == [("contact", VERSION, "")]


@pytest.mark.row("F1")
def test_words_alone_are_kept_without_consent(branch: Branch, tablet: Tablet) -> None:
    open_sheet(tablet.show(), "keep", branch.issue().leg)

    tablet.page.locator("[name=words]").fill(f"{WORDS}\n明天再来")
    tablet.tap(SAVE)

    tablet.sees(".kept-one", "客户原话")
    assert recorded(branch) == [("words", "", "")]


@pytest.mark.row("F1")
def test_the_customer_reads_the_notice_in_their_own_language_and_that_is_kept(
    branch: Branch, tablet: Tablet
) -> None:
    asked: list[str] = []
    tablet.page.on("request", lambda request: asked.append(request.post_data or ""))
    open_sheet(tablet.show(), "keep", branch.issue().leg)
    fill_contact(tablet.page)

    tablet.tap(".keep-form label:has([name=language][value=en])")
    tablet.sees(".promise:not([hidden])", "You may refuse")
    tablet.tap("label.agree")
    tablet.tap(SAVE)

    tablet.sees(".kept-one")
    (sent,) = [body for body in asked if "consent" in body]
    assert '"language":"en"' in sent


@pytest.mark.row("F1")
@pytest.mark.parametrize(
    ("filled", "told"),
    [
        (("12", ADDRESS, ""), "5 到 15 位数字"),
        (("=1+cmd|calc", ADDRESS, ""), "5 到 15 位数字"),
        ((PHONE, "王\u202e女士", ""), "普通文字"),
        ((PHONE, ADDRESS, "字" * 199 + "\u200b"), "普通文字"),
        (("", "", ""), "还没有填内容"),
    ],
    ids=["short", "formula", "turned", "hidden", "nothing"],
)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_to_be_put_right(
    branch: Branch, tablet: Tablet, filled: tuple[str, str, str], told: str
) -> None:
    phone, address, words = filled
    open_sheet(tablet.show(), "keep", branch.issue().leg)
    fill_contact(tablet.page, phone=phone, address=address)
    tablet.page.locator("[name=words]").fill(words)

    tablet.tap("label.agree")
    tablet.tap(SAVE)

    tablet.sees("#keep-wrong", told)
    assert tablet.page.locator("[name=address]").input_value() == address
    assert recorded(branch) == []


@pytest.mark.row("F1")
def test_a_field_takes_no_more_than_may_be_kept(branch: Branch, tablet: Tablet) -> None:
    open_sheet(tablet.show(), "keep", branch.issue().leg)

    tablet.page.locator("[name=words]").press_sequentially("x" * 210, delay=0)

    assert len(tablet.page.locator("[name=words]").input_value()) == 200


@pytest.mark.row("F1")
def test_nothing_of_a_record_is_left_in_the_page_or_in_any_address(branch: Branch, tablet: Tablet) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    tablet.page.on("request", note)
    open_sheet(tablet.show(), "keep", branch.issue().leg)
    fill_contact(tablet.page)
    tablet.tap("label.agree")
    tablet.tap(SAVE)
    tablet.sees(".kept-one")
    ask_why(tablet, branch.look(lambda day: next(iter(day.legs))))
    tablet.tap("[data-why=call_back]")
    tablet.sees("#shown", PHONE)

    tablet.tap("[data-close]")
    tablet.no_longer_sees("#shown")
    tablet.page.wait_for_function("phone => !document.documentElement.innerHTML.includes(phone)", arg=PHONE)

    told = tablet.page.content() + "".join(asked)
    assert not [one for one in (ADDRESS, PHONE, "1234") if one in told]
    assert tablet.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])").find(PHONE) == -1
    assert tablet.page.evaluate(
        "[...document.querySelectorAll('form')].every((one) => one.autocomplete == 'off')"
    )


@pytest.mark.row("F1")
def test_a_record_is_read_with_a_reason_that_is_recorded_and_hidden_after_a_minute(
    branch: Branch, tablet: Tablet
) -> None:
    issued = kept(branch)
    tablet.page.clock.install()
    ask_why(tablet.show(), issued.leg)
    assert PHONE not in tablet.page.content()

    tablet.tap("[data-why=same_matter]")

    tablet.sees("#shown", PHONE)
    tablet.sees("#shown", ADDRESS)
    tablet.sees("#shown", "个人")
    assert reasons_given(branch) == ["same_matter"]

    tablet.page.clock.fast_forward("01:01")

    tablet.no_longer_sees("#shown")
    assert PHONE not in tablet.page.content()


@pytest.mark.row("F1")
def test_what_was_read_is_not_given_back_with_a_sheet_that_was_put_away(
    branch: Branch, tablet: Tablet
) -> None:
    ask_why(tablet.show(), kept(branch).leg)
    tablet.tap("[data-why=correct]")
    tablet.sees("#shown", PHONE)

    tablet.page.evaluate(
        "async () => { const sheet = await import('/static/js/sheet.js'); sheet.putSheetAway();"
        " await new Promise((done) => setTimeout(done, 50)); sheet.giveBackSheet(); }"
    )

    tablet.sees("#reasons")
    assert PHONE not in tablet.page.content()


@pytest.mark.row("F1")
def test_a_record_is_deleted_with_a_reason_and_a_second_tap(branch: Branch, tablet: Tablet) -> None:
    ask_why(tablet.show(), kept(branch).leg)

    tablet.tap(".forget button >> nth=0")
    tablet.sees(".forget button", "再点一次")
    assert ("contact", VERSION, "") in recorded(branch)
    tablet.tap_again(".forget button >> nth=0")

    tablet.sees(".toast", "记录已删除")
    assert recorded(branch) == [("contact", VERSION, "customer_asks"), ("words", "", "")]


@pytest.mark.row("F1")
def test_a_double_click_deletes_no_record(branch: Branch, tablet: Tablet) -> None:
    ask_why(tablet.show(), kept(branch).leg)
    asked: list[str] = []
    tablet.page.on("request", lambda request: asked.append(request.url))

    tablet.page.locator(".forget button").first.dblclick()
    tablet.sees(".forget [data-armed]", "再点一次")
    tablet.page.wait_for_timeout(300)

    assert not any("forget_record" in url for url in asked)
    assert ("contact", VERSION, "") in recorded(branch)


@pytest.mark.row("F1")
def test_four_digits_find_a_record_masked_and_reading_it_needs_a_reason(
    branch: Branch, tablet: Tablet
) -> None:
    kept(branch)
    tablet.show().open('[data-sheet="/reception/find"]')

    for digit in "12":
        tablet.tap(f"[data-digit='{digit}']")
    tablet.page.keyboard.type("34")

    tablet.sees("#find-told", "找到 1 条")
    tablet.sees(".found-records", "***1234")
    assert PHONE not in tablet.page.content()
    tablet.settled()
    tablet.open(".found-records button")
    tablet.tap("[data-why=complaint]")
    tablet.sees("#shown", PHONE)
    assert reasons_given(branch) == ["complaint"]


@pytest.mark.row("F1")
def test_digits_nobody_left_find_nothing_and_say_so(branch: Branch, tablet: Tablet) -> None:
    kept(branch)
    tablet.show().open('[data-sheet="/reception/find"]')

    for digit in "9999":
        tablet.tap(f"[data-digit='{digit}']")

    tablet.sees("#find-told", "没有找到")
    tablet.tap("[data-digit=back]")
    assert tablet.page.locator("#digits").inner_text().split() == ["9", "9", "9"]


@pytest.mark.row("A3")
def test_a_declared_need_stands_out_until_staff_have_made_sure(branch: Branch, tablet: Tablet) -> None:
    issued = declared(branch, "elderly")
    tablet.show()
    tablet.sees(".row.declared", "请上前照应")
    open_sheet(tablet, "ticket", issued.leg)
    tablet.sees(".ticket .missing", "客户申报")

    tablet.open('[data-sheet^="/reception/care"]')
    assert tablet.page.locator(".care-form input:checked").count() == 0
    assert tablet.page.locator(".care-form button.big").is_disabled()
    tablet.tap("label:has(#c-pregnant)")
    tablet.tap(MARK)

    tablet.sees(".toast", "已核实")
    tablet.no_longer_sees(".row.declared")
    assert branch.look(lambda day: (day.visits[issued.visit].care, day.visits[issued.visit].verified)) == (
        "protected",
        True,
    )
    open_sheet(tablet, "ticket", issued.leg)
    tablet.sees(".ticket .have", "已核实")


@pytest.mark.row("A3")
def test_none_and_a_need_are_never_both_ticked(branch: Branch, tablet: Tablet) -> None:
    issued = declared(branch, "elderly")
    open_sheet(tablet.show(), "care", issued.leg)

    tablet.tap("label:has(#c-elderly)")
    tablet.sees(MARK)
    tablet.settled()
    tablet.tap("label:has(#c-none)")
    tablet.page.locator("#c-elderly:not(:checked)").wait_for(state="attached")
    tablet.settled()
    tablet.tap(MARK)

    tablet.sees(".toast", "已核实")
    assert branch.look(lambda day: day.visits[issued.visit].care) == "ordinary"


@pytest.mark.row("A3")
def test_what_staff_tick_when_issuing_needs_no_second_look(branch: Branch, tablet: Tablet) -> None:
    branch.issue(care_needs=("elderly",))
    tablet.show()

    tablet.sees(".row", "老年人")
    assert tablet.page.locator(".row.declared").count() == 0


@pytest.mark.row("A2")
@pytest.mark.parametrize("ticked", [True, False], ids=["ticked", "left alone"])
def test_what_the_customer_said_is_kept_with_the_ticket_only_if_so_ticked(
    branch: Branch, tablet: Tablet, *, ticked: bool
) -> None:
    branch.open("1")
    tablet.show().open('[data-sheet="/reception/issue"]')
    tablet.page.locator("#said").fill(WORDS)
    tablet.sees("#found .first", "汇款")
    tablet.settled()
    tablet.open("#found .first")
    tablet.sees(".keep-words", WORDS)
    assert not tablet.page.locator("#keep-words").is_checked()

    if ticked:
        tablet.tap("label.keep-words")
        tablet.page.locator(".issue-form:not([data-due])").wait_for()
        tablet.sees(".keep-words", WORDS)
    tablet.page.locator("[data-ask=issue_ticket]:not([disabled])").tap()
    tablet.sees(".issued")

    if ticked:
        tablet.sees(".toast", "客户原话已加密保存")
    assert recorded(branch) == ([("words", "", "")] if ticked else [])


@pytest.mark.row("A2")
def test_who_looked_through_the_list_is_offered_nothing_to_keep(branch: Branch, tablet: Tablet) -> None:
    branch.open("1")
    open_sheet(tablet.show(), "issue", "")

    tablet.open('[data-sheet="/reception/issue?service=deposit"]')

    assert tablet.page.locator(".keep-words").is_hidden()


@pytest.mark.row("F1")
@in_languages({"landscape": LANDSCAPE, "portrait": PORTRAIT})
def test_the_sheets_fit_can_be_hit_and_pass_axe(
    branch: Branch, tablets: Callable[..., Tablet], size: tuple[int, int], language: str
) -> None:
    kept(branch)
    leg = declared(branch, "elderly")
    branch.ask(r.KeepRecord(leg.visit, ADDRESS, PHONE, words=WORDS, consent=VERSION))
    tablet = tablets(size, font=True).show(f"?lang={language}")
    found = wrong(tablet)

    for sheet in ("ticket", "care", "keep"):
        open_sheet(tablet, sheet, leg.leg)
        found += wrong(tablet)
    tablet.tap(SAVE)
    tablet.sees("#keep-wrong")
    found += wrong(tablet)
    open_sheet(tablet, "ticket", leg.leg)
    tablet.open(".kept-one button >> nth=0")
    found += wrong(tablet)
    tablet.tap("[data-why=call_back]")
    tablet.sees("#shown", PHONE)
    found += wrong(tablet)
    tablet.tap("[data-close]")
    tablet.open('[data-sheet="/reception/find"]')
    tablet.page.keyboard.type("1234")
    tablet.sees(".found-records", "***1234")
    found += wrong(tablet)

    assert found == []


def wrong(tablet: Tablet) -> list[str]:
    """Return what axe finds, what is too small for a finger and what is cut off."""
    tablet.page.wait_for_timeout(300)
    page = tablet.page
    return [*faults(tablet), *page.evaluate(SMALL_TARGETS), *page.evaluate(CUT_OFF)]
