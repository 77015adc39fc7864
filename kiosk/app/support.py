"""`kiosk support-bundle`: what support needs to know of a machine, in one zip, and nothing of anybody.

Every part is made by itself, with the service running or not and whatever is broken: what cannot be had is named with the
kind of error. Database, keys, slips and reports are never in it.
"""

import contextlib
import gzip
import json
import os
import platform
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import disk_usage, which
from subprocess import DEVNULL, PIPE, run
from typing import Final

from kiosk import __version__
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.table import examine
from kiosk.app.ownership import as_ourselves
from kiosk.app.scrubbing import scrubbed
from kiosk.app.settings import BadSettings, registry
from kiosk.branch.daily.backup_files import backup_files
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.schema import version_of
from kiosk.branch.database.store import reading
from kiosk.records.database.connect import database

UNITS: Final = ("kiosk-branch.service", "kiosk-session.service", "kiosk-update.service")
_LIBRARIES: Final = (
    "PySide6_Essentials",
    "sqlcipher3",
    "fastapi",
    "uvicorn",
    "cryptography",
    "msgspec",
    "Pillow",
)
_LINES: Final = 5_000
"""Newest lines of each log that are looked at."""
_PATIENCE_S: Final = 20.0
_MASKED: Final = "••••"
_HOME: Final = re.compile(r'(?:/home/|/Users/|[A-Za-z]:\\\\Users\\\\)[^/\\"]+')
"""As it stands in JSON."""
_READ_ME: Final = """\
发给技术支持的诊断资料（kiosk {version}，{time}）。
里面没有数据库、密钥、票面和报表，没有客户和员工的姓名、电话、工号；日志只留事件代码和数字，其余以 … 代替。
先看 doctor.json。某一部分取不到时，problems.json 里写着原因的种类。

What support needs to know of this machine (kiosk {version}, {time}).
There is no database, no key, no slip and no report in it, and no name, telephone or badge number of anybody; of the logs
only codes and figures are kept, and … stands for the rest.
Begin with doctor.json. What could not be had is in problems.json, by the kind of error.
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the parts of the zip, and those that could not be had with the kind of error of each."""

    parts: tuple[str, ...]
    missing: dict[str, str]


def write_bundle(look: Look, file: Path, now: datetime) -> Bundle:
    """Write what support needs to know of this machine into a new zip at `file`, for its owner alone.

    Raises:
        OSError: it cannot be written, or there is such a file (FileExistsError). Nothing is left of it.
    """
    with as_ourselves():
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(descriptor, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            return _fill(packed, look, now)
    except BaseException:
        with as_ourselves():
            file.unlink(missing_ok=True)
        raise


def _fill(packed: zipfile.ZipFile, look: Look, now: datetime) -> Bundle:
    missing: dict[str, str] = {}
    packed.writestr("README.txt", _READ_ME.format(version=__version__, time=f"{now:%Y-%m-%d %H:%M}"))
    for name, part in _PARTS.items():
        try:
            told = _homeless(json.dumps(part(look), ensure_ascii=False, indent=1))
        except Exception as error:  # noqa: BLE001 - a broken machine is what a bundle is for: the rest is still wanted
            missing[name] = type(error).__name__ + (f" {error.code}" if hasattr(error, "code") else "")
        else:
            packed.writestr(name, told)
    for name, lines in _logs(look, missing):
        packed.writestr(f"logs/{name}.jsonl", lines)
    packed.writestr("problems.json", json.dumps(missing, indent=1))
    return Bundle(tuple(packed.namelist()), missing)


def _homeless(told: str) -> str:
    """Return JSON with `~` for home folders, this user's and any other's: they are named after somebody."""
    here = Path.home()
    own = json.dumps(str(here), ensure_ascii=False)[1:-1]
    return _HOME.sub("~", told.replace(own, "~") if len(here.parts) > 1 else told)


def _doctor(look: Look) -> object:
    return [asdict(finding) for finding in examine(look)]


def _versions(_: Look) -> object:
    return {
        "kiosk": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "distribution": _distribution(),
        "libc": " ".join(platform.libc_ver()),
        "bundled": bool(getattr(sys, "frozen", False)),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _distribution() -> str:
    with contextlib.suppress(OSError):
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    return ""


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"


def _settings(look: Look) -> object:
    valid = look.valid
    told = {
        each.name: {
            "value": _MASKED if each.secret and valid.value(each.name) else _plain(valid.value(each.name)),
            "origin": str(valid.origin(each.name)),
        }
        for each in registry
    }
    bad = look.settings.problems if isinstance(look.settings, BadSettings) else ()
    return {"settings": told, "problems": [f"{one.name}:{one.line}" for one in bad]}


def _plain(value: object) -> object:
    """Return a value for JSON."""
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value if isinstance(value, bool | int | float | None) else str(value)


def _journal(look: Look) -> object:
    """Count the journal by kind and by day; of no fact more than when there was one."""
    with reading(look.folders.root) as (_, _, conn):
        head = conn.execute("SELECT hex(epoch), seq, epoch_seq, day_seq FROM head").fetchone() or (
            "",
            0,
            0,
            0,
        )
        kinds = conn.execute(
            "SELECT kind, version, count(*) FROM journal GROUP BY kind, version ORDER BY kind"
        )
        days = conn.execute(
            "SELECT business_date, count(*) FROM journal GROUP BY business_date ORDER BY 1 DESC LIMIT 60"
        )
        return {
            "schema": ".".join(map(str, version_of(database(conn)))),
            "head": dict(zip(("epoch", "seq", "epoch_seq", "day_seq"), head, strict=True)),
            "facts_by_kind": [list(row) for row in kinds.fetchall()],
            "facts_by_day": [list(row) for row in days.fetchall()],
        }


def _disk(look: Look) -> object:
    """Tell of the disks of data, backups and logs, and of what fills the data folder: sizes and counts of its folders."""
    places = {"data": look.folders.root, "backups": look.folders.backups, "logs": look.valid.logs.folder}
    disks = {}
    for name, place in places.items():
        with contextlib.suppress(OSError):
            if place is not None:
                disks[name] = disk_usage(place)._asdict()
    return {"disks": disks, "data_folder": dict(_filled(look.folders.root))}


def _filled(root: Path) -> Iterator[tuple[str, dict[str, int]]]:
    for name in ("database", "keys", "backups", "reports", "slips", "catalogue", "theme", "packs", "devices"):
        sizes = []
        for path in (root / name).rglob("*"):
            with contextlib.suppress(OSError):
                sizes += [path.stat().st_size] if path.is_file() else []
        if sizes:
            yield name, {"files": len(sizes), "bytes": sum(sizes)}


def _backups(look: Look) -> object:
    folder = look.folders.backups
    return [{"name": one.name, "bytes": (folder / one.name).stat().st_size} for one in backup_files(folder)]


def _service(look: Look) -> object:
    """Tell whether a service left its address, and how the units stand where systemd keeps them."""
    wanted = (
        "--property=Id,LoadState,ActiveState,SubState,Result,NRestarts,ExecMainStatus,ActiveEnterTimestamp"
    )
    units = _said("systemctl", "show", "--no-pager", wanted, *UNITS) if which("systemctl") else ""
    return {
        "address_there": look.folders.address.exists(),
        "restore_unfinished": BranchFiles(look.folders.root).restored.exists(),
        "units": [block.splitlines() for block in units.split("\n\n") if block.strip()],
    }


def _said(*command: str) -> str:
    """Return what a tool of the system prints; nothing, if it cannot."""
    done = run(command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, timeout=_PATIENCE_S, check=False)
    return done.stdout.decode("utf-8", "replace")


_PARTS: Final[dict[str, Callable[[Look], object]]] = {
    "doctor.json": _doctor,
    "versions.json": _versions,
    "settings.json": _settings,
    "journal.json": _journal,
    "disk.json": _disk,
    "backups.json": _backups,
    "service.json": _service,
}


def _logs(look: Look, missing: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Give the newest lines of each log, scrubbed, with how many were no lines of ours."""
    for name, read in _log_readers(look):
        try:
            lines = read()
        except Exception as error:  # noqa: BLE001 - as above: torn files, a journal that takes too long
            missing[f"logs/{name}.jsonl"] = type(error).__name__
            continue
        kept = [scrubbed(line) for line in lines]
        left_out = json.dumps({"event": "lines_left_out", "lines": kept.count(None)})
        yield name, "\n".join([left_out, *(line for line in kept if line is not None), ""])


def _log_readers(look: Look) -> Iterator[tuple[str, Callable[[], list[str]]]]:
    folder = look.valid.logs.folder
    for path in sorted(folder.glob("*.jsonl*")) if folder is not None and folder.is_dir() else ():
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            yield path.name.split(".")[0], partial(_newest, path)
    if which("journalctl"):
        for unit in UNITS:
            asked = ("journalctl", "--no-pager", "-o", "cat", "-n", str(_LINES), "-u", unit)
            yield f"journald-{unit.removesuffix('.service')}", partial(_said_lines, asked)


def _said_lines(command: Sequence[str]) -> list[str]:
    with as_ourselves():  # the journal is no business of the branch's own user
        return _said(*command).splitlines()


def _newest(path: Path) -> list[str]:
    data = path.read_bytes()
    return (
        (gzip.decompress(data) if path.suffix == ".gz" else data)
        .decode("utf-8", "replace")
        .splitlines()[-_LINES:]
    )
