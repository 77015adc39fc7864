"""What the hall shows of its calls and for how long (C3; ux.md: flash on call, hall screen)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Literal

from kiosk.domain.hall import DISCREET, Number, number_of, public_lines
from kiosk.domain.state import DayState
from kiosk.domain.visit import LegStatus

MOST_HEROES: Final = 6
"""Calls that own the screen side by side."""
HERO_S: Final = 6.0
"""So long a call owns the screen when nobody else is called: the flash, and as long again to read it calmly."""
LEAST_S: Final = 2.0
"""So long at least, however many others are called meanwhile: one look up from a telephone."""
FLASH_S: Final = 3.0
AGAIN_S: Final = 10.0
"""Who has not come by then is called a second time, by a flash in the list."""
STALE_MS: Final = 30_000
"""A call heard of so much later stands in the list, but nobody is startled by it."""
MOST_ROWS: Final = 12
MOST_PASSED: Final = 8
AWAY_S: Final = 5.0
"""A service that starts again is back by then; from here on the last numbers known are not shown as if they held."""
TURN_S: Final = 8.0
"""What takes turns in one place stays so long: notices, and called numbers beyond the rows there are."""


class Scene(StrEnum):
    """What the hall screen is about."""

    STARTING = "starting"
    AWAY = "away"
    BEFORE = "before"
    CLOSED = "closed"
    REST = "rest"
    """A day without opening hours."""
    UNSTAFFED = "unstaffed"
    """Open, and nobody at a counter yet."""
    QUIET = "quiet"
    """Nobody is called or served now."""
    CALLS = "calls"


_SHUT: Final = {"before": Scene.BEFORE, "after": Scene.CLOSED, "closed": Scene.CLOSED, "rest": Scene.REST}


@dataclass(frozen=True, slots=True)
class Call:
    """A ticket that is to go to a counter."""

    leg: str
    ticket: str
    counter: str
    carried: str = ""
    """As of Number: the date of the number, if it is not of today."""
    badge: str = ""
    """Of whoever serves at the counter (工号), empty if nobody gave one (A1)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket at a counter: called, or being served."""

    call: Call
    called_ms: int
    serving: bool
    step: str = ""
    """How far the handling is, one of STEPS; empty until the teller says so, and always where it is discreet (C2)."""


@dataclass(frozen=True, slots=True)
class Hero:
    """A call that owns the screen, alone or beside others, since a moment (monotonic seconds)."""

    call: Call
    since_s: float
    over: bool = False
    """Served, passed or gone meanwhile: it stays to be read, and summons nobody."""


@dataclass(frozen=True, slots=True)
class Board:
    """The calls on their way through the screen. Moments are seconds of a monotonic clock."""

    waiting: tuple[Call, ...] = ()
    """Not shown yet, first come first."""
    heroes: tuple[Hero, ...] = ()
    """A call keeps its place among them as long as it is one."""
    due: Mapping[str, float] = field(default_factory=dict)
    """Leg → when it is called a second time."""
    flashing: Mapping[str, float] = field(default_factory=dict)
    """Leg → since when it flashes in the list."""


def called(board: Board, call: Call, now_s: float) -> Board:
    """Return the board after a call, or one of the same leg anew, perhaps to another counter: the last one holds.

    Whoever owns the screen already flashes again; whoever is about to keeps the place in the queue.
    """
    heroes = tuple(Hero(call, now_s) if each.call.leg == call.leg else each for each in board.heroes)
    waiting = tuple(call if each.leg == call.leg else each for each in board.waiting)
    if call.leg not in {each.leg for each in waiting} | {each.call.leg for each in heroes}:
        waiting = (*waiting, call)
    return replace(board, waiting=waiting, heroes=heroes, due={**board.due, call.leg: now_s + AGAIN_S})


def advanced(board: Board, still: Collection[str], now_s: float) -> Board:
    """Return the board at `now_s`; `still` are the legs that are called and not yet served, passed or gone.

    Every call whose leg is still called gets the screen for LEAST_S at least, in the order of the calls.
    """
    waiting = [call for call in board.waiting if call.leg in still]
    heroes = _heroes(board.heroes, waiting, still, now_s)
    due = {leg: at_s for leg, at_s in board.due.items() if leg in still}
    flashing = {leg: at_s for leg, at_s in board.flashing.items() if leg in still and now_s - at_s < FLASH_S}
    if not heroes:  # else nobody would see the list flash
        flashing |= {leg: now_s for leg, at_s in due.items() if at_s <= now_s}
        due = {leg: at_s for leg, at_s in due.items() if at_s > now_s}
    return Board(tuple(waiting), heroes, due, flashing)


def _heroes(
    heroes: tuple[Hero, ...], waiting: list[Call], still: Collection[str], now_s: float
) -> tuple[Hero, ...]:
    """Return who owns the screen now; takes them out of `waiting`."""
    going = _going(heroes, len(waiting), still, now_s)
    shown = []
    for hero in heroes:
        if hero.call.leg not in going:
            shown.append(replace(hero, over=hero.call.leg not in still))
        elif waiting:
            shown.append(Hero(waiting.pop(0), now_s))
    while waiting and len(shown) < MOST_HEROES:
        shown.append(Hero(waiting.pop(0), now_s))
    return tuple(shown)


def _going(heroes: tuple[Hero, ...], waiting: int, still: Collection[str], now_s: float) -> set[str]:
    """Return the legs whose time on the screen is over: theirs is up, or others need the place."""
    ripe = [hero for hero in heroes if now_s - hero.since_s >= LEAST_S]
    over = {hero.call.leg for hero in ripe if now_s - hero.since_s >= HERO_S or hero.call.leg not in still}
    longest = sorted((hero for hero in ripe if hero.call.leg not in over), key=lambda hero: hero.since_s)
    needed = max(0, waiting - (MOST_HEROES - len(heroes) + len(over)))
    return over | {hero.call.leg for hero in longest[:needed]}


def next_s(board: Board, now_s: float) -> float | None:
    """Return the next moment at which the board changes by itself, None if it never does."""
    moments = [hero.since_s + span_s for hero in board.heroes for span_s in (LEAST_S, FLASH_S, HERO_S)]
    moments += [at_s + FLASH_S for at_s in board.flashing.values()]
    moments += () if board.heroes else board.due.values()
    return min((at_s for at_s in moments if at_s > now_s), default=None)


def hero_flashes(hero: Hero, now_s: float) -> bool:
    """Say whether a call that owns the screen is still flashing: not once it has been followed."""
    return not hero.over and now_s - hero.since_s < FLASH_S


def flashes(board: Board, now_s: float) -> bool:
    """Say whether anything flashes, on the whole screen or in the list."""
    return bool(board.flashing) or any(hero_flashes(hero, now_s) for hero in board.heroes)


def call_of(day: DayState, leg: str, counter: str) -> Call:
    """Return the call of a leg of `day` to a counter; KeyError for a leg it does not know."""
    number, served_by = number_of(day, leg), day.counters.get(counter)
    return Call(leg, number.ticket, counter, number.carried, served_by.badge if served_by else "")


def at_counters(day: DayState) -> tuple[Place, ...]:
    """Return who is at a counter: the called before the served, the newest call first."""
    legs = (day.legs[counter.leg] for counter in day.counters.values() if counter.leg in day.legs)
    places = [
        Place(
            call_of(day, leg.id, leg.counter),
            leg.periods[-1].called_ms,
            leg.status is LegStatus.SERVING,
            leg.periods[-1].step if leg.zone != DISCREET else "",
        )
        for leg in legs
        if leg.periods
    ]
    return tuple(sorted(places, key=lambda each: (each.serving, -each.called_ms, each.call.ticket)))


def rows(places: tuple[Place, ...], now_s: float) -> tuple[Place, ...]:
    """Return at most MOST_ROWS of the places. The called have precedence; if even they are more, they take turns."""
    waited_for = sum(not place.serving for place in places)
    if waited_for <= MOST_ROWS:
        return places[:MOST_ROWS]
    first = turn(now_s, -(-waited_for // MOST_ROWS)) * MOST_ROWS
    return places[first : min(first + MOST_ROWS, waited_for)]


def turn(now_s: float, things: int) -> int:
    """Return which of some things that take turns is shown at `now_s`; 0 for one or none."""
    return int(now_s / TURN_S) % max(1, things)


def passed(day: DayState) -> tuple[Number, ...]:
    """Return who was passed (过号) and is not back yet, newest first; the screen has room for MOST_PASSED."""
    legs = [leg for leg in day.active.values() if leg.status is LegStatus.PASSED and leg.periods]
    legs.sort(key=lambda leg: -(leg.periods[-1].ended_ms or 0))
    return tuple(number_of(day, leg.id) for leg in legs)


def standby(day: DayState) -> Literal["nobody", "later", ""]:
    """Say why no number is told to get ready: nobody waits, or only for counters that are not open; else empty.

    Empty too while somebody waits whom an open counter will call: the branch is about to tell.
    """
    if not public_lines(day):
        return "nobody"
    near = (key for counter in day.counters.values() for key, _ in day.lines.open_to(counter))
    return "" if any(day.lines.zone(key) != DISCREET for key in near) else "later"


def on_date(day: DayState, date: str) -> DayState:
    """Return the day as it counts on a business date: of an earlier date nobody is left, whatever was not finished."""
    return DayState() if day.date < date else day


def scene(doors: Literal["open", "before", "cutoff", "after", "closed", "rest"], day: DayState) -> Scene:
    """Return what the screen is about while the branch is heard; `day` as it counts today (on_date).

    Whoever is inside after closing time is still called: the screen says closed when nobody is at a counter, and nobody
    waits for one that is open. A number forgotten in a line keeps no light on.
    """
    if any(counter.leg for counter in day.counters.values()):
        return Scene.CALLS
    if doors in {"open", "cutoff"} or (day.counters and day.lines.occupied()):
        return Scene.QUIET if day.counters else Scene.UNSTAFFED
    return _SHUT[doors]
