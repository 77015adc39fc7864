"""The commands of the branch's morning and evening: is it ready, and what was a day like."""

from typing import Annotated, Literal

import typer

from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of


def ready(data: DataOption = None, *, demonstration: DemonstrationOption = False) -> None:
    """Check the branch before it opens: printer, paper, disk, database, backup, clock, screens. Exit code 1: see to it."""
    from kiosk.app.failures import explained
    from kiosk.app.ready_command import tell_ready

    with explained():
        told, well = tell_ready(folders_of(data, demonstration=demonstration))
    print("\n".join(told))
    raise typer.Exit(0 if well else 1)


def summary(
    date: Annotated[str, typer.Argument(help="Business date, such as 2026-11-02", show_default=False)],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
    language: Annotated[Literal["zh", "en"], typer.Option(help="Language of the summary")] = "zh",
) -> None:
    """Write the summary of a day again, as PDF. Exit code 1: there was no such day."""
    from kiosk.app.failures import explained
    from kiosk.app.summary_command import make_summary

    with explained():
        told, well = make_summary(folders_of(data, demonstration=demonstration), _iso(date), language)
    print(told)
    raise typer.Exit(0 if well else 1)


def _iso(day: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"{day} is no date; write it as 2026-11-02") from error
