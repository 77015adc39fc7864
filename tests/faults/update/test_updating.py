"""An update from beginning to end on a machine with the real dpkg: it holds, or it is undone or refused."""

from __future__ import annotations

import fcntl
from pathlib import Path

import pytest

from tests.faults.update.stand_ins import APP, make_release
from tests.faults.update.walks import RUNNING, Walk

pytestmark = pytest.mark.row("G1")

SPOILED = "spoiled-for-1.1.0"


def test_an_update_that_is_well_stays_and_the_version_before_is_kept(walk: Walk) -> None:
    assert walk.begin("kill") == 0

    machine = walk.machine
    assert (machine.phase, machine.running, machine.is_whole(walk.new)) == ("good", RUNNING, True)
    assert machine.update("status").stdout == "good 1.0.0 1.1.0\n"


def test_what_a_frozen_program_left_in_the_environment_reaches_no_other_program(walk: Walk) -> None:
    walk.machine.prepare(walk.old, walk.new)

    done = walk.machine.update("begin", _PYI_ARCHIVE_FILE="/its/archive", LD_LIBRARY_PATH="/its/libraries")

    assert (done.returncode, walk.machine.phase) == (0, "good"), done.stderr


def test_one_command_takes_an_update_back_and_what_customers_did_since_stays(walk: Walk) -> None:
    walk.begin("kill")
    machine = walk.machine
    machine.write_database("facts of today")

    assert machine.update("back").returncode == 0

    assert (machine.phase, machine.running, machine.is_whole(walk.old)) == ("undone", RUNNING, True)
    assert machine.database == "facts of today"
    assert machine.update("back").returncode == 16


def test_a_kept_version_is_put_in_again_without_being_packed_again(walk: Walk) -> None:
    walk.begin("kill")
    machine = walk.machine
    machine.update("back")
    machine.prepare(walk.old, walk.new)

    assert machine.update("begin").returncode == 0

    kept = machine.root / f"var/lib/kiosk/updates/current/old/{APP}.deb"
    assert machine.is_whole(walk.new)
    assert kept.stat().st_nlink == 1  # the update before is gone, and what was linked to it stayed


def test_a_version_that_is_not_well_is_taken_back_and_the_reason_told(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    machine.sicken(walk.new)

    undone = machine.update("begin")

    assert undone.returncode == 1
    assert "did not pass its health check" in undone.stderr
    assert "did not pass its health check" in machine.update("status").stdout
    assert (machine.phase, machine.running, machine.is_whole(walk.old)) == ("undone", RUNNING, True)


@pytest.mark.parametrize(
    ("answered", "database"),
    [("0", "facts"), ("1", "spoiled"), ("2", "spoiled")],
    ids=["nobody was", "somebody was", "nobody knows"],
)
def test_a_backup_takes_the_place_of_the_database_only_if_nobody_was_answered_since(
    walk: Walk, answered: str, database: str
) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    machine.spoil_at_the_start_of(walk.new, "spoiled")
    machine.answer(int(answered))

    assert machine.update("begin").returncode == 1

    assert machine.is_whole(walk.old)
    assert machine.database == database


def test_whoever_was_answered_while_the_old_version_was_looked_at_keeps_the_backup_out(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    machine.spoil_at_the_start_of(walk.new, "spoiled")
    machine.serve_while_looked_at(walk.old)

    assert machine.update("begin").returncode == 1

    assert (machine.phase, machine.running, machine.is_whole(walk.old)) == ("undone", RUNNING, True)
    assert machine.database == "spoiled"


def test_an_update_waits_until_nobody_else_installs_anything(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    locked = machine.root / "var/lib/dpkg/lock-frontend"

    with locked.open("wb") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        refused = machine.update("begin")

    assert refused.returncode == 12
    assert (machine.phase, machine.running, machine.is_whole(walk.old)) == ("none", RUNNING, True)
    assert machine.update("begin").returncode == 0


def test_a_monitor_that_was_off_before_the_update_holds_up_no_update(walk: Walk) -> None:
    machine = walk.machine
    machine.hinder("kiosk-session.service")
    machine.prepare(walk.old, walk.new)

    assert machine.update("begin").returncode == 0
    assert (machine.phase, machine.running) == ("good", RUNNING[:1])
    assert machine.is_whole(walk.new)


def test_a_branch_that_ran_before_and_does_not_come_up_undoes_an_update(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    (machine.root / "etc/hindered-kiosk-branch.service").touch()

    assert machine.update("begin").returncode == 1
    assert (machine.phase, machine.is_whole(walk.old)) == ("undone", True)


def test_a_machine_with_screens_only_is_updated_though_there_is_no_branch_to_ask(walk: Walk) -> None:
    machine = walk.machine
    machine.without_branch()
    machine.prepare(walk.old, walk.new)

    assert machine.update("begin").returncode == 0
    assert (machine.phase, machine.running, machine.is_whole(walk.new)) == ("good", RUNNING, True)


def test_settings_changed_at_the_machine_survive_an_update_and_its_undoing(walk: Walk) -> None:
    machine = walk.machine
    settings = machine.root / "etc/kiosk/kiosk.toml"
    settings.write_text("# ours\n")
    machine.prepare(walk.old, walk.new)

    assert machine.update("begin").returncode == 0
    assert machine.update("back").returncode == 0

    assert settings.read_text() == "# ours\n"


def test_a_program_whose_files_were_changed_cannot_be_kept_and_is_not_replaced(walk: Walk) -> None:
    machine = walk.machine
    (machine.root / f"opt/apps/{APP}/files/kiosk/engine").write_text("other")
    machine.prepare(walk.old, walk.new)

    refused = machine.update("begin")

    assert refused.returncode == 2
    assert "Install it again from its package first" in refused.stderr
    assert (machine.phase, machine.running) == ("none", RUNNING)


def test_an_update_that_dpkg_would_not_unpack_here_changes_nothing(walk: Walk, tmp_path: Path) -> None:
    machine = walk.machine
    machine.prepare(walk.old, make_release(tmp_path, "1.2.0", "Pre-Depends: libnowhere"))

    refused = machine.update("begin")

    assert refused.returncode == 11
    assert "libnowhere" in refused.stderr
    assert (machine.phase, machine.is_whole(walk.old), machine.running) == ("none", True, RUNNING)


def test_an_update_that_needs_what_this_system_lacks_is_taken_back(walk: Walk, tmp_path: Path) -> None:
    machine = walk.machine
    machine.prepare(walk.old, make_release(tmp_path, "1.2.0", "Depends: libnowhere"))

    undone = machine.update("begin")

    assert undone.returncode == 1
    assert "libnowhere" in undone.stderr
    assert (machine.phase, machine.is_whole(walk.old), machine.running) == ("undone", True, RUNNING)


def test_an_update_without_room_for_the_way_back_changes_nothing(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    machine.leave_mb(8)

    refused = machine.update("begin")

    machine.make_room()
    assert refused.returncode == 14
    assert (machine.phase, machine.is_whole(walk.old), machine.running) == ("none", True, RUNNING)


def test_a_second_update_waits_until_the_first_has_ended(walk: Walk) -> None:
    machine = walk.machine
    machine.prepare(walk.old, walk.new)
    held = "exec 9>>/var/lib/kiosk/updates/lock && flock 9 && /usr/lib/kiosk/update begin"

    assert machine.run("bash", "-c", f"({held} 9>&-) 2>&1").returncode == 12
    assert machine.is_whole(walk.old)
