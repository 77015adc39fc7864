"""Say what the frozen program is made of: a licence text for every part, a list to read, and a CycloneDX bill of materials.

    python packaging/linux/contents.py FILES SOURCES

FILES is the folder `files` of the package, with the program in it; SOURCES is the list of files that kiosk.spec took.
Runs with the build's Python. Fails when a part has no licence text.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import uuid
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
COMMON = Path("/usr/share/common-licenses")
DOCS = Path("/usr/share/doc")
OWN_PYTHON = Path(sys.base_prefix) / "licences"
"""Where packaging/linux/old-base put the copyright of the Python, OpenSSL and SQLite that it built."""

QT = ("LGPL-3.0-only", [COMMON / "LGPL-3", COMMON / "GPL-3"])
WITHOUT_TEXT = {
    "pyserial": ("BSD-3-Clause", [TOP / "packaging" / "linux" / "texts" / "pyserial.txt"]),
    "pyside6-essentials": QT,
    "shiboken6": QT,
}
"""Wheels that name a licence and do not bring its text."""
INSIDE_WHEELS = {
    "libpq": ("PostgreSQL", "libpq5"),
    "libssl|libcrypto": ("Apache-2.0", "libssl3"),
    "libkrb5|libk5crypto|libgssapi_krb5|libkrb5support|libcom_err": ("MIT", "libkrb5-3"),
    "libldap|liblber": ("OLDAP-2.8", "libldap-2.5-0"),
    "libsasl2": ("BSD-4-Clause-UC", "libsasl2-2"),
    "libkeyutils": ("LGPL-2.1-or-later", "libkeyutils1"),
    "libcrypt": ("LGPL-2.1-or-later", "libcrypt1"),
}
"""Libraries inside psycopg's wheel: the licence of each, and the Debian package whose copyright file tells it. Pillow's own
licence file tells of those in its wheel."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is shipped."""

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]
    """File name and text of each licence."""
    purl: str = ""


def from_files(*files: Path) -> tuple[tuple[str, str], ...]:
    """Return name and text of licence files."""
    return tuple((file.name, file.read_text(encoding="utf-8", errors="replace")) for file in files)


def of_wheels(sources: set[str]) -> list[Part]:
    """Return the Python packages of which at least one file is in `sources`."""
    found = {
        package.metadata["Name"]: package
        for package in distributions()
        if any(str(package.locate_file(file)) in sources for file in package.files or ())
    }
    return [of_wheel(package) for _, package in sorted(found.items(), key=lambda pair: pair[0].lower())]


def of_wheel(package: Distribution) -> Part:
    """Return what a Python package says of itself."""
    name = re.sub(r"[-_.]+", "-", package.metadata["Name"]).lower()
    stated = package.metadata.json
    choices = [
        str(c).rpartition(":: ")[2] for c in stated.get("classifier", ()) if str(c).startswith("License ::")
    ]
    licence = str(stated.get("license_expression", "") or " / ".join(choices) or stated.get("license", ""))
    files = [Path(str(package.locate_file(file))) for file in package.files or ()]
    named = [file for file in files if re.match(r"(?i)licen[cs]e|copying|notice", file.name)]
    texts = sorted(file for file in named if file.suffix not in {".py", ".pyc"})
    if name in WITHOUT_TEXT:
        licence, texts = WITHOUT_TEXT[name]
    elif name == "justmytype-intl-cjk":
        licence, texts = "OFL-1.1", [file for file in files if file.match("notosanssc/OFL.txt")]
    return Part(
        name,
        package.version,
        next(iter(licence.splitlines()), "see text"),
        from_files(*texts),
        f"pkg:pypi/{name}@{package.version}",
    )


def of_system(sources: set[str]) -> list[Part]:
    """Return the libraries that Python brings from the system it was built on, and Python itself."""
    outside = {file for file in sources if ".so" in file and not file.startswith(sys.prefix + os.sep)}
    names = {"python3.11"}
    if OWN_PYTHON.is_dir():
        names |= {"openssl", "libsqlite3-0"}
        outside = {file for file in outside if not file.startswith(sys.base_prefix)}
    packages = {package_of(file) for file in outside} | names
    return [of_debian(name) for name in sorted(packages) if not name.startswith("libpython")]


def package_of(file: str) -> str:
    """Return the Debian package that installed a file."""
    for spelled in (
        file,
        file.removeprefix("/usr"),
        os.path.realpath(file),
        os.path.realpath(file).removeprefix("/usr"),
    ):
        done = subprocess.run(["dpkg", "-S", spelled], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            name = done.stdout.partition(":")[0]
            return "python3.11" if "python3" in name else name
    raise SystemExit(f"{file}: comes from no Debian package, so its licence is not known")


def of_debian(name: str, licence: str = "see text") -> Part:
    """Return a part with the copyright file of a Debian package, or the one kept beside a Python of our own."""
    own = OWN_PYTHON / name
    version = sysconfig.get_python_version() if name == "python3.11" else ""
    if own.is_file():
        return Part(name, version, licence, from_files(own))
    asked = ["dpkg-query", "--show", "--showformat=${Version}", name]
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    return Part(
        name, version, licence, from_files(DOCS / name / "copyright"), f"pkg:deb/debian/{name}@{version}"
    )


def inside_wheels(sources: set[str]) -> list[Part]:
    """Return the libraries inside psycopg's wheel."""
    names = [Path(file).name for file in sorted(sources) if "psycopg_binary.libs" in file]
    parts = {}
    for name in names:
        stem = name.split("-")[0]
        matching = [told for pattern, told in INSIDE_WHEELS.items() if re.fullmatch(pattern, stem)]
        if not matching:
            raise SystemExit(f"{name}: a library in psycopg's wheel of which no licence is known")
        licence, package = matching[0]
        text = (DOCS / package / "copyright") if (DOCS / package).is_dir() else OWN_PYTHON / package
        parts[stem] = Part(f"{stem} (in psycopg-binary)", "", licence, from_files(text))
    return list(parts.values())


def ourselves() -> list[Part]:
    """Return the program, and what starts it."""
    sys.path.insert(0, str(TOP))
    from kiosk import __version__  # noqa: PLC0415 - the checkout's, whatever is installed

    pyinstaller = distribution("pyinstaller")
    copying = [
        Path(str(pyinstaller.locate_file(f))) for f in pyinstaller.files or () if f.name == "COPYING.txt"
    ]
    bootloader = "GPL-2.0-or-later WITH Bootloader-exception"
    return [
        Part("kiosk", __version__, "Apache-2.0", from_files(TOP / "LICENSE")),
        Part("pyinstaller-bootloader", pyinstaller.version, bootloader, from_files(*copying)),
    ]


def bill(parts: list[Part]) -> str:
    """Return the CycloneDX document of parts; it depends on nothing else, not even the time."""
    components = [
        {"type": "library", "bom-ref": part.name, "name": part.name}
        | ({"version": part.version} if part.version else {})
        | {"licenses": [{"license": {"name": part.licence}}]}
        | ({"purl": part.purl} if part.purl else {})
        for part in parts
    ]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": components}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(document, sort_keys=True))
    return json.dumps(document | {"serialNumber": f"urn:uuid:{serial}"}, indent=1, sort_keys=True) + "\n"


def listed(parts: list[Part]) -> str:
    """Return the list for people."""
    lines = [f"{part.name} {part.version}: {part.licence}".replace(" :", ":") for part in parts]
    head = (
        "本软件由下列部件组成，许可证全文见同名文件夹。Qt 与 psycopg 按 LGPL 动态链接，"
        "可自行替换 files/kiosk/_internal 中的库文件。\n"
        "What this program is made of; the licence of each is in the folder of its name. Qt and psycopg are linked\n"
        "dynamically under the LGPL: whoever likes may put other builds of those libraries into files/kiosk/_internal.\n\n"
    )
    return head + "\n".join(lines) + "\n"


def main(files: Path, sources_file: Path) -> None:
    """Write licences/ into `files`."""
    sources = set(sources_file.read_text(encoding="utf-8").splitlines())
    parts = ourselves() + of_wheels(sources) + inside_wheels(sources) + of_system(sources)
    folder = files / "licences"
    for part in parts:
        if not part.texts:
            raise SystemExit(f"{part.name}: no licence text")
        place = folder / part.name.partition(" ")[0]
        place.mkdir(parents=True, exist_ok=True)
        for name, text in part.texts:
            (place / (name if Path(name).suffix else f"{name}.txt")).write_text(text, encoding="utf-8")
    (folder / "LICENCES.txt").write_text(listed(parts), encoding="utf-8")
    (folder / "sbom.cdx.json").write_text(bill(parts), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
