"""`kiosk config`, and what settings do to the other commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.settings import policy, policy_here

BAD = "[branch]\nprot = 9000\n"


@pytest.fixture(autouse=True)
def _no_policy_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        "kiosk.app.cli.options.policy_here", lambda: policy.PolicyFile(tmp_path / "policy.toml")
    )
    monkeypatch.setattr("kiosk.app.settings.policy_here", lambda: policy.PolicyFile(tmp_path / "policy.toml"))


def run(config: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--config", str(config), *words])


def settings(folder: Path, text: str) -> Path:
    file = folder / "kiosk.toml"
    file.write_text(text, "utf-8")
    return file


def test_show_tells_every_value_in_force_and_where_it_was_set(tmp_path: Path) -> None:
    file = settings(tmp_path, "[branch]\nport = 9000\n")

    told = run(file, "config", "show", "--origin")

    lines = {line.split()[0]: line.split()[1:] for line in told.stdout.splitlines()}
    assert told.exit_code == 0
    assert lines["branch.port"] == ["9000", "file", f"{file}:2"]
    assert lines["branch.lan_port"] == ["8766", "default"]


def test_show_masks_secrets(tmp_path: Path) -> None:
    told = run(settings(tmp_path, "[headquarters]\nurls = ['postgresql://k:pw@db/k']\n"), "config", "show")

    assert "pw" not in told.stdout
    assert "********" in told.stdout


@pytest.mark.row("G1")
def test_the_user_of_the_screens_is_told_the_roles_though_the_branchs_folder_is_shut_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", shut)
    file = settings(tmp_path, f'[machine]\nroles = ["entrance"]\ndata = "{tmp_path.as_posix()}"\n')

    told = run(file, "config", "show")

    assert told.exit_code == 0
    assert '["entrance"]' in told.stdout
    assert "another user's" in told.stdout


def test_show_tells_which_description_of_the_printer_counts(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").write_text('kind = "folder"\n')
    machine = f'[machine]\ndata = "{tmp_path.as_posix()}"\n'

    without = run(settings(tmp_path, machine), "config", "show")
    wins = run(settings(tmp_path, machine + '[printer]\nkind = "cups"\nqueue = "slips"\n'), "config", "show")

    assert f"Printer: as {tmp_path / 'printer.toml'} says." in without.stdout
    assert f"Printer: as [printer] says; {tmp_path / 'printer.toml'} does not count." in wins.stdout


def test_the_printer_of_the_settings_wins_over_the_one_of_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "printer.toml").write_text('kind = "cups"\nqueue = "other"\n')
    file = settings(tmp_path, f'[machine]\ndata = "{tmp_path.as_posix()}"\n[printer]\nkind = "folder"\n')

    told = run(file, "printer")

    assert told.exit_code == 0
    assert "No printer: slips go into" in told.stdout


def test_a_mistake_stops_a_command_with_its_line_and_exit_code_78(tmp_path: Path) -> None:
    file = settings(tmp_path, BAD)

    told = run(file, "verify")

    assert told.exit_code == 78
    assert f"{file}:2: branch.prot: " in told.stderr
    assert "the nearest is branch.port" in told.stderr


@pytest.mark.parametrize("words", [["config", "show"], ["config", "check"]], ids=str)
def test_the_commands_of_settings_tell_of_mistakes_and_go_on(tmp_path: Path, words: list[str]) -> None:
    told = run(settings(tmp_path, BAD), *words)

    assert told.exit_code == 78
    assert "branch.prot" in told.stderr


@pytest.mark.parametrize("words", [["config", "example"], ["--version"]], ids=str)
def test_a_mistake_is_not_in_the_way_of_what_needs_no_settings(tmp_path: Path, words: list[str]) -> None:
    assert run(settings(tmp_path, BAD), *words).exit_code == 0


def test_the_doctor_tells_of_mistakes_first(tmp_path: Path) -> None:
    told = run(settings(tmp_path, BAD), "doctor", "--health")

    assert told.exit_code == 1
    assert told.stdout.splitlines()[0].endswith("Settings: kiosk config check")


def test_the_doctor_speaks_to_programs(tmp_path: Path) -> None:
    file = settings(tmp_path, '[machine]\nroles = ["branch"]\n')

    told = run(file, "doctor", "--health", "--json", "--data", str(tmp_path / "none"))

    said = json.loads(told.stdout)
    assert (told.exit_code, said["state"]) == (1, "bad")
    assert [one["check"] for one in said["findings"]] == ["service"]


def test_check_tells_what_the_policy_overrules(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text("[branch]\nport = 7000\n")

    told = run(settings(tmp_path, "[branch]\nport = 9000\n"), "config", "check")

    assert told.exit_code == 0
    assert "kiosk.toml:2: branch.port: " in told.stdout


def test_the_command_line_cannot_leave_the_policy(tmp_path: Path) -> None:
    (tmp_path / "policy.toml").write_text(f'[machine]\ndata = "{(tmp_path / "a").as_posix()}"\n')

    told = run(settings(tmp_path, ""), "verify", "--data", str(tmp_path / "b"))

    assert told.exit_code == 78
    assert "policy.toml:2: machine.data" in told.stderr


def test_the_policy_of_a_machine_is_where_its_system_keeps_it() -> None:
    assert policy_here() is not None
