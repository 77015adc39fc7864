"""Where settings send the branch service elsewhere, its unit lets it, and what it needs there is its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kiosk.app.service_places import allow, drop_in, further_places, make_own, shut
from tests.somebody_else import SOMEBODY, folder_of, needs_root, roof_for_everybody

ELSEWHERE = {
    "machine.data": Path("/srv/kiosk"),
    "backup.second": Path("/media/a 100% stick"),
    "branch.port": 1,
}


def test_only_what_lies_elsewhere_needs_a_word_to_systemd() -> None:
    own = {
        "machine.data": "/var/lib/kiosk/branch",
        "backup.folder": "/srv/kiosk-backups/day",
        "logs.folder": None,
    }

    assert further_places(own) == ()
    assert drop_in(further_places(own)) == ""
    assert drop_in(further_places(ELSEWHERE)).splitlines()[1:] == [
        "[Service]",
        'ReadWritePaths="-/media/a 100%% stick"',
        'ReadWritePaths="-/srv/kiosk"',
    ]


def test_the_drop_in_is_written_once_and_goes_with_the_setting(tmp_path: Path) -> None:
    file = tmp_path / "unit.d" / "50-places.conf"

    done = [allow(values, file) for values in (ELSEWHERE, ELSEWHERE, {}, {})]

    assert done == [True, False, True, False]
    assert list(file.parent.iterdir()) == []


def test_systemd_understands_what_is_written(tmp_path: Path) -> None:
    unit = tmp_path / "kiosk-branch.service"
    unit.write_text("[Service]\nExecStart=/bin/true\n" + drop_in(further_places(ELSEWHERE)), "utf-8")

    words = ["systemd-analyze", "verify", "--man=no", str(unit)]
    said = subprocess.run(words, capture_output=True, text=True, check=False)

    assert "ReadWritePaths" not in said.stderr


def test_a_place_that_the_unit_keeps_shut_is_told() -> None:
    assert list(shut(ELSEWHERE, lambda: (Path("/srv"),))) == [Path("/media/a 100% stick")]
    assert list(shut({}, lambda: ())) == []
    assert list(shut(ELSEWHERE, lambda: None)) == []


@needs_root
def test_folders_that_are_not_there_are_made_for_the_service() -> None:
    with roof_for_everybody() as roof:
        like = folder_of(SOMEBODY, roof / "branch")
        theirs = folder_of(SOMEBODY + 1, roof / "theirs")
        theirs.chmod(0o755)

        make_own({"machine.data": roof / "srv" / "kiosk", "backup.folder": theirs / "backups"}, like)

        assert (roof / "srv").stat().st_uid == 0
        assert (roof / "srv" / "kiosk").stat().st_uid == SOMEBODY
        assert (theirs / "backups").stat().st_uid == SOMEBODY + 1
