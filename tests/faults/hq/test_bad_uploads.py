"""Uploads that are wrong in every way: each is answered, signed and by name, leaves nothing, and costs little."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.wire.sync.answers import Accepted, Bad, Denied
from kiosk.wire.sync.signing import DIGEST, sign_request
from kiosk.wire.sync.upload import MOST_COMPRESSED, MOST_EXPANDED, enclosed, encode, pack
from tests.faults.hq.headquarters_process import HeadquartersProcess, running
from tests.faults.hq.journals import inbox, write_journal
from tests.faults.hq.scripted_branch import ScriptedBranch, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.wire.sync.answers import Answer

FACTS: Final = 40
ROOM_KB: Final = 64 * 1_024
"""What reading an upload may cost: both limits, a few times over."""


class Pair:
    """A headquarters that runs, and a branch that it knows."""

    def __init__(self, headquarters: HeadquartersProcess, branch: ScriptedBranch) -> None:
        self.headquarters, self.branch = headquarters, branch

    def say(self, body: bytes, headers: dict[str, str] | None = None) -> Answer:
        """Send any bytes and return the answer, which must be signed."""
        return self.branch.post(self.headquarters.port, body, headers).answer


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("bad")
    branch = ScriptedBranch(*write_journal(folder / "branch", FACTS))
    headquarters = HeadquartersProcess(folder / "hq")
    branch.enrol_at(headquarters)
    with running(headquarters):
        yield Pair(headquarters, branch)
    with headquarters.opened() as left:
        assert {seq for seq, _ in inbox(left)} <= set(range(1, FACTS + 1))


def lines(branch: ScriptedBranch, **told: object) -> bytes:
    """Return the first facts of a branch as an upload whose envelope tells something else."""
    head, _, rest = encode(enclosed(branch.epoch, branch.hashes[0], branch.facts[:5], 0)).partition(b"\n")
    envelope: dict[str, Any] = json.loads(head) | told
    return json.dumps(envelope).encode() + b"\n" + rest


def of_size(expanded: int) -> Callable[[ScriptedBranch], bytes]:
    """Return what makes an upload of so many bytes before compression."""

    def made(branch: ScriptedBranch) -> bytes:
        good = lines(branch)
        return pack(good + b" " * (expanded - len(good)))

    return made


BODIES: Final[dict[str, tuple[Callable[[ScriptedBranch], bytes], str]]] = {
    "nothing at all": (lambda _: b"", "compression"),
    "no zlib": (lines, "compression"),
    "zlib with a bit turned": (lambda b: pack(lines(b))[:40] + b"\0" + pack(lines(b))[41:], "compression"),
    "zlib cut short": (lambda branch: pack(lines(branch))[:-5], "compression"),
    "something behind the zlib": (lambda branch: pack(lines(branch)) + b"more", "compression"),
    "a byte too many when expanded": (of_size(MOST_EXPANDED + 1), "too_large"),
    "as many bytes as may be, but not lines": (of_size(MOST_EXPANDED), "chain"),
    "no envelope": (lambda _: pack(b"\n\n\n"), "envelope"),
    "an envelope without a bottom": (lambda _: pack(b'{"version":' + b"[" * 100_000 + b"\n"), "envelope"),
    "an envelope of somebody else": (lambda branch: pack(lines(branch, first="1")), "envelope"),
    "an envelope of the future": (lambda branch: pack(lines(branch, version=2)), "version"),
    "an epoch that is none": (lambda branch: pack(lines(branch, epoch="zz")), "envelope"),
    "a seq beyond all": (lambda branch: pack(lines(branch, first=1 << 62)), "envelope"),
    "a count too high": (lambda branch: pack(lines(branch, count=6)), "count"),
    "a count too low": (lambda branch: pack(lines(branch, count=4)), "count"),
    "a count of nothing": (lambda branch: pack(lines(branch, count=0)), "count"),
    "a count below nothing": (lambda branch: pack(lines(branch, count=-5)), "count"),
    "another last hash": (lambda branch: pack(lines(branch, last="00" * 32)), "chain"),
    "a first seq that is not its own": (lambda branch: pack(lines(branch, first=2)), "chain"),
}


@pytest.mark.parametrize("what", sorted(BODIES))
def test_an_upload_that_is_wrong_is_answered_by_name(pair: Pair, what: str) -> None:
    body, code = BODIES[what]

    assert pair.say(body(pair.branch)) == Bad(code)

    assert isinstance(pair.say(pair.branch.body(1, FACTS)), Accepted)


def test_more_than_anybody_may_send_is_refused_by_nobody_in_particular(pair: Pair) -> None:
    with pytest.raises(Unknown):
        pair.say(bytes(MOST_COMPRESSED + 1), pair.branch.signed(pair.branch.body(1, FACTS)))


def test_a_body_damaged_on_the_way_is_told_from_a_wrong_key(pair: Pair) -> None:
    body = pair.branch.body(1, FACTS)

    assert pair.say(body[:-1], pair.branch.signed(body)) == Bad("digest")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers: headers | {DIGEST: headers[DIGEST].replace("sha-256", "sha-512")},
        lambda headers: headers | {"signature": "k=:" + "A" * 86 + "==:"},
        lambda headers: headers | {"signature-input": headers["signature-input"].replace('"@path" ', "")},
        lambda headers: {DIGEST: headers[DIGEST]},
        lambda _: {},
    ],
)
def test_who_does_not_prove_to_be_the_branch_is_denied(
    pair: Pair, spoil: Callable[[dict[str, str]], dict[str, str]]
) -> None:
    body = pair.branch.body(1, FACTS)

    assert pair.say(body, spoil(pair.branch.signed(body))) in (Denied("wrong_key"), Bad("digest"))


def test_another_key_is_denied(pair: Pair) -> None:
    body = pair.branch.body(1, FACTS)
    headers = sign_request(Ed25519PrivateKey.generate(), pair.branch.key_id, "POST", pair.branch.path, body)

    assert pair.say(body, headers) == Denied("wrong_key")


def test_what_was_signed_for_another_path_is_denied(pair: Pair) -> None:
    body = pair.branch.body(1, FACTS)
    headers = sign_request(pair.branch.key, pair.branch.key_id, "POST", pair.branch.path + "/", body)

    assert pair.say(body, headers) == Denied("wrong_key")


def bomb() -> bytes:
    """Return zlib at its highest ratio, 1:1,027: a mebibyte of it is a gibibyte of zeros."""
    packer = zlib.compressobj(9)
    head = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    more = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    return (head + more * (MOST_COMPRESSED // len(more)))[:MOST_COMPRESSED]


def test_a_compression_bomb_is_dropped_without_being_inflated(pair: Pair) -> None:
    body = bomb()
    assert len(body) == MOST_COMPRESSED
    pair.say(pair.branch.body(1, FACTS))
    pair.headquarters.forget_memory()
    before = pair.headquarters.memory_kb()

    answers = [pair.say(body) for _ in range(3)]

    assert answers == [Bad("too_large")] * 3
    assert pair.headquarters.memory_kb() - before < ROOM_KB


@given(rubbish=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rubbish_in_the_lines_never_gets_in_and_is_always_answered(
    pair: Pair, rubbish: st.DataObject
) -> None:
    good = lines(pair.branch)
    start = rubbish.draw(st.integers(good.index(b"\n") + 1, len(good) - 1))
    end = rubbish.draw(st.integers(start, min(len(good), start + 60)))
    other = rubbish.draw(st.binary(max_size=60) | st.text(max_size=20).map(lambda text: text.encode()))
    spoilt = good[:start] + other + good[end:]

    answer = pair.say(pack(spoilt))

    if spoilt != good and not isinstance(answer, Accepted):
        assert isinstance(answer, Bad)
        assert answer.code in {"line", "count", "chain", "too_large"}
    assert isinstance(pair.say(pair.branch.body(1, FACTS)), Accepted)
