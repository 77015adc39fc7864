"""Counters, calls for a person, and the ends of the day, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import requests as r

if TYPE_CHECKING:
    from tests.ui_pages.conftest import Branch, Tablet


def test_a_counter_is_opened_with_a_badge_and_closed(branch: Branch, tablet: Tablet) -> None:
    card = tablet.show().card("1")

    tablet.open(f'{card} [data-sheet^="/reception/counter"]')
    tablet.page.locator("#badge").fill("1024")
    tablet.tap("[type=submit]")
    tablet.sees(card, "工号 1024")
    tablet.settled()
    opened = branch.look(lambda day: sorted(day.counters))
    tablet.tap(f'{card} [data-ask="close_counter"]')
    tablet.sees(f"{card}.closed")

    assert opened == ["1"]
    assert not branch.look(lambda day: sorted(day.counters))


def test_a_badge_that_is_no_number_is_not_sent(branch: Branch, tablet: Tablet) -> None:
    card = tablet.show().card("1")

    tablet.open(f'{card} [data-sheet^="/reception/counter"]')
    tablet.page.locator("#badge").fill("12a")
    tablet.tap("[type=submit]")

    assert tablet.page.locator("#badge:invalid").count() == 1
    assert not branch.look(lambda day: sorted(day.counters))


@pytest.mark.row("A4")
def test_a_call_for_a_person_appears_by_itself_and_is_taken_with_one_tap(
    branch: Branch, tablet: Tablet
) -> None:
    tablet.show()

    branch.ask(r.CallHelp("entrance"), "entrance")
    tablet.sees(".help", "呼叫人工")
    tablet.tap('.help [data-ask="answer_help"]')
    tablet.no_longer_sees(".help")

    assert not branch.look(lambda day: list(day.helps))


def test_the_day_ends_and_begins_again_by_hand(branch: Branch, tablet: Tablet) -> None:
    branch.issue()
    tablet.show()

    tablet.open('[data-sheet="/reception/day"]')
    tablet.sees(".sheet .notice", "1 位在等")
    tablet.settled()
    tablet.tap('[data-ask="close_day"]')
    tablet.sees(".notices", "今天已结束")
    ended = branch.look(lambda day: day.open)
    tablet.open('[data-sheet="/reception/day"]')
    tablet.tap('[data-ask="reopen_day"]')
    tablet.no_longer_sees(".notices .notice")

    assert not ended
    assert branch.look(lambda day: day.open)
