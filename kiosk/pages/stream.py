"""The stream that tells a page to look again. It says that something happened and never what: it is the same for all."""

from collections.abc import AsyncIterator

from kiosk.pages.port import Branch


async def view_stream(service: Branch) -> AsyncIterator[bytes]:
    """Say `view` after each change and `beat` in silence, as events and not comments: the script must hear both.

    It begins with a view, so that a page that lost the stream catches up as soon as it is back.
    """
    yield b"retry: 1000\nevent: view\ndata: 0\n\n"
    async for seq in service.hub.changes():
        yield b"event: %s\ndata: %d\n\n" % (b"view" if seq else b"beat", seq)
