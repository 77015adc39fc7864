"""What a simulation tells on a terminal: a line every half hour, and one screen of figures at the end."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from kiosk.domain.branch_plan import BranchPlan
from kiosk.domain.care import Care
from kiosk.domain.percentile import percentile
from kiosk.domain.rating import LOW
from kiosk.lab.simulation.driver import Progress
from kiosk.lab.simulation.outcome import Outcome

_NAMES: Final = {
    Care.ORDINARY: "ordinary",
    Care.ELDERLY: "elderly",
    Care.PROTECTED: "disabled, pregnant",
    Care.VIP: "VIP",
}


def progress_line(progress: Progress, plan: BranchPlan) -> str:
    """Return one line on how far the day is, in the branch's local time."""
    at = datetime.fromtimestamp(progress.ms / 1000, UTC).astimezone(ZoneInfo(plan.time_zone))
    return (
        f"{at:%H:%M}  issued {progress.issued:4}   waiting {progress.waiting:3}   served {progress.served:4}"
    )


def summary(outcome: Outcome, plan: BranchPlan, days: int) -> str:
    """Return one screen of figures over all simulated days. Waits are from the number to its first call."""
    return "\n".join([*_people(outcome, days), "", *_waits(outcome, plan), "", *_rest(outcome)])


def _people(outcome: Outcome, days: int) -> Iterator[str]:
    series = ", ".join(f"{letter} {count:,}" for letter, count in sorted(outcome.issued.items()))
    yield f"{days} {'day' if days == 1 else 'days'}, {outcome.issued.total():,} numbers issued ({series})"
    yield (
        f"{outcome.finished:,} services done; {outcome.passed:,} not there when called, {outcome.returned:,} of them back; "
        f"{outcome.given_up:,} gave up; {outcome.turned_away.total():,} came too late; {outcome.left_waiting:,} left waiting"
    )


def _waits(outcome: Outcome, plan: BranchPlan) -> Iterator[str]:
    yield f"{'wait in minutes':20}{'people':>8}{'median':>8}{'p90':>8}{'longest':>9}{'promise':>9}{'kept':>7}"
    for care, name in _NAMES.items():
        waits = outcome.waits_min.get(care.value, ())
        promise = plan.dispatch.promises[care.value]
        if waits:
            kept = sum(wait <= promise for wait in waits) / len(waits)
            yield (
                f"{name:20}{len(waits):8,}{percentile(waits, 50):8.1f}{percentile(waits, 90):8.1f}{max(waits):9.1f}"
                f"{promise:9}{kept:7.0%}"
            )


def _rest(outcome: Outcome) -> Iterator[str]:
    scores = ", ".join(f"{score}: {outcome.ratings[score]:,}" for score in range(5, 0, -1))
    low = sum(count for score, count in outcome.ratings.items() if score <= LOW)
    yield f"{outcome.ratings.total():,} ratings ({scores}); {low:,} low"
    if outcome.refused:
        told = ", ".join(f"{code} {count:,}" for code, count in sorted(outcome.refused.items()))
        yield f"Refused, because somebody else works at this branch too: {told}"
    took = outcome.latencies_ms
    if took:
        yield (
            f"{outcome.requests:,} requests: p50 {percentile(took, 50):.1f} ms, p95 {percentile(took, 95):.1f} ms, longest "
            f"{max(took):.0f} ms; asked again {outcome.retries:,}"
        )
