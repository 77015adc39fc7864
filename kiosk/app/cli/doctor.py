"""The command that looks at everything a branch needs of its machine."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from click import Context

from kiosk.app.cli.options import DataOption, DemonstrationOption, config_of, keeping_of

if TYPE_CHECKING:
    from kiosk.app.doctor.look import Look


def doctor(  # noqa: PLR0913 - each option is a parameter
    context: typer.Context,
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Tell it as JSON, for programs")] = False,
    health: Annotated[
        bool,
        typer.Option(
            "--health", help="Only what an update waits for. Exit code 0: good, 1: bad, 2: it cannot be told"
        ),
    ] = False,
    before: Annotated[
        Path | None,
        typer.Option("--before", help="With --health: what --json said before; what was bad then may be so"),
    ] = None,
) -> None:
    """Look at this machine; the first line says what to do first. Exit code 1: see to something."""
    from kiosk.app.doctor.finding import worst
    from kiosk.app.doctor.health import health as look_after
    from kiosk.app.doctor.table import examine
    from kiosk.app.doctor.telling import as_json as told_json
    from kiosk.app.doctor.telling import lines
    from kiosk.app.logs import configure_logs

    configure_logs("ERROR")
    look = look_of(context, data, demonstration=demonstration)
    if health:
        found, code = look_after(look, _before(before))
    else:
        found = examine(look)
        code = 1 if worst(found) else 0
    told = told_json(found) if as_json else "\n".join(lines(found, well=code == 0))
    print(told)
    raise typer.Exit(code)


def look_of(context: Context, data: Path | None, *, demonstration: bool) -> "Look":
    """Return what is looked at, and be the owner of its data folder until the command ends (kiosk.app.ownership).

    Settings that cannot be used are no hindrance, for they are looked at too.
    """
    from kiosk.app.doctor.look import Look
    from kiosk.app.folders import Folders, default_folders, screens_folder
    from kiosk.app.ownership import as_owner_of
    from kiosk.app.settings import BadSettings, attempt, policy_here

    found, problems = attempt(config_of(context), os.environ, policy_here())
    named = data.expanduser().resolve() if data else None
    if demonstration:
        folders = Folders(named) if named else default_folders(demonstration=True)
    else:
        root = named or found.machine.data or default_folders(demonstration=False).root
        screens = None if named else screens_folder()
        folders = Folders(root, found.backup.folder, found.table("printer"), screens, keeping_of(found))
    context.find_root().with_resource(as_owner_of(folders.root))
    return Look(BadSettings(problems) if problems else found, folders)


def _before(file: Path | None) -> dict[str, str]:
    from kiosk.app.doctor.health import states_in

    try:
        return states_in(file) if file else {}
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"{file} cannot be used: {error}") from error
