"""The table of protocol.md, Upload: what the branch does after each answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.branch.upload.course import (
    PACE,
    Course,
    Moment,
    Sent,
    Step,
    after,
    beside_ms,
    link_up,
    named_in,
    spared_ms,
    steadied_ms,
)
from kiosk.branch.upload.standing import NOWHERE, Standing, went_on
from kiosk.branch.upload.unknown import Trouble, Unknown
from kiosk.wire.sync.answers import Accepted, Acked, Bad, Busy, DenialCode, Denied, Fork, Gap, Receipt

if TYPE_CHECKING:
    from kiosk.wire.sync.answers import Answer

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
NOW = 1_790_000_000_000
OLD = Standing("hq", Acked("e1", 100, "h100"), b"", 1, succeeded_ms=5)
SENT = Sent("e1", 101, 200, "h100", "h200")
COURSE = Course(OLD, batch=500, failures=3)


def ours(seq: int) -> Acked | None:
    return Acked("e1", seq, f"h{seq}") if 0 < seq <= 300 else None


def step(answer: Answer | Unknown, course: Course = COURSE, sent: Sent = SENT, luck: float = 0.5) -> Step:
    return after(answer, course, Moment(sent, ours(named_in(answer)), luck, NOW, took_ms=1_000))


def accepted(seq: int, digest: str = "", hq_epoch: int = 1, **others: int) -> Accepted:
    acked = Acked("e1", seq, digest or f"h{seq}")
    return Accepted(Receipt.signed(KEY, "hq", "b1", acked, hq_epoch), 0, **others)


def gap(seq: int, digest: str = "", hq_epoch: int = 1) -> Gap:
    return Gap(Acked("e1", seq, digest or f"h{seq}") if seq else NOWHERE, hq_epoch)


def told(standing: Standing) -> dict[str, Any]:
    """Return what changed against OLD."""
    names = Standing.__dataclass_fields__
    return {name: getattr(standing, name) for name in names if getattr(standing, name) != getattr(OLD, name)}


def test_what_is_durable_moves_the_cursor_keeps_the_receipt_and_ends_every_alarm() -> None:
    troubled = replace(COURSE, standing=replace(OLD, frozen="hash", failure="hash"))

    went = step(accepted(200), troubled)

    standing = went.course.standing
    assert (standing.acked, standing.frozen, standing.failure) == (Acked("e1", 200, "h200"), "", "")
    assert standing.succeeded_ms == NOW
    assert standing.proof is not None
    assert standing.proof.holds(KEY.public_key())
    assert (went.course.batch, went.course.failures, went.course.first, went.wait_ms) == (1_000, 0, 201, 0)


def test_headquarters_may_ask_for_smaller_uploads_and_for_a_pause() -> None:
    went = step(accepted(200, batch=40, wait_ms=700))

    assert (went.course.batch, went.wait_ms) == (40, 700)


def test_headquarters_that_holds_more_of_ours_is_believed_where_our_chain_says_the_same() -> None:
    assert step(accepted(250)).course.first == 251
    beyond = step(accepted(250, "another")).course
    assert (beyond.first, beyond.standing.receipt) == (201, b"")
    lost = step(accepted(900)).course
    assert (lost.first, lost.standing.acked) == (201, Acked("e1", 200, "h200"))


def test_a_backlog_leaves_whoever_is_served_the_lane_and_a_core_and_a_slow_line_is_not_slowed_further() -> (
    None
):
    of_1000 = [steadied_ms(1_000, took_ms) for took_ms in (0, 100, 200, 5_000)]

    assert of_1000 == [153, 53, 0, 0]
    quick = after(accepted(200), COURSE, Moment(SENT, ours(200), 0.5, NOW, took_ms=5))
    assert quick.wait_ms == steadied_ms(100, 5) == 10


def test_on_a_lan_facts_go_every_ten_seconds_and_on_a_slow_line_every_quarter_of_an_hour() -> None:
    trips_ms = (0, 5, 120, 200, 800, 1_900, 60_000)

    facts = [spared_ms(PACE.gather_ms, trip_ms) for trip_ms in trips_ms]
    beside = [beside_ms(PACE.beside_ms, trip_ms) for trip_ms in trips_ms]

    assert facts == [10_000, 10_000, 10_000, 50_000, 350_000, 900_000, 900_000]
    assert beside == [60_000, 60_000, 60_000, 200_000, 1_400_000, 3_600_000, 3_600_000]


@pytest.mark.row("F2")
@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (accepted(200, "another"), "hash"),
        (accepted(150, "another"), "hash"),
        (accepted(60), "rewound"),
        (gap(60), "rewound"),
        (gap(0), "rewound"),
        (gap(250, "another"), "hash"),
        (gap(900), "hash"),
        (gap(100), "hash"),
        (Fork("e1", 150, "h150"), "hash"),
        (Fork("e1", 900, "x"), "hash"),
    ],
    ids=str,
)
def test_a_word_that_cannot_be_true_beside_ours_stops_the_upload_and_freezes_the_purge(
    answer: Answer, why: str
) -> None:
    went = step(answer)

    assert told(went.course.standing) == {"frozen": why, "failure": why, "failed_ms": NOW}
    assert (went.wait_ms, went.fork) == (PACE.denied_ms, 0)


@pytest.mark.row("F2")
@pytest.mark.parametrize(
    ("answer", "first"),
    [
        (gap(60, hq_epoch=2), 61),
        (gap(0, hq_epoch=2), 1),
        (gap(60, "x", 2), 1),
        (accepted(60, hq_epoch=2), 61),
    ],
    ids=str,
)
def test_a_restored_headquarters_gets_everything_again_and_nothing_is_purged_until_then(
    answer: Answer, first: int
) -> None:
    back = step(answer)

    assert (back.course.first, back.wait_ms) == (first, 0)
    assert (back.course.standing.frozen, back.course.standing.until) == ("restored", 100)
    sent = Sent("e1", first, 99, "", "h99")
    nearly = step(accepted(99, hq_epoch=2), back.course, sent).course
    assert nearly.standing.frozen == "restored"
    whole = step(accepted(100, hq_epoch=2), nearly, Sent("e1", 100, 100, "", "h100")).course.standing
    assert (whole.frozen, whole.until, whole.hq_epoch) == ("", 0, 2)


@pytest.mark.row("F2")
@pytest.mark.parametrize("late", [accepted(200), accepted(60), gap(0), gap(250)], ids=str)
def test_what_headquarters_said_before_it_was_restored_moves_nothing(late: Answer) -> None:
    back = step(gap(60, hq_epoch=2)).course

    went = step(late, back, Sent("e1", 61, 200, "h60", "h200")).course.standing

    assert (went.acked, went.frozen, went.receipt) == (Acked("e1", 60, "h60"), "rewound", b"")
    assert (went.until, went.hq_epoch) == (100, 2)


def test_headquarters_that_wants_what_was_purged_here_is_told_to_people() -> None:
    new = Course(Standing("hq"))

    went = after(gap(0), new, Moment(Sent("e1", 501, 600, "h500", "h600"), None, 0.5, NOW))

    assert (went.course.standing.failure, went.wait_ms) == ("hash", PACE.denied_ms)


def test_no_answer_makes_a_branch_wait_for_ever() -> None:
    assert step(accepted(200, wait_ms=1 << 60)).wait_ms == 3_600_000
    assert step(Busy(1 << 60), luck=0).wait_ms == 3_600_000


def test_a_gap_further_on_is_jumped_to() -> None:
    assert step(gap(250)).course.first == 251


@pytest.mark.row("F2")
def test_another_fact_at_headquarters_begins_a_new_epoch_behind_the_last_common_one() -> None:
    went = step(Fork("e1", 150, "another"))

    assert (went.fork, went.course.standing) == (149, OLD)
    assert went.wait_ms == 4_000  # forks without end back off


def test_the_last_common_fact_is_looked_for_further_back_until_it_is_found() -> None:
    sent = Sent("e1", 2_501, 2_600, "x", "y")
    course = Course(replace(OLD, acked=Acked("e1", 2_500, "x")))
    differs = Moment(sent, Acked("e1", 2_500, "x"), 0.5, NOW)

    back = after(Fork("e1", 2_500, "another"), course, differs)
    assert (back.course.first, back.fork) == (1_501, 0)
    part = Moment(Sent("e1", 1_501, 1_900, "", "h"), Acked("e1", 1_900, "h"), 0.5, NOW)
    on = after(Accepted(Receipt.signed(KEY, "hq", "b1", Acked("e1", 1_900, "h"), 1), 0), back.course, part)
    assert (on.course.first, on.course.standing.acked.seq) == (1_901, 2_500)
    found = Moment(Sent("e1", 1_901, 2_500, "", ""), Acked("e1", 2_000, "z"), 0.5, NOW)
    assert after(Fork("e1", 2_000, "another"), on.course, found).fork == 1_999


def test_a_bad_upload_is_halved_and_a_single_fact_goes_unread() -> None:
    went = step(Bad("line"))
    assert (went.course.batch, went.wait_ms) == (50, 0)
    alone = step(Bad("line"), sent=Sent("e1", 101, 101, "", "")).course
    assert (alone.batch, alone.opaque) == (1, True)
    through = step(accepted(101), alone, Sent("e1", 101, 101, "", "h101", opaque=True)).course
    assert (through.batch, through.opaque) == (2, False)


def test_a_fact_that_is_taken_in_no_form_is_told() -> None:
    went = step(Bad("too_large"), sent=Sent("e1", 101, 101, "", "", opaque=True))

    assert told(went.course.standing) == {"failure": "refused", "failed_ms": NOW}
    assert (went.wait_ms, went.course.opaque) == (PACE.denied_ms, False)


@pytest.mark.parametrize("code", get_args(DenialCode))
def test_a_branch_that_is_not_let_in_keeps_everything_and_tries_in_a_quarter_of_an_hour(
    code: DenialCode,
) -> None:
    went = step(Denied(code))

    assert told(went.course.standing) == {"failure": code, "failed_ms": NOW}
    assert (went.wait_ms, went.course.first) == (15 * 60_000, 101)


@pytest.mark.parametrize("answer", [Busy(5_000), Unknown("pressure", 5_000)])
def test_whoever_asks_for_patience_is_never_asked_sooner_and_not_by_all_at_once(
    answer: Answer | Unknown,
) -> None:
    assert [step(answer, luck=luck).wait_ms for luck in (0, 0.5, 0.999)] == [5_000, 35_000, 64_940]


@pytest.mark.parametrize("why", [one for one in get_args(Trouble) if one != "pressure"])
def test_what_nobody_knows_is_asked_again_later_and_later_by_halves(why: Trouble) -> None:
    course, longest, batches = Course(OLD, batch=100), [], []
    for _ in range(12):
        went = step(Unknown(why), course, replace(SENT, last=100 + course.batch), luck=1)
        course = went.course
        longest.append(went.wait_ms // 1000)
        batches.append(course.batch)

    assert longest == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    assert batches == [50, 25, 12, 6, 3, 1, 1, 1, 1, 1, 1, 1]
    assert step(Unknown(why), course, luck=0).wait_ms == 0
    assert step(Unknown("server", 7_000), course, luck=0).wait_ms == 7_000


def test_when_the_link_comes_up_no_second_sees_more_than_a_twentieth_of_the_branches() -> None:
    waits = [link_up(COURSE, number / 1_000).wait_ms // 1_000 for number in range(1_000)]

    assert max(waits.count(second) for second in set(waits)) <= 50
    assert link_up(COURSE, 0.5).course.failures == 0


def test_another_headquarters_begins_with_nothing_and_its_next_key_goes_on() -> None:
    assert OLD.at("next", frozenset({"hq"})) == replace(OLD, headquarters="next")
    assert OLD.at("other", frozenset()) == Standing("other")


def test_only_another_success_need_not_be_on_the_disk_at_once() -> None:
    further = replace(OLD, acked=Acked("e1", 200, "h200"), receipt=b"{}", succeeded_ms=NOW)

    assert went_on(OLD, further)
    assert not went_on(Standing("hq"), further)
    assert not went_on(replace(OLD, failure="busy"), further)
    assert not went_on(further, OLD)
    for others in ({"frozen": "hash"}, {"failure": "busy"}, {"hq_epoch": 2}, {"headquarters": "other"}):
        assert not went_on(OLD, replace(further, **others))
