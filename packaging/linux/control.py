"""Write DEBIAN/control and DEBIAN/md5sums of the package: what it needs of the system is listed here.

python packaging/linux/control.py PACKAGE GLIBC

GLIBC is the newest that its files may ask for: on an older system dpkg refuses, before a program there does not start.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kiosk import __version__

# The libraries that Qt and Python ask for (tests/packages compares this with what the files say), the time zones, and
# the base that holds them. The names are those of Debian 11 and 12; Debian 13 and Ubuntu 24.04 provide them under new ones.
DEPENDS = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libfreetype6",
    "libgcc-s1 | libgcc1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libstdc++6",
    "libwayland-client0",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libx11-6",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-glx0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-render0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-util1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxcb1",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
    "libzstd1",
    "tzdata",
    "zlib1g",
)
RECOMMENDS = ("cups", "espeak-ng", "libusb-1.0-0")

DESCRIPTION = """\
Description: reception for a bank branch
 Tickets, a fair queue, public screens and staff pages for the reception of
 a bank branch: entrance, hall and exit screens, pages for the staff's
 tablets, and the service they talk to. Works with no network at all.
 .
 网点接待：取号、叫号、大厅显示、评价与员工页面，断网照常工作。
"""


def control(installed_kib: int, glibc: str) -> str:
    """Return the control file of a package that takes so much on a disk and runs with this glibc or a newer one."""
    depends = (f"libc6 (>= {glibc})", *DEPENDS)
    return (
        f"Package: cn.kiosk.reception\nVersion: {__version__}\nArchitecture: amd64\nSection: misc\nPriority: optional\n"
        f"Maintainer: Kiosk maintainers <kiosk-maintainers@lists.invalid>\nInstalled-Size: {installed_kib}\n"
        f"Depends: {', '.join(depends)}\nRecommends: {', '.join(RECOMMENDS)}\n{DESCRIPTION}"
    )


def main(package: Path, glibc: str) -> None:
    """Write both."""
    files = sorted(file for file in package.rglob("*") if file.is_file() and not file.is_symlink())
    files = [file for file in files if file.parent.name != "DEBIAN"]
    sums = [f"{hashlib.md5(file.read_bytes()).hexdigest()}  {file.relative_to(package)}\n" for file in files]  # noqa: S324 - dpkg's
    folder = package / "DEBIAN"
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")
    size = sum(-(-file.stat().st_size // 1024) for file in files)
    (folder / "control").write_text(control(size, glibc), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
