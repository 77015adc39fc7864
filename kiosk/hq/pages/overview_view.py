"""What the overview shows, as plain frozen values: the whole bank now, who needs somebody, and one page of branches."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kiosk.hq.pages.listing import Page, Wish, turned
from kiosk.hq.pages.standing import CONCERNS, Concern, Standing
from kiosk.hq.reports import Backlog

SORTS: Final = ("need", "name", "waiting", "longest", "heard")
_CARDS: Final = 6


@dataclass(frozen=True, slots=True)
class Now:
    """The whole bank at this moment, of the branches that are open and heard of."""

    waiting: int
    serving: int
    counters: int
    longest_ms: int | None
    longest_at: Standing | None
    """The branch of the longest wait."""
    open: int
    """Branches that are counted."""
    unheard: int
    """Open when last heard of, and silent since: not counted."""
    as_of_ms: int | None
    """The newest fact of all; None before the first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Facts that are being applied: `applied` of `durable`."""

    applied: int
    durable: int
    branches: int

    @property
    def share(self) -> float:
        """0 to 1, and 1 only when nothing is left."""
        return self.applied / self.durable if self.durable else 1.0


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    now: Now
    progress: Progress | None
    """None while everything is applied."""
    needing: tuple[Standing, ...]
    """The gravest few of those that need somebody."""
    counts: Mapping[Concern, int]
    """How many branches each concern is found at; only those found at all."""
    amiss: int
    """Branches that need somebody."""
    branches: int
    """How many there are, whatever is looked for."""
    page: Page[Standing]


def overview(all_branches: Sequence[Standing], backlog: Collection[Backlog], wish: Wish) -> Overview:
    """Return what is shown of all branches as they stand; `wish` says what is looked for and how it is sorted."""
    amiss = sorted((one for one in all_branches if one.concerns), key=_need)
    found = [one for one in all_branches if _fits(one, wish)]
    counts = {concern: sum(concern in one.concerns for one in amiss) for concern in CONCERNS}
    return Overview(
        now=_now(all_branches),
        progress=progress(backlog),
        needing=tuple(amiss[:_CARDS]),
        counts={concern: count for concern, count in counts.items() if count},
        amiss=len(amiss),
        branches=len(all_branches),
        page=turned(sorted(found, key=_ORDERS[wish["sort"]]), wish.number),
    )


def progress(backlog: Collection[Backlog]) -> Progress | None:
    """Return how far what is durable is applied on all servers; None when it all is."""
    waiting, durable = sum(one.facts for one in backlog), sum(one.durable for one in backlog)
    return Progress(durable - waiting, durable, sum(one.branches for one in backlog)) if waiting else None


def _now(all_branches: Sequence[Standing]) -> Now:
    counted = [(one, one.live) for one in all_branches if one.counts and one.live]
    longest = max(counted, key=lambda one: one[0].longest_ms or 0, default=None)
    facts_at = [one.branch.facts_at for one in all_branches if one.branch.facts_at]
    return Now(
        waiting=sum(live.waiting for _, live in counted),
        serving=sum(live.serving for _, live in counted),
        counters=sum(live.counters for _, live in counted),
        longest_ms=longest[0].longest_ms if longest else None,
        longest_at=longest[0] if longest and longest[0].longest_ms is not None else None,
        open=len(counted),
        unheard=sum(one.is_open and "silent" in one.concerns for one in all_branches),
        as_of_ms=max(facts_at, default=None),
    )


def _fits(one: Standing, wish: Wish) -> bool:
    only, text = wish["only"], wish["q"].casefold()
    if only == "amiss" and not one.concerns:
        return False
    if only in CONCERNS and only not in one.concerns:
        return False
    return text in one.branch.branch.casefold() or text in one.branch.name.casefold()


def _need(one: Standing) -> tuple[int, int, int, str]:
    """Return the order of need: the gravest concern, then how many, then how many wait."""
    gravest = CONCERNS.index(one.concerns[0]) if one.concerns else len(CONCERNS)
    return gravest, -len(one.concerns), -_waiting(one), one.branch.branch


def _waiting(one: Standing) -> int:
    return one.live.waiting if one.live and one.counts else 0


def _longest(one: Standing) -> int:
    return (one.longest_ms or 0) if one.counts else 0


_ORDERS: Final[Mapping[str, Callable[[Standing], Any]]] = {
    "need": _need,
    "name": lambda one: (one.branch.name, one.branch.branch),
    "waiting": lambda one: (-_waiting(one), one.branch.branch),
    "longest": lambda one: (-_longest(one), one.branch.branch),
    "heard": lambda one: (one.heard_ms or 0, one.branch.branch),
}
"""By the name of the order; what is heard of least comes first."""
