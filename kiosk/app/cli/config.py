"""The commands of the machine's settings: what is in force, is it right, and what can be set."""

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from kiosk.app.cli.options import config_of

if TYPE_CHECKING:
    from kiosk.app.settings import Settings, Wrong

config = typer.Typer(
    no_args_is_help=True, help="The settings of this machine: kiosk.toml, environment and policy."
)


@config.command()
def show(
    context: typer.Context,
    *,
    origin: Annotated[bool, typer.Option("--origin", help="Tell as well where each was set")] = False,
) -> None:
    """Tell every setting and its value in force; secrets are masked. Exit code 78: some are wrong, and not in force."""
    from kiosk.app.folders import default_folders
    from kiosk.app.settings.telling import printer_line, shown

    found, problems = _read(context)
    print("\n".join(shown(found, origin=origin)))
    print(printer_line(found, found.machine.data or default_folders(demonstration=False).root))
    _end(problems)


@config.command()
def check(context: typer.Context) -> None:
    """Tell whether all settings are right, and what the policy overrules. Exit code 78: some are wrong."""
    from kiosk.app.settings import registry
    from kiosk.app.settings.telling import overruled

    found, problems = _read(context)
    for line in overruled(found):
        print(line)
    _end(problems)
    places = sorted({origin.place for origin in found.origins.values()})
    where = "、".join(places), ", ".join(places)
    count = len(found.origins)
    if not count:
        print(f"全部 {len(registry)} 项都是出厂值。 All {len(registry)} settings are as shipped.")
        return
    print(f"设置都对：{count} 项已设（{where[0]}），其余为出厂值。")
    print(f"All is right: {count} set ({where[1]}), the others as shipped.")


@config.command()
def example() -> None:
    """Print a kiosk.toml with every setting explained, in Chinese and English; read as it stands it changes nothing."""
    from kiosk.app.settings.example import example as made

    print(made(), end="")


def _read(context: typer.Context) -> "tuple[Settings, tuple[Wrong, ...]]":
    from kiosk.app.settings import attempt, policy_here

    return attempt(config_of(context), os.environ, policy_here())


def _end(problems: "tuple[Wrong, ...]") -> None:
    """End with the problems, if there are any."""
    from kiosk.app.settings import EXIT_CONFIG, BadSettings

    if problems:
        print(f"kiosk: bad_settings: {BadSettings(problems)}", file=sys.stderr)
        raise typer.Exit(EXIT_CONFIG)
