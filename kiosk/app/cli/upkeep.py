"""The commands of branch IT: checking, exporting, backing up, restoring, the printer."""

from glob import escape
from pathlib import Path
from typing import Annotated

import typer

from kiosk.app.cli.options import DataOption, DemonstrationOption, folders_of


def verify(data: DataOption = None, *, demonstration: DemonstrationOption = False) -> None:
    """Check the journal's chain, the ticket numbers, and every table against the journal. Exit code 1: not sound."""
    from kiosk.app.failures import explained
    from kiosk.branch.upkeep.verify import verify as check

    with explained():
        report = check(folders_of(data, demonstration=demonstration).root)
    print("\n".join(report.lines))
    raise typer.Exit(0 if report.sound else 1)


def export(
    folder: Annotated[Path, typer.Argument(help="New or empty folder to write to")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Write every table as CSV and as plain SQLite, without personal data. The office's list does not show it."""
    from kiosk.app.failures import explained
    from kiosk.app.ownership import as_ourselves, handed_out
    from kiosk.branch.upkeep.export import export as write
    from kiosk.branch.upkeep.export import refuse_in_use

    root = folders_of(data, demonstration=demonstration).root
    with explained():
        with as_ourselves():
            target = folder.resolve()
            refuse_in_use(target)
        with handed_out(target.parent, root, escape(target.name)) as place:
            write(root, place / target.name)
    print(f"已导出到 Exported to {folder}")


def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder for the backup [default: backups in the data folder]")
    ] = None,
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
    only_here: Annotated[
        bool,
        typer.Option("--only-here", help="Not to backup.second as well, whose share may be slow or gone"),
    ] = False,
) -> None:
    """Write a verified backup, with the service running or not. Keys are never in it."""
    from kiosk.app.failures import explained
    from kiosk.app.ownership import as_ourselves, handed_out
    from kiosk.branch.daily.room import copy_to_second
    from kiosk.branch.upkeep.backup import backup as write
    from kiosk.records.database.problems import StoreProblem

    folders = folders_of(data, demonstration=demonstration)
    with explained():
        if folder is not None:
            with as_ourselves():
                if not folder.is_dir():
                    # Never made here: a stick that is not plugged in must not become a folder on the system disk.
                    raise StoreProblem("no_folder", folder / "backup", "it is not there")
            with handed_out(folder, folders.root, "*.kiosk-backup") as place:
                made = write(folders.root, place)
            print(folder / made.name)
            return
        made = write(folders.root, folders.backups)
        print(made)
        if folders.keeping.second is not None and not only_here:
            print(copy_to_second(made, folders.keeping.second, folders.keeping.dates))


def restore(
    file: Annotated[Path, typer.Argument(help="A backup made by `kiosk backup`")],
    data: DataOption = None,
    *,
    demonstration: DemonstrationOption = False,
) -> None:
    """Put a backup in place of the database and go on in a new epoch. The service must be stopped."""
    from kiosk.app.failures import explained
    from kiosk.app.ownership import lent
    from kiosk.app.restored import told
    from kiosk.branch.upkeep.restore import restore as put_back

    root = folders_of(data, demonstration=demonstration).root
    with explained(), lent(file, root) as ours:
        restored = put_back(ours, root)
    print("\n".join(told(restored)))


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
        told, well = tell_printer(folders, test=test, now=datetime.now().astimezone())
    print("\n".join(told))
    raise typer.Exit(0 if well else 1)
