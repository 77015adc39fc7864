"""Finding a service by a few letters: under a finger, and from a keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain import facts as f
from kiosk.domain.flow.arriving import Arriving
from kiosk.domain.flow.entrance import LONGEST_QUERY
from tests.ui.conftest import LANDSCAPE, PORTRAIT
from tests.ui.looks import faults

if TYPE_CHECKING:
    from kiosk.screens.entrance.search import SearchModel
    from tests.ui.conftest import Clock, StandBefore
    from tests.ui.fake_branch import FakeBranch
    from tests.ui.hands import Hands

pytestmark = pytest.mark.row("A2")


def found(hands: Hands) -> list[str]:
    return [item.objectName() for item in hands.items() if item.objectName().startswith("found-")]


def test_two_letters_find_a_service_and_the_next_touch_chooses_it(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")

    hands.press("tile-search", "key-h", "key-k")
    assert (hands.text("query"), found(hands)[0]) == ("HK", "found-remittance")
    hands.press("found-remittance")

    assert (hands.step, hands.entrance.state.category) == ("question", "")
    assert "汇款" in hands.text("lead")


def test_back_from_a_service_that_was_found_returns_to_what_was_keyed(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h", "key-k", "found-remittance")

    hands.press("back")
    assert (hands.step, hands.text("query"), found(hands)[0]) == ("search", "HK", "found-remittance")
    assert hands.find("found-remittance").property("chosen")
    hands.press("back")

    assert (hands.step, hands.entrance.state.query) == ("category", "")


def test_keys_that_lead_nowhere_cannot_be_pressed(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h", "key-k")

    live = hands.search("letters")
    enabled = {
        sign for sign in "qwertyuiopasdfghjklzxcvbnm1234567890" if hands.find(f"key-{sign}").isEnabled()
    }

    assert enabled == set(live)
    assert 0 < len(enabled) < 36


def test_a_letter_or_all_of_them_can_be_taken_back(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search")
    assert not hands.find("erase").isEnabled()
    hands.press("key-h", "key-k")

    hands.press("erase")
    assert hands.text("query") == "H"
    hands.press("key-k", "clear")

    assert (hands.search("query"), found(hands), hands.sees("clear")) == ("", [], False)
    assert "HK" in hands.words()


def test_taking_all_letters_back_looks_up_nothing_on_the_way(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", *(f"key-{sign}" for sign in "huik"))
    shown = []
    model = cast("SearchModel", hands.entrance.search)
    model.changed.connect(lambda: shown.append(hands.search("query")))

    hands.press("clear")
    assert set(shown) == {""}
    hands.press("key-k")

    assert (hands.text("query"), found(hands) != []) == ("K", True)


def test_nothing_found_says_to_call_a_person(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search")

    hands.key("x", "q", "z", "x", "z")

    assert (found(hands), hands.text("hint")) == ([], "没找到？点“呼叫人工”，告诉我们您要办什么")


def test_more_services_than_fit_turn_a_page_and_another_letter_begins_anew(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h")
    first = found(hands)

    hands.press("more")
    second = found(hands)
    hands.press("key-k")

    assert len(first) <= 6
    assert second
    assert not set(first) & set(second)
    assert found(hands)[0] == "found-remittance"


def test_a_keyboard_keys_letters_and_erases_and_digits_choose_what_was_found(
    stand_before: StandBefore,
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search")

    hands.key("h", "k", "u", Qt.Key.Key_Backspace)
    assert hands.text("query") == "HK"
    hands.key("1")
    assert (hands.step, hands.service) == ("question", "remittance")
    hands.key("*", Qt.Key.Key_Backspace, Qt.Key.Key_Backspace)
    assert (hands.step, hands.search("query")) == ("search", "")
    hands.key(Qt.Key.Key_Backspace)

    assert hands.step == "category"


def test_a_numeric_keypad_alone_gets_through_the_search(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.key("6")
    assert hands.step == "search"

    for name in ("key-h", "key-k"):
        while hands.focused() != name:
            hands.key("+")
        hands.key(Qt.Key.Key_Enter)
    hands.key("1")

    assert hands.service == "remittance"


def test_the_second_half_of_a_double_tap_keys_no_letter(stand_before: StandBefore, clock: Clock) -> None:
    hands = stand_before("entrance", settle_s=0.3)
    hands.press("tile-search")

    hands.press("key-h")
    assert hands.search("query") == ""
    clock.seconds += 0.31
    hands.press("key-h")

    assert hands.search("query") == "h"


def test_what_was_keyed_is_gone_with_the_session_and_never_leaves_the_screen(
    stand_before: StandBefore, branch: FakeBranch
) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search", "key-h", "key-k", "found-remittance", "takeNow")
    hands.at("result")
    hands.press("done")

    issued = next(each.fact for each in branch.journal if isinstance(each.fact, f.TicketIssued))
    assert hands.entrance.state == Arriving()
    assert (issued.service, issued.answers) == ("remittance", {})


def test_english_words_find_as_well_and_the_rows_are_english(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("language", "tile-search", *(f"key-{sign}" for sign in "card"))

    assert hands.find("found-credit_card").property("label") == "Credit card"


def test_letters_of_someone_quick_are_all_there(stand_before: StandBefore) -> None:
    hands = stand_before("entrance")
    hands.press("tile-search")

    for sign in "huikuan":
        QTest.keyClick(hands.window, Qt.Key(ord(sign.upper())))
    hands.settle()

    assert (hands.text("query"), found(hands)) == ("HUIKUAN", ["found-remittance"])


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["upright", "lying"])
def test_the_longest_query_stays_in_its_field(stand_before: StandBefore, size: tuple[int, int]) -> None:
    hands = stand_before("entrance", size=size)
    hands.press("tile-search")

    hands.key(*"w" * (LONGEST_QUERY + 1))

    assert hands.text("query") == "W" * LONGEST_QUERY
    assert faults(hands) == []
