"""The English of the public screens: how resources/i18n/screens_en.ts and .qm are made from the QML.

After a change of words, run this, fill in what it calls unfinished (any editor, or Qt Linguist), and run it again:

    python tests/ui/translation.py
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.checkout import TOP

TOOLS = Path(sys.executable).parent
I18N = TOP / "resources" / "i18n"
TS, QM = I18N / "screens_en.ts", I18N / "screens_en.qm"
MODULES = [
    TOP / "resources" / "qml" / "Kiosk" / name for name in ("Controls", "Entrance", "Exit", "Maintenance")
]


def collect(ts: Path) -> None:
    """Bring a .ts file in line with the QML; translations of words that stayed are kept."""
    # Without the target language the plural forms are dropped; line numbers would change with every edit.
    options = ["-silent", "-no-obsolete", "-locations", "none", "-extensions", "qml"]
    languages = ["-source-language", "zh_CN", "-target-language", "en_US"]
    run("pyside6-lupdate", *options, *map(str, MODULES), *languages, "-ts", str(ts))


def compile_words(ts: Path, qm: Path) -> None:
    """Make the .qm that the screens load."""
    run("pyside6-lrelease", "-silent", str(ts), "-qm", str(qm))


def untranslated(ts: Path) -> list[str]:
    """Return the Chinese words that have no English yet."""
    messages = ET.parse(ts).getroot().iter("message")  # noqa: S314 - our own file
    return [message.findtext("source", "") for message in messages if not _is_translated(message)]


def _is_translated(message: ET.Element) -> bool:
    translation = message.find("translation")
    if translation is None or translation.get("type") == "unfinished":
        return False
    return all((form.text or "").strip() for form in translation.findall("numerusform") or [translation])


def run(tool: str, *arguments: str) -> None:
    subprocess.run([TOOLS / tool, *arguments], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    collect(TS)
    compile_words(TS, QM)
    sys.exit("\n".join(untranslated(TS)) or 0)
