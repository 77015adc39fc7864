"""The front of the journal at the end of its time: a business day of it at each glance, while nobody is served."""

import structlog

from kiosk.branch.daily.due import GRACE_MS
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.upload.enrolment import load_enrolment
from kiosk.branch.upload.letting_go import due, let_go
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()


async def let_a_day_go(service: BranchService) -> bool:
    """Let the oldest day of the journal go if it may; tell whether one went, so that the next may be asked for."""
    try:
        return await service.with_desk(_step)
    except StoreProblem as problem:
        log.warning("journal_not_purged", code=problem.code, detail=problem.detail)
        return False


def _step(desk: Desk) -> bool:
    enrolment = load_enrolment(desk.keys)
    if enrolment is None:
        return False
    cut = due(desk, enrolment, desk.now_ms() - GRACE_MS)
    if cut is None:
        return False
    let_go(desk, enrolment, cut)
    return True
