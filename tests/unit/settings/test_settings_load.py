"""What is in force on a machine: the last word counts, and every mistake is told with its place and the nearest name."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from kiosk.app.settings import NO_POLICY, BadSettings, Settings, load
from kiosk.app.settings.policy import POLICY_KEY, PolicyFile, RegistryPolicy, SimulatedRegistry

FULL = "C:/x" if os.name == "nt" else "/x"


def written(folder: Path, content: str | bytes) -> Path:
    file = folder / "kiosk.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def problems(file: Path | None, environ: dict[str, str] | None = None) -> str:
    with pytest.raises(BadSettings) as caught:
        load(file, environ or {}, NO_POLICY)
    return "\n".join(map(str, caught.value.problems))


def test_a_file_says_what_differs_and_the_rest_stays_as_shipped(tmp_path: Path) -> None:
    file = written(tmp_path, '[machine]\nroles = ["branch", "hall"]\n\n[hall]\nmonitor = "2"\n')

    found = load(file, {}, NO_POLICY)

    assert found.machine.roles == ("branch", "hall")
    assert found.hall.monitor == "2"
    assert found.branch == Settings().branch
    assert str(found.origin("hall.monitor")) == f"file {file}:5"
    assert found.origin("branch.port").layer == "default"


def test_the_environment_wins_over_the_file_and_a_policy_over_both(tmp_path: Path) -> None:
    file = written(tmp_path, "[branch]\nport = 1\nlan_port = 2\n[screen]\nbottom_mm = 400\n")
    policy = tmp_path / "policy.toml"
    policy.write_text("[branch]\nport = 7\n")

    found = load(file, {"KIOSK_BRANCH_PORT": "5", "KIOSK_BRANCH_LAN_PORT": "6"}, PolicyFile(policy))

    assert (found.branch.port, found.branch.lan_port, found.screen.bottom_mm) == (7, 6, 400)
    layers = [found.origin(name).layer for name in ("branch.port", "branch.lan_port", "screen.bottom_mm")]
    assert layers == ["policy", "environment", "file"]


def test_group_policy_on_windows_wins_too_and_says_its_key() -> None:
    key = rf"{POLICY_KEY}\Screen"
    machine = SimulatedRegistry(
        {
            key: {"Full_Screen": 1, "diagonal_in": "21.5"},
            rf"{POLICY_KEY}\machine": {"roles": ["branch", "hall"]},
        }
    )

    found = load(None, {"KIOSK_SCREEN_FULL_SCREEN": "no"}, RegistryPolicy(machine))

    assert (found.screen.full_screen, found.screen.diagonal_in) == (True, 21.5)
    assert found.machine.roles == ("branch", "hall")
    assert str(found.origin("screen.full_screen")) == rf"policy HKLM\{key}\Full_Screen"


def test_text_in_the_environment_is_read_as_its_setting_wants(tmp_path: Path) -> None:
    environ = {
        "KIOSK_MACHINE_ROLES": "branch, exit",
        "KIOSK_SCREEN_DIAGONAL_IN": "32",
        "KIOSK_PRINTER_KIND": "usb",
        "KIOSK_PRINTER_VENDOR": "0x04b8",
        "KIOSK_PRINTER_PRODUCT": "514",
        "KIOSK_MACHINE_DATA": str(tmp_path),
        "KIOSK_DATA": "/elsewhere",
        "KIOSK_OF_DESKTOP": "1",
    }

    found = load(written(tmp_path, ""), environ, NO_POLICY)

    assert found.machine.roles == ("branch", "exit")
    assert found.machine.data == tmp_path
    assert found.screen.diagonal_in == 32.0
    assert (found.printer.vendor, found.printer.product) == (0x04B8, 514)


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("[branch]\nprot = 1\n", 2, "branch.prot: .*branch.port.*known: port, lan_port"),
        ("\n\n[brnch]\nport = 1\n", 4, "brnch.port: .*\\[branch\\]"),
        ("[screen]\nport = 1\n", 2, "screen.port: .*nearest is branch.port"),
        ("[branch]\n# why\nport = 'x'\n", 3, "branch.port: .*whole number from 0 to 65535"),
        ("[branch]\nport = 70000\n", 2, "branch.port: .*whole number from 0 to 65535"),
        ("[branch]\nport = true\n", 2, "branch.port: .*whole number"),
        ("[screen]\nfull_screen = 1\n", 2, "true or false"),
        ("[screen]\ndiagonal_in = nan\n", 2, "a number from 7 to 200"),
        ("[logs]\nlevel = 'DEBU'\n", 2, "DEBUG, INFO, WARNING, ERROR. The nearest is DEBUG"),
        ("[machine]\nroles = ['entrnce']\n", 2, "The nearest is entrance"),
        ("[machine]\nroles = ['hall', 'hall']\n", 2, "a list of: branch"),
        ("[machine]\ndata = 'here'\n", 2, "a full path"),
        ("[headquarters]\nurls = ['mysql://x']\n", 2, "a list of texts"),
        ("[branch]\nport = 1\nport = 2\n", 3, "twice"),
        ("[branch]\nport = 1\n[branch]\nport = 2\n", 3, "twice"),
        ("[branch]\nport == 1\n", 2, "not valid TOML"),
        ("port = 1\n", 1, "port: .*stands in no table"),
        ("[printer]\nkind = 'network'\n", 2, "printer.host: .*missing"),
        ("[printer]\nkind = 'cups'\nqueue = 'slips'\nhost = '10.0.0.1'\n", 4, "printer.host: .*unknown key"),
        ("[printer]\npaper_mm = 58\n", 2, "printer.kind: .*missing"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("[") else "",
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_what_is_allowed(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    file = written(tmp_path, text)

    said = problems(file)

    assert said.startswith(f"{file}:{line}: ")
    assert re.search(told, said)
    assert re.search("[一-鿿]", said), "and in Chinese"


def test_every_mistake_of_every_source_is_told_at_once(tmp_path: Path) -> None:
    file = written(tmp_path, "[branch]\nport = -1\nlan_prot = 2\n")

    said = problems(file, {"KIOSK_LOGS_LEVEL": "LOUD", "KIOSK_BRANCH_PRT": "1"}).splitlines()

    starts = [f"{file}:2", f"{file}:3", "KIOSK_LOGS_LEVEL", "KIOSK_BRANCH_PRT: "]
    assert len(said) == len(starts)
    assert all(any(line.startswith(start) for line in said) for start in starts)


def test_a_mark_of_windows_editors_does_no_harm(tmp_path: Path) -> None:
    assert load(written(tmp_path, b"\xef\xbb\xbf[branch]\nport = 9\n"), {}, NO_POLICY).branch.port == 9


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    file = written(tmp_path, "[branch]\n# 端口\nport = 9\n".encode("gb18030"))

    assert problems(file).startswith(f"{file}:2: ")


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    assert "There is no such file" in problems(tmp_path / "no.toml")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in problems(tmp_path)


def test_without_any_file_all_is_as_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.settings.loading.default_files", lambda _: (tmp_path / "kiosk.toml",))

    assert load(None, {}, NO_POLICY) == Settings()
