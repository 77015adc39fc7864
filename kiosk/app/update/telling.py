"""`kiosk update check`, `install` and `status` in plain words, each sentence in both languages."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.app.update.checking import (
    UPDATES,
    Here,
    Update,
    opened_update,
    refuse_unfit,
    refuse_without_room,
    this_machine,
)
from kiosk.app.update.contents import APP, SETUP
from kiosk.app.update.preparing import alone, prepare, refuse_without_rights
from kiosk.app.update.standing import Phase, Standing
from kiosk.branch.database.schema import MAJOR, MINOR

_STANDING: Final[dict[Phase, str]] = {
    "none": "没有做过更新。 No update was put in here.",
    "ready": "{new} 已准备好，还没有开始。 {new} is prepared, and not begun.",
    "changing": "正在装 {new}。 {new} is being put in.",
    "trying": "{new} 正在自检。 {new} is being checked.",
    "good": "已更新到 {new}，可以退回 {old}：kiosk update back。 {new} is in. {old} is kept: kiosk update back.",
    "undoing": "正在退回 {old}。 {old} is being brought back.",
    "undone": "已退回 {old}。 {old} is back.",
}


def check_lines(file: Path, keys: Sequence[Ed25519PublicKey], data: Path) -> list[str]:
    """Return what putting in an update would do. Refused: it would be refused. OSError as it comes."""
    with opened_update(file, keys) as update:
        here = _fit(update, data)
        return [*_what(update, here), *_steps(update)]


def prepared_lines(file: Path, keys: Sequence[Ed25519PublicKey], data: Path) -> list[str]:
    """Prepare an update for the updater; return what it is. Refused: nothing was prepared. OSError as it comes."""
    refuse_without_rights()
    with opened_update(file, keys) as update, alone(UPDATES):
        here = _fit(update, data)
        prepare(update, here.version, data, UPDATES)
        return _what(update, here)


def status_lines(one: Standing) -> list[str]:
    """Return where the last update stands."""
    said = _STANDING[one.phase].format(new=one.new, old=one.old)
    return [said, one.why] if one.why and one.phase != "good" else [said]


def _fit(update: Update, data: Path) -> Here:
    here = this_machine((APP, SETUP))
    refuse_unfit(update.contents, here)
    refuse_without_room(update, here, data)
    return here


def _what(update: Update, here: Here) -> list[str]:
    contents = update.contents
    made = time.strftime("%Y-%m-%d", time.gmtime(contents.made_ms / 1000))
    zh = f"签名有效。{here.version} → {contents.version}（{made} 制作）。"
    return [f"{zh} The signature holds. {here.version} → {contents.version}, made on {made}."]


def _steps(update: Update) -> Iterable[str]:
    yield (
        "安装时：停止网点服务和屏幕，备份数据库，装上新版本，启动并自检；自检不通过就自动退回。 "
        "Putting it in stops the branch service and the screens, backs up the database, puts in the new version, starts it "
        "and checks that it is well; if it is not, the version before comes back by itself."
    )
    if update.contents.schema != (MAJOR, MINOR):
        old, new = f"{MAJOR}.{MINOR}", ".".join(map(str, update.contents.schema))
        yield (
            f"数据库从 {old} 升级到 {new}，现有程序仍能使用，可以退回。 "
            f"The database goes from {old} to {new}; the program that is here can work on it, so there is a way back."
        )
    yield (
        "最长约两分钟不能取号，请在没有客户时进行：sudo kiosk update install 文件。 "
        "For up to about two minutes no number can be taken, so choose a quiet moment: sudo kiosk update install FILE."
    )
