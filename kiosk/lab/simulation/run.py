"""`kiosk simulate`: whole days at a branch of its own or at a demonstration that is running already."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from kiosk.lab.running import RunningBranch
from kiosk.lab.simulation.client import Client
from kiosk.lab.simulation.driver import Driver
from kiosk.lab.simulation.evening import let_evening_come
from kiosk.lab.simulation.outcome import Outcome
from kiosk.lab.simulation.pace import Pace
from kiosk.lab.simulation.report import progress_line, summary
from kiosk.lab.simulation.script import Script
from kiosk.lab.simulation.writing import write_script
from kiosk.screens.book import Book

_FIRST_ANSWER_S: Final = 3.0

Say = Callable[[str], None]


class NoSimulation(Exception):
    """This branch cannot be simulated at; the text says a code, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be simulated."""

    speed: float = 60.0
    """Simulated seconds in a second; 0 is as fast as the branch answers."""
    seed: int = 1
    days: int = 1
    load: float = 1.0
    """Times as many people."""
    date: str = "2026-11-02"
    """ISO date of the first day; a branch that is further on begins with its own next day."""


def simulate_at(url: str, wish: Wish, say: Say) -> Outcome:
    """Simulate at the demonstration branch that answers at `url`; tell how it goes, and what came of it.

    Raises:
        NoSimulation: it is a real branch, or cannot be used now. Nothing was asked of it.
        BranchGone: it does not answer (any more).
    """
    _look_at(url)
    with closing(Client(lambda: url)) as client:
        return _days(client, wish, say)


def simulate_own(data: Path | None, wish: Wish, say: Say) -> Outcome:
    """Simulate at a branch of our own in `data`, at simulated time; without a folder in a new temporary one, which stays.

    Raises:
        NoSimulation, BranchGone: as above.
        NotStarted: the branch did not start.
    """
    folder = data or Path(tempfile.mkdtemp(prefix="kiosk-simulation-"))
    with RunningBranch(folder, simulated_from=wish.date) as branch:
        say(f"Reception page: {branch.url}/reception")
        say(f"Data folder:    {folder}")
        outcome = simulate_at(branch.url, wish, say)
        with closing(Client(lambda: branch.url)) as client:
            summary = let_evening_come(client, folder)
        if summary is not None:
            say(f"\nThe branch has kept its day: {summary}")
        return outcome


def _look_at(url: str) -> None:
    """Look at the branch before anything is asked of it. NoSimulation, BranchGone."""
    with closing(Client(lambda: url, _FIRST_ANSWER_S)) as client:
        try:
            health = client.look("/v1/health")
        except ValueError as error:
            raise NoSimulation(
                f"no_branch: what answers at {url} is no branch; look at its address"
            ) from error
    if not health.get("demonstration"):
        raise NoSimulation(
            f"real_branch: {url} is a real branch; nothing simulated may enter its books. Start a demonstration "
            "(kiosk branch --demonstration), or leave out --url to simulate at a branch of its own"
        )
    if "open" not in health:
        raise NoSimulation(
            f"not_let_in: {url} is a demonstration with staff of its own and lets in only whom it knows; simulate at one "
            "that nobody has set up, or leave out --url"
        )
    if not health["open"] and not health["simulated"]:
        raise NoSimulation(
            "day_closed: the business day is closed; take the closing back on the reception page first"
        )


def _days(client: Client, wish: Wish, say: Say) -> Outcome:
    book, health = client.book(), client.look("/v1/health")
    pace = Pace(client, wish.speed, stepped=health["simulated"])
    total, played = Outcome(), 0
    try:
        for script in islice(_scripts(book, health, wish), wish.days):
            say(f"\n{script.date}: {len(script.customers):,} people, {_speed(wish.speed)}, seed {wish.seed}")
            driver = Driver(
                client,
                script,
                pace,
                lambda progress: say(progress_line(progress, book.plan)),
                closes_day=health["simulated"],
            )
            played += 1
            try:
                driver.run()
            finally:
                total.add(driver.outcome)
    except KeyboardInterrupt:
        say("\nStopped. The day is left as it is: its counters are open, and whoever waits still waits.")
    say(f"\n{summary(total, book.plan, played)}")
    return total


def _speed(speed: float) -> str:
    return f"x{speed:g}" if speed else "as fast as the branch answers"


def _scripts(book: Book, health: dict[str, Any], wish: Wish) -> Iterator[Script]:
    """Yield one day after the other, days off left out, from the first that the branch can still begin. NoSimulation."""
    day = date.fromisoformat(wish.date)
    if health["simulated"]:
        day = max(day, date.fromisoformat(health["date"]))
    if not any(book.plan.hours):
        raise NoSimulation(
            "never_open: this branch is open on no day of the week; give it hours in catalogue/branch.toml"
        )
    while True:
        script = write_script(book, day.isoformat(), seed=wish.seed, load=wish.load)
        begun = script is not None and health["simulated"] and health["now_ms"] > script.opens_ms
        if script is not None and not begun:
            yield script
        day += timedelta(1)
