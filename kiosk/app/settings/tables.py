"""All that can be set on a machine: one class for each table of kiosk.toml, one line for each setting.

Whoever adds a setting adds its line here, with words in both languages, and uses it somewhere: file, environment, policy,
`kiosk config` and the example follow by themselves, and a test notices a setting that nobody uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from kiosk.app.settings.setting import setting
from kiosk.app.settings.sources import DEFAULT, Origin
from kiosk.app.settings.tables_devices import OneScreen, Printer, Screen

Role = Literal["branch", "entrance", "exit", "hall", "headquarters"]
Level = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

BRANCH_PORT: Final = 8765
LAN_PORT: Final = 8766
HQ_PORT: Final = 8775
_KEY: Final = r"[A-Za-z0-9+/]{43}="


@dataclass(frozen=True, slots=True)
class Machine:
    """本机是什么。 What this machine is."""

    roles: tuple[Role, ...] = setting(
        (),
        "本机角色，可多项：branch 网点服务，entrance 入口屏，exit 出口屏，hall 大厅屏，headquarters 总行",
        "What this machine is, one or several: branch is the service, the others are screens or headquarters",
        example=("branch", "entrance"),
    )
    data: Path | None = setting(
        None,
        "网点数据目录；不设则用当前用户自己的目录",
        "Data folder of the branch; unset: the user's own",
        example="/var/lib/kiosk/branch",
    )


@dataclass(frozen=True, slots=True)
class Branch:
    """网点服务。 The branch service."""

    port: int = setting(
        BRANCH_PORT, "本机端口；0 为任意空闲端口", "Port on this machine; 0: a free one", low=0, high=65_535
    )
    lan_port: int = setting(
        LAN_PORT,
        "局域网端口，有设备接入后才使用；0 为任意空闲端口",
        "Port on the LAN, used once devices are invited; 0: a free one",
        low=0,
        high=65_535,
    )


@dataclass(frozen=True, slots=True)
class Logs:
    """日志，任何级别都没有个人信息。 What is logged; no personal data at any level."""

    level: Level = setting("INFO", "最低级别", "The lowest level that is kept")
    folder: Path | None = setting(
        None,
        "日志目录；不设则只写标准错误（由 journald 收集）",
        "Folder for log files; unset: standard error only, which journald keeps",
        example="/var/log/kiosk",
    )
    keep_days: int = setting(14, "日志文件保留天数", "Days that log files are kept", low=1, high=3_650)
    max_mb: int = setting(
        50, "日志文件合计上限（MB）", "Megabytes that all log files may take", low=1, high=100_000
    )


@dataclass(frozen=True, slots=True)
class Backup:
    """备份放在哪里，磁盘要留多少空。 Where backups go and what must stay free."""

    folder: Path | None = setting(
        None,
        "备份目录，宜在另一块磁盘；不设：数据目录中的 backups",
        "Folder for backups, better on another disk; unset: backups in the data folder",
        example="/srv/kiosk-backups",
    )
    second: Path | None = setting(
        None,
        "备份的第二存放处，如 U 盘或共享目录，须已存在；每天的备份复制过去并核对",
        "A second place for backups, such as a stick or a share, which must be there: each day's is copied and read back",
        example="/media/kiosk-backups",
    )
    keep_days: int = setting(
        14, "每天最后一份备份保留的天数", "Days of which the last backup is kept", low=1, high=366
    )
    keep_free_mb: int = setting(
        2_048, "磁盘至少留空（MB）", "Megabytes of the disk that must stay free", low=200, high=10_000_000
    )


@dataclass(frozen=True, slots=True)
class HeadquartersTable:
    """总行，只在运行总行的机器上。 Headquarters, on the machine that runs it."""

    data: Path | None = setting(
        None,
        "总行数据目录；不设则用当前用户自己的目录",
        "Data folder of headquarters; unset: the user's own",
        example="/var/lib/kiosk/headquarters",
    )
    port: int = setting(HQ_PORT, "本机端口，TLS 由前置代理终结", "Port on this machine, behind a proxy that ends TLS",
        low=0, high=65_535)  # fmt: skip
    names: tuple[str, ...] = setting(
        (),
        "浏览器访问所用的域名",
        "Names under which browsers reach it",
        example=("hq.example.com",),
    )
    urls: tuple[str, ...] = setting(
        (),
        "PostgreSQL 地址，第一个始终排第一；不设：数据目录中的 SQLite",
        "PostgreSQL servers, the first stays the first; unset: SQLite in the data folder",
        pattern=r"postgresql://.+",
        secret=True,
        example=("postgresql://kiosk@db1:5432/kiosk",),
    )


@dataclass(frozen=True, slots=True)
class Update:
    """用 U 盘带来的更新。 Updates that come on a stick."""

    keys: tuple[str, ...] = setting(
        (),
        "可信更新的签名公钥（Ed25519，base64）；不设则只认程序自带的公钥",
        "Public keys that sign updates (Ed25519, base64); unset: only those that came with the program",
        pattern=_KEY,
        example=("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """All that is in force on this machine, table by table, and where each of it was set."""

    machine: Machine = field(default_factory=Machine)
    branch: Branch = field(default_factory=Branch)
    screen: Screen = field(default_factory=Screen)
    entrance: OneScreen = field(default_factory=OneScreen)
    exit: OneScreen = field(default_factory=OneScreen)
    hall: OneScreen = field(default_factory=OneScreen)
    printer: Printer = field(default_factory=Printer)
    logs: Logs = field(default_factory=Logs)
    backup: Backup = field(default_factory=Backup)
    headquarters: HeadquartersTable = field(default_factory=HeadquartersTable)
    update: Update = field(default_factory=Update)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    overruled: tuple[tuple[str, Origin], ...] = ()
    """What a file or a variable sets and the policy sets otherwise: the policy counts."""

    def origin(self, name: str) -> Origin:
        """Return where the setting `table.key` was set."""
        return self.origins.get(name, DEFAULT)

    def value(self, name: str) -> object:
        """Return the value in force of the setting `table.key`."""
        table, key = name.split(".")
        value: object = getattr(getattr(self, table), key)
        return value

    def table(self, name: str) -> dict[str, object]:
        """Return what was set in a table, by key; what nobody set is not in it."""
        set_here = (each for each in self.origins if each.startswith(f"{name}."))
        return {each.partition(".")[2]: self.value(each) for each in set_here}

    def for_screen(self, role: str, key: str) -> str:
        """Return the name of the setting that counts for the screen of a role: its own if it was set, else `[screen]`'s."""
        own = f"{role}.{key}"
        return own if own in self.origins else f"screen.{key}"
