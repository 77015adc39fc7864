"""The product's own dispatch, run for thousands of customers, waits as long as queueing theory proves.

Every mean is divided by the mean of the same customers served first come, first served, and compared with
theory divided likewise: the luck of the day cancels. Tolerance: three standard errors, jackknifed over twenty
stretches of the run. A second bound keeps those errors small, so that no test can pass by knowing nothing.
Estimated errors at these lengths: ordinary .3 to .5 %, elderly .9 to 2 %, VIP 1.4 to 2.3 %, protected (one
customer in 17) 2 to 3.3 %; the larger ones under strict priority. The slow runs halve them.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.simulation.queue_model import (
    Customer,
    Dispatch,
    Estimate,
    FirstCome,
    Rule,
    Strict,
    customers_of,
    ratio_of_means,
    waits,
)
from tests.simulation.theory import SHARES, System
from tests.simulation.waiting_room import MINUTE_MS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Mapping

MM1_BUSY, MM1_FULL, MM3_FULL = System(0.7), System(0.9), System(0.9, counters=3)
CUSTOMERS = {MM1_BUSY: 60_000, MM1_FULL: 120_000, MM3_FULL: 120_000}
SEED = 20_261_123
ERROR_AT_MOST = {"ordinary": 0.01, "elderly": 0.025, "vip": 0.03, "protected": 0.035}
"""Standard error allowed, relative, for runs of these lengths."""

EVEN = dict.fromkeys(WEIGHTS, 100)
STEEP = {"ordinary": 1, "elderly": 10**9, "vip": 10**18, "protected": 10**27}
"""Ratios so large that one millisecond of waiting beats any wait of the class below."""
STEEP_ORDER = ("protected", "vip", "elderly", "ordinary")


def people(system: System, count: int) -> list[Customer]:
    return customers_of(system, count, SEED)


def shares_of_first_come(system: System, count: int, rule: Rule) -> dict[str, Estimate]:
    """Return by class the mean wait under `rule` over the same customers' mean first come, first served."""
    customers = people(system, count)
    found = waits(customers, rule, system.counters)
    plain = waits(customers, FirstCome(), system.counters)
    return {
        care: ratio_of_means(found, plain, lambda who, care=care: customers[who].care == care)  # type: ignore[misc]
        for care in SHARES
    }


@cache
def shares_as_dispatched(system: System, count: int) -> dict[str, Estimate]:
    """Return the same for the product with its default weights."""
    return shares_of_first_come(system, count, Dispatch())


def assert_as_proven(
    found: Mapping[str, Estimate], proven: Mapping[str, float], system: System, error_scale: float = 1.0
) -> None:
    for care, estimate in found.items():
        expected = proven[care] / system.first_come
        assert estimate.error < error_scale * ERROR_AT_MOST[care] * expected, care
        assert abs(estimate.value - expected) < 3 * estimate.error, (care, estimate, expected)


def test_the_formulas_give_the_table_of_the_queueing_notes() -> None:
    table = {
        MM1_BUSY: (13.8684, 6.7415, 4.7445, 5.6615),
        MM1_FULL: (56.5412, 18.6489, 9.7234, 13.7013),
        System(0.9, alike=True): (28.2706, 9.3244, 4.8617, 6.8506),
        MM3_FULL: (17.1102, 5.6434, 2.9424, 4.1462),
        System(0.95, counters=6): (18.3885, 5.3337, 2.4038, 3.6981),
    }

    for system, row in table.items():
        proven = system.accumulating(WEIGHTS)
        # The notes computed with b = (20/6)^2, the bank's weights are rounded to hundredths: 11.11.
        assert tuple(proven[care] for care in SHARES) == pytest.approx(row, rel=1e-4)


def test_the_formulas_agree_at_their_limits() -> None:
    system = MM1_FULL

    assert system.accumulating(EVEN) == pytest.approx(dict.fromkeys(SHARES, system.first_come))
    assert system.accumulating(STEEP) == pytest.approx(system.strict(STEEP_ORDER))
    for waited in (system.accumulating(WEIGHTS), system.strict(STEEP_ORDER)):
        weighted = sum(system.load[care] * waited[care] for care in SHARES)
        assert weighted == pytest.approx(system.rho * system.residual / (1 - system.rho))


@pytest.mark.row("C1")
@pytest.mark.parametrize("system", CUSTOMERS, ids=["M/M/1 .7", "M/M/1 .9", "M/M/3 .9"])
def test_each_class_waits_its_proven_share_of_first_come_first_served(system: System) -> None:
    found = shares_as_dispatched(system, CUSTOMERS[system])

    assert_as_proven(found, system.accumulating(WEIGHTS), system)


@pytest.mark.row("C1")
@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize(
    "system",
    [MM1_BUSY, MM1_FULL, System(0.9, alike=True), MM3_FULL, System(0.95, counters=6)],
    ids=["M/M/1 .7", "M/M/1 .9", "M/D/1 .9", "M/M/3 .9", "M/M/6 .95"],
)
def test_each_class_waits_its_proven_share_over_years_of_customers(system: System) -> None:
    found = shares_as_dispatched(system, 300_000)

    assert_as_proven(found, system.accumulating(WEIGHTS), system, error_scale=0.5)


def test_the_comparison_notices_an_elderly_minute_that_counts_only_three() -> None:
    only_three = Dispatch({**WEIGHTS, "elderly": 300})

    mistaken = shares_of_first_come(MM1_FULL, 40_000, only_three)

    expected = MM1_FULL.accumulating(WEIGHTS)["elderly"] / MM1_FULL.first_come
    assert abs(mistaken["elderly"].value - expected) > 3 * mistaken["elderly"].error


@pytest.mark.row("C1")
@pytest.mark.parametrize("counters", [1, 3])
def test_equal_weights_are_first_come_first_served_customer_by_customer(counters: int) -> None:
    customers = people(System(0.9, counters), 20_000)

    assert waits(customers, Dispatch(EVEN), counters) == waits(customers, FirstCome(), counters)


def test_first_come_first_served_waits_as_lindley_says() -> None:
    customers = people(MM1_FULL, 20_000)
    waited = [0]

    for before, after in pairwise(customers):
        waited.append(max(0, waited[-1] + before.service_ms - (after.at_ms - before.at_ms)))

    assert waits(customers, FirstCome()) == waited


def test_first_come_first_served_waits_as_pollaczek_and_khinchine_say() -> None:
    customers = people(MM1_BUSY, CUSTOMERS[MM1_BUSY])

    found = ratio_of_means(waits(customers, FirstCome()), [MINUTE_MS] * len(customers), lambda _: True)

    assert found.error < 0.04 * MM1_BUSY.first_come
    assert abs(found.value - MM1_BUSY.first_come) < 3 * found.error


@pytest.mark.row("C1")
@pytest.mark.parametrize("weights", [WEIGHTS, EVEN, STEEP], ids=["default", "even", "steep"])
def test_no_weights_change_the_work_that_is_waited_for(weights: dict[str, int]) -> None:
    # Kleinrock's conservation law, exact on every path: the work in the hall does not know the order of
    # service, and its integral over time is the sum of service x wait + service^2 / 2 over the customers.
    customers = people(MM1_FULL, 20_000)

    def work(rule: Rule) -> int:
        served = zip(customers, waits(customers, rule), strict=True)
        return sum(person.service_ms * waited for person, waited in served)

    assert work(Dispatch(weights)) == work(FirstCome())


@pytest.mark.row("C1")
def test_what_some_classes_win_the_others_lose() -> None:
    found = shares_as_dispatched(MM1_FULL, CUSTOMERS[MM1_FULL])

    conserved = sum(SHARES[care] * estimate.value for care, estimate in found.items())
    error = sum((SHARES[care] * estimate.error) ** 2 for care, estimate in found.items()) ** 0.5
    assert error < 0.004
    assert abs(conserved - 1) < 3 * error


@pytest.mark.row("C1")
def test_huge_ratios_are_strict_priority_customer_by_customer() -> None:
    customers = people(MM1_FULL, 20_000)

    assert waits(customers, Dispatch(STEEP)) == waits(customers, Strict(STEEP_ORDER))


@pytest.mark.row("C1")
def test_huge_ratios_wait_as_cobham_says() -> None:
    found = shares_of_first_come(MM1_BUSY, CUSTOMERS[MM1_BUSY], Dispatch(STEEP))

    assert_as_proven(found, MM1_BUSY.strict(STEEP_ORDER), MM1_BUSY)
