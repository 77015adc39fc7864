"""Windows, as far as it can be proven without one: the template for group policy, the installer with a stand-in program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from kiosk.app.settings.group_policy import CULTURES, definitions, words, write
from kiosk.app.settings.policy import RegistryPolicy, SimulatedRegistry
from kiosk.app.settings.registry import registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WINDOWS = "packaging/windows"
STAND_IN = r"""
#include <stdio.h>
int main(int count, char **words) { /* says how it was started, and ends when its standard input does */
    FILE *told = fopen("C:\\ProgramData\\Kiosk\\branch\\told.txt", "a");
    for (int n = 1; n < count; n++) fprintf(told, "%s ", words[n]);
    fflush(told);
    while (getchar() != EOF) { }
    fprintf(told, "ended\n");
    return 0;
}
"""
TOOLS = ("wine", "wixl", "wixl-heat", "msibuild", "msiinfo", "x86_64-w64-mingw32-gcc")


def local(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def test_every_setting_is_a_policy_whose_words_stand_in_both_languages(tmp_path: Path) -> None:
    write(tmp_path)
    template = (tmp_path / "kiosk.admx").read_text(encoding="utf-8")
    used = set(re.findall(r"\$\(string\.(\w+)\)", template))

    policies = [each for each in ET.fromstring(template).iter() if local(each) == "policy"]  # noqa: S314 - ours

    assert [(each.get("key", "").rpartition("\\")[2], each.get("name", "")) for each in policies] == [
        (one.table, f"{one.table}_{one.key}") for one in registry
    ]
    for culture in CULTURES.values():
        root = ET.fromstring((tmp_path / culture / "kiosk.adml").read_bytes())  # noqa: S314 - ours
        said = {each.get("id"): each.text for each in root.iter() if local(each) == "string"}
        shown = {each.get("id") for each in root.iter() if local(each) == "presentation"}
        assert used <= said.keys()
        assert all(said.values())
        assert shown == {each.get("name") for each in policies}


def test_words_in_chinese_are_not_those_in_english() -> None:
    zh, en = ([each.text for each in words(one).iter() if local(each) == "string"] for one in CULTURES)

    assert len(zh) == len(en)
    assert sum(one != other for one, other in zip(zh, en, strict=True)) > len(registry)


def values_of(policy: ET.Element) -> Iterator[tuple[str, object]]:
    """Yield what an editor of group policy writes for a policy that is enabled: the least that it offers."""
    if policy.get("valueName"):
        yield policy.get("valueName", ""), 1
    for element in policy.iter():
        match local(element):
            case "decimal" if element.get("valueName"):
                yield element.get("valueName", ""), int(element.get("minValue", "0"))
            case "enum":
                yield element.get("valueName", ""), next(each.text for each in element.iter("string"))


def test_what_an_editor_writes_is_what_the_program_reads() -> None:
    written: dict[str, dict[str, object]] = {}
    for policy in definitions().iter("policy"):
        written.setdefault(policy.get("key", ""), {}).update(values_of(policy))

    reading = RegistryPolicy(SimulatedRegistry(written)).read()

    numbers = {one.name for one in registry if one.kind in {"flag", "whole", "choice"}}
    assert {given.name for given in reading.given} == numbers
    assert not reading.problems


@pytest.mark.long
@pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"not run: needs {', '.join(TOOLS)}")
def test_an_installer_installs_runs_upgrades_and_goes_in_silence_and_leaves_the_data(tmp_path: Path) -> None:
    payload, prefix = tmp_path / "payload", tmp_path / "prefix"
    (payload / "_internal").mkdir(parents=True)
    (payload / "_internal" / "data.txt").write_text("1", encoding="utf-8")
    (tmp_path / "stand_in.c").write_text(STAND_IN, encoding="utf-8")
    gcc = [
        "x86_64-w64-mingw32-gcc",
        "-O2",
        "-s",
        "-o",
        str(payload / "kiosk.exe"),
        str(tmp_path / "stand_in.c"),
    ]
    subprocess.run(gcc, check=True)
    for version in ("1.0.0", "1.1.0"):
        subprocess.run([f"{WINDOWS}/build", payload, tmp_path / f"{version}.msi", version], check=True)
    assert rights_in(tmp_path / "1.1.0.msi") == {"SETTINGSDIR": "SY BA LS BU", "DATADIR": "SY BA LS"}
    wine = Wine(tmp_path, prefix)
    told = prefix / "drive_c" / "ProgramData" / "Kiosk" / "branch" / "told.txt"
    program = prefix / "drive_c" / "Program Files" / "Kiosk"
    try:
        wine.run("msiexec", "/i", "1.0.0.msi", "/qn")
        assert (program / "kiosk-service.exe").is_file()
        until(lambda: told.is_file() and "--until-stdin-closes" in told.read_text())

        wine.run("msiexec", "/i", "1.1.0.msi", "/qn")
        until(lambda: "ended" in told.read_text())
        assert wine.versions() == ["1.1.0"]
        # Nobody starts it: the branch serves on.
        until(lambda: told.read_text().count("--until-stdin-closes") == 2)

        assert wine.run("msiexec", "/i", "1.0.0.msi", "/qn") != 0
        assert wine.versions() == ["1.1.0"]

        wine.run("msiexec", "/x", "1.1.0.msi", "/qn")
        until(lambda: not (program / "kiosk.exe").exists())
        assert wine.versions() == []
        assert wine.run("reg", "query", r"HKLM\System\CurrentControlSet\Services\KioskBranch") != 0
        assert told.is_file()
    finally:
        wine.end()


def rights_in(installer: Path) -> dict[str, str]:
    """Return who is let into each folder that the installer locks."""
    said = subprocess.run(
        ["msiinfo", "export", installer, "MsiLockPermissionsEx"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split("\t") for line in said.splitlines()[3:]]
    return {row[1]: " ".join(re.findall(r";;;(\w\w)\)", row[3])) for row in rows}


def until(true: object) -> None:
    assert callable(true)
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.2)


class Wine:
    """A Windows of its own, at home in a folder: a path from the root would be an option to its installer."""

    def __init__(self, home: Path, prefix: Path) -> None:
        self._home = home
        self._environment = {
            **os.environ,
            "WINEPREFIX": str(prefix),
            "WINEDEBUG": "-all",
            "WINEARCH": "win64",
        }
        prefix.mkdir()
        self.run("wineboot", "-i")
        subprocess.run(["wineserver", "-w"], env=self._environment, check=True, timeout=300)
        # Somebody stays signed in: otherwise every command would find a Windows that has just been switched on.
        self._signed_in = subprocess.Popen(
            ["wine", "cmd"],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *command: str) -> int:
        return self._done(*command)[0]

    def _done(self, *command: str) -> tuple[int, str]:
        """Return exit code and words. By a file: what Windows starts beside a command would keep a pipe open for ever."""
        said = self._home / "said.txt"
        with said.open("wb") as file:
            done = subprocess.run(
                ["wine", *command],
                cwd=self._home,
                env=self._environment,
                stdout=file,
                stderr=file,
                timeout=300,
                check=False,
            )
        return done.returncode, said.read_text(encoding="utf-8", errors="replace")

    def versions(self) -> list[str]:
        """Return the versions that are installed."""
        key = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
        _, said = self._done("reg", "query", key, "/s")
        return re.findall(
            r"DisplayName\s+REG_SZ\s+Kiosk\s.*?DisplayVersion\s+REG_SZ\s+(\S+)", said, re.DOTALL
        )

    def end(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False, capture_output=True)
        self._signed_in.communicate()
