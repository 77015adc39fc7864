"""Facts as bytes and back."""

from __future__ import annotations

import types
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.facts import (
    EpochStarted,
    Fact,
    HelpCalled,
    Recorded,
    TicketIssued,
    TicketVoided,
    Unknown,
    type_of_kind,
)
from kiosk.wire import codec
from kiosk.wire.codec import BadFact, decode_body, decode_recorded, encode_body, encode_recorded

INTEGERS = st.integers(-(2**63), 2**63 - 1)


def values(hint: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type, or one of typing's forms
    """Return every value a field of this type may hold."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint is int:
        return INTEGERS
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is dict:
        return st.dictionaries(values(inner[0]), values(inner[1]), max_size=3)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, inner))
    return st.from_type(hint)


def any_fact_of(cls: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(cls)
    return st.builds(cls, **{field.name: values(hints[field.name]) for field in fields(cls)})


any_fact: st.SearchStrategy[Fact] = st.one_of(*map(any_fact_of, type_of_kind.values()))


@pytest.mark.parametrize("kind", type_of_kind)
@given(data=st.data())
def test_a_fact_of_every_kind_comes_back_from_its_body(kind: str, data: st.DataObject) -> None:
    fact = data.draw(any_fact_of(type_of_kind[kind]))

    body = encode_body("2026-11-21", "staff:7", "tablet-1", fact)

    assert decode_body(kind, fact.version, body) == ("2026-11-21", "staff:7", "tablet-1", fact)


@given(fact=any_fact, seq=st.integers(1, 2**63 - 1), at_ms=INTEGERS, text=st.text(max_size=20))
def test_a_recorded_fact_comes_back_from_its_line(fact: Fact, seq: int, at_ms: int, text: str) -> None:
    recorded = Recorded(
        "00" * 8, seq, "019aa849-cc00-7fa2-96f8-25bebec9bc75", "2026-11-21", at_ms, text, text, fact
    )

    assert decode_recorded(encode_recorded(recorded)) == recorded


def test_the_same_fact_always_gives_the_same_bytes() -> None:
    issued = TicketIssued("v", "l", "A", 7, "cash", "A", "ordinary", 8, "kiosk", answers={"谁": "本人"})

    body = encode_body("2026-11-21", "customer", "entrance-1", issued)

    assert body.decode() == (
        '{"day":"2026-11-21","actor":"customer","device":"entrance-1","fact":{"visit":"v","leg":"l","series":"A",'
        '"number":7,"service":"cash","zone":"A","care":"ordinary","minutes":8,"channel":"kiosk","language":"zh",'
        '"answers":{"谁":"本人"},"ready":[],"ahead":0,"low_min":null,"high_min":null}}'
    )


def test_a_kind_of_a_later_program_is_kept_as_unknown() -> None:
    body = b'{"day":"2026-11-21","actor":"a","device":"d","fact":{"what":["ever"]}}'

    assert decode_body("robot_greeted", 3, body) == ("2026-11-21", "a", "d", Unknown("robot_greeted", 3))


@pytest.mark.parametrize("version", [0, 2])
def test_a_version_this_program_does_not_know_is_kept_as_unknown(version: int) -> None:
    body = encode_body("2026-11-21", "a", "d", TicketVoided("l"))

    assert decode_body("ticket_voided", version, body)[3] == Unknown("ticket_voided", version)


def test_an_unknown_fact_travels_on_with_its_kind_and_version() -> None:
    recorded = Recorded("00" * 8, 1, "id", "2026-11-21", 1, "a", "d", Unknown("robot_greeted", 3))

    assert decode_recorded(encode_recorded(recorded)) == recorded


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"day":"d","actor":"a","device":"d"}',
        b'{"day":"d","actor":"a","device":"d","fact":{}}',
        b'{"day":"d","actor":"a","device":"d","fact":{"help":1,"place":"hall"}}',
        b'{"day":"d","actor":"a","device":"d","fact":{"help":"1","place":"\xff"}}',
    ],
)
def test_bytes_that_are_no_fact_are_refused_by_name(body: bytes) -> None:
    with pytest.raises(BadFact, match="help_called version 1"):
        decode_body(HelpCalled.kind, HelpCalled.version, body)


def test_a_field_that_a_later_program_added_is_let_be() -> None:
    body = b'{"day":"d","actor":"a","device":"d","fact":{"help":"h","place":"hall","urgent":true}}'

    assert decode_body("help_called", 1, body)[3] == HelpCalled("h", "hall")


def test_a_line_that_is_no_fact_is_refused() -> None:
    with pytest.raises(BadFact):
        decode_recorded(b'{"epoch":"00"}')


def test_an_older_version_is_lifted_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True, slots=True)
    class HelpCalledToday:
        kind: ClassVar[str] = "help_called"
        version: ClassVar[int] = 3
        help: str
        place: str
        urgent: bool

    monkeypatch.setitem(type_of_kind, "help_called", HelpCalledToday)
    monkeypatch.setitem(
        codec.upcasters, ("help_called", 1), lambda old: {**old, "place": old["place"].upper()}
    )
    monkeypatch.setitem(codec.upcasters, ("help_called", 2), lambda old: {**old, "urgent": False})
    body = b'{"day":"d","actor":"a","device":"d","fact":{"help":"h","place":"hall"}}'

    lifted: object = decode_body("help_called", 1, body)[3]

    assert lifted == HelpCalledToday("h", "HALL", urgent=False)


def test_every_kind_is_at_a_version_whose_steps_are_known() -> None:
    for kind, cls in type_of_kind.items():
        assert all((kind, older) in codec.upcasters for older in range(1, getattr(cls, "version", 0)))
    assert EpochStarted.version >= 1
