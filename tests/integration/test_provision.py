"""One site.toml on a stick sets up the three machines of a branch: once, twice, changed, and interrupted anywhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
from typer.testing import CliRunner

from kiosk.app.cli import app
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.table import examine
from kiosk.app.folders import Folders
from kiosk.app.paired import paired_as
from kiosk.app.provision import branch as branch_steps
from kiosk.app.provision import catalogue, machine, steps
from kiosk.app.provision.machine import Here, machine_of
from kiosk.app.provision.reading import BadSite, read_site
from kiosk.app.provision.steps import Work
from kiosk.app.settings import NO_POLICY, load
from kiosk.branch.database.store import reading
from kiosk.branch.setting_files import load_setting
from kiosk.branch.upload.enrolling import Brought, NotEnrolled, SixWords
from kiosk.records.register import load_register
from tests.somebody_else import (
    SOMEBODY,
    folder_of,
    needs_a_python_of_everybodys,
    needs_root,
    roof_for_everybody,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

SITE: Final = """\
[branch]
code = "0312"
bank = { zh = "示例银行", en = "Example Bank" }
name = { zh = "人民路支行", en = "Renmin Road Branch" }
hours = { saturday = "closed", sunday = "closed" }
manager = "1001"

[[machine]]
name = "front"
hostname = "front-pc"
roles = ["branch", "entrance"]

[machine.branch]
port = 0
lan_port = 0

[machine.screen]
bottom_mm = 850

[[machine]]
name = "hall"
mac = "02:00:00:00:00:01"
roles = ["hall"]

[[machine]]
name = "way-out"
serial = "SN-7"
roles = ["exit"]
"""
_PATIENCE_S: Final = 60.0


class Branch:
    """A stick and three machines, each a data folder and a settings file of its own."""

    def __init__(self, roof: Path) -> None:
        self.roof, self.stick = roof, roof / "stick"
        self.stick.mkdir()
        self.site = self.stick / "site.toml"
        self.site.write_text(SITE, "utf-8")

    def provision(self, name: str, *words: str) -> Result:
        asked = ["--config", str(self.config(name)), "provision", "--from", str(self.site), "--machine", name]
        return CliRunner().invoke(app, [*asked, "--data", str(self.data(name)), *words])

    def data(self, name: str) -> Path:
        return self.roof / name

    def config(self, name: str) -> Path:
        return self.roof / f"{name}.toml"

    def everything(self) -> dict[str, bytes]:
        """Return all that lies on the stick and the machines, but for what a database and locks do by themselves."""
        files = (path for path in self.roof.rglob("*") if path.is_file() and path.parent.name != "database")
        return {str(path): path.read_bytes() for path in files if path.suffix != ".lock"}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run the branch service of the first machine as its settings say."""
        words = [
            sys.executable,
            "-m",
            "kiosk",
            "--config",
            str(self.config("front")),
            "branch",
            "--until-stdin-closes",
        ]
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as child:
            deadline = time.monotonic() + _PATIENCE_S
            while not (self.data("front") / "service.json").exists():
                assert child.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.02)
            yield
            assert child.stdin is not None
            child.stdin.close()
            child.wait(_PATIENCE_S)


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    return Branch(tmp_path)


def pin_in(told: Result) -> str:
    found = re.search(r"shown this once: (\d+)", told.output)
    assert found, told.output
    return found[1]


@pytest.mark.row("G1")
def test_three_machines_are_set_up_from_one_stick_and_a_second_round_changes_nothing(branch: Branch) -> None:
    first = branch.provision("front")
    early = branch.provision("hall")
    with branch.running():
        invited = branch.provision("front")
        taken = [branch.provision(name) for name in ("hall", "way-out")]
        before = branch.everything()
        again = [branch.provision(name) for name in ("front", "hall", "way-out")]
        after = branch.everything()
        front = Look(load(branch.config("front"), {}, NO_POLICY), Folders(branch.data("front")))
        (branch.data("hall") / "devices" / "hall.json").unlink()
        lost = [branch.provision(name).exit_code for name in ("hall", "front", "hall")]
        doctor = {
            one.check: one.state
            for one in examine(front, ["opening", "settings", "restore_drill", "service"])
        }

    assert (first.exit_code, early.exit_code, invited.exit_code) == (75, 75, 0), invited.output
    assert [told.exit_code for told in taken] == [0, 0], taken[0].output
    assert [told.exit_code for told in again] == [0, 0, 0]
    assert all("没有需要改动的" in told.output for told in again)
    assert after == before
    for name, role in (("front", "entrance"), ("hall", "hall"), ("way-out", "exit")):
        paired = paired_as(branch.data(name) / "devices", role)
        assert paired is not None
        assert paired.device == name
    assert lost == [75, 0, 0]
    assert not list((branch.stick / "invitations").iterdir())
    assert doctor["settings"] == doctor["database"] == "good"


def test_the_managers_pin_is_told_once_and_stands_nowhere(branch: Branch) -> None:
    told = branch.provision("front")
    pin = pin_in(told)

    assert pin not in branch.provision("front").output
    assert [path for path, content in branch.everything().items() if pin.encode() in content] == []
    with reading(branch.data("front")) as (_, _, conn):
        assert load_register(conn, "0312").managers


def test_a_dry_run_does_nothing(branch: Branch) -> None:
    before = branch.everything()

    told = branch.provision("front", "--dry-run")

    assert "建立网点 0312" in told.output
    assert branch.everything() == before


def test_a_changed_file_changes_what_changed_and_leaves_what_was_edited_here(branch: Branch) -> None:
    branch.provision("front")
    notices = branch.data("front") / "catalogue" / "notices.toml"
    notices.write_text("# our own\n" + notices.read_text("utf-8"), "utf-8")
    branch.site.write_text(
        SITE.replace('saturday = "closed"', 'saturday = "09:00-12:00"').replace("850", "900"), "utf-8"
    )

    told = branch.provision("front")

    assert "✓ 网点文件 1 个" in told.output
    assert "notices.toml" in told.output
    assert notices.read_text("utf-8").startswith("# our own")
    assert 'saturday = "09:00-12:00"' in (branch.data("front") / "catalogue" / "branch.toml").read_text(
        "utf-8"
    )
    assert "bottom_mm = 900" in branch.config("front").read_text("utf-8")


def test_another_branch_is_never_made_of_the_one_that_is_there(branch: Branch) -> None:
    branch.provision("front")
    branch.site.write_text(SITE.replace("0312", "0313"), "utf-8")
    before = branch.everything()

    told = branch.provision("front")

    assert told.exit_code == 2
    assert "other_branch" in told.output
    assert branch.everything() == before


def test_a_mistaken_name_makes_no_mere_screen_of_a_branch_machine(branch: Branch) -> None:
    branch.provision("front")
    before = branch.everything()

    told = branch.provision("front", "--machine", "hall")

    assert told.exit_code == 2
    assert "branch_here" in told.output
    assert branch.everything() == before


def test_interrupted_at_any_write_the_next_run_ends_it(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = read_site(branch.site)
    done = 0
    while True:
        folders = Folders(branch.roof / f"front-{done}")
        work = Work(site, site.machines[0], folders, branch.roof / f"front-{done}.toml")
        ended = _provision_until(work, done, monkeypatch)

        told = list(steps.provision(work))

        with reading(folders.root) as (_, _, conn):
            assert load_register(conn, "0312").managers
        assert not (folders.root / "catalogue" / "branch.draft").exists()
        assert [one.how for one in told if one.how == "left"] == []
        assert all(one.how in {"same", "later"} for one in steps.provision(work))
        if ended:
            break
        done += 5
    assert done > 5


@needs_root
@needs_a_python_of_everybodys
def test_a_step_that_stops_half_way_leaves_nothing_of_roots_for_the_service(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "provisioned.json")

    monkeypatch.setattr(steps, "note_files", full)
    with roof_for_everybody() as roof:
        branch = Branch(roof)
        data = folder_of(SOMEBODY, branch.data("front"))

        told = branch.provision("front")

        made = list(data.rglob("*"))
        assert told.exit_code == 73
        assert {path.stat().st_uid for path in made} == {SOMEBODY}
        assert data / "catalogue" / "branch.toml" in made


def test_what_was_set_here_by_hand_stays_and_is_told_unless_site_toml_speaks_of_it(branch: Branch) -> None:
    branch.provision("front")
    file = branch.config("front")
    by_hand = (
        '[screen]\nbottom_mm = 700\n\n[printer]\nkind = "cups"\nqueue = "slips"\n\n[backup]\nkeep_days = 30\n'
    )
    file.write_text(f'[headquarters]\nurls = ["postgresql://hq:secret@db/kiosk"]\n\n{by_hand}', "utf-8")
    file.chmod(0o640)

    first = branch.provision("front")
    second = branch.provision("front")

    found = load(file, {}, NO_POLICY)
    assert (found.screen.bottom_mm, found.backup.keep_days, found.table("printer")) == (
        850,
        30,
        {"kind": "cups", "queue": "slips"},
    )
    assert found.headquarters.urls
    assert "backup.keep_days" in first.output
    assert "secret" not in first.output
    assert f"= 本机设置 {file}" in second.output
    assert file.stat().st_mode & 0o777 == 0o640


def test_headquarters_is_no_role_that_site_toml_sets_up(branch: Branch) -> None:
    branch.site.write_text(SITE.replace('"branch", "entrance"', '"headquarters"'), "utf-8")

    told = branch.provision("front")

    assert told.exit_code == 78
    assert "kiosk hq" in told.output


class _Killed(BaseException):
    pass


def _provision_until(work: Work, writes: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Provision, killed after so many files were put in their place; True: it came to its end before that."""
    left = [writes]
    replace = os.replace

    def counted(*args: object, **named: object) -> None:
        if left[0] == 0:
            raise _Killed
        left[0] -= 1
        replace(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", counted)
        try:
            list(steps.provision(work))
        except _Killed:
            return False
    return True


def test_every_mistake_is_told_with_its_line_and_the_nearest_name(branch: Branch) -> None:
    bad = (
        SITE.replace('code = "0312"', "cod = 1")
        .replace("saturday", "saterday")
        .replace("bottom_mm", "botom_mm")
    )
    bad = (
        bad.replace('roles = ["hall"]', 'roles = ["hal"]').replace('"way-out"', '"hall"').replace("1001", "x")
    )
    branch.site.write_text(bad + '[machine.printer]\nkind = "network"\n', "utf-8")

    with pytest.raises(BadSite) as told:
        read_site(branch.site)

    found = {(one.line, one.name) for one in told.value.problems}
    assert found == {
        (1, "branch"), (2, "branch.cod"), (5, "branch.hours.saterday"), (6, "branch.manager"),
        (18, "machine.0.screen.botom_mm"), (23, "machine.1.roles"), (26, "machine.2.name"), (29, "machine.2.printer.host"),
    }  # fmt: skip
    assert "bottom_mm" in str(told.value)
    assert "saturday" in str(told.value)
    assert branch.provision("front").exit_code == 78


@pytest.mark.parametrize("hours", ["00:00-24:00", "03:30-12:00", "17:00-09:00", "9:00-17:00", 9])
def test_hours_that_the_branch_would_refuse_are_refused_before_anything_is_set_up(
    branch: Branch, hours: object
) -> None:
    branch.site.write_text(SITE.replace('saturday = "closed"', f"saturday = {json.dumps(hours)}"), "utf-8")

    with pytest.raises(BadSite) as told:
        read_site(branch.site)

    assert [one.name for one in told.value.problems] == ["branch.hours.saturday"]


@pytest.mark.parametrize("text", ["[branch", "\xff", "[branch]\ncode = 1\ncode = 2", ""])
def test_what_is_no_site_is_refused_with_its_line(branch: Branch, text: str) -> None:
    branch.site.write_bytes(text.encode("latin-1"))

    assert branch.provision("front").exit_code == 78


def test_a_machine_is_known_by_every_sign_that_is_named(branch: Branch) -> None:
    site = read_site(branch.site)
    mac = frozenset({"02:00:00:00:00:01"})

    assert machine_of(site, "", lambda: Here("front-pc", frozenset(), "")) == site.machines[0]
    assert machine_of(site, "", lambda: Here("x", mac, "")) == site.machines[1]
    assert machine_of(site, "", lambda: Here("x", frozenset(), "SN-7")) == site.machines[2]
    assert machine_of(site, "", lambda: Here("front-pc", mac, "")) is None
    assert machine_of(site, "", lambda: Here("x", frozenset(), "")) is None
    assert machine_of(site, "nobody") is None
    assert machine.here().hostname


def test_only_the_services_named_are_offered_and_their_files_are_good(branch: Branch) -> None:
    offered = 'manager = "1001"\nservices = ["deposit", "withdrawal", "enquiry"]'
    branch.site.write_text(SITE.replace('manager = "1001"', offered), "utf-8")

    catalogue.write_files(branch.roof, catalogue.wanted_files(read_site(branch.site)))

    setting = load_setting(b"k" * 32, always_open=False, place=branch.roof / "catalogue")
    assert set(setting.catalogue.services) == {"deposit", "withdrawal", "enquiry"}
    assert setting.plan.code == "0312"
    assert all(counter.skills for counter in setting.plan.counters)


def test_without_words_to_compare_headquarters_is_left_for_later(branch: Branch) -> None:
    (branch.stick / "v.kiosk-voucher").write_bytes(b"voucher")
    away = '[headquarters]\nvoucher = "v.kiosk-voucher"\nconfirm = "later"\n\n'
    branch.site.write_text(away + SITE, "utf-8")

    assert "kiosk enrol" in branch.provision("front").output


def test_a_branch_is_enrolled_when_headquarters_shows_the_words_of_the_file(
    branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = SixWords(("一", "二", "三", "四", "五", "六"), ("one", "two", "three", "four", "five", "six"))
    (branch.stick / "v.kiosk-voucher").write_bytes(b"voucher")

    def asked(_: Path, brought: Brought, is_right: Callable[[SixWords], bool]) -> None:
        assert brought.file == b"voucher"
        if not is_right(shown):
            raise NotEnrolled("declined")

    monkeypatch.setattr(branch_steps, "ask_headquarters", asked)
    away = '[headquarters]\nvoucher = "v.kiosk-voucher"\nwords = "{}"\n\n'
    branch.site.write_text(away.format("one two three four five five") + SITE, "utf-8")
    refused = branch.provision("front")
    branch.site.write_text(away.format("one two three four five six") + SITE, "utf-8")
    taken = branch.provision("front")

    assert refused.exit_code == 1
    assert "kiosk: declined" in refused.output
    assert "✓ 接入总行" in taken.output


def test_the_example_is_good_as_it_stands(branch: Branch) -> None:
    shown = CliRunner().invoke(app, ["provision", "--example"])
    branch.site.write_text(shown.output, "utf-8")

    site = read_site(branch.site)

    assert [one.roles for one in site.machines] == [("branch", "entrance"), ("hall",), ("exit",)]
    assert branch.provision("front", "--dry-run").exit_code in {0, 75}


def test_where_nothing_can_be_written_the_exit_code_says_so(branch: Branch) -> None:
    (branch.roof / "front").write_text("a file, and no folder")

    assert branch.provision("front").exit_code == 73
    assert CliRunner().invoke(app, ["provision"]).exit_code == 2
