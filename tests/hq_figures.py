"""A bank of made-up figures for the pages of headquarters: as many branches as wanted, the same every time."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, cast

from fastapi import FastAPI, Request, Response

from kiosk.hq import reports as r
from kiosk.hq.door.access import Visitor
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.pages import figure_pages
from kiosk.resources import resources
from kiosk.web import assets

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from kiosk.hq.identity import Identity
    from kiosk.hq.store.port import Store

MINUTE: Final = 60_000
NOW_MS: Final = 1_795_320_000_000
"""2026-11-22 12:00 by the clock of headquarters; a Sunday on which this bank is open."""
TODAY: Final = "2026-11-22"
_NAMES: Final = ("日月路", "人民广场", "西湖", "高新区", "火车站", "大学城", "老城", "滨江", "城东", "开发区")
_KINDS: Final = ("支行", "营业部", "分理处")
_CLASSES: Final = {"ordinary": 0.78, "elderly": 0.14, "protected": 0.05, "vip": 0.03}


def _state(at: int) -> r.BranchState:
    code = f"b{at:05}"
    told = r.Told(TODAY, "0" * 16, 4_000 + at, 6, 4, 5, 312, 280, NOW_MS - MINUTE, NOW_MS - MINUTE)
    reconciled = r.Reconciled(TODAY, told, 312, 280, "equal", 0, 312)
    name = _NAMES[at % 10] + (str(at // 30 + 1) if at >= 30 else "") + _KINDS[at // 10 % 3]
    return r.BranchState(
        code, name, "enrolled", demonstration=False, heard_ms=NOW_MS - 40_000 - at % 9 * 20_000, facts_at=NOW_MS - 45_000,
        durable=61_000, applied=61_000, quarantined=0, epochs=1, forked=False, forked_ms=None, told_seq=4_000 + at,
        reconciled=reconciled,
    )  # fmt: skip


def _live(state: r.BranchState, chance: random.Random) -> r.LiveBranch:
    waiting = chance.randrange(0, 19)
    longest = chance.randrange(2, 26) * MINUTE if waiting else None
    return r.LiveBranch(
        state.branch, state.name, NOW_MS - 45_000, TODAY, is_open=True, waiting=waiting, called=1,
        serving=chance.randrange(1, 7), parked=0, counters=chance.randrange(2, 8), longest_ms=longest,
        issued=312, finished=280,
    )  # fmt: skip


def waits(count: int, middle: int, chance: random.Random) -> r.Waits:
    """Return waits around a bin."""
    bins = [round(count / 20 * max(0, 5 - abs(middle - at))) for at in range(len(r.EDGES_MIN) + 1)]
    count = sum(bins)
    kept = round(count * chance.uniform(0.72, 0.98))
    return r.Waits(
        count, round(count * chance.uniform(6, 14) * MINUTE), 41 * MINUTE, count, kept, tuple(bins)
    )


@cache
def _day(branch: str, day: date, seed: str) -> r.DayFigures:
    chance = random.Random(f"{seed}{branch}{day}")
    issued = chance.randrange(180, 320) if day.weekday() != 0 else chance.randrange(60, 110)
    passed, abandoned = chance.randrange(4, 22), chance.randrange(2, 14)
    middle = chance.uniform(4, 7)
    scores = tuple(chance.randrange(low, high) for low, high in ((0, 3), (0, 4), (2, 9), (10, 30), (20, 60)))
    return r.DayFigures(
        branch, day.isoformat(), 1, 0, issued, 6, issued - passed - abandoned, passed, abandoned, 1, 2, 0, 0,
        {care: waits(round(issued * share), round(middle), chance) for care, share in _CLASSES.items()},
        issued - 30, (issued - 30) * 6 * MINUTE, 3, 6, 6 * 480 * MINUTE, 6 * 300 * MINUTE,
        r.Ratings(issued - 30, scores, 2, {"long_wait": 6, "unclear": 2}),  # type: ignore[arg-type]
        r.Paper(issued - 9, chance.randrange(0, 9), chance.randrange(0, 3), 0, 12, chance.randrange(0, 40) * MINUTE),
        chance.randrange(0, 9), 4, chance.randrange(0, 2),
    )  # fmt: skip


def summed(days: Collection[r.DayFigures], branch: str = "") -> r.DayFigures:
    """Return the sum of what the pages add up."""
    days = list(days)
    ratings = [one.ratings for one in days]
    papers = [one.paper for one in days]
    classes = {care for one in days for care in one.waits}
    return replace(
        days[0],
        branch=branch,
        days=len(days),
        issued=sum(one.issued for one in days),
        finished=sum(one.finished for one in days),
        passed=sum(one.passed for one in days),
        abandoned=sum(one.abandoned for one in days),
        waits={
            care: sum((one.waits[care] for one in days if care in one.waits), r.Waits()) for care in classes
        },
        ratings=r.Ratings(
            sum(one.visits for one in ratings),
            tuple(map(sum, zip(*(one.scores for one in ratings), strict=True))),  # type: ignore[arg-type]
            sum(one.low_seen_to for one in ratings),
            ratings[0].reasons,
        ),
        paper=r.Paper(
            *(
                sum(getattr(one, name) for one in papers)
                for name in ("printed", "failed", "unknown", "waiting", "guides", "trouble_ms")
            )
        ),
        helps=sum(one.helps for one in days),
    )


def visit_story(branch: str) -> r.VisitStory:
    """Return a visit that was passed once, came back, and was not altogether content."""
    start, minute = NOW_MS - 100 * MINUTE, MINUTE
    first = r.Why(
        "score", "score", 24 * minute, "elderly", 150, 24 * minute * 150, "A013", 22 * minute * 100, ""
    )
    again = r.Why(
        "recall", "score", 24 * minute, "elderly", 150, 24 * minute * 150, "B004", 31 * minute * 100, "0207"
    )
    steps = (
        r.Step(start, "issued", "withdrawal"),
        r.Step(start + 2_400, "slip", detail="printed"),
        r.Step(start + 24 * minute, "called", "withdrawal", "3", why=first),
        r.Step(start + 26 * minute, "left", "withdrawal", "3"),
        r.Step(start + 31 * minute, "called", "withdrawal", "2", why=again),
        r.Step(start + 32 * minute, "started", "withdrawal", "2"),
        r.Step(start + 39 * minute, "finished", "withdrawal", "2", "measured"),
        r.Step(start + 39 * minute + 3_000, "added", "remittance"),
        r.Step(start + 52 * minute, "ended", "remittance", detail="abandoned"),
        r.Step(start + 53 * minute, "rated", detail="2"),
        r.Step(start + 61 * minute, "rating_answered"),
    )
    before = (
        r.Before("A009", "deposit", "ordinary", start + 4 * minute, "score", came_later=False),
        r.Before("A010", "deposit", "ordinary", start + 11 * minute, "score", came_later=False),
        r.Before("A014", "withdrawal", "protected", start + 16 * minute, "score", came_later=True),
        r.Before("V001", "wealth", "vip", start + 19 * minute, "picked", came_later=True),
    )
    return r.VisitStory(
        branch, "019aa5c0-7000-7000-8000-000000000012", "A012", TODAY, "elderly", "kiosk", "zh", start, 3, 15, 25, 20,
        24 * minute, steps, before,
    )  # fmt: skip


@dataclass
class SampleFigures:
    """A bank that a test can change."""

    count: int = 12
    states: list[r.BranchState] = field(init=False)
    queues: dict[str, r.LiveBranch] = field(init=False)
    printers: dict[str, tuple[r.PrinterTrouble, ...]] = field(default_factory=dict)
    found: dict[str, dict[str, str]] = field(default_factory=dict)
    """What last checks found, by branch."""
    waiting_facts: int = 0
    marks: int = 0
    exported: list[tuple[str, str]] = field(default_factory=list)
    seen: list[tuple[str, str]] = field(default_factory=list)
    roles: frozenset[str] = frozenset({"viewer", "operator"})
    """Of whoever looks."""
    story: r.VisitStory | None = None
    since: str = "2026-01-05"
    """The first date of which there are figures."""

    def __post_init__(self) -> None:
        chance = random.Random(7)
        self.states = [_state(at) for at in range(self.count)]
        self.queues = {one.branch: _live(one, chance) for one in self.states}

    def troubled(self) -> SampleFigures:
        """Let every concern stand at one branch or another."""
        s = self.states
        told = s[2].reconciled
        assert told is not None
        s[1] = replace(s[1], forked=True, forked_ms=NOW_MS - 60 * MINUTE, epochs=3)
        s[2] = replace(s[2], reconciled=replace(told, issued=309, agreement="differs"))
        s[3] = replace(s[3], heard_ms=NOW_MS - 190 * MINUTE, reconciled=None, facts_at=NOW_MS - 190 * MINUTE)
        s[5] = replace(
            s[5], applied=52_300, reconciled=replace(told, issued=240, agreement="behind", behind=8_700)
        )
        s[6] = replace(s[6], quarantined=4)
        s[7] = replace(s[7], state="revoked")
        self.queues[s[8].branch] = replace(
            self.queues[s[8].branch], is_open=False, waiting=0, serving=0, counters=0
        )
        self.printers = {
            s[4].branch: (r.PrinterTrouble("entrance", "paper_out", NOW_MS - 26 * MINUTE),),
            s[1].branch: (r.PrinterTrouble("entrance", "offline", NOW_MS - 300 * MINUTE),),
        }
        return self

    def told(self) -> SampleFigures:
        """Let there be one visit whose whole story is known."""
        self.story = visit_story(self.states[0].branch)
        return self

    def branches(self) -> list[r.BranchState]:
        return self.states

    def branch(self, code: str) -> r.BranchState | None:
        return next((one for one in self.states if one.branch == code), None)

    def live(self) -> r.Live:
        return r.Live(tuple(self.queues.values()))

    def daily(
        self,
        date_from: str,
        date_to: str,
        branches: Collection[str] | None = None,
        part: r.Part | None = None,
    ) -> list[r.DayFigures]:
        del part
        first, last = date.fromisoformat(max(date_from, self.since)), date.fromisoformat(date_to)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        codes = [one.branch for one in self.states if branches is None or one.branch in branches]
        return [_day(code, day, "") for day in days for code in codes]

    def totals(
        self,
        date_from: str,
        date_to: str,
        branches: Collection[str] | None = None,
        part: r.Part | None = None,
    ) -> list[r.DayFigures]:
        del part
        found: dict[str, list[r.DayFigures]] = {}
        for one in self.daily(date_from, date_to, branches):
            found.setdefault(one.date, []).append(one)
        return [summed(days) for _, days in sorted(found.items())]

    def hours(self, branch: str, date: str) -> list[r.Hour]:
        chance = random.Random(f"{branch}{date}")
        start = NOW_MS - 4 * 60 * MINUTE
        return [
            r.Hour(start + n * 60 * MINUTE, chance.randrange(20, 60), chance.randrange(20, 55))
            for n in range(5)
        ]

    def compare(
        self, weeks: Collection[str], branches: Collection[str] | None = None, part: r.Part | None = None
    ) -> r.Comparison:
        del part
        found = []
        for one in weeks:
            monday = date.fromisoformat(one) - timedelta(days=date.fromisoformat(one).weekday())
            last = monday + timedelta(days=6)
            days: dict[str, list[r.DayFigures]] = {}
            for day in self.daily(monday.isoformat(), last.isoformat(), branches):
                days.setdefault(day.branch, []).append(day)
            each = {code: summed(some, code) for code, some in days.items()}
            total = summed(list(each.values())) if each else r.DayFigures("", monday.isoformat())
            found.append(r.Week(monday.isoformat(), last.isoformat(), each, total))
        return r.Comparison(tuple(found))

    def visit(self, branch: str, ticket_or_id: str, date: str = "") -> r.VisitStory | None:
        story = self.story
        if story is None or story.branch != branch or ticket_or_id not in (story.visit, story.ticket):
            return None
        return story if date in ("", story.date) else None

    def backlog(self) -> list[r.Backlog]:
        return [r.Backlog(0, 3 if self.waiting_facts else 0, self.waiting_facts, 1_204_000)]

    def reconciled(self, branch: str, days: int) -> list[r.Reconciled]:
        state = next(one for one in self.states if one.branch == branch)
        if state.reconciled is None:
            return []
        today = date.fromisoformat(TODAY)
        before = [
            r.Reconciled((today - timedelta(days=n)).isoformat(), None, 240 + n, 230, "silent", 0)
            for n in range(1, days)
        ]
        return [state.reconciled, *before]

    def trouble(
        self, date_from: str, date_to: str, branches: Collection[str] | None = None
    ) -> list[r.Trouble]:
        found = []
        for state in self.states:
            days = self.daily(date_from, date_to, [state.branch])
            if branches is not None and state.branch not in branches:
                continue
            whole = summed(days)
            amiss = (
                {"paper": {"near_end": 2}, "screen_hall": {"missing": 1}} if whole.paper.failed % 3 else {}
            )
            printers = self.printers.get(
                state.branch, (r.PrinterTrouble("entrance", "ready", NOW_MS - 900 * MINUTE),)
            )
            found.append(
                r.Trouble(
                    state.branch,
                    state.name,
                    len(days),
                    whole.paper,
                    whole.helps,
                    whole.helps,
                    amiss,
                    printers,
                )
            )
        return found

    def machines(self) -> list[r.Machines]:
        ready = (r.PrinterTrouble("entrance", "ready", NOW_MS - 900 * MINUTE),)
        return [
            r.Machines(one.branch, self.printers.get(one.branch, ready), self.found.get(one.branch, {}))
            for one in self.states
        ]

    def mark(self) -> str:
        return str(self.marks)


class _AtNoon(Headquarters):
    """A headquarters whose clock stands at NOW_MS; its pages of figures need nothing else of it."""

    @staticmethod
    def now_ms() -> int:
        return NOW_MS


def pages_of(figures: SampleFigures, rest_s: float = 0.0) -> FastAPI:
    """Return the pages of figures alone, as whoever is let in sees them."""
    app = FastAPI()

    @app.middleware("http")
    async def let_in(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.person = Visitor("0001", figures.roles)
        return await answer(request)

    app.state.demonstration = False
    nothing = _AtNoon(cast("Store", None), cast("Identity", None), demonstration=False)
    exported, seen = figures.exported, figures.seen
    for page in figure_pages.routers(
        nothing, figures, lambda *what: exported.append(what), rest_s, lambda *what: seen.append(what)
    ):
        app.include_router(page)
    app.include_router(assets.router(resources() / "pages"))
    return app
