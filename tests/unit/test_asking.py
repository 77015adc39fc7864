"""Requests and answers as they travel: strict both ways, and the same bytes for the same request."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain import requests as r
from kiosk.domain.answers import Answer, Refusal
from kiosk.wire.asking import (
    BadRequest,
    decode_answer,
    decode_request,
    encode_answer,
    encode_request_body,
)
from tests.reception import SAMPLES, Reception

EVERY_REQUEST = st.one_of([st.from_type(cls) for cls in get_args(r.Request)])
EVERY_ANSWER = st.one_of([st.from_type(cls) for cls in get_args(Answer)])


def body_of(request: r.Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(encode_request_body(request))
    return body


# Requests


@given(EVERY_REQUEST)
def test_every_request_comes_back_from_its_json(request: r.Request) -> None:
    assert decode_request(request.kind, body_of(request)) == request


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_what_has_a_default_may_be_left_out(sample: r.Request) -> None:
    needed = {
        field.name
        for field in fields(sample)
        if field.default is MISSING and field.default_factory is MISSING
    }

    body = {name: value for name, value in body_of(sample).items() if name in needed}

    assert isinstance(decode_request(sample.kind, body), type(sample))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_an_unknown_field_is_refused_by_name(sample: r.Request) -> None:
    with pytest.raises(BadRequest, match="unknown field 'colour'"):
        decode_request(sample.kind, body_of(sample) | {"colour": "red"})


@pytest.mark.parametrize(
    ("sample", "missing"),
    [
        (sample, field.name)
        for sample in SAMPLES
        for field in fields(sample)
        if field.default is MISSING and field.default_factory is MISSING
    ],
    ids=lambda value: value if isinstance(value, str) else value.kind,
)
def test_a_missing_field_is_named(sample: r.Request, missing: str) -> None:
    body = body_of(sample)
    del body[missing]

    with pytest.raises(BadRequest, match=missing):
        decode_request(sample.kind, body)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("call_next", {"counter": 1}),
        ("call_next", {"counter": None}),
        ("start_service", {"leg": "x", "leg_version": "1"}),
        ("start_service", {"leg": "x", "leg_version": 1.5}),
        ("start_service", {"leg": "x", "leg_version": True}),
        ("issue_ticket", {"service": "deposit", "care_needs": ["none"]}),
        ("issue_ticket", {"service": "deposit", "care_needs": "elderly"}),
        ("issue_ticket", {"service": "deposit", "care_needs": ["vip"]}),
        ("issue_ticket", {"service": "deposit", "vip": 1}),
        ("issue_ticket", {"service": "deposit", "language": "fr"}),
        ("issue_ticket", {"service": "deposit", "answers": {"who": 1}}),
        ("rate_visit", {"visit": "v", "check": 1234, "score": 5}),
        ("rate_visit", {"visit": "v", "check": "1234", "score": 5, "answers": {"speed": "5"}}),
        ("report_print", {"slip": "s", "status": "lost"}),
    ],
)
def test_a_value_of_the_wrong_type_is_refused(kind: str, body: dict[str, Any]) -> None:
    with pytest.raises(BadRequest):
        decode_request(kind, body)


@pytest.mark.parametrize("body", [None, [], "counter", 1, [["counter", "1"]]])
def test_a_body_that_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(BadRequest, match="object"):
        decode_request("call_next", body)


@pytest.mark.parametrize("kind", ["", "call", "CALL_NEXT", "x" * 10_000])
def test_a_kind_nobody_knows_is_refused_in_few_words(kind: str) -> None:
    with pytest.raises(BadRequest) as caught:
        decode_request(kind, {})

    assert len(str(caught.value)) < 100


def test_the_same_request_gives_the_same_bytes_however_its_fields_were_ordered() -> None:
    one = decode_request("issue_ticket", {"service": "deposit", "answers": {"who": "self", "account": "new"}})
    other = decode_request(
        "issue_ticket", {"answers": {"account": "new", "who": "self"}, "service": "deposit"}
    )

    assert encode_request_body(one) == encode_request_body(other)


def test_every_kind_travels_under_its_own_name() -> None:
    assert {cls.kind for cls in get_args(r.Request)} == set(r.request_of_kind)
    assert len(r.request_of_kind) == len(get_args(r.Request))


# Answers


@given(EVERY_ANSWER)
def test_every_answer_comes_back_from_its_json(answer: Answer) -> None:
    assert decode_answer(encode_answer(answer)) == answer


def test_an_answer_as_the_rules_give_it_comes_back_equal() -> None:
    room = Reception()
    room.open("1")
    answers: list[Answer] = [
        room.issue(care_needs=("elderly",)),
        room.call(),
        room.did(r.CloseDay()),
        room.ask(r.CloseDay()),
    ]

    assert [decode_answer(encode_answer(answer)) for answer in answers] == answers


def test_an_answer_says_its_kind_beside_its_fields() -> None:
    refusal = Refusal("counter_busy", {"counter": "1", "ticket": "A012"})

    assert json.loads(encode_answer(refusal)) == {
        "kind": "refused",
        "code": "counter_busy",
        "details": {"counter": "1", "ticket": "A012"},
    }


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b'{"kind":"called"}', b'{"kind":"refused","code":1}'])
def test_bytes_that_are_no_answer_are_refused(data: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_answer(data)


@pytest.mark.parametrize("data", [b"{}", b'{"kind":"sold"}'])
def test_an_answer_of_no_known_kind_is_refused(data: bytes) -> None:
    with pytest.raises(KeyError):
        decode_answer(data)
