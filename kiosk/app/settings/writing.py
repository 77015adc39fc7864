"""Writing a kiosk.toml: whole or not at all, without comments, and only what its reader will take."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.app.settings.kinds import Refused, checked, nearest, written
from kiosk.app.settings.problems import BadSettings, Wrong
from kiosk.app.settings.registry import find, registry
from kiosk.records.database.disk import sync

_OPEN: Final = 0o644
_CLOSED: Final = 0o600


def write(path: Path, values: Mapping[str, object]) -> None:
    """Write `values`, by `table.key`, as the settings file at `path`, atomically; None leaves a setting out.

    Whoever owns a file that was there, and may read it, owns the new one and may read it: the services of a machine are
    users of their own. A new one may be read by everybody (0644), and by its owner alone (0600) when it holds a secret.
    The folder must be there.

    Raises:
        BadSettings: a name or value is wrong; nothing was written.
        OSError: it could not be written; the file from before is as it was.
    """
    content = text_of(path, values).encode()
    secret = any(each.secret and values.get(each.name) for each in registry)
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _CLOSED)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _as_before(path, draft, _CLOSED if secret else _OPEN)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def text_of(path: Path, values: Mapping[str, object]) -> str:
    """Return the text of a settings file; `path` is named in problems. BadSettings: a name or value is wrong."""
    problems = [problem for name, value in values.items() if (problem := _problem(path, name, value))]
    if problems:
        raise BadSettings(tuple(problems))
    lines: list[str] = []
    table = ""
    for each in registry:
        if values.get(each.name) is None:
            continue
        if each.table != table:
            lines += [""] * bool(lines) + [f"[{each.table}]"]
            table = each.table
        lines.append(f"{each.key} = {written(values[each.name])}")
    return "".join(f"{line}\n" for line in lines)


def _problem(path: Path, name: str, value: object) -> Wrong | None:
    setting = find(name)
    if setting is None:
        near = nearest(name, [each.name for each in registry])
        return Wrong(
            str(path),
            0,
            name,
            f"没有这个设置，最接近的是 {near}。",
            f"There is no such setting; the nearest is {near}.",
        )
    try:
        if value is not None:
            checked(setting, str(value) if setting.kind == "path" else value)
    except Refused as refused:
        return Wrong(str(path), 0, name, refused.words.zh, refused.words.en)
    return None


def _as_before(path: Path, draft: Path, mode: int) -> None:
    if os.name == "nt" or not path.exists():
        draft.chmod(mode)
        return
    was = path.stat()
    draft.chmod(stat.S_IMODE(was.st_mode))
    if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
        os.chown(draft, was.st_uid, was.st_gid)
