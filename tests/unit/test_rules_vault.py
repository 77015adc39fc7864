"""What may be kept of a person, and that no word of it enters a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kiosk.domain import facts as f
from kiosk.domain import requests as r
from kiosk.domain.answers import Decision, Refusal
from kiosk.domain.privacy import Kept, Personal
from kiosk.domain.rules import decide
from kiosk.domain.setting import Moment
from tests.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Callable

CONSENT = "2026-11"


def nothing(_: str) -> Kept | None:
    return None


def decided(
    room: Reception,
    request: r.Request,
    role: str = "reception",
    kept: Callable[[str], Kept | None] = nothing,
) -> Decision | Refusal:
    moment = Moment(room.now_ms, r.By(role, "tablet-1", "1024"), room.new_id, kept=kept)
    return decide(room.day, request, room.setting, moment)


@pytest.fixture
def room() -> Reception:
    return Reception()


@pytest.mark.row("F1")
def test_a_record_with_consent_is_kept_beside_facts_that_hold_none_of_it(room: Reception) -> None:
    visit = room.issue().visit

    decision = decided(room, r.KeepRecord(visit, "王女士", "13812345678", words="补登存折", consent=CONSENT))

    assert isinstance(decision, Decision)
    contact, words = decision.kept
    assert (contact.of, contact.content["phone"]) == ("contact", "13812345678")
    assert (words.of, words.content) == ("words", {"words": "补登存折"})
    assert decision.facts == (
        f.RecordKept(contact.record, visit, "contact"),
        f.RecordKept(words.record, visit, "words"),
        f.ConsentGiven(contact.record, CONSENT, "zh"),
    )
    assert [decision.facts[one.fact] for one in decision.kept] == list(decision.facts[:2])
    assert "138" not in repr(decision)


@pytest.mark.row("F1")
@pytest.mark.parametrize("consent", ["", "2019-01"])
def test_without_consent_to_today_s_text_no_contact_is_kept(room: Reception, consent: str) -> None:
    visit = room.issue().visit

    assert decided(room, r.KeepRecord(visit, phone="13812345678", consent=consent)) == Refusal("no_consent")
    assert isinstance(decided(room, r.KeepRecord(visit, words="补登存折")), Decision)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({}, Refusal("nothing_to_keep")),
        ({"words": "   "}, Refusal("nothing_to_keep")),
        ({"phone": "138 1234", "consent": CONSENT}, Refusal("bad_answer", {"code": "phone"})),
        ({"phone": "1234", "consent": CONSENT}, Refusal("bad_answer", {"code": "phone"})),
        ({"address": "王" * 31, "consent": CONSENT}, Refusal("bad_answer", {"code": "address"})),
        ({"address": "王\u202e", "consent": CONSENT}, Refusal("text_not_allowed", {"field": "address"})),
        ({"words": "好" * 201}, Refusal("text_not_allowed", {"field": "words"})),
    ],
)
def test_what_cannot_be_kept_is_refused(room: Reception, fields: dict[str, str], refusal: Refusal) -> None:
    assert decided(room, r.KeepRecord(room.issue().visit, **fields)) == refusal  # type: ignore[arg-type]


@pytest.mark.row("A3")
def test_a_need_declared_with_a_ticket_is_kept_under_the_ticket_s_own_fact(room: Reception) -> None:
    plain = decided(room, r.IssueTicket("deposit"), "entrance")
    needy = decided(room, r.IssueTicket("deposit", care_needs=("pregnant",)), "entrance")

    assert isinstance(plain, Decision)
    assert isinstance(needy, Decision)
    assert plain.kept == ()
    assert [type(fact) for fact in needy.facts] == [type(fact) for fact in plain.facts]
    (kept,) = needy.kept
    assert (kept.of, kept.content, kept.fact) == ("care", {"needs": ["pregnant"]}, 0)
    assert "pregnant" not in repr(needy.facts)


@pytest.mark.row("A3")
def test_staff_make_sure_of_a_class_and_the_queue_follows(room: Reception) -> None:
    room.open("1")
    first, second = room.issue(), room.issue()
    room.wait(1)

    room.did(r.MarkCare(second.visit, ("disabled",)))
    room.wait(5)

    assert room.visit(second.visit).verified
    assert not room.visit(first.visit).verified
    assert room.leg(second.leg).care == "protected"
    assert room.call().leg == second.leg
    assert room.told
    assert "disabled" not in repr(room.recorded)


@pytest.mark.row("A3")
def test_a_declared_need_that_is_none_is_taken_back(room: Reception) -> None:
    ticket = room.issue(care_needs=("elderly",))

    decision = decided(room, r.MarkCare(ticket.visit))

    assert isinstance(decision, Decision)
    assert decision.facts == (f.CareMarked(ticket.visit, "ordinary"),)
    assert decision.kept == (Personal(ticket.visit, "care", ticket.visit, {"needs": []}),)


@pytest.mark.row("F3")
def test_a_record_is_read_for_a_reason_and_care_needs_by_nobody(room: Reception) -> None:
    def known(record: str) -> Kept | None:
        return {
            "c": Kept("c", "contact", "v", "2026-11-02"),
            "n": Kept("n", "care", "v", "2026-11-02"),
        }.get(record)

    read = decided(room, r.ReadRecord("c", "call_back"), kept=known)

    assert isinstance(read, Decision)
    assert read.facts == (f.RecordRead("c", "call_back"),)
    for record in ("n", "x"):
        assert decided(room, r.ReadRecord(record, "call_back"), kept=known) == Refusal("unknown_record")
        assert decided(room, r.ForgetRecord(record, "mistake"), kept=known) == Refusal("unknown_record")


def test_forgetting_a_record_is_one_fact_with_its_reason(room: Reception) -> None:
    decision = decided(
        room,
        r.ForgetRecord("c", "customer_asks"),
        kept=lambda _: Kept("c", "contact", "v", "2026-11-02"),
    )

    assert isinstance(decision, Decision)
    assert decision.facts == (f.RecordForgotten("c", "customer_asks"),)
