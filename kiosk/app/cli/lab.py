"""The commands that look at the product, measure it and let people come: pictures, figures, simulated days."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.cli.options import UntilStdinClosesOption, terminate, when_stdin_closes


def tour(folder: Annotated[Path, typer.Argument(help="Folder for the pictures")]) -> None:
    """Drive the real screens and pages through three customers' visits and keep a picture of every step."""
    from kiosk.app.display import without_display
    from kiosk.app.failures import explained
    from kiosk.lab.tour import take_tour

    without_display()
    with explained():
        for line in take_tour(folder):
            print(line, flush=True)


def bench(
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Small sizes: a look at the table, not at the figures")
    ] = False,
) -> None:
    """Measure this machine: store, requests, screens and slips, each against a floor taken in the same run."""
    from kiosk.app.display import without_display
    from kiosk.lab.bench import run_bench

    without_display()
    print(run_bench(quick=quick))


def simulate(  # noqa: PLR0913, PLR0917 - each option is a parameter
    url: Annotated[
        str, typer.Option("--url", help="A demonstration branch that is running [default: one of its own]")
    ] = "",
    data: Annotated[
        Path | None, typer.Option("--data", help="Folder for a branch of its own [default: a temporary one]")
    ] = None,
    speed: Annotated[
        float, typer.Option(min=0, max=100_000, help="Times as fast as real time; 0: as fast as it can")
    ] = 60,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people")] = 1,
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days, one after the other")] = 1,
    load: Annotated[float, typer.Option(min=0, max=20, help="Times as many people")] = 1.0,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The first day")] = "2026-11-02",
    *,
    until_stdin_closes: UntilStdinClosesOption = False,
) -> None:
    """Let a day of customers come to a demonstration branch: for showing, training and load. Never to a real one."""
    from kiosk.app.failures import EXIT_ENVIRONMENT
    from kiosk.lab.running import NotStarted
    from kiosk.lab.simulation.client import BranchGone
    from kiosk.lab.simulation.run import NoSimulation, Wish, simulate_at, simulate_own

    def say(line: str) -> None:
        print(line, flush=True)

    if until_stdin_closes:
        when_stdin_closes(terminate)
    wish = Wish(speed, seed, days, load, _iso_date(date))
    try:
        if url:
            simulate_at(url, wish, say)
        else:
            simulate_own(data.expanduser().resolve() if data else None, wish, say)
    except (NoSimulation, BranchGone, NotStarted) as problem:
        print(f"kiosk: {problem}", file=sys.stderr)
        raise typer.Exit(EXIT_ENVIRONMENT) from problem


def _iso_date(text: str) -> str:
    """Return the date as ISO writes it; typer.BadParameter if it is none."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"{text} is no date; write it as 2026-11-02") from error
