"""Which weight class a customer's needs count as, and that no fact can tell the need itself (reception.md A3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.care import Care, CareNeed, care_class
from tests.simulation.waiting_room import WEIGHTS

pytestmark = pytest.mark.row("A3")


def test_a_customer_without_a_need_is_ordinary() -> None:
    assert care_class([], vip=False, weights=WEIGHTS) is Care.ORDINARY
    assert care_class([CareNeed.NONE], vip=False, weights=WEIGHTS) is Care.ORDINARY


def test_an_elderly_customer_has_a_class_of_their_own() -> None:
    assert care_class([CareNeed.ELDERLY], vip=False, weights=WEIGHTS) is Care.ELDERLY


def test_disabled_and_pregnant_are_one_class_so_that_neither_can_be_told() -> None:
    needs = [CareNeed.DISABLED, CareNeed.PREGNANT]

    classes = {care_class([need], vip=False, weights=WEIGHTS) for need in needs}

    assert classes == {Care.PROTECTED}
    assert not {"disabled", "pregnant"} & set(Care)


def test_vip_without_a_need_is_vip() -> None:
    assert care_class([], vip=True, weights=WEIGHTS) is Care.VIP


@given(st.lists(st.sampled_from(CareNeed)), st.booleans())
def test_with_several_needs_the_largest_weight_counts(needs: list[CareNeed], vip: bool) -> None:  # noqa: FBT001
    each = [care_class([need], vip=False, weights=WEIGHTS) for need in needs]
    candidates = [*each, *([Care.VIP] if vip else []), Care.ORDINARY]

    found = care_class(needs, vip=vip, weights=WEIGHTS)

    assert WEIGHTS[found] == max(WEIGHTS[care] for care in candidates)


@pytest.mark.parametrize(
    ("need", "expected"), [(CareNeed.ELDERLY, Care.ELDERLY), (CareNeed.PREGNANT, Care.PROTECTED)]
)
def test_at_equal_weights_a_need_counts_before_vip(need: CareNeed, expected: Care) -> None:
    even = dict.fromkeys(WEIGHTS, 100)

    assert care_class([need], vip=True, weights=even) is expected


def test_the_weights_of_the_bank_decide_not_ours() -> None:
    elderly_first = {**WEIGHTS, "elderly": 900, "protected": 700}

    assert care_class([CareNeed.DISABLED, CareNeed.ELDERLY], vip=True, weights=elderly_first) is Care.ELDERLY
