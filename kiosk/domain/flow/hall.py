"""What the hall shows of its calls and for how long (C3; ux.md: flash on call, hall screen)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Literal

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


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket at a counter: called, or being served."""

    call: Call
    called_ms: int
    serving: bool


@dataclass(frozen=True, slots=True)
class Hero:
    """A call that owns the screen, alone or beside others, since a moment (monotonic seconds)."""

    call: Call
    since_s: float


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
    """Return the board after a call, or the same call once more: whoever owns the screen already flashes anew."""
    heroes = tuple(Hero(call, now_s) if each.call.leg == call.leg else each for each in board.heroes)
    known = heroes != board.heroes or any(each.leg == call.leg for each in board.waiting)
    waiting = board.waiting if known else (*board.waiting, call)
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
            shown.append(hero)
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
    """Say whether a call that owns the screen is still flashing."""
    return now_s - hero.since_s < FLASH_S


def flashes(board: Board, now_s: float) -> bool:
    """Say whether anything flashes, on the whole screen or in the list."""
    return bool(board.flashing) or any(hero_flashes(hero, now_s) for hero in board.heroes)


def at_counters(day: DayState) -> tuple[Place, ...]:
    """Return who is at a counter: the called before the served, the newest call first."""
    legs = (day.legs[counter.leg] for counter in day.counters.values() if counter.leg in day.legs)
    places = [
        Place(
            Call(leg.id, day.ticket_of(leg.id), leg.counter),
            leg.periods[-1].called_ms,
            leg.status is LegStatus.SERVING,
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


def passed(day: DayState) -> tuple[str, ...]:
    """Return the tickets passed last (过号) and not back yet, newest first, MOST_PASSED at most."""
    legs = [leg for leg in day.active.values() if leg.status is LegStatus.PASSED and leg.periods]
    legs.sort(key=lambda leg: -(leg.periods[-1].ended_ms or 0))
    return tuple(day.ticket_of(leg.id) for leg in legs[:MOST_PASSED])


def scene(doors: Literal["open", "before", "cutoff", "after", "closed", "rest"], day: DayState) -> Scene:
    """Return what the screen is about while the branch is heard.

    Whoever is inside after closing time is still called: the screen says closed when nobody is left.
    """
    if any(counter.leg for counter in day.counters.values()):
        return Scene.CALLS
    if doors in {"open", "cutoff"} or day.lines.occupied():
        return Scene.QUIET if day.counters else Scene.UNSTAFFED
    return _SHUT[doors]
