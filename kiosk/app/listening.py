"""Sockets that listen."""

import os
import socket
from typing import Final

import uvicorn
from starlette.types import ASGIApp

LOOPBACK: Final = "127.0.0.1"
"""Without paired devices the service listens here only; there is no switch to change that (design.md, LAN API)."""


def bind(port: int, address: str = LOOPBACK) -> socket.socket:
    """Return a listening socket at an address of this machine; port 0 picks a free one. OSError when the port is taken."""
    # Its protocol named: only then does asyncio send answers at once, and not 40 ms later with the next packet.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        # A port let go a moment ago can be had again. On Windows the same option lets two programs have one port.
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address, port))
    except OSError as error:
        bound.close()
        raise OSError(error.errno, error.strerror, f"{address}:{port}") from error
    return bound


def spoken_http(app: ASGIApp) -> uvicorn.Config:
    """Return how every server of this program speaks HTTP.

    Who calls is whoever is connected: no header tells otherwise, whatever FORWARDED_ALLOW_IPS says in the environment.
    """
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=3,
    )
