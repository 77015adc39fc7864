"""What the doors are sent: small JSON bodies, read strictly, described in the OpenAPI document, and never kept."""

from typing import Annotated, Any, Final, TypeVar
from uuid import UUID

import msgspec
from fastapi import Request
from fastapi.exceptions import RequestValidationError

from kiosk.domain.staff import StaffRole
from kiosk.web.bodies import body_within

LONGEST_BODY: Final = 4096

Typed = Annotated[str, msgspec.Meta(max_length=40)]


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """An empty object."""


class BadgeAndPin(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody signs in with."""

    badge: Typed
    pin: Typed


class PinAlone(msgspec.Struct, forbid_unknown_fields=True):
    """What opens a locked page."""

    pin: Typed


class NewPin(msgspec.Struct, forbid_unknown_fields=True):
    """A PIN of one's own; `old` from whoever has one already."""

    pin: Typed
    old: Typed | None = None


class FirstManager(msgspec.Struct, forbid_unknown_fields=True):
    """The first branch manager, and how this device is to be called."""

    badge: Typed
    pin: Typed
    device: Typed


class PairHere(msgspec.Struct, forbid_unknown_fields=True):
    """Who pairs this computer with the branch it serves, and how it is to be called."""

    badge: Typed
    pin: Typed
    device: Typed


class NewStaff(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody who works here from now on; the id is made once per user action."""

    id: UUID
    badge: Typed
    roles: tuple[StaffRole, ...]


class PinFor(msgspec.Struct, forbid_unknown_fields=True):
    """Somebody who needs a temporary PIN; the id is made once per user action."""

    id: UUID
    badge: Typed


T = TypeVar("T", bound=msgspec.Struct)


async def sent(request: Request, cls: type[T]) -> T:
    """Return the body of a request as `cls`. RequestValidationError: it is none, or longer than 4 KiB."""
    raw = await body_within(request, LONGEST_BODY)
    try:
        return msgspec.json.decode(raw or b"", type=cls)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # Names the place and never what stood there.
        raise RequestValidationError([{"loc": ("body",), "msg": str(error)}]) from error


def described(cls: type[msgspec.Struct]) -> dict[str, Any]:
    """Return what FastAPI puts into the OpenAPI document for a route that is sent a `cls`."""
    _, components = msgspec.json.schema_components([cls], ref_template="#/components/schemas/{name}")
    schema = components[cls.__name__]
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


REFUSALS: Final[dict[int | str, dict[str, Any]]] = {
    401: {
        "description": "not paired, nobody signed in, page locked, or wrong badge or PIN; the code says which"
    },
    403: {"description": "not allowed, with a code"},
    409: {"description": "refused, with a code and details"},
    422: {"description": "a body or header that cannot be understood"},
    429: {"description": "too many tries; details: wait_s"},
    503: {"description": "cannot write now"},
}
"""How every route of the doors may refuse."""
