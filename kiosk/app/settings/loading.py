"""Reading the settings of this machine: default, then file, then environment, then policy; the last word counts."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import platformdirs

from kiosk.app.settings.kinds import Refused, checked, from_text, nearest
from kiosk.app.settings.policy import Policy
from kiosk.app.settings.problems import BadSettings, Wrong
from kiosk.app.settings.registry import TABLES, find, registry
from kiosk.app.settings.setting import Setting
from kiosk.app.settings.sources import Given, Origin, Reading, read_environment, read_toml
from kiosk.app.settings.tables import Settings

FILE: Final = "kiosk.toml"
CONFIG_VARIABLE: Final = "KIOSK_CONFIG"
_NOT_SETTINGS: Final = frozenset({CONFIG_VARIABLE, "KIOSK_DATA"})
"""Variables that stand for options of the command line."""
_VARIABLES: Final = {each.variable: each.name for each in registry}


def default_files(environ: Mapping[str, str]) -> tuple[Path, ...]:
    """Return where kiosk.toml is looked for when nobody names it: the machine's place, then the user's own."""
    if os.name == "nt":
        machine = Path(environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Kiosk" / FILE
    else:
        machine = Path("/etc/kiosk") / FILE
    return machine, Path(platformdirs.user_config_dir("kiosk", appauthor=False)) / FILE


def load(config: Path | None, environ: Mapping[str, str], policy: Policy) -> Settings:
    """Return what is in force. `config` None: the first of `default_files` that is there, or none.

    Raises:
        BadSettings: with every problem of every source.
    """
    found, problems = attempt(config, environ, policy)
    if problems:
        raise BadSettings(problems)
    return found


def attempt(
    config: Path | None, environ: Mapping[str, str], policy: Policy
) -> tuple[Settings, tuple[Wrong, ...]]:
    """Return what can be used of the settings and every problem, for those who must go on whatever is wrong."""
    found = _Found()
    found.take(_file(config, environ))
    found.take(read_environment(environ, _VARIABLES, _NOT_SETTINGS))
    found.take(policy.read())
    found.check_printer()
    return found.settings(), tuple(found.problems)


def _file(config: Path | None, environ: Mapping[str, str]) -> Reading:
    for file in (config,) if config else default_files(environ):
        reading = read_toml(file, "file")
        if reading is not None:
            return reading
    if config is None:
        return Reading()
    zh, en = "没有这个文件，请检查路径。", "There is no such file: check the path."
    return Reading(problems=[Wrong(str(config), 0, "", zh, en)])


@dataclass(slots=True)
class _Found:
    """What was set so far, layer over layer, and what was wrong with it."""

    values: dict[str, object] = field(default_factory=dict)
    origins: dict[str, Origin] = field(default_factory=dict)
    problems: list[Wrong] = field(default_factory=list)
    overruled: list[tuple[str, Origin]] = field(default_factory=list)

    def take(self, reading: Reading) -> None:
        self.problems += reading.problems
        for given in reading.given:
            self._put(given)

    def _put(self, given: Given) -> None:
        setting = find(given.name)
        if setting is None:
            self.problems += _unknown(given)
            return
        try:
            value = _value(setting, given)
            before = self.origins.get(given.name)
            if given.origin.layer == "policy" and before and self.values[given.name] != value:
                self.overruled.append((given.name, before))
            self.values[given.name] = value
            self.origins[given.name] = given.origin
        except Refused as refused:
            at = given.origin
            self.problems.append(Wrong(at.place, at.line, given.name, refused.words.zh, refused.words.en))

    def check_printer(self) -> None:
        """Read [printer] as printer.toml would be read: which keys are right depends on its kind."""
        table = {
            name.partition(".")[2]: value
            for name, value in self.values.items()
            if name.startswith("printer.")
        }
        if not table or self.problems:
            return
        from kiosk.devices.printer.chosen import printer_setting
        from kiosk.devices.printer.problems import BadPrinterFile

        try:
            printer_setting(table)
        except BadPrinterFile as bad:
            for problem in bad.problems:
                name = f"printer.{problem.key}"
                at = self.origins.get(name) or next(
                    origin for each, origin in self.origins.items() if each.startswith("printer.")
                )
                self.problems.append(
                    Wrong(at.place, at.line, name, _zh(problem.reason), f"It {problem.reason}.")
                )

    def settings(self) -> Settings:
        tables: dict[str, Any] = {}
        for table, kind in TABLES.items():
            keys = {
                each.key: self.values[each.name]
                for each in registry
                if each.table == table and each.name in self.values
            }
            tables[table] = kind(**keys)
        return Settings(**tables, origins=self.origins, overruled=tuple(self.overruled))


def _zh(reason: str) -> str:
    """Return in Chinese what printer.toml's reader says in English only; its reason follows."""
    if reason.startswith("is missing"):
        return "缺少这一项，请补上。"
    return "这种接法没有这一项，请删去。" if reason.startswith("unknown key") else "写法不对。"


def _value(setting: Setting, given: Given) -> object:
    if given.plain and isinstance(given.value, str):
        return from_text(setting, given.value)
    return checked(setting, given.value)


def _unknown(given: Given) -> Iterator[Wrong]:
    table, _, key = given.name.partition(".")
    at = given.origin
    if table not in TABLES:
        near = nearest(table, list(TABLES))
        all_zh, all_en = "、".join(TABLES), ", ".join(TABLES)
        zh, en = f"没有 [{table}] 这一节", f"There is no table [{table}]"
        yield Wrong(at.place, at.line, given.name, *_named(zh, en, near and f"[{near}]", all_zh, all_en))
        return
    if not key:
        return  # a table with nothing in it says nothing
    keys = [each.key for each in registry if each.table == table]
    near = nearest(key, keys)
    elsewhere = next((each.name for each in registry if each.key == key), "")
    near = (near and f"{table}.{near}") or elsewhere
    yield Wrong(
        at.place, at.line, given.name,
        *_named("没有这个设置", "There is no such setting", near, "、".join(keys), ", ".join(keys)),
    )  # fmt: skip


def _named(zh: str, en: str, near: str, all_zh: str, all_en: str) -> tuple[str, str]:
    if near:
        zh, en = f"{zh}，最接近的是 {near}", f"{en}; the nearest is {near}"
    return f"{zh}（可用：{all_zh}）。", f"{en} (known: {all_en})."
