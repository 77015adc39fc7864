"""What the doctor says of backups beside the opening check: when one was last tried out, and how the second place stands."""

import contextlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.app.doctor.finding import Finding
from kiosk.app.doctor.look import Look
from kiosk.app.restore_drill import DUE_DAYS, drill_is_due, last_drill
from kiosk.branch.daily.backup_files import backup_files
from kiosk.branch.database.files import BranchFiles

_DAY_MS: Final = 86_400_000
_PATIENCE_S: Final = 5.0


def restore_drill(look: Look) -> Iterator[Finding]:
    """Tell when a backup was last restored to see whether it can be."""
    folders, now_ms = look.folders, time.time_ns() // 1_000_000
    if not BranchFiles(folders.root).home.exists():
        return
    last = last_drill(folders.root)
    days = (now_ms - last.at_ms) // _DAY_MS if last else -1
    facts = {"days": days, "outcome": last.outcome if last else "never"}
    if not drill_is_due(folders.root, folders.backups, now_ms):
        zh = f"{days} 天前演练过恢复。" if last else "还没有演练过恢复。"
        en = f"Restoring was tried {days} days ago." if last else "Restoring was not tried yet."
        yield Finding("restore_drill", "good", zh, en, facts=facts)
        return
    fix_zh, fix_en = (
        "请运行 kiosk restore-drill，不影响营业。",
        "Run kiosk restore-drill; the branch goes on meanwhile.",
    )
    if last is not None and not last.well:
        zh, en = "上次演练恢复没有通过。", "The last try to restore a backup went wrong."
        yield Finding("restore_drill", "bad", zh, en, fix_zh, fix_en, facts)
        return
    zh, en = f"超过 {DUE_DAYS} 天没有演练过恢复。", f"No backup was tried out for more than {DUE_DAYS} days."
    yield Finding("restore_drill", "warn", zh, en, fix_zh, fix_en, facts)


def second_backup(look: Look) -> Iterator[Finding]:
    """Tell whether the second place has the newest backup; nothing, where none is set or there is no backup."""
    second = look.valid.backup.second
    if second is None or not BranchFiles(look.folders.root).home.exists():
        return
    first = backup_files(look.folders.backups)
    there, newest = _newest_there(second, first[-1].branch if first else "")
    if not there:
        yield Finding(
            "second_backup", "warn",
            f"备份的第二存放处不在，或没有应答：{second}。",
            f"The second place for backups is not there or does not answer: {second}.",
            "请插好 U 盘或连上共享目录。", "Plug the stick in or connect the share.", {"there": False},
        )  # fmt: skip
    elif first and newest < first[-1].seq:
        yield Finding(
            "second_backup", "warn", "第二存放处没有最新的备份。", "The second place lacks the newest backup.",
            "请检查那里的空间和权限，再运行 kiosk backup。", "Look at its room and rights, then run kiosk backup.",
            {"there": True},
        )  # fmt: skip
    elif first:  # that there is no backup at all is what the opening check tells
        yield Finding(
            "second_backup", "good", "第二存放处有最新的备份。", "The second place has the newest backup."
        )


def _newest_there(second: Path, branch: str) -> tuple[bool, int]:
    """Return whether a place is there, and how far its newest backup of `branch` goes; a share may hold those of others.

    A share whose server is gone may hang for ever: after some seconds it is taken for one that is not there.
    """
    found: list[tuple[bool, int]] = []

    def look() -> None:
        with contextlib.suppress(OSError):
            found.append(
                (second.is_dir(), max((file.seq for file in backup_files(second, branch)), default=-1))
            )

    looking = threading.Thread(target=look, name="second-place", daemon=True)
    looking.start()
    looking.join(_PATIENCE_S)
    return found[0] if found else (False, -1)
