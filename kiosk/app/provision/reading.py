"""site.toml, read and checked: every mistake with its line, what is allowed, and the nearest name."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kiosk.app.provision.site import Machine, Site
from kiosk.app.settings.kinds import Refused, checked, nearest
from kiosk.app.settings.problems import Wrong
from kiosk.app.settings.registry import TABLES, find, registry
from kiosk.branch.setting_files import SHIPPED
from kiosk.domain.text import is_device_name

_TABLES: Final = ("branch", "headquarters", "machine")
_KEYS: Final[Mapping[str, Mapping[str, type]]] = {
    "branch": {"code": str, "bank": dict, "name": dict, "hours": dict, "services": list, "manager": str},
    "headquarters": {"voucher": str, "words": str, "confirm": str},
    "machine": {"name": str, "roles": list, "hostname": str, "mac": str, "serial": str},
}
_NEEDED: Final = (("branch", "code"), ("branch", "bank"), ("branch", "name"))
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OF_MACHINE: Final = tuple(table for table in TABLES if table not in {"machine", "headquarters"})
_HOURS: Final = re.compile(r"closed|(([01]\d|2[0-3]):[0-5]\d)-(([01]\d|2[0-3]):[0-5]\d)")
_HEADER: Final = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_KEY: Final = re.compile(r'\s*"?([\w.-]+)"?\s*=')
_AT_LINE: Final = re.compile(r"\(at line (\d+), column \d+\)")


class BadSite(Exception):
    """site.toml cannot be used; nothing was done. The text names every mistake."""

    def __init__(self, problems: tuple[Wrong, ...]) -> None:
        """Keep every problem found."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def read_site(file: Path) -> Site:
    """Return what a site.toml says. BadSite: with every mistake in it."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
        told = tomllib.loads(text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise BadSite(
            (Wrong(str(file), 0, "", f"读不了（{reason}）。", f"It cannot be read ({reason})."),)
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        at = _AT_LINE.search(str(error))
        line = int(at[1]) if at else 0
        why = _AT_LINE.sub("", str(error)).strip()
        raise BadSite(
            (Wrong(str(file), line, "", f"不符合 TOML 写法（{why}）。", f"It is not TOML ({why})."),)
        ) from error
    reading = _Reading(file, lines_of(text))
    site = reading.site(told)
    if reading.problems:
        raise BadSite(tuple(sorted(reading.problems, key=lambda one: one.line)))
    return site


def lines_of(text: str) -> dict[str, int]:
    """Return the line of each table and key; those of the second machine are `machine.1.…`, and so on."""
    found: dict[str, int] = {}
    table, machines = "", -1
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line.split("#")[0].rstrip()):
            machines += line.strip().startswith("[[machine]]")
            table = (
                header[1].replace("machine", f"machine.{machines}", 1)
                if header[1].startswith("machine")
                else header[1]
            )
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
    return found


class _Reading:
    def __init__(self, file: Path, lines: Mapping[str, int]) -> None:
        self._file, self._lines = file, lines
        self.problems: list[Wrong] = []

    def wrong(self, at: str, zh: str, en: str) -> None:
        parts = at.split(".")
        line = next(
            (
                self._lines[key]
                for n in range(len(parts), 0, -1)
                if (key := ".".join(parts[:n])) in self._lines
            ),
            0,
        )
        self.problems.append(Wrong(str(self._file), line, at, zh, en))

    def unknown(self, at: str, word: str, among: list[str]) -> None:
        near = nearest(word, among)
        zh, en = f"，最接近的是 {near}" if near else "", f"; the nearest is {near}" if near else ""
        self.wrong(
            at,
            f"没有“{word}”{zh}（可用：{'、'.join(among)}）。",
            f"There is no {word}{en} (known: {', '.join(among)}).",
        )

    def site(self, told: Mapping[str, Any]) -> Site:
        for table in told:
            if table not in _TABLES:
                self.unknown(table, table, list(_TABLES))
        branch = self.table("branch", told.get("branch", {}), "branch")
        away = self.table("headquarters", told.get("headquarters", {}), "headquarters")
        for table, key in _NEEDED:
            if key not in branch:
                self.wrong(table, f"缺少 {key}。", f"{key} is missing.")
        self.check_branch(branch)
        self.check_headquarters(away)
        machines = tuple(self.machines(told.get("machine", [])))
        if not machines:
            self.wrong(
                "machine", "没有任何机器，请写 [[machine]]。", "There is no machine: write [[machine]]."
            )
        return Site(
            self._file.resolve().parent, branch.get("code", ""), branch.get("bank", {}), branch.get("name", {}),
            machines, branch.get("hours", {}), tuple(branch.get("services", ())), branch.get("manager", ""),
            away.get("voucher", ""), away.get("words", ""),
        )  # fmt: skip

    def table(self, at: str, told: object, name: str, also: tuple[str, ...] = ()) -> dict[str, Any]:
        """Return the keys of a table that are as they should be."""
        if not isinstance(told, Mapping):
            self.wrong(at, "应写成一节。", "Write it as a table.")
            return {}
        kinds, good = _KEYS[name], {}
        for key, value in told.items():
            if key in also:
                continue
            if key not in kinds:
                self.unknown(f"{at}.{key}", key, [*kinds, *also])
            elif not isinstance(value, kinds[key]) or value in ("", [], {}):
                self.wrong(f"{at}.{key}", "写法不对或为空。", "It is empty or of the wrong kind.")
            else:
                good[key] = value
        return good

    def check_branch(self, branch: Mapping[str, Any]) -> None:
        if not re.fullmatch(r"[\w-]{1,20}", branch.get("code", "x")) or branch.get("code") == "demo":
            self.wrong("branch.code", "应为本行的网点代码。", "Write the bank's own code of the branch.")
        for key in ("bank", "name"):
            names = branch.get(key, {"zh": "x", "en": "x"})
            if set(names) != {"zh", "en"} or not all(
                isinstance(one, str) and one.isprintable() for one in names.values()
            ):
                self.wrong(f"branch.{key}", '应写 { zh = "…", en = "…" }。', 'Write { zh = "…", en = "…" }.')
        for day, hours in branch.get("hours", {}).items():
            if day not in _DAYS:
                self.unknown(f"branch.hours.{day}", day, list(_DAYS))
            elif not _can_be_open(hours):
                self.wrong(
                    f"branch.hours.{day}",
                    f'应写 "09:00-17:00" 或 "closed"，不早于 {_change_time()}，不过零点。',
                    f'Write "09:00-17:00" or "closed": not before {_change_time()}, and not past midnight.',
                )
        known = list(shipped_services())
        for code in branch.get("services", ()):
            if code not in known:
                self.unknown("branch.services", str(code), known)
        if not re.fullmatch(r"\d{3,10}", branch.get("manager", "1001")):
            self.wrong("branch.manager", "工号是 3 到 10 位数字。", "A badge number has three to ten digits.")

    def check_headquarters(self, away: Mapping[str, Any]) -> None:
        if away and "voucher" not in away:
            self.wrong(
                "headquarters",
                "缺少 voucher（U 盘上的接入凭证文件）。",
                "voucher is missing: its file on the stick.",
            )
        if away.get("confirm", "later") != "later":
            self.wrong("headquarters.confirm", '只能写 "later"。', 'It can only be "later".')
        if away and ("words" in away) == ("confirm" in away):
            self.wrong(
                "headquarters", '请写总行的六个词 words，或 confirm = "later"，二选一。',
                'Write the six words of headquarters, or confirm = "later": one of them.',
            )  # fmt: skip
        if away.get("voucher") and not (self._file.parent / away["voucher"]).is_file():
            self.wrong("headquarters.voucher", "U 盘上没有这个文件。", "There is no such file on the stick.")

    def machines(self, told: object) -> Iterator[Machine]:
        seen: set[str] = set()
        branches = 0
        for n, each in enumerate(told if isinstance(told, list) else []):
            at = f"machine.{n}"
            good = self.table(at, each, "machine", (*_OF_MACHINE, "data"))
            name = good.get("name", "")
            if not is_device_name(name) or name in seen:
                self.wrong(
                    f"{at}.name",
                    "名称只用字母、数字和连字符，且不能重复。",
                    "A name of its own: letters, digits, hyphens.",
                )
            seen.add(name)
            settings = dict(self.settings(at, each))
            self.check_printer(at, settings)
            yield Machine(
                name, tuple(good.get("roles", ())), good.get("hostname", ""), good.get("mac", "").lower(),
                good.get("serial", ""), settings,
            )  # fmt: skip
            if "branch" in good.get("roles", ()):
                branches += 1
            if "headquarters" in good.get("roles", ()):
                self.wrong(
                    f"{at}.roles", "总行服务不由 site.toml 设置，请按 README 用 kiosk hq 启动。",
                    "Headquarters is not set up by site.toml: start it with kiosk hq, as README says.",
                )  # fmt: skip
        if branches > 1:
            self.wrong(
                "machine", "只能有一台机器带 branch 角色。", "Only one machine can have the role branch."
            )

    def settings(self, at: str, told: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
        """Give what a machine's kiosk.toml will say, checked as that would be."""
        given: dict[str, object] = {f"machine.{key}": told[key] for key in ("roles", "data") if key in told}
        for table in _OF_MACHINE:
            inside = told.get(table)
            if isinstance(inside, Mapping):
                given |= {f"{table}.{key}": value for key, value in inside.items()}
        for name, value in given.items():
            setting = find(name)
            own = f"{at}.{name.removeprefix('machine.')}"
            if setting is None:
                self.unknown(own, name, [each.name for each in registry if each.table == name.split(".")[0]])
                continue
            try:
                yield name, checked(setting, value)
            except Refused as refused:
                self.wrong(own, refused.words.zh, refused.words.en)

    def check_printer(self, at: str, settings: Mapping[str, object]) -> None:
        """Read [machine.printer] as printer.toml would be read: which keys are right depends on its kind."""
        from kiosk.devices.printer.chosen import printer_setting
        from kiosk.devices.printer.problems import BadPrinterFile

        table = {
            key.removeprefix("printer."): value
            for key, value in settings.items()
            if key.startswith("printer.")
        }
        try:
            if table:
                printer_setting(table)
        except BadPrinterFile as bad:
            for problem in bad.problems:
                own = f"{at}.printer.{problem.key}"
                self.wrong(
                    own, f"这种接法的打印机写法不对：{problem.key}。", f"{problem.key} {problem.reason}."
                )


def _can_be_open(hours: object) -> bool:
    """Tell whether the branch's own files will take these hours (kiosk.domain.branch_plan_parse)."""
    found = _HOURS.fullmatch(hours) if isinstance(hours, str) else None
    return found is not None and (not found[1] or _change_time() <= found[1] < found[3])


def _change_time() -> str:
    """Return when one date's day ends and the next begins, as shipped: site.toml does not set it."""
    told = tomllib.loads((SHIPPED / "branch.toml").read_text("utf-8"))
    return str(told["change_time"])


def shipped_services() -> Iterator[str]:
    """Give the codes of the services that come with the program."""
    for file in sorted(SHIPPED.glob("*.toml")):
        for service in tomllib.loads(file.read_text("utf-8")).get("service", ()):
            yield service["code"]
