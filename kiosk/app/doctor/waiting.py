"""Whether an update was begun and has neither held nor been undone."""

from collections.abc import Iterator

from kiosk.app.doctor.finding import Facts, Finding
from kiosk.app.doctor.look import Look
from kiosk.app.update.checking import UPDATES
from kiosk.app.update.standing import standing


def updates(look: Look) -> Iterator[Finding]:
    """Tell whether an update was begun and neither finished nor undone."""
    del look  # the updater knows one place only
    last = standing(UPDATES)
    facts: Facts = {"phase": last.phase, "old": last.old, "new": last.new}
    if last.under_way:
        yield Finding(
            "updates", "warn", f"更新到 {last.new} 没有做完。", f"The update to {last.new} is not finished.",
            "请重启机器，让它做完或退回。", "Restart the machine: it finishes it or goes back.", facts,
        )  # fmt: skip
    elif last.phase == "undone":
        yield Finding(
            "updates", "warn", f"更新到 {last.new} 已退回 {last.old}。",
            f"The update to {last.new} was undone: {last.old} is here.",
            "请把 kiosk doctor --json 的结果交给技术支持。", "Give what kiosk doctor --json says to support.", facts,
        )  # fmt: skip
    else:
        yield Finding("updates", "good", "没有等待中的更新。", "No update waits.", facts=facts)
