"""The files of a branch as site.toml wants them: those shipped, with the branch's own code, names, hours and services."""

import hashlib
import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.app.provision.site import Site
from kiosk.app.settings.kinds import written
from kiosk.branch.setting_files import SHIPPED
from kiosk.domain.branch_plan_parse import BRANCH_FILE
from kiosk.records.database.disk import write_anew

RECORD: Final = "provisioned.json"
"""In the data folder: what was written, so that a file somebody edited since is known and left alone."""
_CODE: Final = re.compile(r'(?m)^code = "([^"]+)"')
_CATEGORY: Final = re.compile(r'(?m)^category = "([^"]+)"')
_SKILLS: Final = re.compile(r"(?m)^skills = (\[.*\])$")
_CATEGORIES_FILE: Final = "categories.toml"


def wanted_files(site: Site) -> dict[str, bytes]:
    """Return every file of the catalogue by name; one with nothing left of it is not there."""
    texts = {file.name: file.read_text("utf-8") for file in sorted(SHIPPED.glob("*.toml"))}
    texts[BRANCH_FILE] = _named(texts[BRANCH_FILE], site)
    if site.services:
        texts = _offering(texts, set(site.services))
    return {name: text.encode() for name, text in texts.items()}


def _offering(texts: Mapping[str, str], services: set[str]) -> dict[str, str]:
    """Return the files with these services alone, and without categories, skills and counters that have none of them."""
    told, categories = dict(texts), set[str]()
    for name, text in texts.items():
        before, blocks, after = _blocks(text, "service")
        stay = [block for block in blocks if _says(_CODE, block) in services]
        categories |= {_says(_CATEGORY, block) for block in stay}
        if stay:
            told[name] = "".join([before, *stay, after])
        elif blocks:
            del told[name]
    before, blocks, after = _blocks(texts[_CATEGORIES_FILE], "category")
    told[_CATEGORIES_FILE] = "".join(
        [before, *(one for one in blocks if _says(_CODE, one) in categories), after]
    )
    skills = services | {f"category:{code}" for code in categories}
    before, blocks, after = _blocks(texts[BRANCH_FILE], "counter")
    able = (_SKILLS.sub(lambda found: f"skills = {_left(found[1], skills)}", one) for one in blocks)
    told[BRANCH_FILE] = "".join([before, *(one for one in able if _says(_SKILLS, one) != "[]"), after])
    return told


def _blocks(text: str, table: str) -> tuple[str, list[str], str]:
    """Return what stands before the first `[[table]]`, each of them with all below it, and the tables after the last."""
    before, *blocks = re.split(rf"(?m)^(?=\[\[{table}\]\])", text)
    if not blocks:
        return before, [], ""
    last, *after = re.split(rf"(?m)^(?=\[(?!\[?{table}[.\]]))", blocks.pop())
    return before, [*blocks, last], "".join(after)


def _says(key: re.Pattern[str], block: str) -> str:
    found = key.search(block)
    return found[1] if found else ""


def _left(skills: str, offered: set[str]) -> str:
    return written([skill for skill in json.loads(skills) if skill in offered])


def _named(text: str, site: Site) -> str:
    """Return branch.toml with the branch's own lines."""
    lines = {"code": written(site.code), "bank": _both(site.bank), "name": _both(site.name)}
    lines |= {day: written(hours) for day, hours in site.hours.items()}
    for key, value in lines.items():
        # The first of each is the branch's own: zones and counters come later.
        text = re.sub(rf"(?m)^{key} = .*$", partial(_said, f"{key} = {value}"), text, count=1)
    return text


def _said(line: str, _: re.Match[str]) -> str:
    return line


def _both(names: Mapping[str, str]) -> str:
    return f"{{ zh = {written(names['zh'])}, en = {written(names['en'])} }}"


def to_write(data: Path, wanted: Mapping[str, bytes]) -> tuple[dict[str, bytes | None], list[str]]:
    """Return which files are to be written, None: to go; and which differ because somebody edited them here: those stay."""
    recorded = _recorded(data)
    changed: dict[str, bytes | None] = {}
    own = []
    for name in sorted({*wanted, *recorded}):
        content, present = wanted.get(name), _present(data / "catalogue" / name)
        if present == content:
            continue
        if present is None or _digest(present) in recorded.get(name, "").split():
            changed[name] = content
        else:
            own.append(name)
    return changed, own


def announce_files(data: Path, files: Mapping[str, bytes | None]) -> None:
    """Note what will be written beside what was: cut off in between, neither is taken for a change by hand. OSError."""
    noted = _recorded(data)
    coming = {
        name: f"{noted.get(name, '')} {_digest(content)}".strip()
        for name, content in files.items()
        if content is not None
    }
    if coming:
        write_anew(data / RECORD, json.dumps(noted | coming, indent=1).encode())


def write_files(data: Path, files: Mapping[str, bytes | None]) -> None:
    """Write files of the catalogue, each whole or not at all; the next run takes up half a one. OSError."""
    folder = data / "catalogue"
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name, content in files.items():
        if content is None:
            (folder / name).unlink(missing_ok=True)
        else:
            write_anew(folder / name, content)


def note_files(data: Path, wanted: Mapping[str, bytes]) -> None:
    """Note which files are as they were wanted: a later change by hand is then known as one. OSError."""
    noted, folder = _recorded(data), data / "catalogue"
    now = {name: digest for name, digest in noted.items() if (folder / name).exists()}
    now |= {name: _digest(content) for name, content in wanted.items() if _present(folder / name) == content}
    if now != noted:
        write_anew(data / RECORD, json.dumps(now, indent=1).encode())


def _present(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _recorded(data: Path) -> dict[str, str]:
    try:
        return {
            str(name): str(digest) for name, digest in json.loads((data / RECORD).read_text("utf-8")).items()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
