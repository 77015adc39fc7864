"""How a branch comes to a headquarters: it makes a key, asks with a voucher or its code, and people compare six words.

Nothing is kept before they have. Cut off anywhere, the same is asked again with the same key and comes to the same end.
Works beside a running service, which looks for its enrolment by itself.
"""

import asyncio
import base64
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import reading
from kiosk.branch.upload.client import Client, is_about_certificate, trusted
from kiosk.branch.upload.enrolment import Enrolment, load_enrolment, save_enrolment
from kiosk.branch.upload.unknown import Trouble, Unknown
from kiosk.domain.facts import EpochStarted
from kiosk.records.database.keys import load_key, make_key
from kiosk.records.database.lock import FolderLock
from kiosk.records.database.problems import StoreProblem, naming_problems
from kiosk.resources import resources
from kiosk.wire.sync.enrolling import (
    PATH,
    Asking,
    BadCall,
    RefusalCode,
    Refused,
    Welcome,
    read_answer,
)
from kiosk.wire.sync.voucher import BadVoucher, BadVoucherCode, Voucher, read_voucher, usable_url

Why = (
    Trouble
    | BadVoucherCode
    | RefusalCode
    | Literal["bad_ca", "no_facts", "not_confirmed", "declined", "not_enrolled"]
)

_KEY_BYTES: Final = 32
_DONE: Final = 200
_PATIENCE_S: Final = 30.0
_MOST_NAME: Final = 60


class NotEnrolled(Exception):
    """Nothing was kept; `why` says what is in the way, `wait_s` how long headquarters asks to wait."""

    def __init__(self, why: Why, wait_s: int = 0) -> None:
        """Say why."""
        self.why, self.wait_s = why, wait_s
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who this branch is by its own journal. `name` is what people call it, empty where its file cannot be read."""

    branch: str
    name: str
    demonstration: bool


@dataclass(frozen=True, slots=True)
class Brought:
    """What a branch asks with: the file of a voucher, or the code of one and where headquarters is."""

    file: bytes = b""
    code: str = ""
    url: str = ""
    ca_pem: str = ""


@dataclass(frozen=True, slots=True)
class SixWords:
    """What people compare, in both languages."""

    zh: tuple[str, ...]
    en: tuple[str, ...]


def standing(data: Path) -> Standing:
    """Return who the branch of a data folder is. StoreProblem: no database to read. NotEnrolled: it never started."""
    with reading(data) as (_, _, conn):
        journal = Journal(conn)
        head = journal.head
        begun = next(iter(journal.after(head.epoch_seq - 1, 1)), None)
    if begun is None or not isinstance(begun.fact, EpochStarted):
        raise NotEnrolled("no_facts")
    return Standing(head.branch, _name(data), begun.fact.demonstration)


def enrol(data: Path, brought: Brought, is_right: Callable[[SixWords], bool]) -> Enrolment:
    """Come to a headquarters and keep what it tells; return that.

    `is_right` is asked whether the six words are those that headquarters sees.

    Raises:
        NotEnrolled: nothing was kept.
        StoreProblem: the data folder is in the way, or `locked`, somebody else is enrolling.
    """
    here, folder = standing(data), BranchFiles(data).keys / "headquarters"
    with FolderLock(folder / "enrolling.lock"):
        hers = _headquarters(here, brought)
        draft = replace(hers, key=_key_for(folder, hers))
        enrolment = asyncio.run(_asked(draft, here, brought))
        if not is_right(SixWords(*enrolment.words)):
            raise NotEnrolled("declined" if asyncio.run(_declined(folder, enrolment)) else "not_confirmed")
        save_enrolment(folder.parent, enrolment)
        (folder / "asking.key").unlink(missing_ok=True)
    return enrolment


def _headquarters(here: Standing, brought: Brought) -> Enrolment:
    """Return where headquarters is and its keys, with a key of the branch that is none of its own yet."""
    nobody = Ed25519PrivateKey.generate()
    try:
        if not brought.file:
            url = usable_url(brought.url)
            return _who(Enrolment(url, here.branch, nobody, b"", b"", brought.ca_pem))
        voucher = read_voucher(brought.file)
    except BadVoucher as bad:
        raise NotEnrolled(bad.code) from bad
    _refuse_at_once(here, voucher)
    signing, sealing = bytes.fromhex(voucher.hq_signing), bytes.fromhex(voucher.hq_sealing)
    return Enrolment(voucher.url, here.branch, nobody, signing, sealing, voucher.ca_pem)


def _refuse_at_once(here: Standing, voucher: Voucher) -> None:
    """Spare the way of a voucher that is plainly not for this branch."""
    if voucher.demonstration != here.demonstration:
        raise NotEnrolled("demonstration" if here.demonstration else "real")
    if voucher.sites and here.branch not in voucher.sites:
        raise NotEnrolled("other_site")


def _who(draft: Enrolment) -> Enrolment:
    """Ask whoever is at the address for its keys. Nothing proves them but the six words."""
    try:
        response = httpx.get(
            draft.url + PATH,
            verify=trusted(draft),
            timeout=_PATIENCE_S,
            trust_env=False,
            follow_redirects=False,
        )
        told = msgspec.json.decode(response.content, type=dict[str, str])
        signing, sealing = bytes.fromhex(told["hq_signing"]), bytes.fromhex(told["hq_sealing"])
        if (len(signing), len(sealing)) != (_KEY_BYTES, _KEY_BYTES):
            raise NotEnrolled("stranger")
    except httpx.TimeoutException as error:
        raise NotEnrolled("timeout") from error
    except (httpx.HTTPError, OSError) as error:
        raise NotEnrolled("certificate" if is_about_certificate(error) else "no_link") from error
    except (ValueError, KeyError) as error:
        raise NotEnrolled("stranger") from error
    return replace(draft, hq_signing=signing, hq_sealing=sealing)


def _key_for(folder: Path, hers: Enrolment) -> Ed25519PrivateKey:
    """Return the key to ask with: the one this headquarters knows already, else one that stays until it is answered."""
    try:
        known = load_enrolment(folder.parent)
    except StoreProblem:  # damaged: enrolling again mends it
        known = None
    if known is not None and hers.hq_signing in {known.hq_signing, *known.former}:
        return known.key
    return kept_key(folder / "asking.key")


def kept_key(file: Path) -> Ed25519PrivateKey:
    """Return the key in a file, made now if there is none, so that who is cut off asks with the same one again."""
    with naming_problems(file):
        if not file.exists():
            make_key(file)
        return Ed25519PrivateKey.from_private_bytes(load_key(file))


async def _asked(draft: Enrolment, here: Standing, brought: Brought) -> Enrolment:
    """Ask headquarters and return the enrolment it grants."""
    file = base64.b64encode(brought.file).decode()
    asking = Asking(
        here.branch, here.name, draft.public.hex(), here.demonstration, file, "" if file else brought.code
    )
    client = Client(draft)
    try:
        came = await client.say(PATH, msgspec.json.encode(asking))
    finally:
        await client.close()
    answer = _understood(came)
    now = client.enrolment
    if answer.branch != here.branch or answer.hq_signing != now.hq_signing.hex():
        raise NotEnrolled("stranger")
    return replace(now, hq_sealing=bytes.fromhex(answer.hq_sealing))


async def _declined(folder: Path, enrolment: Enrolment) -> bool:
    """Tell headquarters that nobody confirmed the six words; return whether it has taken the branch out again.

    Not if this very key stands there already, confirmed before: then nothing changes.
    """
    with suppress(StoreProblem):
        known = load_enrolment(folder.parent)
        if known is not None and known.public == enrolment.public:
            return False
    client = Client(enrolment)
    try:
        came = await client.post(f"{client.home}/declined", b"{}")
        return (
            came is not None
            and came[0] == _DONE
            and msgspec.json.decode(came[1], type=dict[str, bool])["out"]
        )
    except (ValueError, KeyError):
        return False
    finally:
        await client.close()


def _understood(came: tuple[int, bytes] | Unknown) -> Welcome:
    if isinstance(came, Unknown):
        raise NotEnrolled(came.why, -(-came.wait_ms // 1000))
    try:
        answer = read_answer(came[1])
    except BadCall as error:
        raise NotEnrolled("stranger") from error
    if isinstance(answer, Refused):
        raise NotEnrolled(answer.code, answer.wait_s)
    return answer


def _name(data: Path) -> str:
    """Return what the branch calls itself in its own file. It is told, and nothing is decided by it."""
    own = data / "catalogue" / "branch.toml"
    file = own if own.exists() else resources() / "catalogue" / "branch.toml"
    try:
        return str(tomllib.loads(file.read_text("utf-8"))["name"]["zh"])[:_MOST_NAME]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
