"""An answer leaves at once: no packet waits 40 ms for another."""

import asyncio
import socket

from kiosk.app.listening import bind


def test_connections_to_the_service_send_without_delay() -> None:
    undelayed = asyncio.run(_undelayed())

    assert undelayed != 0


async def _undelayed() -> int:
    """Accept one connection as the service does and return its TCP_NODELAY."""
    found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def accepted(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        found.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()
        await writer.wait_closed()

    with bind(0) as listening:
        port = listening.getsockname()[1]
        async with await asyncio.start_server(accepted, sock=listening):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            undelayed = await found
            writer.close()
            await writer.wait_closed()
    return undelayed
