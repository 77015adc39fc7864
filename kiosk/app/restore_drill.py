"""`kiosk restore-drill`: is the newest backup good for anything? It is restored beside the branch, checked and thrown away.

The real restore is what runs, into a scratch folder with copies of the two keys that a restore needs. The journal's chain
makes the comparison exact: the same hash at the backup's last fact means that everything before it is the same.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import disk_usage
from typing import Final, Literal

from kiosk.branch.daily.backup_files import BackupFile, backup_files
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.upkeep.backup import file_prefix
from kiosk.branch.upkeep.restore import restore
from kiosk.branch.upkeep.verify import verify
from kiosk.records.connection import Connection
from kiosk.records.database.disk import write_anew
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem, naming_problems

RECORD: Final = "restore-drill.json"
"""In the data folder: what the last drill found."""
DUE_DAYS: Final = 90
_SCRATCH: Final = "restore-drill-"
_SPARE: Final = 200 << 20
"""Below this the branch calls its disk full (kiosk.branch.daily.checks)."""
_DAY_MS: Final = 86_400_000
_NO_GOOD: Final = frozenset({"bad_backup", "no_backup", "other_backup"})
_KEYS: Final = ("database.key", "branch.key")
_HASH: Final = "SELECT hash FROM journal WHERE epoch = ? AND seq = ?"

Outcome = Literal["good", "unsound", "differs", "not_comparable"]
"""`unsound`: the restored records have faults. `differs`: sound, and not what the branch has. `not_comparable`: sound, and
the branch no longer has that stretch of its journal: it was restored from elsewhere, or purged, since."""


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill found; `at_ms` is the wall clock, UTC ms."""

    at_ms: int
    backup: str
    outcome: Outcome
    facts: int
    tickets: int
    seq: int
    """The last fact of the backup."""
    behind: int
    """Facts that the branch has made since, and that a restore today would lose."""

    @property
    def well(self) -> bool:
        """Whether the backup could take the place of the data."""
        return self.outcome in {"good", "not_comparable"}


def drill(data: Path, backups: Path, now_ms: int) -> Drill:
    """Restore the newest backup beside the branch, check it, note what was found, leave nothing else. The service may run.

    Raises:
        StoreProblem: `bad_backup`, there is none; `bad_backup`, `no_backup`, `other_backup`, it cannot be restored, which
            is noted as well; `locked`, another drill runs; `disk_full`, the branch that is serving would be left with too
            little room; or the disk.
    """
    with naming_problems(data), FolderLock(data / "restore-drill.lock"):
        for leftover in data.glob(f"{_SCRATCH}*/"):
            shutil.rmtree(leftover)
        newest = _newest(data, backups)
        _look_for_room(data, backups / newest.name)
        try:
            done = _drilled(data, backups / newest.name, newest, now_ms)
        except StoreProblem as problem:
            if problem.code in _NO_GOOD:
                _note(data, Drill(now_ms, newest.name, "unsound", 0, 0, newest.seq, 0))
            raise
        _note(data, done)
        return done


def _newest(data: Path, backups: Path) -> BackupFile:
    with reading(data) as (_, _, conn):
        prefix = file_prefix(Journal(conn).head.branch)
    found = backup_files(backups, prefix)
    if not found:
        raise StoreProblem("bad_backup", backups, "there is none yet")
    return found[-1]


def _look_for_room(data: Path, backup: Path) -> None:
    """Refuse to fill the disk on which a branch may be serving: a restore copies the backup and writes beside it."""
    if disk_usage(data).free < 2 * backup.stat().st_size + _SPARE:
        raise StoreProblem("disk_full", data, "a drill needs room for the backup twice over")


def _drilled(data: Path, file: Path, newest: BackupFile, now_ms: int) -> Drill:
    with _scratch(data) as scratch:
        restore(file, scratch, now_ms)
        report = verify(scratch)
        with reading(scratch) as (_, _, restored), reading(data) as (_, _, live):
            outcome = _compared(restored, live, newest.seq) if report.sound else "unsound"
            behind = max(0, Journal(live).head.seq - newest.seq)
    # The restore itself wrote one fact, the beginning of its epoch.
    return Drill(now_ms, newest.name, outcome, report.facts - 1, report.tickets, newest.seq, behind)


@contextmanager
def _scratch(data: Path) -> Iterator[Path]:
    """Give a folder on the disk of the data, with the keys a restore needs, for its user alone; it goes whatever happens."""
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=data))
    try:
        keys = BranchFiles(scratch).keys
        keys.mkdir(mode=0o700)
        for name in _KEYS:
            write_anew(keys / name, (BranchFiles(data).keys / name).read_bytes())
        yield scratch
    finally:
        shutil.rmtree(scratch)


def _compared(restored: Connection, live: Connection, seq: int) -> Outcome:
    (epoch,) = restored.execute("SELECT epoch FROM journal WHERE seq = ?", (seq,)).fetchone() or (b"",)
    theirs = restored.execute(_HASH, (epoch, seq)).fetchone()
    ours = live.execute(_HASH, (epoch, seq)).fetchone()
    if theirs is None:  # it does not hold what its name says
        return "unsound"
    if ours is None:
        return "not_comparable"
    return "good" if ours == theirs else "differs"


def _note(data: Path, done: Drill) -> None:
    write_anew(data / RECORD, json.dumps(asdict(done)).encode())


def last_drill(data: Path) -> Drill | None:
    """Return what the last drill found; None: there was none that can be read."""
    try:
        return Drill(**json.loads((data / RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def drill_is_due(data: Path, backups: Path, now_ms: int) -> bool:
    """Tell whether the last drill went badly or is older than `DUE_DAYS` days; before the first, whether backups are."""
    last = last_drill(data)
    if last is not None:
        return not last.well or now_ms - last.at_ms > DUE_DAYS * _DAY_MS
    try:
        ages = [(backups / one.name).stat().st_mtime * 1_000 for one in backup_files(backups)]
    except OSError:
        return False
    return bool(ages) and now_ms - min(ages) > DUE_DAYS * _DAY_MS


def told(done: Drill) -> list[str]:
    """Return what is said of a drill, in both languages."""
    zh, en = _WORDS[done.outcome]
    figures = {"backup": done.backup, "facts": done.facts, "tickets": done.tickets, "behind": done.behind}
    return [zh.format(**figures), en.format(**figures)]


_WORDS: Final[dict[Outcome, tuple[str, str]]] = {
    "good": (
        "演练成功：{backup} 能恢复，{facts} 条事实、{tickets} 张票与网点现有记录一致；备份之后又有 {behind} 条。",
        "It went well: {backup} can be restored; its {facts} facts, {tickets} tickets are the branch's own; {behind} since.",
    ),
    "not_comparable": (
        "演练成功：{backup} 能恢复，{facts} 条事实、{tickets} 张票核对无误；网点已没有这一段流水，无法逐条比对。",
        "It went well: {backup} can be restored and is sound ({facts} facts, {tickets} tickets); nothing to compare with.",
    ),
    "differs": (
        "演练发现问题：{backup} 能恢复，但与网点现有记录不一致。请运行 kiosk verify，并联系技术支持。",
        "Something is wrong: {backup} can be restored, and is not what the branch has. Run kiosk verify and call support.",
    ),
    "unsound": (
        "演练失败：{backup} 恢复后核对有误，不能使用。请立即运行 kiosk backup 另做一份，再演练一次。",
        "The drill failed: {backup} is not sound once restored. Make another with kiosk backup now, and drill again.",
    ),
}
