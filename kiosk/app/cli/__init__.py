"""The command line `kiosk`: one command for each thing a branch technician or a newcomer does."""

from typing import Annotated

import typer

from kiosk import __version__
from kiosk.app.cli import (
    carrying,
    daily,
    enrolling,
    headquarters,
    lab,
    operations,
    pairing,
    people,
    serving,
    soak,
    upkeep,
)
from kiosk.app.cli.options import DEFAULT_PORT, DataOption, PortOption, folders_of

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=False, help=__doc__)


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


_COMMANDS = (
    serving.branch,
    serving.screen,
    headquarters.hq,
    enrolling.enrol,
    pairing.pair,
    daily.ready,
    daily.summary,
    upkeep.verify,
    upkeep.export,
    upkeep.backup,
    upkeep.restore,
    upkeep.printer,
    people.new_manager,
    operations.support_bundle,
    lab.tour,
    lab.bench,
    lab.simulate,
    soak.soak,
)
for _command in _COMMANDS:
    app.command()(_command)
app.add_typer(carrying.carry, name="carry")
app.add_typer(carrying.packs, name="packs")


def main() -> None:
    """Run the command line."""
    app()
