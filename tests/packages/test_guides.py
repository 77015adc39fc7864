"""The guides cannot rot: what they have typed is understood, what they name is there, and every block of them is run.

tests/packages/test_guides_run.py runs them; here is what can be seen at once, in every run.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from typing import TYPE_CHECKING, Final

import pytest

from kiosk import __version__
from kiosk.app.provision.reading import read_site
from kiosk.app.settings import NO_POLICY, load
from tests.checkout import TOP
from tests.packages.command_lines import problem_with
from tests.packages.guides import GUIDES, blocks
from tests.packages.places import BY_THE_RUN, ELSEWHERE

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S: Final = 120
BUILT: Final = {f"cn.kiosk.reception_{__version__}_amd64.deb", f"kiosk-setup_{__version__}_all.deb"}
OF_SYSTEMS: Final = {"/dev/null", "/media", "/etc/kiosk", "/srv/kiosk-backups"}
"""Not ours to bring: the stick, what a technician makes, what every Linux has."""
MADE: Final = {
    "/etc/kiosk/kiosk.toml": "kiosk provision",
    "/etc/kiosk/policy.toml": "the bank",
    "/etc/kiosk/release-keys": "the technician",
    "/var/lib/kiosk/branch/keys": "the branch service",
    "/var/lib/kiosk/branch/metrics.token": "the branch service",
}
SHELL: Final = frozenset(
    {
        "apt-get",
        "cp",
        "curl",
        "df",
        "journalctl",
        "ls",
        "mkdir",
        "mount",
        "reboot",
        "systemctl",
        "timedatectl",
        "umount",
    }
)


def lines() -> list[str]:
    return [line for one in blocks() if one.kind == "sh" for line in one.commands]


def test_every_command_line_of_the_guides_is_understood() -> None:
    ours = [shlex.split(line)[1:] for line in lines() if line.startswith("kiosk ")]

    assert {" ".join(words): problem for words in ours if (problem := problem_with(words))} == {}
    assert len(ours) > len(BUILT)


def test_every_command_in_the_text_is_understood() -> None:
    texts = {path.name: path.read_text("utf-8") for path in GUIDES.iterdir()}
    named = {words for text in texts.values() for words in re.findall(r"`kiosk ([^`]+)`", text)}

    known = {words: problem_with(shlex.split(words)) for words in named}
    assert {words: why for words, why in known.items() if why and "Missing" not in why} == {}
    assert named


@pytest.mark.parametrize(
    "line", ["no-such", "update instal x", "config check --orign", "provision --from x --fast"], ids=str
)
def test_a_line_that_would_not_run_is_noticed(line: str) -> None:
    assert problem_with(line.split())


def test_nothing_is_typed_but_our_commands_and_those_of_every_system() -> None:
    assert {line.split()[0] for line in lines()} - {"kiosk"} <= SHELL


def test_every_block_is_run_or_said_to_be_run_elsewhere() -> None:
    typed = {(one.guide, one.place) for one in blocks() if one.kind == "sh"}

    assert typed == set(BY_THE_RUN) | set(ELSEWHERE)
    assert [why for why in ELSEWHERE.values() if not why] == []


def test_every_package_and_version_named_is_the_one_that_is_built() -> None:
    installed = {
        word.rpartition("/")[2] for line in lines() if "apt-get install" in line for word in line.split()
    }

    assert {name for name in installed if name.endswith(".deb")} - {"*.deb"} == BUILT


def test_the_site_of_the_guide_is_one_that_can_be_provisioned(tmp_path: Path) -> None:
    (text,) = (one.text for one in blocks("install.md") if one.place == "site.toml")
    (tmp_path / "site.toml").write_text(text, "utf-8")
    (tmp_path / "0312.kiosk-voucher").write_bytes(b"")

    site = read_site(tmp_path / "site.toml")

    assert [machine.name for machine in site.machines] == ["front", "hall"]


def test_every_setting_shown_is_one_that_there_is(tmp_path: Path) -> None:
    shown = [one.text for one in blocks() if (one.kind, one.place) == ("toml", "settings")]

    for at, text in enumerate(shown):
        (tmp_path / f"{at}.toml").write_text(text, "utf-8")
        load(tmp_path / f"{at}.toml", {}, NO_POLICY)
        assert tomllib.loads(text)
    assert shown


def test_every_file_the_guides_name_is_there_or_made_by_somebody(tmp_path: Path) -> None:
    subprocess.run([TOP / "packaging" / "linux" / "build-setup", tmp_path], check=True, capture_output=True)
    (package,) = tmp_path.glob("*.deb")
    said = subprocess.run(["dpkg-deb", "-c", package], check=True, capture_output=True, text=True).stdout
    folders = re.findall(r"(?m)^d (\S+)", (TOP / "packaging/linux/setup/tmpfiles.conf").read_text())
    there = {line.split()[5].strip("./") for line in said.splitlines()} | {
        name.strip("/") for name in folders
    }
    texts = "".join(path.read_text("utf-8") for path in GUIDES.glob("*.md"))
    named = set(re.findall(r"(?<![\w.:/])(/(?:etc|usr|opt|var|srv|lib)/[\w./-]*\w)", texts))

    assert {name for name in named if name.strip("/") not in there} - set(MADE) - OF_SYSTEMS - {
        name for name in named if name.endswith(".kiosk-backup")
    } == set()


def test_every_link_and_picture_of_the_guides_leads_somewhere() -> None:
    found = [
        (path.name, to)
        for path in GUIDES.glob("*.md")
        for to in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    ]

    assert [(name, to) for name, to in found if not (GUIDES / to).exists()] == []
    assert found


def test_every_heading_a_table_sends_to_is_there() -> None:
    text = (GUIDES / "troubleshooting.md").read_text("utf-8")

    sent = set(re.findall(r"下面“(.+?)”", text))
    assert sent <= {title.split(" · ")[0] for title in re.findall(r"(?m)^## (.+)$", text)}
    assert sent


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium prints it")
def test_the_checklist_is_one_page_of_a4(tmp_path: Path) -> None:
    printed = tmp_path / "checklist.pdf"
    page = (GUIDES / "checklist.html").as_uri()
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/own",
    ]
    subprocess.run(
        ["chromium", *options, f"--print-to-pdf={printed}", page],
        check=True,
        capture_output=True,
        timeout=PATIENCE_S,
    )

    content = printed.read_bytes()
    assert re.findall(rb"/Count (\d+)", content) == [b"1"]
    assert re.findall(rb"/MediaBox \[0 0 (\d+)[.\d]* (\d+)", content) == [(b"594", b"841")]
