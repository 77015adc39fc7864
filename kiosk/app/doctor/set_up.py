"""How the machine is set up: its settings, the policy over them, and the size of its screens."""

from collections.abc import Iterator
from typing import Final

from kiosk.app.doctor.finding import Facts, Finding
from kiosk.app.doctor.look import Look
from kiosk.app.folders import is_kiosk
from kiosk.app.measured import measured_in
from kiosk.app.settings import BadSettings, registry

_SCREENS: Final = ("entrance", "exit", "hall")


def settings(look: Look) -> Iterator[Finding]:
    """Tell whether all settings are right, and whether a policy overrules some; or that a kiosk has none yet."""
    found = look.settings
    if isinstance(found, BadSettings):
        first = found.problems[0]
        facts: Facts = {"mistakes": len(found.problems)}
        at = f"{first.place}:{first.line}" if first.line else first.place
        zh, en = (
            f"{len(found.problems)} 处设置有误：{at} {first.name}",
            f"Mistakes: {len(found.problems)}, the first at {at} {first.name}",
        )
        fix_zh = f"请改 {at} {first.name}：{first.zh}（kiosk config check 列出全部）"
        fix_en = f"Correct {at} {first.name}: {first.en} (kiosk config check tells all)"
        yield Finding("settings", "bad", f"{zh}。", f"{en}.", fix_zh, fix_en, facts)
        return
    if not found.machine.roles and is_kiosk():
        yield Finding(
            "settings", "warn", "这台机器还没有设置。", "This machine is not set up yet.",
            "请插入 U 盘运行 kiosk provision --from /media/site.toml。",
            "Put the stick in and run kiosk provision --from /media/site.toml.",
        )  # fmt: skip
        return
    layers = [found.origin(each.name).layer for each in registry]
    facts = {layer: layers.count(layer) for layer in ("default", "file", "environment", "policy")}
    if found.overruled:
        count = len(found.overruled)
        yield Finding(
            "settings", "warn", f"{count} 项设置与策略不同，以策略为准。", f"{count} settings differ from the policy.",
            "请按 kiosk config check 的提示删去。", "Remove them as kiosk config check says.", facts,
        )  # fmt: skip
        return
    policy = facts["policy"]
    zh = f"设置都对，{policy} 项由策略规定。" if policy else "设置都对，没有策略。"
    en = (
        f"All settings are right; a policy sets {policy}."
        if policy
        else "All settings are right; there is no policy."
    )
    yield Finding("settings", "good", zh, en, facts=facts)


def calibration(look: Look) -> Iterator[Finding]:
    """Tell of each public screen of this machine whether anybody set or measured its size: those in mm follow from it."""
    found = look.valid
    for role in (each for each in _SCREENS if each in found.machine.roles):
        # What was measured can be read by the screens' own user and by root.
        measured = measured_in(look.folders.of_screens / "screens", role)
        diagonal = measured or found.value(found.for_screen(role, "diagonal_in"))
        bottom = found.for_screen(role, "bottom_mm")
        facts: Facts = {"diagonal_set": diagonal is not None, "height_set": bottom in found.origins}
        if diagonal is None:
            yield Finding(
                f"size_{role}", "warn", "没有设置屏幕尺寸，字和按钮的大小可能不对。",
                "Nobody said how large this screen is: letters and buttons may be of the wrong size.",
                f"请在维护面板用尺子校准，或设置 {role}.diagonal_in。",
                f"Calibrate it with a ruler in the maintenance panel, or set {role}.diagonal_in.", facts,
            )  # fmt: skip
        else:
            zh, en = f"屏幕 {diagonal} 英寸。", f"The screen has {diagonal} inches."
            yield Finding(f"size_{role}", "good", zh, en, facts=facts)
