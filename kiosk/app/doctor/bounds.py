"""What systemd lets the services of a kiosk do: may the branch write where settings send it, and are screens shown."""

import subprocess
from collections.abc import Iterator
from typing import Final

from kiosk.app.doctor.finding import Finding
from kiosk.app.doctor.look import Look
from kiosk.app.folders import is_kiosk
from kiosk.app.service_places import DROP_IN, HIDDEN, drop_in, further_places, shut

_SETTINGS: Final = ("machine.data", "backup.folder", "backup.second", "logs.folder")
_SESSION: Final = "kiosk-session.service"
_ASK_S: Final = 3


def places(look: Look) -> Iterator[Finding]:
    """Tell of folders that settings name and the branch service may not write to; nothing, where this is no kiosk."""
    found = look.valid
    if "branch" not in found.machine.roles or not is_kiosk():
        return
    values = {name: found.value(name) for name in _SETTINGS}
    hidden = [place for place in further_places(values) if any(place.is_relative_to(one) for one in HIDDEN)]
    if hidden:
        yield Finding(
            "places", "bad", f"网点服务看不到 {hidden[0]}。", f"The branch service cannot see {hidden[0]}.",
            "请在 kiosk.toml 中改用 /home、/root 以外的目录。", "Name a folder outside /home and /root in kiosk.toml.",
        )  # fmt: skip
        return
    closed = tuple(shut(values))
    if closed:
        lines = drop_in(further_places(values)).splitlines()[1:]
        names = ", ".join(map(str, closed))
        yield Finding(
            "places", "bad", f"网点服务不能写入 {names}。", f"The branch service may not write to {names}.",
            f"请把这几行写入 {DROP_IN}，再运行 systemctl daemon-reload 和 systemctl restart kiosk-branch："
            f"{'；'.join(lines)}",
            f"Write these lines into {DROP_IN}, then run systemctl daemon-reload and systemctl restart kiosk-branch: "
            f"{'; '.join(lines)}",
        )  # fmt: skip
        return
    yield Finding(
        "places", "good", "网点服务能写入设定的目录。", "The branch service may write where it is to."
    )


def headquarters(look: Look) -> Iterator[Finding]:
    """Tell that no unit of a kiosk starts headquarters, where its role says that it is one; else nothing."""
    if "headquarters" in look.valid.machine.roles and is_kiosk():
        yield Finding(
            "headquarters_role", "bad", "开机后没有任何服务启动总行。", "Nothing starts headquarters after a restart.",
            "请从 machine.roles 中去掉 headquarters，总行服务按 README 另行部署。",
            "Take headquarters out of machine.roles: it is set up on a server, as README says.",
        )  # fmt: skip


def session_state() -> str:
    """Return how the unit of the screens stands, such as `active`; empty where there is none to ask about."""
    if not is_kiosk():
        return ""
    words = ["systemctl", "show", "--property=ActiveState", "--value", _SESSION]
    try:
        said = subprocess.run(words, capture_output=True, text=True, timeout=_ASK_S, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return said.stdout.strip()
