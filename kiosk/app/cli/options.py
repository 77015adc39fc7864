"""Options that several commands share, and the folder they mean."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar, cast

import typer
from click import Context, get_current_context

from kiosk.app.folders import Folders, default_folders, headquarters_folder, screens_folder
from kiosk.app.settings import EXIT_CONFIG, BadSettings, Settings, Wrong, load, policy_here
from kiosk.branch.daily.places import Keeping

T = TypeVar("T")

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        envvar="KIOSK_CONFIG",
        help="Settings of this machine [default: /etc/kiosk/kiosk.toml, then the user's own]",
    ),
]
DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="KIOSK_DATA",
        help="Data folder of the branch [default: the machine's, else the user's own]",
    ),
]
PortOption = Annotated[
    int | None,
    typer.Option(
        "--port", min=0, max=65535, help="Port on loopback; 0 picks a free one [default: branch.port, 8765]"
    ),
]
DemonstrationOption = Annotated[
    bool,
    typer.Option(
        "--demonstration", help="Open around the clock; every fact is marked and can never be taken for real"
    ),
]
UntilStdinClosesOption = Annotated[
    bool,
    typer.Option("--until-stdin-closes", help="Stop when standard input ends, as a child process should"),
]

_LOADED: Final = "kiosk.settings"


def config_of(context: Context) -> Path | None:
    """Return the settings file that was named on the command line or in KIOSK_CONFIG, None for none."""
    named = context.find_root().params.get("config")
    return Path(named).expanduser() if named else None


def settings() -> Settings:
    """Return the settings in force, read at the first call of a command; mistakes in them end it with `EXIT_CONFIG`."""
    context = get_current_context().find_root()
    if _LOADED not in context.meta:
        try:
            context.meta[_LOADED] = load(config_of(context), os.environ, policy_here())
        except BadSettings as bad:
            _stop(bad)
    return cast("Settings", context.meta[_LOADED])


def chosen(name: str, given: T | None) -> T:
    """Return what was given on the command line, None for nothing, or else the setting `table.key`.

    What a policy sets nobody sets otherwise: giving something else ends the command with `EXIT_CONFIG`.
    """
    found = settings()
    value, origin = found.value(name), found.origin(name)
    if given is not None and origin.layer == "policy" and given != value:
        zh, en = "由策略规定，命令行不能改。", "The policy sets it, and the command line cannot."
        _stop(BadSettings((Wrong(origin.place, origin.line, name, zh, en),)))
    return cast("T", value) if given is None else given


def perhaps(name: str, given: T | None) -> T | None:
    """Return the same of a setting that may have no value."""
    return chosen(name, given)


def _stop(bad: BadSettings) -> NoReturn:
    print(f"kiosk: bad_settings: {bad}", file=sys.stderr)
    raise typer.Exit(EXIT_CONFIG)


def folders_of(data: Path | None, *, demonstration: bool = False) -> Folders:
    """Return the data folder, as `folders_named` does, and be its owner until the command ends (kiosk.app.ownership).

    Where a kiosk lacks its own, the command ends with words.
    """
    from kiosk.app.failures import explained
    from kiosk.app.ownership import as_owner_of
    from kiosk.app.service_places import refuse_without

    folders = folders_named(data, demonstration=demonstration)
    with explained():
        refuse_without(folders.root)
    get_current_context().find_root().with_resource(as_owner_of(folders.root))
    return folders


def folders_named(data: Path | None, *, demonstration: bool = False) -> Folders:
    """Return the data folder named on the command line, or the machine's, or the user's own, and what lies elsewhere.

    A demonstration keeps to itself: nothing that is set for the machine's own branch holds for it.
    """
    named = data.expanduser().resolve() if data else None
    if demonstration:
        return Folders(named) if named else default_folders(demonstration=True)
    root = perhaps("machine.data", named)
    found = settings()
    own = root or default_folders(demonstration=False).root
    screens = None if named else screens_folder()
    return Folders(own, found.backup.folder, found.table("printer"), screens, keeping_of(found))


def keeping_of(found: Settings) -> Keeping:
    """Return what settings say about keeping."""
    return Keeping(found.backup.keep_days, found.backup.keep_free_mb, found.backup.second, found.logs.folder)


def headquarters_of(data: Path | None, *, demonstration: bool = False) -> Path:
    """Return the data folder of headquarters: named on the command line, or the machine's, or the user's own."""
    named = data.expanduser().resolve() if data else None
    root = named if demonstration else perhaps("headquarters.data", named)
    return root or headquarters_folder(demonstration=demonstration)


def when_stdin_closes(act: Callable[[], None]) -> None:
    """Call `act`, in a thread of its own, once standard input has ended: its other end went with our parent."""

    def listen() -> None:
        while os.read(sys.stdin.fileno(), 1024):
            pass
        act()

    threading.Thread(target=listen, daemon=True).start()


def terminate() -> None:
    """Ask this process to stop, as a service manager would."""
    signal.raise_signal(signal.SIGTERM)


def begin_logs(name: str, *, demonstration: bool = False) -> None:
    """Log as the settings say; into files of that name where they name a folder. A demonstration keeps to itself."""
    from kiosk.app.log_files import LogBounds, LogFiles
    from kiosk.app.logs import configure_logs

    if demonstration:
        configure_logs()
        return
    found = settings()
    bounds = LogBounds(found.logs.keep_days, found.logs.max_mb)
    folder = found.logs.folder
    configure_logs(found.logs.level, LogFiles(folder, name, bounds) if folder else None)
