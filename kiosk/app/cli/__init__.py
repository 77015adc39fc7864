"""The command line `kiosk`: one command for each thing a branch technician or a newcomer does."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from click import UsageError
from click.exceptions import NoArgsIsHelpError

from kiosk import __version__
from kiosk.app.cli import (
    carrying,
    config,
    daily,
    doctor,
    enrolling,
    headquarters,
    lab,
    operations,
    pairing,
    people,
    provisioning,
    serving,
    soak,
    updating,
    upkeep,
)
from kiosk.app.cli.options import ConfigOption, DataOption, PortOption, chosen, folders_named, settings

# No markup: what draws it brings a code highlighter along, which no package holds.
app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    rich_markup_mode=None,
    help=__doc__,
)


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    data: DataOption = None,
    port: PortOption = None,
    config: ConfigOption = None,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop")] = False,
) -> None:
    """With no command: what this machine is set up for; with no settings, a demonstration with its screens and pages.

    On a kiosk, which the system starts, it says where to look.
    """
    if version:
        print(f"kiosk {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from kiosk.app.failures import explained
        from kiosk.app.first_start import refuse_by_hand

        with explained():
            refuse_by_hand(settings().machine.roles)
        if settings().machine.roles:
            from kiosk.app.roles import run_roles

            raise typer.Exit(run_roles(settings(), folders_named(data), _for_children(data, config)))
        from kiosk.app.demonstration import demonstrate

        raise typer.Exit(demonstrate(folders_named(data, demonstration=True), chosen("branch.port", port)))


def _for_children(data: Path | None, config: Path | None) -> dict[str, str]:
    """Return the environment for processes of our own, which must see what this one was given."""
    named = {"KIOSK_DATA": data, "KIOSK_CONFIG": config}
    return dict(os.environ) | {name: str(path.expanduser().resolve()) for name, path in named.items() if path}


_COMMANDS = (
    serving.branch,
    serving.screen,
    headquarters.hq,
    enrolling.enrol,
    pairing.pair,
    daily.ready,
    daily.summary,
    doctor.doctor,
    upkeep.verify,
    upkeep.export,
    upkeep.backup,
    upkeep.restore,
    upkeep.printer,
    people.new_manager,
    provisioning.provision,
    operations.support_bundle,
    operations.restore_drill,
    operations.uninstall,
    lab.tour,
    lab.bench,
    lab.simulate,
    soak.soak,
)
for _command in _COMMANDS:
    app.command()(_command)
app.add_typer(carrying.carry, name="carry")
app.add_typer(config.config, name="config")
app.add_typer(carrying.packs, name="packs")
app.add_typer(updating.update, name="update")


def main() -> None:
    """Run the command line; what it does not understand ends with exit code 2 and where to look it up."""
    try:
        code = app(standalone_mode=False)
    except typer.Abort:
        code = 1
    except UsageError as wrong:
        _not_understood(wrong)
        code = wrong.exit_code
    sys.exit(code)


def _not_understood(wrong: UsageError) -> None:
    said = wrong.format_message()
    if wrong.ctx is None or isinstance(wrong, NoArgsIsHelpError):  # its help, and nothing wrong but that
        print(said, file=sys.stderr)
        return
    help_line = f"{wrong.ctx.command_path} --help"
    print(
        f"kiosk: usage: 命令没有写对，{help_line} 说明写法。 This was not understood, {help_line} tells how: {said}",
        file=sys.stderr,
    )
