"""Answers as HTTP."""

import msgspec
from fastapi.responses import Response

from kiosk.domain.answers import Answer, Refusal
from kiosk.wire.asking import encode_answer


def answer_response(answer: Answer, refused_status: int = 409) -> Response:
    """Return an answer as HTTP: 200, or `refused_status` for a refusal."""
    status = refused_status if isinstance(answer, Refusal) else 200
    return Response(encode_answer(answer), status, media_type="application/json")


def malformed_answer(reason: str) -> Response:
    """Return the answer to what cannot be understood."""
    return answer_response(Refusal("malformed", {"reason": ascii(reason)[1:-1][:200]}), 422)


def json_response(value: object) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")
