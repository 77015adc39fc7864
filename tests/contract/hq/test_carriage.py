"""A branch without a link: its facts on a stick are worth exactly what they are worth over a link, and nobody reads them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.branch.database.store import Store
from kiosk.branch.upload.carriage import NotEnrolled, carry_out
from kiosk.branch.upload.enrolment import Enrolment, save_enrolment
from kiosk.branch.upload.hearing import read_receipts
from kiosk.hq.carriage import carry_in
from kiosk.hq.enrolment import revoke
from kiosk.hq.sites import turn
from kiosk.records.database.problems import StoreProblem
from kiosk.wire.chain import NOTHING_BEFORE
from kiosk.wire.sync.answers import Accepted, Denied, Gap
from kiosk.wire.sync.carriage import MAGIC, BadCarriage, Carriage, Sender, write_carriage
from kiosk.wire.sync.carried import BadReceipts
from kiosk.wire.sync.upload import chained, enclosed, encode, pack
from tests.headquarters import BRANCH, HERE, enrolled, stored_facts
from tests.sample_day import two_days, write_down

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.hq.headquarters import Headquarters

HASHES = "SELECT seq, id, hash FROM {} ORDER BY seq"
NOW = HERE.now_ms


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def enrolment(headquarters: Headquarters) -> Enrolment:
    identity = headquarters.identity
    key = enrolled(headquarters)
    return Enrolment("http://127.0.0.1:1", BRANCH, key, identity.signing_public, identity.sealing_public)


@pytest.fixture
def branch(tmp_path: Path, enrolment: Enrolment) -> Path:
    """A data folder with two days in it."""
    with Store.open(tmp_path / "branch") as store:
        write_down(store, two_days().recorded)
    save_enrolment(tmp_path / "branch" / "keys", enrolment)
    return tmp_path / "branch"


def journal_of(data: Path) -> list[tuple[int, bytes, bytes]]:
    with Store.open(data) as store:
        return [tuple(row) for row in store.conn.execute(HASHES.format("journal")).fetchall()]


def inbox_of(headquarters: Headquarters) -> list[tuple[int, bytes, bytes]]:
    with headquarters.store.server_of(BRANCH).read() as conn:
        return [
            (seq, bytes(key), bytes(digest))
            for seq, key, digest in conn.execute(HASHES.format("inbox")).fetchall()
        ]


@pytest.mark.row("F2")
def test_what_a_stick_brings_is_kept_once_however_often_it_comes_and_the_answer_is_a_receipt(
    headquarters: Headquarters, enrolment: Enrolment, branch: Path, stick: Path
) -> None:
    out = carry_out(branch, stick, NOW)

    with out.file.open("rb") as file:
        first, again = (carry_in(headquarters, file, lambda _: None) for _ in range(2))

    assert inbox_of(headquarters) == journal_of(branch)
    assert out.last == len(inbox_of(headquarters))
    for done in (first, again):
        (one,) = read_receipts(done.receipts, enrolment).answers
        assert isinstance(one.answer, Accepted)
        assert one.answer.acked.seq == out.last
    assert list(stick.iterdir()) == [out.file]


def test_nobody_but_headquarters_reads_the_stick(branch: Path, stick: Path) -> None:
    out = carry_out(branch, stick, NOW)

    content = out.file.read_bytes()

    assert b"ticket" not in content
    with out.file.open("rb") as file, pytest.raises(BadCarriage, match="other_headquarters"):
        next(Carriage(file).uploads(X25519PrivateKey.generate()))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 1 << 20), how=st.sampled_from(["cut", "change", "add"]))
def test_a_file_that_is_not_whole_brings_nothing(
    headquarters: Headquarters, branch: Path, stick: Path, at: int, how: str
) -> None:
    file = next(iter(stick.iterdir()), None) or carry_out(branch, stick, NOW).file
    content = bytearray(file.read_bytes())
    at %= len(content)
    if how == "change":
        content[at] ^= 0x55
    broken = {"cut": content[:at], "change": content, "add": content + b"\0"}[how]

    with pytest.raises(BadCarriage):
        carry_in(headquarters, io.BytesIO(bytes(broken)), lambda _: None)

    assert inbox_of(headquarters) == []


def test_a_stranger_a_revoked_branch_and_one_nobody_knows_bring_nothing(
    headquarters: Headquarters, enrolment: Enrolment, branch: Path, stick: Path
) -> None:
    out = carry_out(branch, stick, NOW)

    def code_of(sender: Sender) -> str:
        with io.BytesIO() as file:
            write_carriage(file, sender, [], NOW)
            with pytest.raises(BadCarriage) as bad:
                carry_in(headquarters, file, lambda _: None)
        return bad.value.code

    sealing, stranger = enrolment.hq_sealing, Ed25519PrivateKey.generate()
    assert code_of(Sender("nobody", enrolment.key_id, enrolment.key, sealing)) == "not_enrolled"
    assert code_of(Sender(BRANCH, "0" * 16, stranger, sealing)) == "wrong_key"
    assert code_of(Sender(BRANCH, enrolment.key_id, stranger, sealing)) == "signature"
    with headquarters.store.server_of(BRANCH).write() as conn:
        turn(conn, BRANCH, "revoked", NOW)
    with out.file.open("rb") as file, pytest.raises(BadCarriage, match="revoked"):
        carry_in(headquarters, file, lambda _: None)
    assert inbox_of(headquarters) == []


def test_a_branch_that_is_revoked_while_its_stick_is_read_brings_nothing_more(
    headquarters: Headquarters, enrolment: Enrolment, branch: Path
) -> None:
    with Store.open(branch) as store:
        epoch, facts = stored_facts(store.conn)
    hashes = [NOTHING_BEFORE, *chained(epoch, NOTHING_BEFORE, facts)]
    bodies = [pack(encode(enclosed(epoch, hashes[at], facts[at : at + 10], 0))) for at in (0, 10)]
    sender = Sender(BRANCH, enrolment.key_id, enrolment.key, enrolment.hq_sealing)
    server = headquarters.store.server_of(BRANCH)

    with io.BytesIO() as file:
        write_carriage(file, sender, bodies, NOW)
        done = carry_in(headquarters, file, lambda _: revoke(server, BRANCH, "1001", NOW))

    assert (done.uploads, done.last) == (1, Denied("revoked"))
    assert len(inbox_of(headquarters)) == 10


@pytest.mark.parametrize("head", [b"[" * 4_000, b'{"x":' * 700 + b"1"])
def test_a_head_without_a_bottom_is_none(headquarters: Headquarters, head: bytes) -> None:
    file = io.BytesIO(MAGIC + len(head).to_bytes(4, "big") + head + bytes(64))

    with pytest.raises(BadCarriage, match="format"):
        carry_in(headquarters, file, lambda _: None)


def test_a_stick_of_a_branch_with_an_impossible_code_brings_nothing(
    headquarters: Headquarters, enrolment: Enrolment
) -> None:
    with io.BytesIO() as file:
        write_carriage(file, Sender("b\0", enrolment.key_id, enrolment.key, enrolment.hq_sealing), [], NOW)
        with pytest.raises(BadCarriage, match="format"):
            carry_in(headquarters, file, lambda _: None)


def test_frames_of_one_file_open_in_no_other_and_in_no_other_order(enrolment: Enrolment) -> None:
    mine = X25519PrivateKey.generate()
    sender = Sender(BRANCH, "k", enrolment.key, mine.public_key().public_bytes_raw())
    file = io.BytesIO()
    write_carriage(file, sender, [b"one", b"two"], NOW)
    content = file.getvalue()
    frames = content[-64 - 20 - 23 - 23 : -64]
    for other in (
        frames[23:46] + frames[:23] + frames[46:],
        frames[:23] * 2 + frames[46:],
        frames[46:],
        frames[:46],
    ):
        with pytest.raises(BadCarriage):
            list(Carriage(io.BytesIO(content[: -len(frames) - 64] + other + content[-64:])).uploads(mine))

    assert list(Carriage(file).uploads(mine)) == [b"one", b"two"]


def test_a_stick_that_comes_after_one_that_was_lost_is_told_where_to_begin(
    headquarters: Headquarters, enrolment: Enrolment, branch: Path, stick: Path
) -> None:
    with carry_out(branch, stick, NOW).file.open("rb") as file:
        (whole,) = Carriage(file).uploads(headquarters.identity.sealing)
    with Store.open(branch) as store, store.write() as conn:
        conn.execute("UPDATE sync SET headquarters = ?, seq = 5", (enrolment.hq_signing.hex(),))

    with carry_out(branch, stick, NOW + 1).file.open("rb") as file:
        done = carry_in(headquarters, file, lambda _: None)

    assert whole
    assert isinstance(done.last, Gap)
    assert done.uploads == 0
    assert inbox_of(headquarters) == []


def test_answers_are_believed_only_from_headquarters_and_only_to_this_branch(
    headquarters: Headquarters, enrolment: Enrolment, branch: Path, stick: Path
) -> None:
    with carry_out(branch, stick, NOW).file.open("rb") as file:
        receipts = carry_in(headquarters, file, lambda _: None).receipts
    other = Enrolment("", "b2", enrolment.key, enrolment.hq_signing, enrolment.hq_sealing)

    for content, reader in (
        (receipts.replace(b"accepted", b"rejected"), enrolment),
        (receipts[:-1], enrolment),
        (b"\xff" + receipts, enrolment),
        (b"", enrolment),
        (receipts, other),
    ):
        with pytest.raises(BadReceipts):
            read_receipts(content, reader)


def test_a_stick_that_is_full_or_not_there_is_said_so_and_nothing_half_is_left(
    branch: Path, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(StoreProblem) as gone:
        carry_out(branch, tmp_path / "no-stick", NOW)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kiosk.branch.upload.carriage.os.fsync", full)
    with pytest.raises(StoreProblem) as problem:
        carry_out(branch, stick, NOW)

    assert gone.value.code == "no_folder"
    assert problem.value.code in {"disk_full", "disk_fault"}
    assert list(stick.iterdir()) == []
    assert not (tmp_path / "no-stick").exists()


def test_a_branch_without_headquarters_carries_nothing(tmp_path: Path, stick: Path) -> None:
    with Store.open(tmp_path / "lonely") as store:
        write_down(store, two_days().recorded)

    with pytest.raises(NotEnrolled):
        carry_out(tmp_path / "lonely", stick, NOW)

    assert list(stick.iterdir()) == []
