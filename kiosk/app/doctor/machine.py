"""The machine under the program: its C library, how screens are drawn, the letters, and whether it makes a sound."""

import importlib.util
import platform
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.app.display import no_display_reason, renderer
from kiosk.app.doctor.bounds import session_state
from kiosk.app.doctor.finding import Finding
from kiosk.app.doctor.look import Look
from kiosk.app.ownership import as_ourselves
from kiosk.fonts import variable_font_file
from kiosk.resources import resources

LEAST_GLIBC: Final = (2, 28)
"""The oldest C library the bundle runs on: Kylin V10 and UOS 20 have it."""
_CARDS: Final = Path("/proc/asound/cards")
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def library(look: Look) -> Iterator[Finding]:
    """Tell whether the C library is one the program was built for; on Windows there is none to look at."""
    if look.platform == "win32":
        version = platform.version()
        yield Finding(
            "glibc", "good", "Windows，不需要。", "Windows: none is needed.", facts={"windows": version}
        )
        return
    name, version = platform.libc_ver()
    facts = {"library": name or "unknown", "version": version}
    if name != "glibc":
        yield Finding(
            "glibc", "unknown", "认不出 C 库。", "The C library is not one that is known.",
            "请在受支持的系统上安装。", "Install on a system that is supported.", facts,
        )  # fmt: skip
    elif tuple(map(int, version.split(".")[:2])) < LEAST_GLIBC:
        yield Finding(
            "glibc", "bad", f"系统太旧：glibc {version}。", f"The system is too old: glibc {version}.",
            "请换成 glibc 2.28 或更新的系统。", "Take a system with glibc 2.28 or newer.", facts,
        )  # fmt: skip
    else:
        yield Finding("glibc", "good", f"glibc {version}。", f"glibc {version}.", facts=facts)


def graphics(look: Look) -> Iterator[Finding]:
    """Tell how screens are drawn here, found out in a process of its own, for a missing display aborts it."""
    wanted = bool(set(look.valid.machine.roles) & {"entrance", "exit", "hall"})
    if no_display_reason():
        if wanted and (state := session_state()):
            yield _session(state)
        elif wanted:
            yield Finding(
                "graphics", "unknown", "从这里看不到显示器。", "No display can be seen from here.",
                "请在显示屏幕的桌面会话中运行 kiosk doctor。", "Run kiosk doctor in the session that shows the screens.",
            )  # fmt: skip
        else:
            zh, en = "这里没有显示器，也不需要。", "There is no display here, and none is needed."
            yield Finding("graphics", "good", zh, en)
        return
    with as_ourselves():  # the display is that of whoever looks
        how = renderer()
    facts = {"renderer": how or "none"}
    if how == "gl":
        yield Finding(
            "graphics", "good", "由显卡绘制（OpenGL）。", "The graphics card draws (OpenGL).", facts=facts
        )
    elif how == "software":
        zh = "没有可用的 OpenGL，屏幕由软件绘制，会慢一些。"
        en = "There is no usable OpenGL: screens are drawn in software, a little slower."
        yield Finding("graphics", "warn", zh, en, "要更流畅，请安装显卡驱动。",
            "For smoother screens install the graphics driver.", facts)  # fmt: skip
    else:
        yield Finding(
            "graphics", "bad", "显示器不应答，或缺少 Qt 需要的系统库。",
            "The display does not answer, or a library Qt needs is missing.",
            "请重装程序包，或检查显示服务。", "Install the package again, or look at the display server.", facts,
        )  # fmt: skip


def _session(state: str) -> Finding:
    """Return how the screens of a kiosk stand, which are shown by a unit of their own."""
    facts = {"session": state}
    if state == "active":
        return Finding(
            "graphics", "good", "屏幕由 kiosk-session 显示。", "kiosk-session shows the screens.", facts=facts
        )
    return Finding(
        "graphics", "bad", "屏幕没有显示。", "No screen is shown.",
        "请启动：systemctl start kiosk-session；原因见 journalctl -u kiosk-session。",
        "Start them: systemctl start kiosk-session; journalctl -u kiosk-session says why they ended.", facts,
    )  # fmt: skip


def letters(look: Look) -> Iterator[Finding]:
    """Tell whether the font that came along draws every letter of our words and of the branch's own catalogue."""
    from fontTools.ttLib import TTFont

    try:
        with TTFont(variable_font_file(), lazy=True) as font:
            covered = set(font.getBestCmap())
    except (OSError, ImportError):
        yield Finding(
            "fonts", "bad", "字体文件缺失或损坏。", "The font is missing or damaged.",
            "请重装程序。", "Install the program again.",
        )  # fmt: skip
        return
    missing = sorted(
        {letter for letter in _letters(look) if letter.isprintable() and ord(letter) not in covered}
    )
    facts: dict[str, str | int | float | bool] = {"glyphs": len(covered), "missing": len(missing)}
    if missing:
        some = " ".join(missing[:10])
        yield Finding(
            "fonts", "warn", f"有 {len(missing)} 个字画不出来：{some}", f"{len(missing)} letters cannot be drawn: {some}",
            "请在网点的 catalogue 中换用常用字。", "Use common characters in the branch's catalogue.", facts,
        )  # fmt: skip
    else:
        zh, en = "中文和数字都画得出来。", "Every Chinese character and digit can be drawn."
        yield Finding("fonts", "good", zh, en, facts=facts)


def _letters(look: Look) -> set[str]:
    found = set(_DIGITS)
    for folder in (resources() / "catalogue", resources() / "i18n", look.folders.root / "catalogue"):
        for file in sorted(folder.glob("*.toml")):
            try:
                found |= set(_texts(tomllib.loads(file.read_text("utf-8-sig"))))
            except (OSError, ValueError):
                continue  # files that cannot be read are told by those who use them
    return found


def _texts(value: object) -> Iterator[str]:
    """Yield every letter of every text in a table."""
    match value:
        case str():
            yield from value
        case dict():
            for inside in value.values():
                yield from _texts(inside)
        case list():
            for inside in value:
                yield from _texts(inside)


def sound(look: Look) -> Iterator[Finding]:
    """Tell whether calls can be heard: a player, a device, and a voice. Without, screens still flash."""
    player, device, voice = _sound_of(look.platform)
    facts = {"player": player, "device": device, "voice": voice}
    if player and device and voice:
        yield Finding(
            "sound",
            "good",
            "有声卡，能语音叫号。",
            "There is a sound device, and calls are spoken.",
            facts=facts,
        )
        return
    if not device:
        zh, en = "没有声卡：叫号只有屏幕闪动。", "There is no sound device: calls flash and are not heard."
        fix_zh, fix_en = "请接好声卡或音箱。", "Connect a sound device."
    elif not player:
        zh, en = "没有 aplay，放不出声音。", "There is no aplay: nothing can be heard."
        fix_zh, fix_en = "请安装 alsa-utils。", "Install alsa-utils."
    else:
        zh, en = (
            "有声卡，没有语音：叫号只有提示音。",
            "There is a sound device and no voice: calls only chime.",
        )
        fix_zh, fix_en = "建议安装 espeak-ng。", "Installing espeak-ng is recommended."
    yield Finding("sound", "warn", zh, en, fix_zh, fix_en, facts)


def _sound_of(system: str) -> tuple[bool, bool, bool]:
    """Return whether there is a player, a device and a voice."""
    if system == "win32":
        there = importlib.util.find_spec("winsound") is not None
        return there, there, True
    try:
        device = "[" in _CARDS.read_text()
    except OSError:
        device = False
    voice = any(map(shutil.which, ("espeak-ng", "espeak")))
    return shutil.which("aplay") is not None, device, voice
