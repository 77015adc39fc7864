"""The branch on its LAN: a second server, on TLS, that is there while the branch has paired devices and not before."""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import structlog
from starlette.types import ASGIApp

from kiosk.app.lan_server import Bounds, LanServer
from kiosk.app.listening import bind, spoken_http
from kiosk.branch.access.place import Place
from kiosk.branch.service import BranchService
from kiosk.web.guard import Guard, hosts_named

if TYPE_CHECKING:
    from kiosk.branch.access.authority import Address, Authority

log = structlog.get_logger()

EVERYWHERE: Final = "0.0.0.0"  # noqa: S104 - every address of the machine is what a LAN server is for
_LOOK_S: Final = 5.0
"""How often the addresses of the machine are looked at."""
_AGAIN_S: Final = 30.0
"""After a failure it is tried again with the first fact or heartbeat so much later."""


@dataclass(slots=True)
class _Open:
    """What is there while the LAN is served."""

    authority: "Authority"
    context: ssl.SSLContext
    addresses: "frozenset[Address]"
    listening: socket.socket
    server: LanServer
    serving: "asyncio.Task[None]"
    looked_s: float

    @property
    def place(self) -> Place:
        """Where the branch is found. By IPv4 alone: that is what it listens at."""
        port = self.listening.getsockname()[1]
        ours = sorted(
            one for one in self.addresses if isinstance(one, ipaddress.IPv4Address) and not one.is_loopback
        )
        urls = tuple(f"https://{address}:{port}" for address in ours)
        return Place(urls, self.authority.fingerprint, self.authority.pem)


class Lan:
    """Opens and closes the LAN as the facts say. For the event loop alone.

    It is open while the branch knows who may come in, and has invited or paired at least one device. An open
    demonstration is never on the LAN, and there is no switch (design.md, LAN API).
    """

    def __init__(  # noqa: PLR0913 - all that a branch on its LAN is made of
        self,
        service: BranchService,
        app: ASGIApp,
        folder: Path,
        port: int,
        tell: Callable[[], None],
        *,
        bounds: Bounds,
    ) -> None:
        """Serve `app` on `port` (0: any free one); the authority is in `folder`. `tell` hears of every change of place."""
        self._service, self._app, self._folder, self._port, self._tell = service, app, folder, port, tell
        self._bounds = bounds
        self._open: _Open | None = None
        self._one_at_a_time = asyncio.Lock()
        self._failure, self._failed_s = "", float("-inf")

    @property
    def place(self) -> Place | None:
        """Where the branch is found on the LAN, None while it is on loopback only."""
        return self._open.place if self._open else None

    async def find(self) -> Place | None:
        """Return where the branch is found, opened first if it should be."""
        async with self._one_at_a_time:
            if self._open is None and await self._is_wanted():
                await self._open_unless_failing()
            return self.place

    async def keep(self) -> None:
        """Open and close until the service stops. Whatever goes wrong is logged, and loopback goes on."""
        changes = self._service.hub.changes(_LOOK_S)
        try:
            await self._look_after()
            async for _ in changes:
                await self._look_after()
        finally:
            async with self._one_at_a_time:
                await self._close()

    async def _look_after(self) -> None:
        try:
            await self.look_after()
        except Exception:
            log.exception("lan_failed")

    async def look_after(self) -> None:
        """Open it, close it, or have its certificate name the addresses that the machine has now."""
        async with self._one_at_a_time:
            wanted = await self._is_wanted()
            if self._open is None and wanted:
                await self._open_unless_failing()
            elif self._open is not None and not wanted:
                await self._close()
            elif self._open is not None:
                await self._follow_addresses(self._open)

    async def _is_wanted(self) -> bool:
        if self._service.access.everybody or self._service.hub.closed:
            return False
        return await self._service.with_desk(
            lambda desk: any(one.state != "revoked" for one in desk.register.devices.values())
        )

    async def _open_unless_failing(self) -> None:
        # Only now: a branch on loopback starts a tenth of a second sooner without cryptography.
        from kiosk.branch.access.authority import AuthorityProblem

        if time.monotonic() - self._failed_s < _AGAIN_S:
            return
        try:
            await self._start()
        except OSError as error:
            self._fail(
                f"{error.strerror or error}: {error.filename}",
                "局域网端口打不开，本机服务照常。请停止占用该端口的程序，或用 --lan-port 换一个端口。 "
                "The LAN port cannot be opened; this machine is served on. Stop the program that has it, or name "
                "another with --lan-port.",
            )
        except (AuthorityProblem, ssl.SSLError) as error:
            self._fail(
                str(error),
                "网点证书损坏，本机服务照常。请把数据文件夹里的 keys/authority 移走，然后重新配对所有设备。 "
                "The branch's certificate is damaged; this machine is served on. Move keys/authority in the data "
                "folder away, then pair every device anew.",
            )

    def _fail(self, reason: str, advice: str) -> None:
        """Say once why there is no LAN, and what to do about it."""
        self._failed_s = time.monotonic()
        if reason != self._failure:
            log.error("lan_not_opened", reason=reason, advice=advice)
        self._failure = reason

    async def _start(self) -> None:
        authority, addresses, context = await asyncio.to_thread(self._prepare)
        listening = bind(self._port, EVERYWHERE)
        hosts = hosts_named(authority.names, listening.getsockname()[1], "https")
        guarded = Guard(self._app, hosts, at_its_address=True)
        # Now, not when the server gets its turn: whoever is told of the place may call at once.
        listening.listen()
        config = spoken_http(guarded)
        config.load()
        config.ssl = context
        server = LanServer(config, self._bounds)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        self._open = _Open(authority, context, addresses, listening, server, serving, time.monotonic())
        self._failure = ""
        self._changed("lan_opened")

    def _prepare(self) -> "tuple[Authority, frozenset[Address], ssl.SSLContext]":
        from kiosk.branch.access.authority import branch_authority, present_addresses

        authority, addresses = branch_authority(self._folder), present_addresses()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(authority.issue(addresses))
        return authority, addresses, context

    async def _follow_addresses(self, opened: _Open) -> None:
        """Have the certificate name the addresses that the machine has now; who is connected stays so."""
        from kiosk.branch.access.authority import present_addresses

        if time.monotonic() - opened.looked_s < _LOOK_S:
            return
        opened.looked_s = time.monotonic()
        now = present_addresses()
        if now != opened.addresses:
            opened.context.load_cert_chain(await asyncio.to_thread(opened.authority.issue, now))
            opened.addresses = now
            self._changed("lan_moved")

    async def _close(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.server.should_exit = True
            await asyncio.gather(opened.serving, return_exceptions=True)
            opened.listening.close()
            self._changed("lan_closed")

    def _changed(self, event: str) -> None:
        place = self.place
        self._tell()
        log.info(event, urls=place.urls if place else (), fingerprint=place.fingerprint if place else "")
