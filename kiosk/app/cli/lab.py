"""The commands that look at the product and measure it: pictures and figures."""

from pathlib import Path
from typing import Annotated

import typer


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
