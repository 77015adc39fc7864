"""`kiosk new-manager`: the way back in when every branch manager has forgotten their PIN, or none is left.

It is for whoever looks after the machine: the data folder and its keys are at hand, and the service is stopped. What was
done stands in the journal, by the system, at the device `technician`.
"""

import uuid
from pathlib import Path
from typing import Final

from kiosk.branch.access.pin_book import TEMPORARY, Pin, keep_pin
from kiosk.branch.clock import ServiceClock
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.setting_files import SettingFiles
from kiosk.domain.answers import Refusal
from kiosk.domain.requests import AddStaff, By, SetPin
from kiosk.records.database.problems import StoreProblem
from kiosk.web.hashing import Argon2id, Hasher, have_pepper, peppered, temporary_pin

_DEVICE: Final = "technician"


def new_manager(folder: Path, badge: str, *, demonstration: bool) -> str | Refusal:
    """Return a temporary PIN for a branch manager of the branch in `folder`; it is told once and never kept.

    A manager of that badge gets another PIN and is unlocked; a badge that is nobody's becomes a new manager's.

    Refusals: `badge_taken` (details: badge) by somebody who is no manager, or was here once; `bad_answer`.

    Raises:
        StoreProblem: `locked`, the service runs; `no_database`; or it cannot be used.
        BadFiles: the files of the branch are bad.
    """
    files = BranchFiles(folder)
    if not (files.home.exists() or files.restored.exists()):
        raise StoreProblem("no_database", folder)
    with Store.open(folder) as store:
        setting = SettingFiles(folder, store.keys.branch, always_open=demonstration).load()
        newest = Journal(store.conn).newest
        clock = ServiceClock(last_ms=newest.at_ms if newest else 0)
        desk = Desk(store, clock, setting, lambda _: None)
        desk.found(demonstration=demonstration)
        secret = temporary_pin(badge)
        return let_in(desk, badge, secret, Argon2id()) or secret


def let_in(desk: Desk, badge: str, secret: str, hasher: Hasher) -> Refusal | None:
    """Give a branch manager a temporary PIN; see `new_manager` for who is refused. On the thread of the desk."""
    request: AddStaff | SetPin = AddStaff(badge, ("branch_manager",))
    by = By("system", _DEVICE)
    if "branch_manager" in desk.register.roles_of(badge):
        request, by = SetPin(badge, temporary=True), By("door", _DEVICE)
    kept = Pin(hasher.hash(peppered(have_pepper(desk.keys), badge, secret)), TEMPORARY)
    answer = desk.handle(
        str(uuid.uuid4()), request, by, lambda conn: keep_pin(conn, badge, kept, desk.now_ms())
    )
    return answer if isinstance(answer, Refusal) else None
