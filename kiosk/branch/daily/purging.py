"""Personal data at the end of its time: looks what is due, counts care needs of closed days, and lets the rest go."""

from collections.abc import Callable
from functools import partial
from typing import Final

import structlog

from kiosk.branch.daily.due import GRACE_MS
from kiosk.branch.desk import Desk
from kiosk.branch.service import BranchService
from kiosk.branch.vault.purge import Due, count_care, due, purge
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

_NOTHING: Final = Due((), (), held=False)


class Purging:
    """Keeps the branch's promise about personal data. Owned by the event loop; each piece of work is one on the lane."""

    def __init__(self, service: BranchService) -> None:
        """Look after the vault of `service`."""
        self._service = service
        self._told = _NOTHING
        """What was held back when the log said so last."""

    async def run(self) -> bool:
        """Do what is due; tell whether nothing is left to do. One piece that fails stops no other."""
        try:
            now = await self._service.with_desk(lambda desk: due(desk, desk.now_ms() - GRACE_MS))
        except StoreProblem as problem:
            return _not_purged(problem)
        done = [await self._did(partial(count_care, date=date)) for date in now.to_count]
        if now.held:
            self._say_held(now)
            return all(done)
        for date, of in now.to_purge:
            done.append(await self._did(partial(purge, date=date, of=of)))
        return all(done)

    async def _did(self, work: Callable[[Desk], object]) -> bool:
        """Do a piece of work on the lane; tell whether that was done. It is due again if not."""
        try:
            await self._service.with_desk(work)
        except StoreProblem as problem:
            return _not_purged(problem)
        return True

    def _say_held(self, now: Due) -> None:
        if now != self._told:
            self._told = now
            log.warning("purge_on_hold", waiting=[f"{date} {of}" for date, of in now.to_purge])


def _not_purged(problem: StoreProblem) -> bool:
    """Say why something is not done, and that it is not."""
    log.warning("personal_data_not_purged", code=problem.code, detail=problem.detail)
    return False
