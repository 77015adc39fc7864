"""The command that hurts a branch for weeks and counts what is left."""

import sys
from pathlib import Path
from typing import Annotated

import typer


def soak(  # noqa: PLR0913, PLR0917 - each option is a parameter
    days: Annotated[int, typer.Option(min=1, max=366, help="Simulated days")] = 30,
    seed: Annotated[
        int, typer.Option(help="Who comes, and which fault when: the same for the same seed")
    ] = 1,
    fault_every: Annotated[
        int,
        typer.Option("--fault-every", min=0, help="Simulated minutes from one fault to the next; 0: none"),
    ] = 60,
    load: Annotated[float, typer.Option(min=0.0, help="Times the usual customers")] = 1.0,
    data: Annotated[
        Path | None,
        typer.Option("--data", help="Folder to keep both branches in, new or empty [default: thrown away]"),
    ] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="File to write the report to as well")
    ] = None,
) -> None:
    """Let simulated weeks go by twice, left alone and hurt every hour. Exit code 1: something grew or was lost."""
    from kiosk.app.failures import EXIT_ENVIRONMENT
    from kiosk.lab.running import NotStarted
    from kiosk.lab.simulation import BranchGone
    from kiosk.lab.soak import NotEmpty, Plan, run_soak

    plan = Plan(days, seed, fault_every, load)
    try:
        found = run_soak(
            plan, data.expanduser().resolve() if data else None, lambda told: print(told, flush=True)
        )
    except (NotEmpty, NotStarted, BranchGone) as problem:
        print(f"kiosk: {problem}", file=sys.stderr)
        raise typer.Exit(EXIT_ENVIRONMENT) from problem
    text = "\n".join(found.lines)
    print(f"\n{text}")
    if report is not None:
        report.write_text(f"{text}\n", encoding="utf-8")
    raise typer.Exit(0 if found.sound else 1)
