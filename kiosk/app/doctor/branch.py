"""The branch on this machine: its service, its way to headquarters, and what of its catalogue nobody confirmed."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, is_dataclass
from http.client import HTTPException
from typing import Final, get_args

from kiosk import __version__
from kiosk.app.doctor.finding import Facts, Finding
from kiosk.app.doctor.look import Look
from kiosk.app.folders import Folders
from kiosk.app.service_door import connection_to
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.setting_files import BadFiles, load_setting, place_of
from kiosk.branch.upload.enrolment import is_enrolled
from kiosk.branch.upload.standing import load_standing
from kiosk.domain.catalogue import UNCONFIRMED
from kiosk.wire.sync.answers import DenialCode

_PATIENCE_S: Final = 15.0
_LISTED: Final = 6
_LATE_DAYS: Final = 3
_DAY_MS: Final = 86_400_000
_MENDED_BY_PEOPLE: Final = frozenset(
    {
        "refused",
        "hash",
        "rewound",
        "damaged",
        "bad_url",
        "bad_keys",
        "no_room",
        "certificate",
        "stranger",
        *get_args(DenialCode),
    }
)


def service(look: Look) -> Iterator[Finding]:
    """Tell whether the branch service answers, and is of this program's version."""
    version = version_of(look.folders)
    if version is None:
        if "branch" in look.valid.machine.roles:
            yield Finding(
                "service", "bad", "网点服务没有运行。", "The branch service is not running.",
                "请启动：systemctl start kiosk-branch。", "Start it: systemctl start kiosk-branch.",
            )  # fmt: skip
        elif BranchFiles(look.folders.root).home.exists():
            yield Finding(
                "service", "warn", "这里有网点数据，服务没有运行。", "A branch has its data here; no service runs.",
                "请启动 kiosk branch。", "Start kiosk branch.",
            )  # fmt: skip
        else:
            yield Finding(
                "service",
                "good",
                "这里没有网点服务，也不需要。",
                "No branch service is here, and none is needed.",
            )
        return
    facts: Facts = {"service": version, "program": __version__}
    if version == __version__:
        yield Finding(
            "service",
            "good",
            f"网点服务在运行，版本 {version}。",
            f"The branch service answers, version {version}.",
            facts=facts,
        )
    else:
        yield Finding(
            "service", "warn", f"网点服务版本 {version}，程序版本 {__version__}。",
            f"The branch service is version {version}, the program {__version__}.",
            "请重启网点服务。", "Restart the branch service.", facts,
        )  # fmt: skip


def version_of(folders: Folders) -> str | None:
    """Return the version that the branch service of a data folder says; None if none answers, empty if it says nothing."""
    found = connection_to(folders, _PATIENCE_S)
    if found is None:
        return None
    connection, _ = found
    with closing(connection):
        try:
            connection.request("GET", "/v1/health")
            return str(json.loads(connection.getresponse().read())["version"])
        except OSError:
            return None
        except (HTTPException, ValueError, KeyError, TypeError):
            return ""


def headquarters(look: Look) -> Iterator[Finding]:
    """Tell how the way to headquarters stands, as the reception page does."""
    files = BranchFiles(look.folders.root)
    if not files.home.exists():
        return
    if not is_enrolled(files.keys):
        zh, en = "没有接入总行，记录留在本机。", "No headquarters: records stay on this machine."
        yield Finding("sync", "good", zh, en, facts={"enrolled": False})
        return
    with reading(look.folders.root) as (_, _, conn):
        standing, head = load_standing(conn), Journal(conn).head
    waiting = head.seq - standing.acked.seq
    silent_days = (
        (time.time_ns() // 1_000_000 - standing.succeeded_ms) / _DAY_MS if standing.succeeded_ms else -1.0
    )
    facts: Facts = {
        "enrolled": True,
        "waiting": waiting,
        "failure": standing.failure,
        "frozen": standing.frozen,
        "silent_days": round(silent_days, 1),
    }
    if standing.failure in _MENDED_BY_PEOPLE or standing.frozen:
        why = standing.failure or standing.frozen
        yield Finding(
            "sync", "bad", f"总行不收记录（{why}）。", f"Headquarters takes no records ({why}).",
            "请联系总行；接待页的“总行”一栏写着怎么办。", "Call headquarters; HQ on the reception page says more.", facts,
        )  # fmt: skip
    elif waiting and (silent_days > _LATE_DAYS or silent_days < 0):
        yield Finding(
            "sync", "warn", f"{waiting} 条记录还没有送到总行。", f"{waiting} records have not reached headquarters.",
            "请检查网络；长期没有网络，请用 kiosk carry out。", "Look at the network, or use kiosk carry out.", facts,
        )  # fmt: skip
    else:
        zh, en = f"与总行同步正常，{waiting} 条在等。", f"Records reach headquarters; {waiting} wait."
        yield Finding("sync", "good", zh, en, facts=facts)


def catalogue(look: Look) -> Iterator[Finding]:
    """Count and list the rules of the catalogue that no regulation is cited for: the branch must confirm them."""
    if "branch" not in look.valid.machine.roles and not BranchFiles(look.folders.root).home.exists():
        return
    try:
        # Not as the service reads them, which keeps a copy of good files: whoever looks leaves nothing behind.
        setting = load_setting(b"", always_open=False, place=place_of(look.folders.root))
    except BadFiles as bad:
        yield Finding(
            "catalogue", "bad", f"网点的 catalogue 有 {len(bad.problems)} 处错误。",
            f"The branch's catalogue has {len(bad.problems)} mistakes.",
            "请看网点服务的日志，逐条改正。", "Correct them; the log of the branch service names each.",
            {"mistakes": len(bad.problems)},
        )  # fmt: skip
        return
    open_items = sorted(set(unconfirmed(setting.catalogue)))
    listed = ", ".join(open_items[:_LISTED]) + (" …" if len(open_items) > _LISTED else "")
    facts: Facts = {"count": len(open_items), "items": " ".join(open_items)}
    if open_items:
        yield Finding(
            "catalogue", "warn", f"{len(open_items)} 项待网点确认：{listed}",
            f"{len(open_items)} entries are marked “branch must confirm”: {listed}",
            "请业务主管逐项确认，并在 catalogue 中写明依据。",
            "Have them confirmed, and write the source into the catalogue.", facts,
        )  # fmt: skip
    else:
        yield Finding(
            "catalogue",
            "good",
            "业务目录都已确认。",
            "Every rule of the catalogue is confirmed.",
            facts=facts,
        )


def unconfirmed(value: object, name: str = "") -> Iterator[str]:
    """Yield the name of the nearest thing with a code around each rule that has no source."""
    if is_dataclass(value):
        code = getattr(value, "code", None)
        name = f"{name}.{code}".strip(".") if isinstance(code, str) else name
        if getattr(value, "source", "") == UNCONFIRMED:
            yield name
        for each in fields(value):
            yield from unconfirmed(getattr(value, each.name), name)
    elif isinstance(value, dict):
        for inside in value.values():
            yield from unconfirmed(inside, name)
    elif isinstance(value, (tuple, list)):
        for inside in value:
            yield from unconfirmed(inside, name)
