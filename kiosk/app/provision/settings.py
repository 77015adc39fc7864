"""The step that writes kiosk.toml: what site.toml says of this machine, beside what somebody set here by hand."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from kiosk.app.folders import is_kiosk
from kiosk.app.ownership import as_ourselves
from kiosk.app.provision.told import Told
from kiosk.app.service_places import allow
from kiosk.app.settings import default_files, write
from kiosk.app.settings.kinds import Refused, checked
from kiosk.app.settings.registry import find
from kiosk.app.settings.sources import read_toml
from kiosk.app.settings.writing import text_of

_WHOLE: str = "printer."
"""A table whose keys belong together: of an old printer nothing stays."""


def bring_settings(config: Path, said: Mapping[str, object], *, dry_run: bool) -> Iterator[Told]:
    """Write what site.toml says into `config`, and let the branch service write where that says. OSError.

    What it does not speak of stays as it was set here by hand, and is told. A file that says the same already is not
    touched. Of one that cannot be read nothing stays.
    """
    with as_ourselves():
        present, is_sound = _present(config)
        kept = {name: value for name, value in present.items() if not _speaks_of(said, name)}
        wanted = kept | dict(said)
        is_same = is_sound and text_of(config, present) == text_of(config, wanted)
        if not is_same and not dry_run:
            config.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            write(config, wanted)
        is_allowed = dry_run or config != default_files(os.environ)[0] or not is_kiosk() or not allow(wanted)
    yield Told("same" if is_same else "done", f"本机设置 {config}", f"settings in {config}")
    if kept:
        names = ", ".join(kept)
        yield Told(
            "left",
            f"site.toml 没有提到，保留本机的设置：{names}",
            f"set here, not in site.toml, left alone: {names}",
        )
    if not is_allowed:
        zh, en = (
            "网点服务可以写入新的目录，重启服务后生效",
            "the service may write to other folders once it is restarted",
        )
        yield Told("done", zh, en)


def _speaks_of(said: Mapping[str, object], name: str) -> bool:
    return name in said or (name.startswith(_WHOLE) and any(each.startswith(_WHOLE) for each in said))


def _present(config: Path) -> tuple[dict[str, object], bool]:
    """Return the settings in a file that are right, and whether all in it is; a file that is not there says nothing."""
    reading = read_toml(config, "file")
    if reading is None:
        return {}, False
    found: dict[str, object] = {}
    is_sound = not reading.problems
    for given in reading.given:
        setting = find(given.name)
        try:
            if setting is not None:
                found[given.name] = checked(setting, given.value)
                continue
        except Refused:
            pass
        is_sound = False
    return found, is_sound
