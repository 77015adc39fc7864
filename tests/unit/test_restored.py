"""After a restore the next step is told in both languages, and a database that was not there is not spoken of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.app.restored import told
from kiosk.branch.upkeep.restore import Restored

pytestmark = pytest.mark.row("G1")


def test_after_a_restore_the_service_is_to_be_started_in_both_languages() -> None:
    zh, en, *_ = told(Restored("ab", 7, None))

    assert zh == "备份已恢复，请启动网点服务：systemctl start kiosk-branch。"
    assert en == "Restored. Start the branch service again: systemctl start kiosk-branch."


@pytest.mark.parametrize("kept", [None, Path("/data/database.replaced-1")], ids=["nothing", "the former"])
def test_only_a_database_that_was_kept_is_named(kept: Path | None) -> None:
    said = "\n".join(told(Restored("ab", 7, kept)))

    assert ("database.replaced" in said) is (kept is not None)
    assert "None" not in said
