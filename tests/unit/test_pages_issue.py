"""Issuing from the tablet: the form, what it would tell the customer, and the request it makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain import requests as r
from kiosk.domain.answers import Issued
from kiosk.domain.catalogue import every_answers, materials_for
from kiosk.pages.reception.issue import Form, IssueView, found_tiles, issue_view
from kiosk.pages.reception.names import Names
from kiosk.wire.asking import decode_request
from tests.reception_house import House

EMPTY = Form("credit_card", {}, frozenset(), frozenset(), vip=False, say="zh")


def fill_in(house: House, form: Form) -> IssueView:
    view = issue_view(house.day, house.now_ms, Names(house.catalogue, house.plan, "zh"), form)
    assert view is not None
    return view


def test_an_unknown_service_has_no_form() -> None:
    house = House()
    form = replace(EMPTY, service="nothing")

    assert issue_view(house.day, house.now_ms, Names(house.catalogue, house.plan, "zh"), form) is None


@pytest.mark.row("A2")
@pytest.mark.parametrize(
    "said", ["寄钱", "jiqian", "jq", "我想给老家寄钱", "send money home", "I want to send money home"]
)
def test_a_customers_own_words_find_the_service_and_the_best_is_marked(said: str) -> None:
    house = House()
    house.open("1")

    tiles = found_tiles(Names(house.catalogue, house.plan, "zh"), house.search, said, {"remittance"})

    assert (tiles[0].code, tiles[0].name, tiles[0].unserved) == ("remittance", "汇款", False)
    assert [tile.first for tile in tiles] == [True] + [False] * (len(tiles) - 1)


def test_what_is_found_is_few_enough_to_be_read_while_a_customer_waits() -> None:
    house = House()

    assert 1 < len(found_tiles(Names(house.catalogue, house.plan, "en"), house.search, "k", frozenset())) <= 6


def test_a_service_removed_since_the_words_were_read_is_not_offered() -> None:
    house = House()
    left = {code: service for code, service in house.catalogue.services.items() if code != "remittance"}
    names = Names(replace(house.catalogue, services=left), house.plan, "zh")

    assert "remittance" not in {tile.code for tile in found_tiles(names, house.search, "jq", frozenset())}


@pytest.mark.row("B1")
def test_every_way_through_every_service_ends_in_a_ticket() -> None:
    house = House()
    for service in house.catalogue.services.values():
        for answers in every_answers(service):
            ready = frozenset(one.code for one in materials_for(service, answers))
            form = replace(EMPTY, service=service.code, answers=answers, ready=ready)

            request = decode_request("issue_ticket", fill_in(house, form).body)

            assert isinstance(house.ask(request), Issued)
            assert isinstance(request, r.IssueTicket)
            assert request.answers == answers
            assert set(request.ready) == set(ready)


def test_what_no_longer_applies_is_left_out_of_the_request() -> None:
    house = House()
    form = replace(EMPTY, answers={"nonsense": "yes"}, ready=frozenset({"a_thing_nobody_needs"}))

    body = fill_in(house, form).body

    assert body["answers"] == {}
    assert body["ready"] == []


@pytest.mark.row("A4")
def test_the_form_tells_what_the_ticket_will_tell() -> None:
    house = House()
    house.open("1", "3")
    for _ in range(5):
        house.ticket("transfer")
        house.wait(2)
    form = replace(EMPTY, service="transfer", needs=frozenset({"elderly"}))

    view = fill_in(house, form)
    answer = house.ask(decode_request("issue_ticket", view.body))

    assert isinstance(answer, Issued)
    assert (view.told.ahead, view.told.low_min, view.told.high_min) == (
        answer.ahead,
        answer.low_min,
        answer.high_min,
    )
    assert answer.care == "elderly"


@pytest.mark.row("C2")
def test_with_no_counter_open_the_wait_is_unknown() -> None:
    house = House()

    assert fill_in(house, EMPTY).told.low_min is None


def test_vip_is_staffs_to_set() -> None:
    house = House()

    answer = house.ask(decode_request("issue_ticket", fill_in(house, replace(EMPTY, vip=True)).body))

    assert isinstance(answer, Issued)
    assert answer.care == "vip"
