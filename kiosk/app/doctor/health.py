"""What an update waits for: the branch answers with this version, its database is sound, and nothing was lost on the way."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.app.doctor.branch import version_of
from kiosk.app.doctor.finding import Facts, Finding, State
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.opening import opening
from kiosk.app.settings import BadSettings
from kiosk.branch.database.files import BranchFiles

GOOD: Final = 0
BAD: Final = 1
UNTOLD: Final = 2
_SCREENS: Final = ("screen_entrance", "screen_exit", "screen_hall")
_MUST: Final = frozenset({"service", "database", "disk"})
"""What must be well whatever it was before."""
_PASSING: Final = frozenset({"printer", "paper", *_SCREENS})
"""What must not be worse than before: an update is not undone for a printer that was off already."""
_WEIGHT: Final[Mapping[State, int]] = {"good": 0, "unknown": 0, "warn": 1, "bad": 2}


def health(look: Look, before: Mapping[str, str]) -> tuple[list[Finding], int]:
    """Return what counts after an update, and `GOOD`, `BAD` or `UNTOLD`; quick, and nothing else is looked at.

    `before` is the state of each finding as `kiosk doctor --json` told it before the update; empty, if nobody asked.
    """
    if isinstance(look.settings, BadSettings):
        zh, en = "本机设置有误。", "The settings have mistakes."
        return [Finding("settings", "bad", zh, en, "kiosk config check", "kiosk config check")], BAD
    if not BranchFiles(look.folders.root).home.exists() and "branch" not in look.valid.machine.roles:
        if look.valid.machine.roles:
            zh, en = (
                "设置都对，这台机器没有网点服务。",
                "All settings are right; no branch service belongs here.",
            )
            return [Finding("settings", "good", zh, en)], GOOD
        zh, en = "这里没有网点，无从判断。", "No branch is here: nothing can be told."
        return [Finding("service", "unknown", zh, en)], UNTOLD
    found = list(_seen(look))
    bad = any(_is_bad(one, before.get(one.check)) for one in found)
    return found, BAD if bad else GOOD


def states_in(file: Path) -> dict[str, str]:
    """Return the state of each finding that `kiosk doctor --json` wrote into a file. OSError, ValueError: it did not."""
    try:
        return {one["check"]: one["state"] for one in json.loads(file.read_text("utf-8"))["findings"]}
    except (KeyError, TypeError) as error:
        raise ValueError(f"{file} holds nothing that kiosk doctor --json wrote") from error


def _seen(look: Look) -> Iterator[Finding]:
    version = version_of(look.folders) or ""
    facts: Facts = {"service": version, "program": __version__}
    if version != __version__:
        zh, en = "网点服务没有以这个版本应答。", "The branch service does not answer with this version."
        yield Finding("service", "bad", zh, en, "请启动网点服务。", "Start the branch service.", facts)
        return
    yield Finding("service", "good", f"版本 {version}。", f"Version {version}.", facts=facts)
    yield from (one for one in opening(look) if one.check in _MUST | _PASSING)


def _is_bad(one: Finding, before: str | None) -> bool:
    if one.check in _MUST:
        return one.state == "bad"
    was: Mapping[str, int] = {str(state): weight for state, weight in _WEIGHT.items()}
    return before is not None and _WEIGHT[one.state] > was.get(before, 0)
