"""What a form of a page sends: its fields as text, and never more than a form holds."""

from typing import Final
from urllib.parse import parse_qs

from fastapi import HTTPException, Request

from kiosk.web.bodies import body_within

_LONGEST_BODY: Final = 16 * 1024
_MOST_FIELDS: Final = 64


class Form(dict[str, list[str]]):
    """The fields of a form by name; each may have been sent more than once."""

    def one(self, name: str, longest: int = 200) -> str:
        """Return a field as one plain line, no space around it, cut at `longest` signs; empty if it was not sent."""
        typed = self.get(name, [""])[0]
        return "".join(sign for sign in typed if sign.isprintable()).strip()[:longest]

    def secret(self, name: str) -> str:
        """Return a field as it was typed, spaces and all; empty if it was not sent."""
        return self.get(name, [""])[0]


async def form_of(request: Request) -> Form:
    """Return the fields of a form of our own pages. HTTPException 413 or 422: it is none, or longer than any."""
    body = await body_within(request, _LONGEST_BODY)
    if body is None:
        raise HTTPException(413)
    try:
        return Form(parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(422) from error
