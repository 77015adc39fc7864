"""The command that sets a machine up from a stick."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from click import get_current_context

from kiosk.app.cli.options import DataOption, config_of

if TYPE_CHECKING:
    from kiosk.app.provision.site import Machine, Site
    from kiosk.app.provision.steps import Work

EXIT_AGAIN = 75
EXIT_CANNOT_CREATE = 73
EXIT_NO_RIGHTS = 77
EXIT_BAD_SITE = 78


def provision(
    site: Annotated[
        Path | None, typer.Option("--from", metavar="site.toml", help="The file on the stick")
    ] = None,
    machine: Annotated[
        str,
        typer.Option("--machine", help="Which machine of it this is [default: by host name, MAC or serial]"),
    ] = "",
    data: DataOption = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing")
    ] = False,
    example: Annotated[
        bool, typer.Option("--example", help="Print a site.toml to begin with, and stop")
    ] = False,
) -> None:
    """Set this machine up as site.toml says, unattended and as often as you like.

    Exit codes: 0 done, or nothing was to be done. 75 something waits for another machine or the service: run it again then.
    78 site.toml has mistakes. 77 no rights. 73 something cannot be written. 1 headquarters refused. 2 as everywhere.
    """
    from kiosk.app.enrol_command import said
    from kiosk.app.failures import explained
    from kiosk.app.provision.example import EXAMPLE
    from kiosk.app.provision.reading import BadSite, read_site
    from kiosk.branch.upload.enrolling import NotEnrolled

    if example:
        print(EXAMPLE, end="")
        return
    if site is None:
        words = "请用 --from 指明文件，--example 给出样例。 Name it with --from; --example prints one."
        raise typer.BadParameter(words)
    try:
        read = read_site(site)
    except BadSite as bad:
        _stop(EXIT_BAD_SITE, f"bad_site:\n{bad}")
    work = _work(read, _this(read, machine), data, dry_run=dry_run)
    try:
        with explained():
            how = _run(work)
    except NotEnrolled as problem:
        print(said(problem), file=sys.stderr)
        raise typer.Exit(1) from problem
    if "done" not in how:
        print("没有需要改动的。 Nothing was to be changed.")
    elif dry_run:
        print("以上只是试算，什么都没有改。 This was a trial: nothing was changed.")
    raise typer.Exit(EXIT_AGAIN if "later" in how and not dry_run else 0)


def _run(work: "Work") -> set[str]:
    """Do the steps and print each; return how they went. What is not ours to write is told by its exit code."""
    from kiosk.app.provision.steps import provision as steps

    how: set[str] = set()
    try:
        for told in steps(work):
            how.add(told.how)
            print(told, flush=True)
    except PermissionError as error:
        _stop(
            EXIT_NO_RIGHTS,
            f"no_rights: 没有权限写 {error.filename}，请用 root 运行。 No right to write it: run this as root.",
        )
    except OSError as error:
        _stop(EXIT_CANNOT_CREATE, f"not_written: 写不了 Cannot write: {error.filename} ({error.strerror})")
    return how


def _this(site: "Site", name: str) -> "Machine":
    from kiosk.app.provision.machine import machine_of

    found = machine_of(site, name)
    if found is None:
        names = ", ".join(one.name for one in site.machines)
        zh, en = (
            (f"site.toml 里没有叫 {name} 的机器", f"no machine {name} is in it")
            if name
            else ("没有认出这是哪一台机器", "which machine this is cannot be told")
        )
        _stop(
            EXIT_BAD_SITE,
            f"no_machine: {zh}，请用 --machine 指定其中一台： {en}, name one of them with --machine: {names}",
        )
    return found


def _work(site: "Site", machine: "Machine", data: Path | None, *, dry_run: bool) -> "Work":
    import os

    from kiosk.app.folders import Folders, default_folders, screens_folder
    from kiosk.app.provision.steps import Work
    from kiosk.app.settings import default_files

    named = data.expanduser().resolve() if data else machine.settings.get("machine.data")
    root = named if isinstance(named, Path) else default_folders(demonstration=False).root
    config = config_of(get_current_context()) or default_files(os.environ)[0]
    return Work(site, machine, Folders(root, screens=None if data else screens_folder()), config, dry_run)


def _stop(code: int, words: str) -> NoReturn:
    print(f"kiosk: {words}", file=sys.stderr)
    raise typer.Exit(code)
