"""What can be wrong with the place where a branch keeps its data: the machine's fault, never the program's.

Each problem has a code for programs and words for the person who must put it right.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

import sqlcipher3

Code = Literal[
    "locked", "no_database", "key_missing", "wrong_key", "damaged", "newer_database", "wrong_pragma", "read_only",
    "disk_full", "disk_fault", "bad_backup", "no_backup", "other_backup", "target_in_use", "demonstration_data", "real_data",
    "no_folder",
]  # fmt: skip
Language = Literal["zh", "en"]

_ENOUGH_BYTES = 1 << 20
_CODE_OF_SQLITE: Final[dict[int, Code]] = {
    5: "locked",  # SQLITE_BUSY
    8: "read_only",  # SQLITE_READONLY
    11: "damaged",  # SQLITE_CORRUPT: SQLCipher says so of every page whose HMAC is wrong
    13: "disk_full",  # SQLITE_FULL
    14: "read_only",  # SQLITE_CANTOPEN
    26: "wrong_key",  # SQLITE_NOTADB: SQLCipher says so when the first page does not decrypt
}
_IOERR = 10

_WORDS: Final[dict[Code, dict[Language, str]]] = {
    "locked": {
        "zh": "{path} 正由另一个网点服务使用。请先停止该服务，或直接使用正在运行的服务。",
        "en": "{path} is in use by another branch service. Stop that service first, or use the one that is running.",
    },
    "no_database": {
        "zh": "{path} 中没有数据库。请检查数据目录；网点服务首次启动时会自动建立数据库。",
        "en": "There is no database in {path}. Check the data folder; the branch service makes one at its first start.",
    },
    "key_missing": {
        "zh": "密钥文件 {path} 不见了或不完整。请从保管的副本恢复该文件；没有密钥无法打开数据库。",
        "en": "The key file {path} is missing or cut short. Put it back from its safe copy; "
        "nothing opens the database without it.",
    },
    "wrong_key": {
        "zh": "密钥打不开 {path}：密钥不是这个数据库的，或文件开头已损坏。"
        "请恢复原来的 keys 目录，或用 kiosk restore 恢复备份。",
        "en": "The key does not open {path}: it belongs to another database, or the beginning of the file is damaged. "
        "Put the original keys folder back, or bring back a backup with kiosk restore.",
    },
    "damaged": {
        "zh": "{path} 已损坏（{detail}）。请用 kiosk restore 恢复最近的备份，并检查磁盘。",
        "en": "{path} is damaged ({detail}). Bring back the newest backup with kiosk restore, and check the disk.",
    },
    "newer_database": {
        "zh": "{path} 由更新版本的程序建立（版本 {detail}）。请安装该版本或更新的程序。",
        "en": "{path} was made by a newer program (version {detail}). Install that version or a later one.",
    },
    "wrong_pragma": {
        "zh": "{path} 无法按要求的设置工作（{detail}），断电时可能丢失票号。请把数据目录放在本机磁盘上，不要放在网络盘。",
        "en": "{path} cannot work with the settings that keep tickets over a power cut ({detail}). "
        "Put the data folder on a disk of this machine, not on a network share.",
    },
    "read_only": {
        "zh": "无法写入 {path}（{detail}）。请检查目录权限，以及磁盘是否为只读。",
        "en": "{path} cannot be written ({detail}). Check the rights of the folder and whether the disk is read-only.",
    },
    "disk_full": {
        "zh": "{path} 所在磁盘已满，请腾出空间。已发出的票号都已保存。",
        "en": "The disk of {path} is full: free some space. Every ticket already issued is safe.",
    },
    "disk_fault": {
        "zh": "{path} 所在磁盘读写出错（{detail}）。请尽快备份并更换磁盘。",
        "en": "The disk of {path} fails to read or write ({detail}). Make a backup and replace the disk soon.",
    },
    "bad_backup": {
        "zh": "备份 {path} 不能使用（{detail}），现有数据未作任何改动。请改用另一份备份。",
        "en": "The backup {path} cannot be used ({detail}); the present data was not touched. Use another backup.",
    },
    "no_backup": {
        "zh": "{path} 不是网点的备份，现有数据未作任何改动。备份由 kiosk backup 生成，文件名形如 "
        "网点代码_日期_序号.kiosk-backup；请检查文件名，或拷贝是否完整。",
        "en": "{path} is no backup of a branch; the present data was not touched. Look for a file that kiosk backup made, "
        "named like BRANCH_DATE_NUMBER.kiosk-backup, and for a copy that was cut short.",
    },
    "other_backup": {
        "zh": "本机的密钥打不开备份 {path}：它是别的网点或用别的密钥做的，或文件开头已损坏；现有数据未作任何改动。"
        "请改用本网点的备份，或先恢复做这份备份时的 keys 目录。",
        "en": "The key here does not open the backup {path}: it is another branch's or was made with other keys, or its "
        "beginning is damaged; the present data was not touched. Use a backup of this branch, or first put back the keys "
        "folder it was made with.",
    },
    "no_folder": {
        "zh": "{path} 所在的目录不能用（{detail}）。请检查路径，或换一个目录；用 U 盘请先插好。",
        "en": "The folder of {path} cannot be used ({detail}). Check the path, plug the stick in if it is one, or name "
        "another folder.",
    },
    "demonstration_data": {
        "zh": "{path} 是演示数据，不能用来营业。请用 --data 指定另一个目录。",
        "en": "{path} holds a demonstration and can never serve for real. Name another folder with --data.",
    },
    "real_data": {
        "zh": "{path} 是网点的真实数据，不能用来演示。请去掉 --demonstration，或用 --data 指定另一个目录。",
        "en": "{path} holds a real branch and is no place for a demonstration. Leave out --demonstration, or name another "
        "folder with --data.",
    },
    "target_in_use": {
        "zh": "{path} 已存在且不为空。请指定一个新的目录。",
        "en": "{path} exists already and is not empty. Name a new folder.",
    },
}


class StoreProblem(Exception):
    """The environment does not let the store work. `code` is stable; `words` say what to do."""

    def __init__(self, code: Code, path: Path, detail: str = "") -> None:
        """Tell what is wrong with `path`; `detail` is a short technical remark, in English."""
        self.code, self.path, self.detail = code, path, detail
        super().__init__(f"{self.words('zh')} {self.words('en')}")

    def __reduce__(self) -> tuple[type["StoreProblem"], tuple[Code, Path, str]]:
        """Travel between processes."""
        return StoreProblem, (self.code, self.path, self.detail)

    def words(self, language: Language) -> str:
        """Return one or two sentences for the person at the machine."""
        return _WORDS[self.code][language].format(path=self.path, detail=self.detail)


@contextmanager
def naming_problems(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the system in the block into what they say about the place of `path`.

    Raises:
        StoreProblem: the environment is at fault. Errors that are bugs of ours pass unchanged.
    """
    try:
        yield
    except (sqlcipher3.Error, OSError) as error:
        code = _code_of(error, path)
        if code is None:
            raise
        raise StoreProblem(code, path, str(error)) from error


def _code_of(error: Exception, path: Path) -> Code | None:
    if isinstance(error, FileNotFoundError | FileExistsError | NotADirectoryError):
        return "no_folder"
    if isinstance(error, PermissionError):
        return "read_only"
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if isinstance(error, OSError) or primary == _IOERR:
        return "disk_full" if _is_full(path) else "disk_fault"
    return _CODE_OF_SQLITE.get(primary)


def _is_full(path: Path) -> bool:
    """Tell whether the disk of `path` has no room left: SQLite may call a write that failed for it an I/O error."""
    existing = next((place for place in (path, *path.parents) if place.exists()), Path())
    return shutil.disk_usage(existing).free < _ENOUGH_BYTES
