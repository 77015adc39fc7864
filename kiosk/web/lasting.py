"""Answers that last: an open stream ends as soon as whoever opened it would not be let in any more."""

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_END: Message = {"type": "http.response.body", "body": b"", "more_body": False}


class _LetGo(Exception):
    """Ends the making of an answer in the middle."""


async def while_let_in(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send, *, still: Callable[[], bool]
) -> None:
    """Let `app` answer; from the second part of the answer on, each goes out only while `still()` is true.

    A stream has something to say at each heartbeat, so it outlives a revocation by no longer; and not one fact more goes
    out. The answer ends in good order, and a client that comes again is told at the door why.
    """
    parts = 0

    async def send_on(message: Message) -> None:
        nonlocal parts
        if message["type"] == "http.response.body":
            parts += 1
            if parts > 1 and message.get("more_body") and not still():
                raise _LetGo
        await send(message)

    try:
        await app(scope, receive, send_on)
    except _LetGo:
        await send(_END)
