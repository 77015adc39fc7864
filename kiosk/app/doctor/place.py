"""Where the branch's data lies: whose it is, whether it can be written, and whether the time fits what lies there."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import disk_usage
from typing import Final

from kiosk.app.doctor.finding import Facts, Finding
from kiosk.app.doctor.look import Look
from kiosk.app.folders import MACHINE_DATA, is_kiosk
from kiosk.app.service_places import LACKING_EN, LACKING_ZH
from kiosk.branch.daily.checks import OK, disk_finding
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.records.database.problems import StoreProblem

_EARLIEST_S: Final = 1_767_225_600
"""2026-01-01 UTC: this program is younger than any clock before it."""
_TOLERANCE_S: Final = 120
_MIB: Final = 1 << 20
_ASK_S: Final = 3


def data(look: Look) -> Iterator[Finding]:
    """Tell whether the data folder is there, is the service's own, can be written and has room."""
    root = look.folders.root
    if not root.is_dir():
        if "branch" in look.valid.machine.roles:
            zh, en = "数据目录还没有。", "The data folder is not there yet."
            if is_kiosk() and root == MACHINE_DATA:
                yield Finding("data", "bad", zh, en, LACKING_ZH, LACKING_EN)
            else:
                yield Finding("data", "warn", zh, en, "请启动网点服务。", "Start the branch service.")
        else:
            yield Finding(
                "data", "good", "这里没有数据目录，也不需要。", "No data folder is here, and none is needed."
            )
        return
    free = disk_usage(root)
    facts: Facts = {"free_mb": free.free // _MIB, "total_mb": free.total // _MIB}
    yield _modes(root, facts) or _written(root, facts)
    room = OK if BranchFiles(root).home.exists() else disk_finding(free.free, free.total)
    if room != OK:
        yield Finding(
            "disk", "bad" if room == "full" else "warn", "磁盘空间不多了。", "There is little room on the disk.",
            "请清理磁盘。", "Free some space.", facts,
        )  # fmt: skip


def _modes(root: Path, facts: Facts) -> Finding | None:
    """Return what is wrong with owner and modes, None for nothing; Windows keeps them otherwise."""
    if os.name == "nt":
        return None
    owner = root.stat().st_uid
    keys = BranchFiles(root).keys
    if keys.is_dir() and keys.stat().st_mode & 0o077:
        return Finding(
            "data", "bad", "别的用户读得到密钥。", "Other users may read the keys.",
            f"请运行：chmod -R go= {keys}", f"Run: chmod -R go= {keys}", facts,
        )  # fmt: skip
    if os.geteuid() not in {0, owner}:
        return Finding(
            "data", "unknown", "数据目录属于另一用户，没有查全。", "The data folder is another user's.",
            "请以网点服务的用户或 root 运行 kiosk doctor。", "Run kiosk doctor as that user, or as root.", facts,
        )  # fmt: skip
    strangers = [
        path for path in (keys, BranchFiles(root).home) if path.exists() and path.stat().st_uid != owner
    ]
    if strangers:
        return Finding(
            "data", "bad", "数据目录中有文件属于另一用户。", "Some files of the data folder are another user's.",
            f"请运行：chown -R {owner} {root}", f"Run: chown -R {owner} {root}", facts,
        )  # fmt: skip
    return None


def _written(root: Path, facts: Facts) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=root) as file:
            file.write(b"\0" * 4_096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Finding(
            "data", "bad", f"数据目录写不进去（{reason}）。", f"The data folder cannot be written ({reason}).",
            "请检查磁盘和权限。", "Look at the disk and at permissions.", facts,
        )  # fmt: skip
    return Finding(
        "data",
        "good",
        "数据目录可写，权限正确。",
        "The data folder can be written and is the service's own.",
        facts=facts,
    )


def clock(look: Look) -> Iterator[Finding]:
    """Tell whether the wall clock can be true: not before this program, nor before what lies on the disk."""
    now, newest = time.time(), _newest_s(look.folders.root)
    facts: Facts = {
        "zone": time.strftime("%z"),
        "behind_s": max(0, round(newest - now)),
        "time_server": _time_server(),
    }
    zh, en = "本机时间", "The clock of this machine"
    fix_zh, fix_en = (
        "请把日期和时间调准，再重启网点服务。",
        "Set date and time, then restart the branch service.",
    )
    if now < _EARLIEST_S:
        yield Finding(
            "time",
            "bad",
            f"{zh}不对（早于 2026 年）。",
            f"{en} is wrong (before 2026).",
            fix_zh,
            fix_en,
            facts,
        )
    elif newest - now > _TOLERANCE_S:
        late = f"{(newest - now) / 60:.0f}"
        yield Finding(
            "time", "bad", f"{zh}比最后的记录慢 {late} 分钟。", f"{en} is {late} minutes behind the last record.",
            fix_zh, fix_en, facts,
        )  # fmt: skip
    else:
        set_by = {
            "yes": ("由时间服务器校准", "set by a time server"),
            "no": ("没有时间服务器", "no time server sets it"),
        }
        zone = time.strftime("%z")
        how = set_by.get(str(facts["time_server"]), ("", ""))
        yield Finding(
            "time", "good", f"{zh}可信（UTC{zone}{'，' * bool(how[0])}{how[0]}）。",
            f"{en} can be trusted (UTC{zone}{', ' * bool(how[1])}{how[1]}).", facts=facts,
        )  # fmt: skip


def _newest_s(root: Path) -> float:
    """Return the latest moment that something of the branch bears, in seconds since 1970; 0 for none."""
    found = [0.0]
    with suppress(StoreProblem, OSError), reading(root) as (files, _, conn):
        newest = Journal(conn).newest
        found.append(newest.at_ms / 1_000 if newest else 0.0)
        found += [path.stat().st_mtime for path in files.home.iterdir()]
    return max(found)


def _time_server() -> str:
    """Return `yes` or `no`, whether systemd says that a time server sets the clock; empty where it does not say."""
    try:
        words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
        said = subprocess.run(
            words, capture_output=True, text=True, timeout=_ASK_S, check=False
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said if said in {"yes", "no"} else ""
