"""A branch that asks to be taken in, for tests: vouchers made at a headquarters, and calls signed like a branch's."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.hq import enrolment_api
from kiosk.hq.api import build_api
from kiosk.hq.vouchers import Made, Wanted, document_of, make_voucher
from kiosk.wire.sync.enrolling import PATH, Asking, Refused, Welcome, read_answer
from kiosk.wire.sync.signing import SIGNATURE, Asked, check_answer, sign_request
from tests.asgi_browser import Browser
from tests.headquarters import BRANCH, public_of

if TYPE_CHECKING:
    import httpx

    from kiosk.hq.headquarters import Headquarters

URL = "https://hq.bank.example"


def voucher_of(
    headquarters: Headquarters, *, sites: tuple[str, ...] = (), uses: int = 1, days: int = 1
) -> tuple[Made, bytes]:
    """Make a voucher and return it with its file."""
    with headquarters.store.servers[0].write() as conn:
        made = make_voucher(headquarters, conn, Wanted(URL, "", sites, uses, days), "1001")
        document = document_of(conn, made.id)
    assert document is not None
    return made, document.encode()


def api_of(headquarters: Headquarters) -> Browser:
    """Return a caller of what branches ask of headquarters."""
    api = build_api(headquarters, lambda _: None)
    api.include_router(enrolment_api.router(headquarters))
    return Browser(api)


@dataclass
class Newcomer:
    """A machine with a key of its own that wants to stand for a branch."""

    api: Browser
    headquarters: Headquarters
    branch: str = BRANCH
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def ask(
        self,
        file: bytes = b"",
        *,
        code: str = "",
        demonstration: bool = True,
        key: bytes = b"",
        name: str = "日月支行",
    ) -> Welcome | Refused:
        """Ask to be taken in and return the answer, which headquarters signed."""
        asking = Asking(
            self.branch, name, (key or public_of(self.key)).hex(), demonstration,
            base64.b64encode(file).decode(), code,
        )  # fmt: skip
        return read_answer(self.call(PATH, msgspec.json.encode(asking)).content)

    def call(self, path: str, body: bytes) -> httpx.Response:
        """Post something signed by this machine's key; the answer is headquarters'."""
        signed = sign_request(self.key, public_of(self.key)[:8].hex(), "POST", path, body)
        response = self.api.post(path, content=body, headers=signed)
        public = self.headquarters.identity.signing.public_key()
        check_answer(
            public,
            response.status_code,
            dict(response.headers),
            response.content,
            Asked("POST", path, signed[SIGNATURE]),
        )
        return response
