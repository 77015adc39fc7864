"""What the packs page shows: each pack, for whom it is, and how far it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kiosk.hq.headquarters import Headquarters
from kiosk.hq.packs import Published, all_packs
from kiosk.hq.packs_changed import Changes
from kiosk.hq.packs_told import At, all_told
from kiosk.hq.pages.listing import Page, Wish, turned
from kiosk.hq.sites import Site, members
from kiosk.wire.sync.pack import EVERY_BRANCH

_ROWS = 10
_MOST_NAMED = 20
"""Branches that are named where a pack was refused."""


@dataclass(frozen=True, slots=True)
class RefusedAt:
    """A branch that did not take a pack, and the code of the reason."""

    name: str
    branch: str
    code: str


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack as the list shows it. Counts are of branches: `meant` = `using` + `newer` + `refused` + `waiting`."""

    published: Published
    everybody: bool
    meant: int
    using: int
    newer: int
    refused: int
    waiting: int
    refused_at: tuple[RefusedAt, ...]
    expired: bool

    @property
    def state(self) -> str:
        """`withdrawn`, `passed` (every branch is further), or `open`."""
        if self.published.withdrawn_ms is not None:
            return "withdrawn"
        return "passed" if self.meant and self.newer == self.meant else "open"


@dataclass(frozen=True, slots=True)
class PacksView:
    """The whole page but its form."""

    packs: Page[PackLine]
    branches: int


def packs_view(headquarters: Headquarters, wish: Wish) -> PacksView:
    """Read what the page shows."""
    store = headquarters.store
    sites = _enrolled(headquarters)
    told = {(at.branch, at.kind): at for at in all_told(store)}
    page = turned(all_packs(store), wish.number, _ROWS)
    now_ms = headquarters.now_ms()
    lines = tuple(_line(one, sites, told, now_ms) for one in page.items)
    return PacksView(Page(lines, page.number, page.pages, page.total, page.rows), len(sites))


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked before a pack goes out."""

    everybody: bool
    meant: int
    """Branches that would get it now."""
    named: tuple[str, ...]
    """Some of them by name, if they were chosen."""
    expires_ms: int
    changed: Changes | None
    """None: the pack was made before, and is sent as it is."""


def question(
    headquarters: Headquarters, branches: Sequence[str], expires_ms: int, changed: Changes | None
) -> Question:
    """Read to whom a pack would go; `branches` are their codes, or `*`."""
    everybody, sites = EVERY_BRANCH in branches, _enrolled(headquarters)
    meant = [site for site in sites if everybody or site.branch in branches]
    named = () if everybody else tuple(site.name or site.branch for site in meant[:_MOST_NAMED])
    return Question(everybody, len(meant), named, expires_ms, changed)


def _enrolled(headquarters: Headquarters) -> list[Site]:
    sites: list[Site] = []
    for server in headquarters.store.servers:
        with server.read() as conn:
            sites += [one.site for one in members(conn) if one.site.state == "enrolled"]
    return sites


def _line(one: Published, sites: Sequence[Site], told: Mapping[tuple[str, str], At], now_ms: int) -> PackLine:
    label, everybody = one.label, EVERY_BRANCH in one.label.branches
    named = frozenset(label.branches)
    meant = [site for site in sites if everybody or site.branch in named]
    using, newer, refused = 0, 0, list[RefusedAt]()
    for site in meant:
        at = told.get((site.branch, label.kind))
        if at is not None and at.version >= label.version:
            using += at.version == label.version
            newer += at.version > label.version
        elif at is not None and at.refused == label.version:
            refused.append(RefusedAt(site.name or site.branch, site.branch, at.code))
    waiting = len(meant) - using - newer - len(refused)
    expired = label.has_expired(now_ms)
    return PackLine(
        one, everybody, len(meant), using, newer, len(refused), waiting, tuple(refused[:_MOST_NAMED]), expired
    )
