"""The commands for branches without a link, and for packs: facts out, answers and packs back, all on a stick."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of, headquarters_of

carry = typer.Typer(
    no_args_is_help=True, help="Carry facts to headquarters on a stick, and its answers back."
)
packs = typer.Typer(no_args_is_help=True, help="What headquarters sent this branch, such as its catalogue.")

StickArgument = Annotated[
    Path, typer.Argument(metavar="STICK", help="The folder of the stick, or one file on it")
]


@carry.command()
def out(
    folder: Annotated[Path, typer.Argument(metavar="STICK", help="The folder of the stick")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """At the branch: write what headquarters has not acknowledged into one sealed file, with the service running or not."""
    from kiosk.app.carry_command import carry_out
    from kiosk.app.failures import explained

    with explained():
        print(carry_out(folders_of(data, demonstration=demonstration).root, folder))


@carry.command(name="in")
def in_(
    place: StickArgument,
    data: Annotated[
        Path | None, typer.Option("--data", help="Data folder of headquarters [default: the user's own]")
    ] = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """At headquarters, while it runs: take what branches sent, and write its answers beside it. Exit code 1: not all."""
    from kiosk.app.carry_command import carry_in
    from kiosk.app.failures import explained

    root = headquarters_of(data, demonstration=demonstration)
    with explained():
        _tell(*carry_in(root, place))


@carry.command()
def back(
    place: StickArgument, data: DataOption = None, *, demonstration: DemonstrationOption = False
) -> None:
    """At the branch: take headquarters' answers, and packs that lie beside them. Exit code 1: something was refused."""
    from kiosk.app.carry_command import carry_back
    from kiosk.app.failures import explained

    with explained():
        _tell(*carry_back(folders_of(data, demonstration=demonstration).root, place))


@packs.command(name="list")
def list_(data: DataOption = None, *, demonstration: DemonstrationOption = False) -> None:
    """Tell which version of each kind is in use, and what was refused."""
    from kiosk.app.carry_command import pack_lines
    from kiosk.app.failures import explained

    with explained():
        _tell(pack_lines(folders_of(data, demonstration=demonstration).root), well=True)


@packs.command(name="back")
def pack_back(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Such as catalogue")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Go back to the version before. What was put away does not come again. Exit code 1: nothing was kept."""
    from kiosk.app.carry_command import pack_back as go_back
    from kiosk.app.failures import explained

    with explained():
        told, well = go_back(folders_of(data, demonstration=demonstration).root, kind)
    _tell([told], well)


def _tell(lines: list[str], well: bool) -> None:  # noqa: FBT001 - what is told and how it went come as one
    print("\n".join(lines))
    raise typer.Exit(0 if well else 1)
