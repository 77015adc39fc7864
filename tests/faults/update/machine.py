"""A machine in a folder: a small disk of its own, this system's tools, real packages put in by the real dpkg.

systemctl is a stand-in: it starts what the units would start, and looks at that moment whether the program is in one piece.
Faults come through BASH_ENV, which every bash reads: before any command of the updater a trap may cut the power or fill
the disk.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from tests.faults.full_disk import make_room, small_disk
from tests.faults.update.scripts import DPKG_DEB, HOOK, SYSTEMCTL
from tests.faults.update.stand_ins import APP, SETUP, Release

Fault = Literal["kill", "fill"]

_DISK_MB: Final = 48
_PATIENCE_S: Final = 60.0
_BOUND: Final = (
    "usr/bin",
    "usr/sbin",
    "usr/share",
    "usr/lib64",
    "usr/lib/x86_64-linux-gnu",
    "usr/lib/aarch64-linux-gnu",
    "dev",
    "proc",
)
_LINKS: Final = ("bin", "sbin", "lib", "lib64")
_OWNER: Final = 990
_DATA: Final = "var/lib/kiosk/branch"
_UPDATES: Final = "var/lib/kiosk/updates"
_KEPT: Final = ("etc", "opt", "run/units", "usr/lib/kiosk", "usr/lib/systemd", "var")
_UNITS: Final = ("kiosk-branch.service", "kiosk-session.service")

_FAULTS: Final[dict[Fault, str]] = {
    "kill": "kill -KILL 0\n",
    "fill": "head -c 100M /dev/zero > /ballast 2> /dev/null || :\n",
}


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder to chroot into, and one outside of it that is never full."""

    root: Path
    outside: Path
    also: tuple[str, ...] = ()
    """Folders of this system that are there too."""

    def run(self, *command: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the machine, alone in a process group; what is bound vanishes with it."""
        present = [place for place in (*_BOUND, *self.also) if (Path("/") / place).is_dir()]
        binds = " && ".join(f"mount --bind /{place} {self.root}/{place}" for place in present)
        script = f'{binds} && mount --bind {self.outside} {self.root}/outside && exec chroot {self.root} "$@"'
        given = {
            "PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "BASH_ENV": "/outside/hook",
            **environ,
        }
        return subprocess.run(
            ["unshare", "--mount", "sh", "-c", script, "sh", *command],
            env=given, capture_output=True, text=True, timeout=_PATIENCE_S, check=False, start_new_session=True,
        )  # fmt: skip

    def put_in(self, release: Release) -> None:
        """Install a version as somebody at the machine does, and start it."""
        for deb in release.debs:
            shutil.copy(deb, self.outside)
        self.must("dpkg", "--install", *(f"/outside/{deb.name}" for deb in release.debs))
        self.must("systemctl", "start", *_UNITS)

    def prepare(self, old: Release, new: Release, patience_s: int = 1) -> None:
        """Do what `kiosk update install` does before it hands over."""
        following = self.root / _UPDATES / "next"
        shutil.rmtree(following, ignore_errors=True)
        (following / "new").mkdir(parents=True)
        for deb in new.debs:
            shutil.copy(deb, following / "new")
        (following / "plan").write_text(
            f"from={old.version}\nto={new.version}\ndata=/{_DATA}\npatience={patience_s}\n"
        )

    def update(self, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run the updater."""
        return self.run("/usr/lib/kiosk/update", *words, **environ)

    def must(self, *command: str) -> str:
        """Run a command that must do well; return what it said."""
        run = self.run(*command)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def suffer(self, fault: Fault) -> None:
        """Say what happens where CUT_AT or CUT_AFTER says, once."""
        (self.outside / "fault").write_text(_FAULTS[fault])
        (self.outside / "was-cut").unlink(missing_ok=True)

    @property
    def was_cut(self) -> bool:
        """Whether the fault has happened."""
        return (self.outside / "was-cut").exists()

    def make_room(self) -> None:
        """Give the room of a filled disk back."""
        if (self.root / "ballast").exists():
            make_room(self.root)

    def boot(self) -> subprocess.CompletedProcess[str]:
        """Start the machine: nothing runs, what was cut off is ended, and only then the kiosk starts."""
        for unit in (self.root / "run/units").iterdir():
            unit.unlink()
        (self.root / "run/kiosk-update").unlink(missing_ok=True)
        ended = self.update("resume")
        if ended.returncode == 0:
            (self.root / "run/kiosk-update").touch()
            self.must("systemctl", "start", *_UNITS)
        return ended

    def remember(self, name: str) -> None:
        """Keep what is on the disk now, to come back to it."""
        for place in _KEPT:
            shutil.copytree(self.root / place, self.outside / name / place, symlinks=True)

    def return_to(self, name: str) -> None:
        """Bring the disk back to how it was."""
        self.make_room()
        for place in _KEPT:
            shutil.rmtree(self.root / place, ignore_errors=True)
            shutil.copytree(self.outside / name / place, self.root / place, symlinks=True)
        _own(self.root)

    @property
    def phase(self) -> str:
        """The word for where the last update stands."""
        found = [file.name.removeprefix("is-") for file in (self.root / _UPDATES).glob("current/is-*")]
        assert len(found) <= 1, found
        return found[0] if found else "none"

    @property
    def running(self) -> list[str]:
        """The units that run."""
        return sorted(unit.name for unit in (self.root / "run/units").iterdir())

    @property
    def started_in_pieces(self) -> list[str]:
        """The units that were started while the program was not whole; forgotten by asking."""
        file = self.outside / "started-in-pieces"
        found = file.read_text().split() if file.exists() else []
        file.unlink(missing_ok=True)
        return found

    @property
    def database(self) -> str:
        """What the database holds."""
        return (self.root / _DATA / "database/branch.db").read_text()

    def write_database(self, content: str) -> None:
        """Let the branch do something."""
        (self.root / _DATA / "database/branch.db").write_text(content)

    def without_branch(self) -> None:
        """Take the branch's data away: this machine has screens only."""
        shutil.rmtree(self.root / _DATA)

    def answer(self, code: int) -> None:
        """Let the program say whether anybody was answered since the backup."""
        (self.root / "etc/answered").write_text(str(code))

    def sicken(self, release: Release) -> None:
        """Let a version fail its health check from now on."""
        (self.root / f"etc/sick-{release.version}").touch()

    def spoil_at_the_start_of(self, release: Release, content: str) -> None:
        """Let a version leave this in the database when it starts, and let no other version be well on it."""
        (self.root / f"etc/spoils-{release.version}").write_text(content)

    def serve_while_looked_at(self, release: Release) -> None:
        """Let a version answer somebody while it is asked whether it is well."""
        (self.root / f"etc/serves-{release.version}").touch()

    def hinder(self, unit: str) -> None:
        """Stop a unit, and let it not come up again."""
        (self.root / "run/units" / unit).unlink()
        (self.root / "etc" / f"hindered-{unit}").touch()

    def leave_mb(self, megabytes: int) -> None:
        """Fill the disk up to that much."""
        free = shutil.disk_usage(self.root).free
        with (self.root / "ballast").open("wb") as ballast:
            os.posix_fallocate(ballast.fileno(), 0, free - (megabytes << 20))

    def files(self) -> dict[str, bytes]:
        """Return everything that lies where the packages put things, by path."""
        places = ("opt", "usr/lib/kiosk", "usr/lib/systemd", "etc/kiosk")
        return {
            str(file.relative_to(self.root)): file.read_bytes() if file.is_file() else b""
            for place in places
            for file in (self.root / place).rglob("*")
            if not file.is_dir() or not any(file.iterdir())
        }

    def is_whole(self, release: Release) -> bool:
        """Tell whether exactly this version is here: every file of it, no other, and dpkg says the same."""
        said = self.run("dpkg-query", "-Wf", "${db:Status-Abbrev}${Version}\n", APP, SETUP).stdout
        return self.files() == release.files and said.split() == ["ii", release.version] * 2


@contextmanager
def machine(folder: Path, disk_mb: int = _DISK_MB, also: Sequence[str] = ()) -> Iterator[Machine]:
    """Give a machine with nothing of the kiosk on it; skip the test where mounting is not permitted."""
    outside = folder / "outside"
    outside.mkdir(parents=True)
    with small_disk(folder / "root", disk_mb) as root:
        more = tuple(place.lstrip("/") for place in also)
        for place in (
            *_BOUND,
            *more,
            "usr/local/bin",
            "opt/apps",
            "etc",
            "tmp",
            "outside",
            "run/systemd/system",
            "run/units",
        ):
            (root / place).mkdir(parents=True, exist_ok=True)
        for name in _LINKS:
            (root / name).symlink_to(f"usr/{name}")
        for place in ("info", "updates"):
            (root / "var/lib/dpkg" / place).mkdir(parents=True)
        (root / "var/lib/dpkg/status").touch()
        (root / _UPDATES).mkdir(parents=True)
        _branch(root)
        (outside / "hook").write_text(HOOK)
        _tools(root, {"systemctl": SYSTEMCTL, "dpkg-deb": DPKG_DEB})
        yield Machine(root, outside, more)


def _branch(root: Path) -> None:
    data = root / _DATA
    (data / "database").mkdir(parents=True)
    (data / "database/branch.db").write_text("facts")
    _own(root)
    (root / "etc/answered").write_text("0")


def _own(root: Path) -> None:
    data = root / _DATA
    for path in (data, *data.rglob("*")):
        os.chown(path, _OWNER, _OWNER)


def _tools(root: Path, tools: dict[str, str]) -> None:
    for name, content in tools.items():
        tool = root / "usr/local/bin" / name
        tool.write_text(content)
        tool.chmod(0o755)
