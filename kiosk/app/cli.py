"""The command line `kiosk`: one command for each thing a branch technician or a newcomer does."""

import gc
import os
import signal
import sys
import threading
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kiosk import __version__
from kiosk.app.folders import Folders, default_folders

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False, help=__doc__)

DataOption = Annotated[
    Path | None,
    typer.Option("--data", envvar="KIOSK_DATA", help="Data folder of the branch [default: the user's own]"),
]
PortOption = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Port on loopback; 0 picks a free one")
]
DemonstrationOption = Annotated[
    bool,
    typer.Option(
        "--demonstration", help="Open around the clock; every fact is marked and can never be taken for real"
    ),
]

DEFAULT_PORT = 8765


class ScreenKind(StrEnum):
    """The public screens."""

    ENTRANCE = "entrance"
    EXIT = "exit"


def folders_of(data: Path | None, *, demonstration: bool = False) -> Folders:
    """Return the data folder named on the command line, or the default one."""
    return Folders(data.expanduser().resolve()) if data else default_folders(demonstration=demonstration)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data: DataOption = None,
    port: PortOption = DEFAULT_PORT,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop")] = False,
) -> None:
    """With no command: a demonstration branch with its entrance screen and the reception page."""
    if version:
        print(f"kiosk {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from kiosk.app.demonstration import demonstrate

        raise typer.Exit(demonstrate(folders_of(data, demonstration=True), port))


@app.command()
def branch(
    data: DataOption = None,
    port: PortOption = DEFAULT_PORT,
    *,
    demonstration: DemonstrationOption = False,
    until_stdin_closes: Annotated[
        bool,
        typer.Option("--until-stdin-closes", help="Stop when standard input ends, as a child process should"),
    ] = False,
    simulated_from: Annotated[
        str,
        typer.Option(
            "--simulated-from",
            metavar="DATE",
            help="Begin a demonstration at this date, at a time that goes on only as `kiosk simulate` says",
        ),
    ] = "",
) -> None:
    """Run the branch service: journal, rules, LAN API and staff pages, on loopback."""
    import asyncio

    from kiosk.app.failures import explained
    from kiosk.app.logs import configure_logs
    from kiosk.app.serve import serve

    configure_logs()
    if until_stdin_closes:
        threading.Thread(target=_stop_with_stdin, daemon=True).start()
    folders = folders_of(data, demonstration=demonstration)
    with explained():
        asyncio.run(
            serve(
                folders,
                port,
                demonstration=demonstration,
                simulated_from=_simulated(simulated_from, demonstration),
            )
        )


def _simulated(day: str, demonstration: bool) -> str:  # noqa: FBT001 - as the option is
    """Return the date a simulation begins at, empty for none; real time is for real branches."""
    from datetime import date

    if not day:
        return ""
    if not demonstration:
        raise typer.BadParameter("only a demonstration may be at simulated time; add --demonstration")
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f"{day} is no date; write it as 2026-11-02") from error


def _stop_with_stdin() -> None:
    """Ask this process to stop, as a service manager would, once standard input has ended."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    signal.raise_signal(signal.SIGTERM)


@app.command()
def screen(  # noqa: PLR0913, PLR0917 - each option is a parameter
    kind: ScreenKind,
    url: Annotated[
        str, typer.Option("--url", help="Address of the branch service")
    ] = f"http://127.0.0.1:{DEFAULT_PORT}",
    device: Annotated[str, typer.Option("--device", help="Name of this screen in the journal")] = "",
    data: DataOption = None,
    theme: Annotated[
        Path | None,
        typer.Option(help="Folder with the bank's bank.toml and logo [default: theme in the data folder]"),
    ] = None,
    bottom_mm: Annotated[
        int,
        typer.Option(
            min=380, max=950, help="Height of the screen's lower edge above the floor, in millimetres"
        ),
    ] = 900,
    *,
    full_screen: Annotated[bool, typer.Option("--full-screen", help="Cover the whole monitor")] = False,
) -> None:
    """Show a public screen: entrance or exit."""
    gc.disable()  # nothing made during a start is garbage; `run` turns it on again with the first frame
    from kiosk.app.display import no_display_reason, prepare_graphics

    reason = no_display_reason()
    if reason:
        print(reason, file=sys.stderr)
        raise typer.Exit(3)
    prepare_graphics()
    from kiosk.app.look import chosen_theme
    from kiosk.screens.main import Manner, run

    worn = chosen_theme(theme or folders_of(data).theme, wanted=theme is not None)
    manner = Manner(theme=worn, bottom_mm=bottom_mm)
    raise typer.Exit(run(kind.value, url, device or f"{kind.value}-1", manner, full_screen=full_screen))


@app.command()
def verify(data: DataOption = None, *, demonstration: DemonstrationOption = False) -> None:
    """Check the journal's chain, the ticket numbers, and every table against the journal. Exit code 1: not sound."""
    from kiosk.app.failures import explained
    from kiosk.branch.upkeep.verify import verify as check

    with explained():
        report = check(folders_of(data, demonstration=demonstration).root)
    print("\n".join(report.lines))
    raise typer.Exit(0 if report.sound else 1)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="New or empty folder to write to")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Write every table as CSV and as plain SQLite, without personal data."""
    from kiosk.app.failures import explained
    from kiosk.branch.upkeep.export import export as write

    with explained():
        write(folders_of(data, demonstration=demonstration).root, folder)
    print(f"Exported to {folder}")


@app.command()
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder for the backup [default: backups in the data folder]")
    ] = None,
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Write a verified backup, with the service running or not. Keys are never in it."""
    from kiosk.app.failures import explained
    from kiosk.branch.database.problems import StoreProblem
    from kiosk.branch.upkeep.backup import backup as write

    folders = folders_of(data, demonstration=demonstration)
    with explained():
        if folder is not None and not folder.is_dir():
            # Never made here: a stick that is not plugged in must not become a folder on the system disk.
            raise StoreProblem("no_folder", folder / "backup", "it is not there")
        print(write(folders.root, folder or folders.backups))


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by `kiosk backup`")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Put a backup in place of the database and go on in a new epoch. The service must be stopped."""
    from kiosk.app.failures import explained
    from kiosk.branch.upkeep.restore import restore as put_back

    with explained():
        restored = put_back(file, folders_of(data, demonstration=demonstration).root)
    print(f"Restored. The database from before is kept in {restored.replaced}. Start the service again.")


@app.command()
def printer(
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
    test: Annotated[
        bool, typer.Option("--test", help="Print a test slip and tell what became of it")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print a printer.toml with every key explained, and stop")
    ] = False,
) -> None:
    """Tell which printer this branch has and how it is. Exit code 1: it does not print."""
    from datetime import datetime

    from kiosk.app.failures import explained
    from kiosk.app.printer_command import example as shown
    from kiosk.app.printer_command import tell_printer

    if example:
        print(shown())
        raise typer.Exit
    folders = folders_of(data, demonstration=demonstration)
    with explained():
        told, well = tell_printer(folders.root, folders.slips, test=test, now=datetime.now().astimezone())
    print("\n".join(told))
    raise typer.Exit(0 if well else 1)


@app.command()
def tour(folder: Annotated[Path, typer.Argument(help="Folder for the pictures")]) -> None:
    """Drive the real screens and pages through three customers' visits and keep a picture of every step."""
    from kiosk.app.display import without_display
    from kiosk.app.failures import explained
    from kiosk.lab.tour import take_tour

    without_display()
    with explained():
        for line in take_tour(folder):
            print(line, flush=True)


@app.command()
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


def main() -> None:
    """Run the command line."""
    app()
