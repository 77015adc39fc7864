"""Where the branch service of a kiosk keeps things elsewhere than its package says, and that it may write there.

systemd lets the service write to its own few folders only. Further ones stand in a drop-in of its unit, which
`kiosk provision` writes and the doctor asks for.
"""

import contextlib
import errno
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from kiosk.app.failures import ServiceTrouble
from kiosk.app.folders import MACHINE_DATA, MACHINE_SCREENS, is_kiosk
from kiosk.app.ownership import as_ourselves, as_owner_of

UNIT: Final = "kiosk-branch.service"
DROP_IN: Final = Path(f"/etc/systemd/system/{UNIT}.d/50-places.conf")
_RUNNING: Final = Path("/run/systemd/system")
_OF_THE_UNIT: Final = (MACHINE_DATA, Path("/var/log/kiosk"), Path("/srv/kiosk-backups"))
"""What the unit lets the service write anyway (packaging/linux/setup/kiosk-branch.service)."""
HIDDEN: Final = (Path("/home"), Path("/root"), Path("/run/user"))
"""What the unit hides from the service (ProtectHome)."""
_SETTINGS: Final = ("machine.data", "backup.folder", "backup.second", "logs.folder")
_OWN: Final = ("machine.data", "backup.folder", "logs.folder")
"""Folders that are made where they are not; the second place for backups is a stick or a share, and never made."""
_PATIENCE_S: Final = 30.0
_SYSTEMCTL: Final = ("systemctl",)
_TMPFILES: Final = ("systemd-tmpfiles", "--create", "kiosk-setup.conf")
"""Makes the folders of a kiosk as its package does (packaging/linux/setup/tmpfiles.conf)."""
LACKING_ZH: Final = f"数据在另一块盘上的，请先挂上；仍没有，再运行 {' '.join(_TMPFILES)} 建立目录。"
LACKING_EN: Final = (
    "Mount the disk of the data, if they have one of their own; if the folder is still missing, make it with "
    f"{' '.join(_TMPFILES)}."
)
"""What to do where a kiosk lacks its folders."""


def further_places(values: Mapping[str, object]) -> tuple[Path, ...]:
    """Return where settings, by `table.key`, have the service write, beyond what its unit lets it."""
    named = (Path(str(values[name])) for name in _SETTINGS if values.get(name))
    return tuple(
        sorted({place for place in named if not any(place.is_relative_to(one) for one in _OF_THE_UNIT)})
    )


def drop_in(places: tuple[Path, ...]) -> str:
    """Return what the drop-in says; a place that is not there when the service starts keeps it from nothing."""
    lines = (f'ReadWritePaths="-{_escaped(place)}"\n' for place in places)
    return "".join(("# kiosk provision: kiosk.toml\n[Service]\n", *lines)) if places else ""


def _escaped(place: Path) -> str:
    return str(place).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")


def allow(values: Mapping[str, object], file: Path = DROP_IN) -> bool:
    """Let the service write where settings say, by the drop-in `file`; return whether that changed anything. OSError."""
    wanted = drop_in(further_places(values))
    with as_ourselves():
        present = file.read_text("utf-8") if file.exists() else ""
        if present == wanted:
            return False
        if wanted:
            file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            draft = file.with_suffix(".draft")
            draft.write_text(wanted, "utf-8")
            draft.chmod(0o644)
            draft.replace(file)
        else:
            file.unlink()
        if _RUNNING.is_dir():
            subprocess.run([*_SYSTEMCTL, "daemon-reload"], check=False, timeout=_PATIENCE_S)
    return True


def refuse_without(folder: Path) -> None:
    """Let no command make the data folder of a kiosk as whoever runs it: its service could not use it.

    ServiceTrouble: `no_data_folder`.
    """
    if folder in {MACHINE_DATA, MACHINE_SCREENS} and is_kiosk() and not folder.is_dir():
        zh, en = f"没有目录 {folder}。{LACKING_ZH}", f"The folder {folder} is not there. {LACKING_EN}"
        raise ServiceTrouble("no_data_folder", f"{zh} {en}")


def make_usual() -> None:
    """As root, on a kiosk: make the folders of its package that are not there, each for its own user.

    Raises:
        PermissionError: we are not root. ServiceTrouble: `no_data_folder`, one cannot be made.
    """
    usual = MACHINE_DATA, MACHINE_SCREENS
    lacking = [place for place in usual if not place.is_dir()]
    if not lacking:
        return
    with as_ourselves():
        if os.geteuid() != 0:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(lacking[0]))
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(_TMPFILES, check=False, timeout=_PATIENCE_S)
    for place in lacking:
        refuse_without(place)


def make_own(values: Mapping[str, object], like: Path = MACHINE_DATA) -> None:
    """As root: make the folders that settings name and that are not there, for the owner of `like`. OSError."""
    owner = like.stat()
    for name in _OWN:
        place = Path(str(values.get(name) or like))
        with as_owner_of(place):
            if place.exists():
                continue
            for above in reversed([one for one in place.parents if not one.exists()]):
                above.mkdir()
                above.chmod(0o755)  # root may make what nobody else can enter
            place.mkdir(mode=0o700)
            if os.geteuid() == 0:
                os.chown(place, owner.st_uid, owner.st_gid)


def shut(
    values: Mapping[str, object], ask: Callable[[], tuple[Path, ...] | None] | None = None
) -> Iterator[Path]:
    """Yield each place that settings name and the unit does not let the service write to; none, if systemd does not tell."""
    wanted = further_places(values)
    if not wanted:
        return
    open_to_it = (ask or _open_by_systemd)()
    if open_to_it is None:
        return
    for place in wanted:
        if not any(place.is_relative_to(one) for one in open_to_it):
            yield place


def _open_by_systemd() -> tuple[Path, ...] | None:
    """Return what the unit says the service may write; None where systemd does not run."""
    words = [*_SYSTEMCTL, "show", "--property=ReadWritePaths", "--value", UNIT]
    try:
        said = subprocess.run(words, capture_output=True, text=True, timeout=_PATIENCE_S, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(Path(one.strip('"').lstrip("-+")) for one in shlex.split(said)) or None
