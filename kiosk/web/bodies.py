"""Reading what a client sends, without letting it fill the memory."""

from fastapi import Request


async def body_within(request: Request, longest: int) -> bytes | None:
    """Return the body, or None as soon as it is longer than `longest` bytes: the rest is never read."""
    taken = bytearray()
    async for chunk in request.stream():
        taken += chunk
        if len(taken) > longest:
            return None
    return bytes(taken)
