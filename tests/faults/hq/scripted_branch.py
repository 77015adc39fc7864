"""A branch that says to headquarters what a test tells it to: signed like a real one, and as patient as the test wants."""

from __future__ import annotations

import time
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Final, NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.answers import Accepted, Acked, Answer, BadAnswer, Gap, decode_answer
from kiosk.wire.sync.signing import SIGNATURE, Asked, BadSignature, check_answer, sign_request
from kiosk.wire.sync.upload import StoredFact, chained, enclosed, encode, pack
from tests.headquarters import BRANCH, public_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.faults.hq.headquarters_process import HeadquartersProcess

_TIMEOUT_S: Final = 20.0


class Told(NamedTuple):
    """What came back whole and signed by headquarters."""

    status: int
    answer: Answer
    headers: dict[str, str]


class Unknown(Exception):
    """Nobody knows what became of the request."""


class ScriptedBranch:
    """The facts of one epoch of a branch, its key, and how far headquarters has said it holds them."""

    def __init__(self, epoch: bytes, facts: Sequence[StoredFact], branch: str = BRANCH) -> None:
        self.branch, self.epoch, self.facts = branch, epoch, list(facts)
        self.key = Ed25519PrivateKey.generate()
        self.hashes = [NOTHING_BEFORE, *chained(epoch, NOTHING_BEFORE, facts)]
        self.headquarters = b""
        self.acked = 0

    @property
    def path(self) -> str:
        """Where uploads go."""
        return f"/v1/branches/{self.branch}/facts"

    @property
    def key_id(self) -> str:
        """The name of its key."""
        return public_of(self.key)[:8].hex()

    def enrol_at(self, headquarters: HeadquartersProcess) -> None:
        """Become known there, while it does not run."""
        self.headquarters = headquarters.enrol(self.branch, public_of(self.key))

    def body(self, first: int, last: int) -> bytes:
        """Return the upload of some of its facts, by seq."""
        return pack(encode(enclosed(self.epoch, self.hashes[first - 1], self.facts[first - 1 : last], 0)))

    def signed(self, body: bytes) -> dict[str, str]:
        """Return the headers a body is sent with."""
        return sign_request(self.key, self.key_id, "POST", self.path, body)

    def post(self, port: int, body: bytes, headers: dict[str, str] | None = None) -> Told:
        """Send any bytes. Unknown: no whole answer came that headquarters signed for this request."""
        headers = self.signed(body) if headers is None else headers
        with closing(HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)) as connection:
            try:
                connection.request("POST", self.path, body, headers)
                came = connection.getresponse()
                got = came.read()
                told = {name.lower(): value for name, value in came.getheaders()}
                signer = Ed25519PublicKey.from_public_bytes(self.headquarters)
                asked = Asked("POST", self.path, headers.get(SIGNATURE, ""))
                check_answer(signer, came.status, told, got, asked)
                return Told(came.status, decode_answer(got), told)
            except (OSError, HTTPException, BadSignature, BadAnswer) as error:
                raise Unknown from error

    def send(self, port: int, first: int, last: int) -> Answer:
        """Send some of its facts and believe the answer as far as it proves itself."""
        answer = self.post(port, self.body(first, last)).answer
        if isinstance(answer, Accepted):
            assert answer.receipt.branch == self.branch
            assert answer.receipt.holds(Ed25519PublicKey.from_public_bytes(self.headquarters))
            self._believe(answer.acked)
        elif isinstance(answer, Gap) and answer.acked.epoch in {"", self.epoch.hex()}:
            self.acked = answer.acked.seq
        return answer

    def _believe(self, acked: Acked) -> None:
        assert acked.epoch == self.epoch.hex()
        assert acked.hash == self.hashes[acked.seq].hex()
        self.acked = acked.seq

    def deliver(
        self, port: int, batch: int = 1_000, upto: int = 0, stopped: Callable[[], bool] = lambda: False
    ) -> None:
        """Send until all up to a seq (all) is acknowledged, again and again what nobody knows the outcome of."""
        last = upto or len(self.facts)
        while self.acked < last and not stopped():
            try:
                self.send(port, self.acked + 1, min(self.acked + batch, last))
            except Unknown:
                time.sleep(0.01)
