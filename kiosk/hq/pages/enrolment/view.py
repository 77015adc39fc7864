"""What the enrolment page shows: the vouchers, and the branches with the six words of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.identity import key_id_of
from kiosk.hq.pages.listing import Page, Wish, turned
from kiosk.hq.sites import Member, members
from kiosk.hq.vouchers import Made, State, document_of, file_name, short, vouchers
from kiosk.wire.sync.six_words import six_words
from kiosk.wire.sync.voucher import is_this_machine, read_voucher, shown_code

MOST_VOUCHERS: Final = 30


@dataclass(frozen=True, slots=True)
class VoucherLine:
    """A voucher as a line of the list."""

    id: str
    name: str
    file: str
    """What its file is called when it is fetched."""
    code: str
    sites: tuple[str, ...]
    left: int
    uses: int
    expires_ms: int
    state: State


@dataclass(frozen=True, slots=True)
class BranchLine:
    """A branch as a line of the list."""

    branch: str
    name: str
    revoked: bool
    key_id: str
    words_zh: tuple[str, ...]
    words_en: tuple[str, ...]
    enrolled_ms: int
    heard_ms: int | None
    replaceable_ms: int
    """Until when another machine may take its place; 0 where none may any more."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole page but its form."""

    vouchers: tuple[VoucherLine, ...]
    ended: tuple[VoucherLine, ...]
    chosen: VoucherLine | None
    url: str
    """Where the chosen voucher says headquarters is; empty if none is chosen."""
    here: bool
    """Whether that is this very machine, so that no other reaches it."""
    own_ca: bool
    """Whether that voucher brings a certificate of the bank's own authority, which a code alone does not."""
    branches: Page[BranchLine]


def shown(headquarters: Headquarters, wish: Wish) -> Shown:
    """Return what is there now; reads every server. The branch that changed last comes first. StoreBusy."""
    now_ms, store = headquarters.now_ms(), headquarters.store
    with store.servers[0].read() as conn:
        lines = [_line(made, now_ms) for made in vouchers(conn, MOST_VOUCHERS)]
        chosen = next((line for line in lines if line.id == wish["voucher"]), None)
        document = document_of(conn, bytes.fromhex(chosen.id)) if chosen else None
    known: list[Member] = []
    for server in store.servers:
        with server.read() as conn:
            known += members(conn)
    voucher = read_voucher(document.encode()) if document else None
    page = turned(_found(known, wish["q"]), wish.number)
    return Shown(
        tuple(line for line in lines if line.state == "open"),
        tuple(line for line in lines if line.state != "open"),
        chosen,
        voucher.url if voucher else "",
        bool(voucher and not voucher.demonstration and is_this_machine(voucher.url)),
        bool(voucher and voucher.ca_pem),
        Page(
            tuple(_branch(headquarters, one, now_ms) for one in page.items),
            page.number,
            page.pages,
            page.total,
        ),
    )


def _found(known: Sequence[Member], text: str) -> list[Member]:
    wanted = text.casefold()
    found = [
        one for one in known if wanted in one.site.branch.casefold() or wanted in one.site.name.casefold()
    ]
    return sorted(found, key=lambda one: (-one.changed_ms, one.site.branch))


def _line(made: Made, now_ms: int) -> VoucherLine:
    return VoucherLine(
        made.id.hex(),
        short(made.id),
        file_name(made.id, made.sites),
        shown_code(made.code),
        made.sites,
        max(0, made.uses - made.used),
        made.uses,
        made.expires_ms,
        made.state(now_ms),
    )


def _branch(headquarters: Headquarters, one: Member, now_ms: int) -> BranchLine:
    site, signing = one.site, headquarters.identity.signing_public
    return BranchLine(
        site.branch,
        site.name or site.branch,
        site.state == "revoked",
        key_id_of(site.key),
        six_words(signing, site.key, "zh"),
        six_words(signing, site.key, "en"),
        one.enrolled_ms,
        one.heard_ms,
        site.replaceable_ms if site.replaceable_ms > now_ms else 0,
    )
