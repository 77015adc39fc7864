"""The raw port of a network printer, 9100 on nearly all of them.

The standard library, where the other transports use python-escpos: its `Network` leaves the socket open when the
printer refuses, has one limit for connecting and for writing, and lets the end of a job wait (Nagle).
"""

import contextlib
import socket
from typing import Final

from kiosk.devices.printer.transports import Line, LineLost, NotReached

_BUFFER_BYTES: Final = 16_384
"""Kept small: what the system has taken is then nearly what the printer has taken."""


def connect(host: str, port: int, limit_s: float) -> Line:
    """Return a line to the raw port; NotReached when nobody answers within `limit_s`."""
    try:
        connection = socket.create_connection((host, port), limit_s)
    except OSError as problem:
        raise NotReached("offline") from problem
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER_BYTES)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return _Connection(connection)


class _Connection:
    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection

    def write(self, data: bytes, limit_s: float) -> None:
        self._socket.settimeout(limit_s)
        try:
            self._socket.sendall(data)
        except OSError as problem:
            raise LineLost from problem

    def read(self, limit_s: float) -> bytes:
        self._socket.settimeout(limit_s)
        try:
            came = self._socket.recv(64)
        except (TimeoutError, BlockingIOError):
            return b""
        except OSError as problem:
            raise LineLost from problem
        if not came:
            raise LineLost
        return came

    def close(self) -> None:
        # An answer left unread would make the system abort the connection, and with it the end of the job.
        with contextlib.suppress(LineLost):
            while self.read(0):
                pass
        self._socket.close()
