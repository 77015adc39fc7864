"""The commands that keep running: the branch service and the public screens."""

import gc
import sys
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from click import get_current_context

from kiosk.app.cli.options import (
    DataOption,
    DemonstrationOption,
    PortOption,
    UntilStdinClosesOption,
    begin_logs,
    chosen,
    config_of,
    folders_named,
    folders_of,
    perhaps,
    settings,
    terminate,
    when_stdin_closes,
)

if TYPE_CHECKING:
    from kiosk.app.paired import Paired


class ScreenKind(StrEnum):
    """The public screens."""

    ENTRANCE = "entrance"
    EXIT = "exit"
    HALL = "hall"


def branch(  # noqa: PLR0913 - each option is a parameter
    data: DataOption = None,
    port: PortOption = None,
    lan_port: Annotated[
        int | None,
        typer.Option(
            "--lan-port",
            min=0,
            max=65535,
            help="Port on the LAN, used once devices are invited; 0: a free one [default: branch.lan_port, 8766]",
        ),
    ] = None,
    *,
    demonstration: DemonstrationOption = False,
    until_stdin_closes: UntilStdinClosesOption = False,
    simulated_from: Annotated[
        str,
        typer.Option(
            "--simulated-from",
            metavar="DATE",
            help="Begin a demonstration at this date, at a time that goes on only as `kiosk simulate` says",
        ),
    ] = "",
) -> None:
    """Run the branch service: journal, rules, LAN API and staff pages."""
    import asyncio

    from kiosk.app.failures import explained
    from kiosk.app.first_start import refuse_unnamed
    from kiosk.app.ownership import for_good
    from kiosk.app.serve import serve

    folders = folders_of(data, demonstration=demonstration)
    for_good()
    begin_logs("branch", demonstration=demonstration)
    if until_stdin_closes:
        when_stdin_closes(terminate)
    with explained():
        if not demonstration:
            refuse_unnamed(folders.root)
        asyncio.run(
            serve(
                folders,
                _port("branch.port", port, demonstration),
                _port("branch.lan_port", lan_port, demonstration),
                demonstration=demonstration,
                simulated_from=_simulated(simulated_from, demonstration),
                config=config_of(get_current_context()),
            )
        )


def _port(name: str, given: int | None, demonstration: bool) -> int:  # noqa: FBT001 - as the option is
    """Return the port to serve on; no policy is about those that a demonstration was given."""
    return given if demonstration and given is not None else chosen(name, given)


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


def screen(  # noqa: PLR0913, PLR0917 - each option is a parameter
    kind: ScreenKind,
    url: Annotated[
        str,
        typer.Option(
            "--url",
            help="Address of a branch service that lets everybody in "
            "[default: the branch it was paired with, or the one on this machine]",
        ),
    ] = "",
    device: Annotated[str, typer.Option("--device", help="Name of this screen in the journal")] = "",
    data: DataOption = None,
    theme: Annotated[
        Path | None,
        typer.Option(
            help="Folder with the bank's bank.toml and logo [default: screen.theme, theme in the data folder]"
        ),
    ] = None,
    bottom_mm: Annotated[
        int | None,
        typer.Option(
            min=380,
            max=950,
            help="Height of the screen's lower edge above the floor, in millimetres [default: screen.bottom_mm, 900]",
        ),
    ] = None,
    monitor: Annotated[
        str | None,
        typer.Option(
            help="Monitor to stand on: its number from 1, or its name [default: screen.monitor, the first]"
        ),
    ] = None,
    diagonal: Annotated[
        float | None,
        typer.Option(
            min=7,
            max=200,
            help="Diagonal of the monitor in inches [default: screen.diagonal_in; 21.5, in the hall 55]",
        ),
    ] = None,
    *,
    full_screen: Annotated[
        bool | None,
        typer.Option("--full-screen", help="Cover the whole monitor [default: screen.full_screen]"),
    ] = None,
    until_stdin_closes: UntilStdinClosesOption = False,
) -> None:
    """Show a public screen: entrance, exit or hall."""
    gc.disable()  # nothing made during a start is garbage; `run` turns it on again with the first frame
    from kiosk.app.display import no_display_reason, prepare_graphics

    reason = no_display_reason()
    if reason:
        print(reason, file=sys.stderr)
        raise typer.Exit(3)
    prepare_graphics()
    from kiosk.app.look import chosen_theme
    from kiosk.app.measured import measured_in, ports_of
    from kiosk.app.watchdog_screen import ScreenWatchdog
    from kiosk.screens.lan import NO_ENTRY, Entry
    from kiosk.screens.main import DIAGONAL_IN, HALL_IN, Manner, quit_soon, run

    watchdog = ScreenWatchdog()

    def begun() -> None:
        watchdog.begin()
        if until_stdin_closes:
            when_stdin_closes(quit_soon)

    folders = folders_named(data)
    measures = folders.of_screens / "screens"
    paired = None if url else _paired(folders.paired, kind)
    folder = perhaps("screen.theme", theme)
    worn = chosen_theme(folder or folders.theme, wanted=folder is not None)
    usual = HALL_IN if kind is ScreenKind.HALL else DIAGONAL_IN
    of = partial(settings().for_screen, kind.value)
    entry = Entry(paired.token, paired.ca_pem) if paired else NO_ENTRY
    manner = Manner(
        theme=worn,
        bottom_mm=chosen(of("bottom_mm"), bottom_mm),
        diagonal_in=_diagonal(of("diagonal_in"), diagonal, measured_in(measures, kind.value)) or usual,
        monitor=chosen(of("monitor"), monitor),
        entry=entry,
        ports=ports_of(measures, kind.value),
    )
    covers = chosen("screen.full_screen", full_screen)
    name = paired.device if paired else device or f"{kind.value}-1"
    at = paired.url if paired else url or f"http://127.0.0.1:{settings().branch.port}"
    code = run(kind.value, at, name, manner, full_screen=covers, begun=begun)
    watchdog.end()
    raise typer.Exit(code)


def _diagonal(name: str, given: float | None, measured: float | None) -> float | None:
    """Return the inches of the monitor: as told on the command line, by a policy, by a ruler, or by the settings."""
    told = given is not None or settings().origin(name).layer == "policy"
    return perhaps(name, given) if told or measured is None else measured


def _paired(folder: Path, kind: ScreenKind) -> "Paired | None":
    """Return how this screen was paired, None if it never was; a damaged file ends the command with words."""
    from kiosk.app.paired import paired_as

    try:
        return paired_as(folder, kind.value)
    except (OSError, ValueError) as problem:
        print(
            f"kiosk: bad_pairing: 配对文件损坏，请重新配对。 The pairing cannot be read, pair again: {problem}",
            file=sys.stderr,
        )
        raise typer.Exit(2) from problem
