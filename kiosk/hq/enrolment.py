"""Taking a branch in: what its voucher is worth, by headquarters' own books and clock, and which machine stands for it.

The use of a voucher is counted before the branch is taken in, each in a transaction of its own, because the two may lie on
different servers. Cut off between them, the branch asks again with the same key: that use is its own and counts once.

A branch whose people said "no" to the six words goes out of the list again, and its use of the voucher stays counted: it is
kept for that very machine, which asks again with the same key. Given back, a voucher in wrong hands would let any number of
machines try, each gone before anybody looks.
"""

import threading
from dataclasses import dataclass
from typing import Final

import structlog

from kiosk.hq import acts, sites, vouchers
from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import Identity
from kiosk.hq.sites import Refusal, Site, announce_key, enrol, let_replace, refusal, site_of, turn
from kiosk.hq.store.port import Server
from kiosk.hq.vouchers import DAY_MS, Made
from kiosk.records.connection import Connection
from kiosk.web.tries import Tries
from kiosk.wire.sync.enrolling import Asking, RefusalCode, Refused, Welcome
from kiosk.wire.sync.six_words import six_words
from kiosk.wire.sync.voucher import BadVoucher, code_as_typed, read_voucher

log = structlog.get_logger()

WRONG_CODES: Final = 10
"""So many wrong codes in a minute, whoever sends them, and no code is looked at: guessing one takes a million years."""
_CODE: Final = ("code",)


class _No(Exception):
    """Ends a transaction with nothing done."""

    def __init__(self, code: RefusalCode) -> None:
        self.code: RefusalCode = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a branch came with."""

    id: bytes = b""
    code: str = ""


class Enrolments:
    """Takes branches in, one after the other, so that no two take the last use of a voucher. Any thread may call."""

    def __init__(self, headquarters: Headquarters) -> None:
        """Nobody has tried a code yet."""
        self._headquarters = headquarters
        self._tries = Tries(WRONG_CODES)
        self._turn = threading.Lock()

    def take_in(self, asking: Asking, file: bytes) -> Welcome | Refused:
        """Answer a branch that has proved to hold the key it tells; `file` is its voucher, or nothing.

        The same branch with the same key is answered the same again, whatever became of its voucher since. StoreBusy.
        """
        with self._turn:
            return self._take_in(asking, file)

    def _take_in(self, asking: Asking, file: bytes) -> Welcome | Refused:
        now_ms = self._headquarters.now_ms()
        wait_ms = 0 if file else self._tries.wait_ms(_CODE, now_ms)
        if wait_ms:
            return Refused("too_many_tries", -(-wait_ms // 1000))
        try:
            self._enrol(asking, _brought(self._headquarters.identity, asking, file), now_ms)
        except _No as no:
            if no.code == "wrong_code":
                self._tries.wrong(_CODE, now_ms)
            log.warning("not_enrolled", branch=asking.branch, why=no.code)
            return Refused(no.code)
        return self._welcome(asking)

    def _enrol(self, asking: Asking, brought: _Brought, now_ms: int) -> None:
        key, store = bytes.fromhex(asking.key), self._headquarters.store
        with store.servers[0].read() as conn:
            _made_here(conn, brought)
        with store.server_of(asking.branch).read() as conn:
            if _stands(site_of(conn, asking.branch), key, now_ms):
                return
        with store.servers[0].write() as conn:
            made = _good_for(conn, asking, brought, now_ms)
            if not vouchers.was_used(conn, made.id, asking.branch, key):
                vouchers.use(conn, made.id, asking.branch, key, now_ms)
        home, name = store.place(asking.branch), "".join(filter(str.isprintable, asking.name))
        with home.write() as conn:
            home.lock(conn, asking.branch)
            if not _stands(site_of(conn, asking.branch), key, now_ms):
                enrol(conn, Site(asking.branch, "enrolled", key, asking.demonstration, name), now_ms)
                acts.note(conn, made.made_by, "branch_enrolled", asking.branch, now_ms)
        log.info("enrolled", branch=asking.branch)

    def _welcome(self, asking: Asking) -> Welcome:
        identity, key = self._headquarters.identity, bytes.fromhex(asking.key)
        return Welcome(
            asking.branch,
            identity.signing_public.hex(),
            identity.sealing_public.hex(),
            six_words(identity.signing_public, key, "zh"),
            six_words(identity.signing_public, key, "en"),
        )


def _brought(identity: Identity, asking: Asking, file: bytes) -> _Brought:
    """Return by which voucher a branch comes. A file must be as we signed it; what it is worth stands in the books."""
    if not file:
        return _Brought(code=code_as_typed(asking.code))
    try:
        voucher = read_voucher(file)
    except BadVoucher as bad:
        raise _No("bad_voucher") from bad
    if bytes.fromhex(voucher.hq_signing) not in {identity.signing_public, *identity.former}:
        raise _No("bad_voucher")
    return _Brought(id=bytes.fromhex(voucher.id))


def _stands(site: Site | None, key: bytes, now_ms: int) -> bool:
    """Tell whether the branch is in by this very key. _No: it is revoked, or another machine stands for it.

    A revoked machine never comes back by a voucher; another one may take its place once an operator said so.
    """
    if site is None:
        return False
    if site.key == key:
        if site.state == "revoked":
            raise _No("revoked")
        return True
    if now_ms >= site.replaceable_ms:
        raise _No("revoked" if site.state == "revoked" else "taken")
    return False


def _good_for(conn: Connection, asking: Asking, brought: _Brought, now_ms: int) -> Made:
    """Return the voucher that lets this branch in. _No: it does not. A use that was cut off is there for who began it."""
    made = _made_here(conn, brought)
    if made.demonstration != asking.demonstration:
        raise _No("demonstration" if asking.demonstration else "real")
    if made.sites and asking.branch not in made.sites:
        raise _No("other_site")
    state = made.state(now_ms)
    began = vouchers.was_used(conn, made.id, asking.branch, bytes.fromhex(asking.key))
    if state != "open" and not (state == "used_up" and began):
        raise _No(state)
    return made


def _made_here(conn: Connection, brought: _Brought) -> Made:
    """Return the voucher that a branch brings. _No: there is none, whoever asks; a code is never taken for granted."""
    by_id, by_code = vouchers.voucher_by_id, vouchers.voucher_by_code
    made = by_code(conn, brought.code) if brought.code else by_id(conn, brought.id)
    if made is None:
        raise _No("wrong_code" if brought.code else "bad_voucher")
    return made


def take_out(server: Server, branch: str, badge: str, now_ms: int) -> None:
    """Take a branch out of the list that never sent anything; nothing happens to one that did."""
    with server.write() as conn:
        server.lock(conn, branch)
        if sites.take_out(conn, branch):
            acts.note(conn, badge, "branch_taken_out", branch, now_ms)


def decline(server: Server, branch: str, key: bytes, now_ms: int) -> bool:
    """Take a branch out because its people did not confirm the six words; return whether it is out.

    `key` has signed that. One that sent facts before, such as by another machine, stays for people to look at.
    """
    with server.write() as conn:
        server.lock(conn, branch)
        is_out = sites.take_out(conn, branch, key)
        if is_out:
            acts.note(conn, "", "branch_taken_out", branch, now_ms, why="words")
    return is_out


def revoke(server: Server, branch: str, badge: str, now_ms: int) -> None:
    """Take nothing more from a branch; what is there stays, and the branch keeps everything until it is let in again."""
    with server.write() as conn:
        server.lock(conn, branch)
        turn(conn, branch, "revoked", now_ms)
        acts.note(conn, badge, "branch_revoked", branch, now_ms)


def let_in(server: Server, branch: str, badge: str, now_ms: int) -> None:
    """Take facts of a revoked branch again, where it left off."""
    with server.write() as conn:
        server.lock(conn, branch)
        turn(conn, branch, "enrolled", now_ms)
        acts.note(conn, badge, "branch_let_in", branch, now_ms)


def let_another_in(server: Server, branch: str, badge: str, now_ms: int) -> None:
    """Let another machine take the place of a branch within a day, once; until then the present one goes on."""
    with server.write() as conn:
        server.lock(conn, branch)
        let_replace(conn, branch, now_ms + DAY_MS)
        acts.note(conn, badge, "branch_let_in", branch, now_ms, why="replaced")


def announce(server: Server, branch: str, old: bytes, key: bytes, now_ms: int) -> Refusal | None:
    """Let a branch sign with another key of its own too; the one it has ends when the new one signs for the first time.

    `old` is what it signs with now. Return why it may not, if people have shut that out while it asked.
    """
    with server.write() as conn:
        server.lock(conn, branch)
        refused = refusal(conn, branch, old)
        if refused is None and old != key:
            announce_key(conn, branch, key, now_ms)
    return refused
