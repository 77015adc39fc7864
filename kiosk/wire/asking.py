"""Requests and answers as they travel: JSON by kind, strict both ways."""

from dataclasses import fields
from typing import Any

import msgspec

from kiosk.domain.answers import Answer, Called, Done, Issued, Refusal
from kiosk.domain.requests import Request, request_of_kind

_answer_of_kind: dict[str, type] = {cls.kind: cls for cls in (Issued, Called, Done, Refusal)}


class BadRequest(ValueError):
    """The bytes are no request of that kind; the text says where."""


def decode_request(kind: str, body: object) -> Request:
    """Return the request of `kind` made from decoded JSON; unknown fields, wrong types and unknown kinds are BadRequest."""
    cls = request_of_kind.get(kind)
    if cls is None:
        raise BadRequest(f"no request is called {kind[:60]!r}")
    if not isinstance(body, dict):
        raise BadRequest("the body must be an object")
    unknown = sorted(set(body) - {field.name for field in fields(cls)})
    if unknown:
        raise BadRequest(f"unknown field {str(unknown[0])[:60]!r}")
    try:
        request: Request = msgspec.convert(body, cls)
    except msgspec.ValidationError as error:
        raise BadRequest(str(error)) from error
    return request


def encode_request_body(request: Request) -> bytes:
    """Return the canonical JSON of a request: the same request gives the same bytes, in any process."""
    return msgspec.json.encode(request, order="deterministic")


def encode_answer(answer: Answer) -> bytes:
    """Return the JSON of an answer, with its kind."""
    return msgspec.json.encode({"kind": answer.kind, **msgspec.to_builtins(answer)})


def decode_answer(data: bytes) -> Answer:
    """Return the answer in `data`; msgspec.ValidationError or KeyError if it is none."""
    form: dict[str, Any] = msgspec.json.decode(data, type=dict[str, Any])
    answer: Answer = msgspec.convert(form, _answer_of_kind[form.pop("kind")])
    return answer
