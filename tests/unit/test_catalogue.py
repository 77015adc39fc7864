"""The shipped catalogue holds every service of the manual, and its questions make the list of materials."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.catalogue import (
    STEPS,
    UNCONFIRMED,
    Catalogue,
    Service,
    Text,
    bad_answers,
    every_answers,
    machine_can,
    materials_for,
    questions_for,
)
from tests.catalogue_samples import catalogue_tables, shipped_catalogue

MANUAL = {
    "personal": ["存款", "取款", "转账", "汇款", "信用卡", "个人贷款", "理财"],
    "corporate": ["企业存款", "企业贷款", "企业结算", "企业理财", "国际贸易融资"],
    "special": ["代发工资", "代扣代缴", "金融IC卡", "网上银行", "手机银行"],
    "enquiry": ["咨询"],
    "complaint": ["投诉"],
}
SERIES = {"personal": "A", "corporate": "B", "special": "C", "enquiry": "D", "complaint": "D"}
SERVICES = sorted(shipped_catalogue().services)


@pytest.fixture
def catalogue() -> Catalogue:
    return shipped_catalogue()


def a_service(code: str) -> Service:
    return shipped_catalogue().services[code]


def to_bring(service: str, **answers: str) -> list[str]:
    assert bad_answers(a_service(service), answers) is None
    return [material.code for material in materials_for(a_service(service), answers)]


def texts_of(service: Service) -> Iterator[Text]:
    yield from (service.name, service.help, service.aftercare, *service.form_hints)
    for step in service.steps:
        yield from (step.name, step.detail)
    for question in service.questions:
        yield question.text
        yield from (option.name for option in question.options)
    if service.self_service:
        yield service.self_service.note
    for material in service.materials:
        yield from filter(None, (material.name, material.note))


def is_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@pytest.mark.row("B4")
def test_every_service_of_the_manual_is_in_its_category_in_the_order_of_the_manual(
    catalogue: Catalogue,
) -> None:
    named = {
        category.code: [service.name.zh for service in catalogue.services_in(category.code)]
        for category in catalogue.categories
    }

    assert named == MANUAL


@pytest.mark.row("B4")
@pytest.mark.parametrize("code", SERVICES)
def test_a_service_has_all_that_the_counts_ask_for(code: str) -> None:
    service = a_service(code)

    assert service.series == SERIES[service.category]
    assert 1 <= len(service.questions) <= 3
    assert all(2 <= len(question.options) <= 4 for question in service.questions)
    assert len({material.code for material in service.materials}) >= 3
    assert len(set(service.synonyms)) >= 6
    assert any(is_chinese(word) for word in service.synonyms)
    assert any(word.isascii() for word in service.synonyms)
    assert tuple(step.code for step in service.steps) == STEPS
    assert [step.name.zh for step in service.steps] == ["申请", "审核", "办理", "确认", "反馈"]
    assert service.form_hints
    assert 1 <= service.minutes <= 60


@pytest.mark.row("B4")
@pytest.mark.parametrize("code", SERVICES)
def test_every_rule_names_its_regulation_or_asks_the_branch_to_confirm(code: str) -> None:
    service = a_service(code)
    asked = [question.source for question in service.questions]
    brought = [material.source for material in service.materials]

    machine = [service.self_service.source] if service.self_service else []

    for source in (service.source, *asked, *brought, *machine):
        assert source == UNCONFIRMED or ("《" in source and "》" in source)


@pytest.mark.parametrize("code", SERVICES)
def test_words_are_chinese_in_chinese_english_in_english_and_never_blame(code: str) -> None:
    for text in texts_of(a_service(code)):
        assert is_chinese(text.zh)
        assert not is_chinese(text.en)
        assert not any(word in text.zh for word in ("缺失", "不齐", "违规", "不合格", "必须", "禁止"))


def test_steps_and_aftercare_say_something_of_their_own_for_each_service(catalogue: Catalogue) -> None:
    services = catalogue.services.values()
    details = [step.detail.zh for service in services for step in service.steps]

    assert len(set(details)) == len(details) == 19 * 5
    assert len({service.aftercare.zh for service in services}) == 19


def test_every_material_of_the_list_is_asked_for_somewhere(catalogue: Catalogue) -> None:
    listed = {material["code"] for material in catalogue_tables()["materials.toml"]["material"]}

    assert listed == {item.code for service in catalogue.services.values() for item in service.materials}


@pytest.mark.row("B1")
@pytest.mark.parametrize("code", SERVICES)
def test_each_question_of_a_service_changes_what_to_bring(code: str) -> None:
    service = a_service(code)

    for question in service.questions:
        lists: dict[str, set[tuple[object, ...]]] = {option.code: set() for option in question.options}
        for answers in every_answers(service):
            if question.code in answers:
                brought = tuple((item.code, item.note) for item in materials_for(service, answers))
                lists[answers[question.code]].add(brought)
        assert len(set(map(frozenset, lists.values()))) > 1, question.code


@pytest.mark.row("B1")
@pytest.mark.parametrize("code", SERVICES)
def test_whatever_a_customer_answers_the_list_is_never_empty_and_names_nothing_twice(code: str) -> None:
    service = a_service(code)

    for answers in every_answers(service):
        codes = [material.code for material in materials_for(service, answers)]
        assert bad_answers(service, answers) is None
        assert codes
        assert len(codes) == len(set(codes))


@pytest.mark.row("B1")
def test_a_small_withdrawal_from_ones_own_card_needs_the_card_alone() -> None:
    assert to_bring("withdrawal", kind="current", amount="up_to_50k", who="self") == ["bank_card"]


@pytest.mark.row("B1")
def test_a_large_withdrawal_needs_the_id_card_and_a_booking_a_day_ahead() -> None:
    materials = materials_for(
        a_service("withdrawal"), {"kind": "current", "amount": "from_200k", "who": "self"}
    )

    assert [material.code for material in materials] == ["bank_card", "id_card", "cash_booking"]
    booking = materials[-1]
    assert booking.note is not None
    assert "提前一天" in booking.note.zh
    assert booking.source == "《关于大额现金支付管理的通知》(银发〔1997〕339号)"


@pytest.mark.row("B1")
def test_collecting_a_time_deposit_early_for_somebody_else_needs_both_id_cards() -> None:
    brought = to_bring("withdrawal", kind="early", amount="up_to_50k", who="agent")

    assert brought == ["passbook", "id_card", "agent_id_card"]


@pytest.mark.row("B1")
def test_a_foreign_resident_brings_a_passport_and_no_id_card() -> None:
    brought = to_bring("ic_card", what="new", who="self", identity="other")

    assert "travel_document" in brought
    assert "id_card" not in brought


@pytest.mark.row("B1")
def test_a_student_card_applicant_brings_a_guarantor_and_no_proof_of_income() -> None:
    brought = to_bring("credit_card", what="apply", work="student")

    assert "guarantor_letter" in brought
    assert "income_proof" not in brought


BY_MACHINE: dict[str, list[dict[str, str]]] = {
    "deposit": [{"account": "have", "who": "self", "amount": "under_50k"}],
    "withdrawal": [{"kind": "current", "amount": "up_to_50k", "who": "self"}],
    "transfer": [{"bank": "own", "who": "self"}, {"bank": "other", "who": "self"}],
    "direct_debit": [{"what": "stop", "who": "self"}],
    "ic_card": [{"what": "replace", "who": "self", "identity": "mainland"}],
    "online_banking": [{"kind": "personal", "what": "reset"}],
    "mobile_banking": [{"what": "open", "identity": "mainland"}],
}
"""Every way through the questions that ends with something a machine can do; no other service and no other way."""
ONLY_AT_A_COUNTER = {
    "agent", "child", "corporate", "early", "from_200k", "from_50k", "legal_rep", "lost", "matured", "new",
    "over_50k",
}  # fmt: skip
"""Options no machine can deal with, in whatever service they are chosen."""
TAKEN_BY_A_MACHINE = {"bank_card", "cash", "id_card", "payee_bank", "payee_details", "phone", "usb_key"}
"""What one puts in, keys in or has on oneself; all else is paper that somebody must look at."""


@pytest.mark.row("A6")
@pytest.mark.parametrize("code", SERVICES)
def test_a_machine_is_offered_for_exactly_these_answers_and_never_beside_what_it_cannot_take(
    code: str,
) -> None:
    service = a_service(code)

    offered = [answers for answers in every_answers(service) if machine_can(service, answers)]

    assert offered == BY_MACHINE.get(code, [])
    assert bool(offered) == (service.self_service is not None)
    for answers in offered:
        assert not ONLY_AT_A_COUNTER & set(answers.values())
        assert set(to_bring(code, **answers)) <= TAKEN_BY_A_MACHINE


@pytest.mark.row("A6")
@pytest.mark.parametrize("code", sorted(BY_MACHINE))
def test_no_machine_is_offered_on_a_guess_nor_on_an_answer_that_was_taken_back(code: str) -> None:
    service = a_service(code)
    machine = service.self_service
    assert machine is not None

    for answers in every_answers(service):
        for question in machine.when:
            open_again = {asked: option for asked, option in answers.items() if asked != question}

            assert not machine_can(service, open_again)


@pytest.mark.row("A6")
def test_an_amount_left_over_from_an_earlier_choice_brings_no_machine() -> None:
    left_over = {"account": "new", "who": "self", "amount": "under_50k"}

    assert not machine_can(a_service("deposit"), left_over)


def test_a_question_that_does_not_apply_is_not_asked() -> None:
    asked = [question.code for question in questions_for(a_service("remittance"), {"where": "domestic"})]

    assert asked == ["where", "identity"]


def test_an_open_question_leaves_out_what_is_not_certain_yet() -> None:
    certain = [material.code for material in materials_for(a_service("withdrawal"), {"amount": "from_200k"})]

    assert certain == ["id_card", "cash_booking"]


def test_an_answer_left_over_from_an_earlier_choice_counts_no_more() -> None:
    service = a_service("credit_card")

    left_over = materials_for(service, {"what": "activate", "work": "student"})

    assert left_over == materials_for(service, {"what": "activate"})


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({}, None),
        ({"who": "self"}, None),
        ({"who": "nobody"}, "who: is not one of the options"),
        ({"colour": "blue"}, "answers a question that the service does not ask"),
        ({"who\u202e": "x" * 10_000}, "answers a question that the service does not ask"),
        ({"account": "new", "amount": "from_50k"}, "amount: does not apply with the other answers"),
    ],
)
def test_answers_that_cannot_be_are_told_apart_from_open_ones(
    answers: dict[str, str], wrong: str | None
) -> None:
    assert bad_answers(a_service("deposit"), answers) == wrong
