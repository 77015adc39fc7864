"""Headquarters for demonstrations with a branch of its own beside it: taken in, and syncing, with one command."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import structlog

from kiosk.app.demonstration import running_branch
from kiosk.app.folders import Folders
from kiosk.app.upload_now import upload_now
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.upload.enrolling import Brought, NotEnrolled, SixWords, enrol
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.store.port import StoreBusy
from kiosk.hq.vouchers import Wanted, document_of, make_voucher
from kiosk.records.database.problems import StoreProblem

log = structlog.get_logger()

_BY: Final = "demo"
"""Who makes the voucher, in headquarters' list of acts."""
_PASSING: Final = frozenset({"no_link", "timeout", "cut", "server", "pressure", "busy"})
"""What is in the way of a branch only for a while."""
_PAUSE_S: Final = 1.0


@contextlib.contextmanager
def a_branch_beside(headquarters: Headquarters, folder: Path, url: str) -> Iterator[None]:
    """Run a demonstration branch in `folder` while the block runs, and let it come to `headquarters`, served at `url`.

    The branch comes in a thread of its own, because headquarters must be serving by then. What is in its way is said, and
    headquarters goes on.
    """
    over = threading.Event()
    coming = threading.Thread(target=come, args=(headquarters, folder, url, over), daemon=True)
    print("正在启动演示网点…… Starting a demonstration branch …", flush=True)
    with running_branch(Folders(folder), 0) as branch_url:
        if branch_url is not None:
            print(f"网点 Branch: {branch_url}/reception")
            print(f"总行 Headquarters: {url}", flush=True)
            coming.start()
        try:
            yield
        finally:
            over.set()


def come(headquarters: Headquarters, folder: Path, url: str, over: threading.Event) -> None:
    """Take the branch in, however long headquarters or its database is away, until `over`."""
    file = b""
    while not over.is_set():
        try:
            known = _known(folder)
            if known and known.url == url and known.hq_signing == headquarters.identity.signing_public:
                return
            file = file or _voucher(headquarters, url)
            enrol(folder, Brought(file), _of_one_house)
            upload_now(Folders(folder))
        except StoreBusy:
            log.info("branch_not_taken_in_yet", why="busy")
        except (NotEnrolled, StoreProblem) as problem:
            if str(problem) not in _PASSING:
                log.error("branch_not_taken_in", why=str(problem))  # noqa: TRY400 - the words say it
                return
            log.info("branch_not_taken_in_yet", why=str(problem))
        over.wait(_PAUSE_S)


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
