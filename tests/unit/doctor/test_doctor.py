"""The doctor: the first line is the fix of the worst, nothing makes it faint, and health is what an update waits for."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from kiosk import __version__
from kiosk.app.doctor import backups, bounds, machine
from kiosk.app.doctor import health as health_module
from kiosk.app.doctor.branch import catalogue, service, unconfirmed
from kiosk.app.doctor.finding import Finding, State, worst
from kiosk.app.doctor.health import BAD, GOOD, UNTOLD, health, states_in
from kiosk.app.doctor.look import Look
from kiosk.app.doctor.place import clock, data
from kiosk.app.doctor.set_up import calibration
from kiosk.app.doctor.set_up import settings as settings_check
from kiosk.app.doctor.table import CHECKS, examine
from kiosk.app.doctor.telling import NAMES, as_json, lines
from kiosk.app.folders import Folders
from kiosk.app.measured import keep_measured
from kiosk.app.service_places import HIDDEN, further_places
from kiosk.app.settings import NO_POLICY, BadSettings, Settings, Wrong, load
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.setting_files import SHIPPED

pytestmark = pytest.mark.row("G1")


def finding(check: str, state: State, fix: str = "") -> Finding:
    return Finding(check, state, "中文。", "English.", fix and f"请{fix}。", fix and f"Do {fix}.")


def look_at(folder: Path, text: str = "") -> Look:
    file = folder / "kiosk.toml"
    file.write_text(text, "utf-8")
    return Look(load(file, {}, NO_POLICY), Folders(folder / "data"))


def test_the_first_line_is_the_fix_of_the_worst_finding() -> None:
    findings = [
        finding("disk", "good"),
        finding("sound", "warn", "listen"),
        finding("service", "bad", "start"),
    ]

    first = next(lines(findings))

    assert first == "网点服务：请start。 Service: Do start."


def test_all_is_well_when_nothing_is_to_be_done() -> None:
    assert next(lines([finding("disk", "good")])) == "一切正常。 All is well."


def test_what_could_not_be_told_is_not_well_and_less_than_a_warning() -> None:
    unknown, warned = finding("glibc", "unknown"), finding("sound", "warn")

    assert worst([unknown]) == unknown
    assert worst([unknown, warned]) == warned


def test_json_tells_the_worst_and_every_finding() -> None:
    told = json.loads(as_json([finding("disk", "good"), finding("service", "bad", "start")]))

    assert (told["version"], told["state"], told["fix_en"]) == (__version__, "bad", "Do start.")
    assert [one["check"] for one in told["findings"]] == ["disk", "service"]


def test_a_machine_with_nothing_on_it_is_looked_at_to_the_end(tmp_path: Path) -> None:
    found = examine(look_at(tmp_path), [name for name in CHECKS if name != "graphics"])

    assert "bad" not in {one.state for one in found}
    assert all(one.fix_zh and one.fix_en for one in found if one.state != "good")
    assert {one.check for one in found} <= set(NAMES)


def test_a_check_that_breaks_is_told_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(look: Look) -> list[Finding]:
        raise RuntimeError(str(look.folders.root))

    monkeypatch.setitem(CHECKS, "sound", broken)

    found = examine(look_at(tmp_path), ["sound", "data"])

    assert [(one.check, one.state) for one in found] == [("data", "good"), ("sound", "unknown")]
    assert str(tmp_path) not in as_json(found)


def test_a_broken_database_is_bad_and_no_traceback(tmp_path: Path) -> None:
    look = look_at(tmp_path, '[machine]\nroles = ["branch"]\n')
    (look.folders.root / "database").mkdir(parents=True)
    (look.folders.root / "database" / "branch.db").write_bytes(b"no database")

    found = {one.check: one.state for one in examine(look, ["service", "opening", "sync", "data", "time"])}

    assert found["database"] == "bad"
    assert found["service"] == "bad"


def test_mistakes_in_the_settings_come_with_their_place() -> None:
    wrong = Wrong("/etc/kiosk/kiosk.toml", 3, "branch.prot", "没有这个设置。", "There is no such setting.")

    (found,) = settings_check(Look(BadSettings((wrong,)), Folders(Path("/nowhere"))))

    assert (found.state, found.facts) == ("bad", {"mistakes": 1})
    assert "/etc/kiosk/kiosk.toml:3 branch.prot" in found.en


def test_a_screen_whose_size_nobody_set_is_told(tmp_path: Path) -> None:
    roles = '[machine]\nroles = ["entrance", "hall"]\n[hall]\ndiagonal_in = 55\n'

    found = {one.check: one.state for one in calibration(look_at(tmp_path, roles))}

    assert found == {"size_entrance": "warn", "size_hall": "good"}


def test_a_screen_measured_with_a_ruler_needs_no_setting(tmp_path: Path) -> None:
    look = look_at(tmp_path, '[machine]\nroles = ["entrance"]\n')
    assert keep_measured(look.folders.of_screens / "screens", "entrance", 21.4)

    (found,) = calibration(look)

    assert (found.state, found.en) == ("good", "The screen has 21.4 inches.")


def test_a_branch_that_should_run_and_does_not_is_bad(tmp_path: Path) -> None:
    (found,) = service(look_at(tmp_path, '[machine]\nroles = ["branch"]\n'))

    assert (found.state, found.fix_zh) == ("bad", "请启动：systemctl start kiosk-branch。")


def test_entries_that_the_branch_must_confirm_are_counted_and_listed(tmp_path: Path) -> None:
    look = look_at(tmp_path, '[machine]\nroles = ["branch"]\n')

    (found,) = catalogue(look)

    items = str(found.facts["items"]).split()
    assert found.state == "warn"
    assert found.facts["count"] == len(items) == len(set(items)) > 20
    assert not set(unconfirmed(Settings()))


def test_who_looks_at_a_branchs_files_leaves_nothing_beside_them(tmp_path: Path) -> None:
    # As root it would be root's, and the service could not write its own there.
    shutil.copytree(SHIPPED, tmp_path / "data" / "catalogue")

    list(catalogue(look_at(tmp_path, '[machine]\nroles = ["branch"]')))

    assert [path.name for path in (tmp_path / "data").iterdir()] == ["catalogue"]


def test_keys_that_others_may_read_are_bad(tmp_path: Path) -> None:
    look = look_at(tmp_path)
    keys = look.folders.root / "keys"
    keys.mkdir(parents=True)
    keys.chmod(0o755)

    found = next(iter(data(look)))

    assert found.state == "bad"
    assert "chmod" in found.fix_en


def test_a_clock_before_this_program_is_bad(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.app.doctor.place.time.time", lambda: 1_000.0)

    (found,) = clock(look_at(tmp_path))

    assert found.state == "bad"


@pytest.mark.parametrize(
    ("found", "before", "code"),
    [
        ({"database": "good", "printer": "good"}, {}, GOOD),
        ({"database": "bad"}, {"database": "bad"}, BAD),
        ({"database": "good", "printer": "bad"}, {}, GOOD),
        ({"database": "good", "printer": "bad"}, {"printer": "bad"}, GOOD),
        ({"database": "good", "printer": "bad"}, {"printer": "good"}, BAD),
        ({"database": "good", "printer": "unknown"}, {"printer": "good"}, GOOD),
        ({"database": "good", "screen_hall": "warn"}, {"screen_hall": "good"}, BAD),
        ({"database": "good", "backup": "bad"}, {"backup": "good"}, GOOD),
    ],
    ids=str,
)
def test_health_after_an_update(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    found: dict[str, State],
    before: dict[str, str],
    code: int,
) -> None:
    monkeypatch.setattr(health_module, "version_of", lambda _: __version__)
    monkeypatch.setattr(health_module, "opening", lambda _: [finding(*one) for one in found.items()])

    _, told = health(look_at(tmp_path, '[machine]\nroles = ["branch"]\n'), before)

    assert told == code


def test_health_is_bad_without_the_service_of_this_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = look_at(tmp_path, '[machine]\nroles = ["branch"]\n')
    for version in (None, "", "0.0.1"):
        monkeypatch.setattr(health_module, "version_of", lambda _, version=version: version)

        assert health(look, {})[1] == BAD


def test_health_of_a_machine_with_screens_alone_is_good_when_its_settings_are(tmp_path: Path) -> None:
    assert health(look_at(tmp_path, '[machine]\nroles = ["hall"]\n'), {})[1] == GOOD


def test_health_of_a_machine_that_is_not_set_up_cannot_be_told(tmp_path: Path) -> None:
    assert health(look_at(tmp_path), {})[1] == UNTOLD


def test_what_was_before_is_read_from_what_the_doctor_wrote(tmp_path: Path) -> None:
    file = tmp_path / "before.json"
    file.write_text(as_json([finding("printer", "bad")]), "utf-8")
    empty = tmp_path / "empty.json"
    empty.write_text("{}")

    assert states_in(file) == {"printer": "bad"}
    with pytest.raises(ValueError, match="holds nothing"):
        states_in(empty)


def test_the_backup_of_another_branch_on_a_share_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    share = tmp_path / "share"
    for folder, name in (
        (tmp_path / "data" / "backups", "0312_2026-11-21_000000040.kiosk-backup"),
        (share, "0313_2026-11-22_000000900.kiosk-backup"),
    ):
        folder.mkdir(parents=True)
        (folder / name).write_bytes(b"x")
    BranchFiles(tmp_path / "data").home.mkdir()
    look = look_at(tmp_path, f'[backup]\nsecond = "{share}"\n')

    (without,) = examine(look, ["second_backup"])
    (share / "0312_2026-11-21_000000040.kiosk-backup").write_bytes(b"x")
    (with_it,) = examine(look, ["second_backup"])

    assert (without.state, with_it.state) == ("warn", "good")


def test_a_share_that_hangs_is_told_and_holds_the_doctor_up_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    BranchFiles(tmp_path / "data").home.mkdir(parents=True)
    back = threading.Event()
    is_dir = Path.is_dir

    def hanging(path: Path) -> bool:
        return back.wait(600) if path == share else is_dir(path)

    monkeypatch.setattr(Path, "is_dir", hanging)
    monkeypatch.setattr(backups, "_PATIENCE_S", 0.05)

    (told,) = examine(look_at(tmp_path, f'[backup]\nsecond = "{share}"\n'), ["second_backup"])
    back.set()

    assert (told.state, told.facts) == ("warn", {"there": False})


@pytest.mark.parametrize(
    ("session", "state", "fix"),
    [("", "unknown", "in the session"), ("active", "good", ""), ("failed", "bad", "start kiosk-session")],
)
def test_whoever_looks_from_afar_is_sent_to_the_screens_and_not_told_that_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, session: str, state: State, fix: str
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine, "session_state", lambda: session)

    (found,) = machine.graphics(look_at(tmp_path, '[machine]\nroles = ["branch", "entrance"]\n'))

    assert found.state == state
    assert fix in found.fix_en


def test_on_a_branch_machine_the_service_comes_before_its_screens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine, "session_state", lambda: "failed")
    look = look_at(tmp_path, '[machine]\nroles = ["branch", "entrance"]\n')

    first = next(lines(examine(look, ["service", "graphics"])))

    assert first.endswith("Start it: systemctl start kiosk-branch.")


@pytest.mark.parametrize(
    ("place", "state", "fix"),
    [
        (f"{HIDDEN[0]}/it/data", "bad", "outside /home"),
        ("/srv/kiosk", "bad", 'ReadWritePaths="-/srv/kiosk"'),
        ("/var/lib/kiosk/branch", "good", ""),
    ],
)
def test_a_folder_that_the_service_may_not_write_is_told_with_the_lines_that_let_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, state: State, fix: str
) -> None:
    monkeypatch.setattr(bounds, "is_kiosk", lambda: True)
    monkeypatch.setattr(bounds, "shut", further_places)

    (found,) = bounds.places(look_at(tmp_path, f'[machine]\nroles = ["branch"]\ndata = "{place}"\n'))

    assert found.state == state
    assert fix in found.fix_en


def test_a_kiosk_that_is_told_to_be_headquarters_is_not_left_to_find_out_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = look_at(tmp_path, '[machine]\nroles = ["headquarters"]\n')
    monkeypatch.setattr(bounds, "is_kiosk", lambda: True)

    (found,) = bounds.headquarters(look)

    assert found.state == "bad"
    assert list(bounds.headquarters(look_at(tmp_path))) == []
