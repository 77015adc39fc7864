"""The packs of a running branch: what headquarters has is fetched, taken, and used from that moment on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kiosk.branch.packs.arriving import Arriving
from kiosk.branch.packs.taking import Packs
from kiosk.branch.service import BranchService
from kiosk.branch.upload.client import Client
from kiosk.wire.sync.offers import BadTalk, Holding, Offer, decode_offers, encode_holdings
from kiosk.wire.sync.pack import MOST_BYTES, BadPack, Label

log = structlog.get_logger()

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class RunningPacks:
    """For the event loop; what is slow runs beside it."""

    def __init__(self, service: BranchService, packs: Packs, data: Path) -> None:
        """Let `service` take packs; the halves of those on their way lie below `data`."""
        self._service, self.packs, self._arriving = service, packs, Arriving(data)

    async def visit(self, client: Client) -> None:
        """Tell headquarters what is in use, and take what it has: the uploader's work beside uploads.

        Whatever is wrong with a pack, the branch serves on, and facts that come meanwhile are sent before the rest of it.
        StoreProblem: it cannot be written, and what has come is kept for the next time.
        """
        told = await client.post(f"{client.home}/packs", encode_holdings(await self._holdings()))
        if told is None or told[0] != 200:  # noqa: PLR2004 - OK
            return
        try:
            offers = [offer for offer in decode_offers(told[1]) if self._is_wanted(offer)]
        except BadTalk:
            return
        await asyncio.to_thread(self._arriving.forget_others, offers)
        seq = (await self._service.head()).seq

        async def quiet() -> bool:
            return (await self._service.head()).seq == seq

        for offer in offers:
            file = await self._arriving.fetch(client, offer, quiet)
            if file is not None:
                await self._try(file, offer, client)

    async def take(self, file: Path, publics: Sequence[Ed25519PublicKey], branch: str) -> Label:
        """Take a pack that is here and let the service go on with it. BadPack, StoreProblem: nothing has changed."""
        now_ms = await self._service.look(lambda _, now: now)
        label = await asyncio.to_thread(self.packs.take, file, publics, branch, now_ms)
        await self.packs.kinds[label.kind].apply(self._service)
        log.info("pack_in_use", kind=label.kind, version=label.version)
        return label

    async def _try(self, file: Path, offer: Offer, client: Client) -> None:
        enrolment = client.enrolment
        # The offer was signed with the key of today, so that a pack from before the last change of keys is as good.
        keys = [Ed25519PublicKey.from_public_bytes(key) for key in (enrolment.hq_signing, *enrolment.former)]
        try:
            await self.take(file, keys, enrolment.branch)
        except BadPack as bad:
            log.warning("pack_refused", kind=offer.kind, version=offer.version, code=bad.code)
            now_ms = await self._service.look(lambda _, now: now)
            label = Label(offer.kind, offer.version, ())
            await asyncio.to_thread(self.packs.shelf(offer.kind).refuse, label, bad, now_ms)
        await asyncio.to_thread(file.unlink, missing_ok=True)

    async def _holdings(self) -> list[Holding]:
        standing = await asyncio.to_thread(self.packs.standing)
        return [
            Holding(
                one.kind,
                one.in_use.label.version,
                one.refused.version if one.refused else 0,
                one.refused.code if one.refused else "",
            )
            for one in standing
        ]

    def _is_wanted(self, offer: Offer) -> bool:
        """Tell whether an offer is news, and such that its name and size may be worked with."""
        plain = _NAME.fullmatch(offer.kind) and _DIGEST.fullmatch(offer.sha256)
        return (
            bool(plain)
            and 0 < offer.size <= MOST_BYTES * 2
            and self.packs.is_wanted(offer.kind, offer.version)
        )
