"""How a branch changes the key it signs with: the new one is announced under the old, and both are good until it is used."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.database.files import BranchFiles
from kiosk.branch.upload.client import Client
from kiosk.branch.upload.enrolling import NotEnrolled, Why, kept_key
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.branch.upload.unknown import Unknown
from kiosk.records.database.lock import FolderLock
from kiosk.wire.sync.answers import BadAnswer, Busy, Denied, decode_answer
from kiosk.wire.sync.enrolling import announced, key_kept

_OK: Final = 200


def renew_key(data: Path) -> Enrolment:
    """Sign with another key from now on; the old one ends when headquarters hears the new one. Return the enrolment.

    Raises:
        NotEnrolled: nothing was changed, and the old key is good; `not_enrolled`, there is no headquarters.
        StoreProblem: as `enrol`.
    """
    folder = BranchFiles(data).keys / "headquarters"
    enrolment = load_enrolment(folder.parent)
    if enrolment is None:
        raise NotEnrolled("not_enrolled")
    with FolderLock(folder / "enrolling.lock"):
        key = kept_key(folder / "next.key")
        if (
            key.public_key().public_bytes_raw() == enrolment.public
        ):  # a change that was cut off after it was through
            (folder / "next.key").unlink()
            key = kept_key(folder / "next.key")
        now = replace(asyncio.run(_announced(enrolment, key)), key=key)
        save_enrolment(folder.parent, now)
        (folder / "next.key").unlink(missing_ok=True)
    return now


async def _announced(enrolment: Enrolment, key: Ed25519PrivateKey) -> Enrolment:
    """Tell headquarters of another key; return the enrolment as it is after the answer."""
    client = Client(enrolment)
    try:
        said = announced(enrolment.branch, enrolment.public, key)
        came = await client.say(f"{client.home}/key", msgspec.json.encode(said))
    finally:
        await client.close()
    if isinstance(came, Unknown):
        raise NotEnrolled(came.why, -(-came.wait_ms // 1000))
    if came != (_OK, key_kept(key.public_key().public_bytes_raw())):
        raise NotEnrolled(_denied(came[1]))
    return client.enrolment


def _denied(body: bytes) -> Why:
    try:
        answer = decode_answer(body)
    except BadAnswer:
        return "stranger"
    if isinstance(answer, Denied):
        return "revoked" if answer.code == "revoked" else "wrong_key"
    return "busy" if isinstance(answer, Busy) else "stranger"
