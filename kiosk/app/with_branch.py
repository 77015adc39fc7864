"""Headquarters for demonstrations with a branch of its own beside it: taken in, and syncing, with one command."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import structlog

from kiosk.app.demonstration import running_branch
from kiosk.app.folders import Folders
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.upload.enrolling import Brought, NotEnrolled, SixWords, enrol
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.vouchers import Wanted, document_of, make_voucher
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

_BY: Final = "demo"
"""Who makes the voucher, in headquarters' list of acts."""


@contextlib.contextmanager
def a_branch_beside(headquarters: Headquarters, folder: Path, url: str) -> Iterator[None]:
    """Run a demonstration branch in `folder` while the block runs, and let it come to `headquarters`, served at `url`.

    The branch comes in a thread of its own, because headquarters must be serving by then. What is in its way is said, and
    headquarters goes on.
    """
    coming = threading.Thread(target=_come, args=(headquarters, folder, url), daemon=True)
    with running_branch(Folders(folder), 0) as branch_url:
        if branch_url is not None:
            print(f"网点 Branch: {branch_url}/reception")
            print(f"总行 Headquarters: {url}", flush=True)
            coming.start()
        yield


def _come(headquarters: Headquarters, folder: Path, url: str) -> None:
    try:
        known = _known(folder)
        if known is None or known.url != url or known.hq_signing != headquarters.identity.signing_public:
            enrol(folder, Brought(_voucher(headquarters, url)), _of_one_house)
    except (NotEnrolled, StoreProblem) as problem:
        log.error("branch_not_taken_in", why=str(problem))  # noqa: TRY400 - the words say it


def _known(folder: Path) -> Enrolment | None:
    """Return the enrolment of the branch, None also if it cannot be read: enrolling again mends it."""
    with contextlib.suppress(StoreProblem):
        return load_enrolment(BranchFiles(folder).keys)
    return None


def _voucher(headquarters: Headquarters, url: str) -> bytes:
    """Return the file of a voucher for one branch."""
    with headquarters.store.servers[0].write() as conn:
        made = make_voucher(headquarters, conn, Wanted(url, "", (), 1, 1), _BY)
        return (document_of(conn, made.id) or "").encode()


def _of_one_house(words: SixWords) -> bool:
    """Both sides run in one process group on one machine: there is nobody to compare the words."""
    del words
    return True
