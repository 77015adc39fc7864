"""Run the branch service: store, lane, hub, spool, API and staff pages wired together."""

import asyncio
import contextlib
import gc
import json
import os
import socket
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final

import structlog
import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from kiosk.app.examining import command_of, examined
from kiosk.app.first_start import tell_setup
from kiosk.app.folders import Folders
from kiosk.app.lan import Lan
from kiosk.app.lan_server import Bounds
from kiosk.app.listening import LOOPBACK, bind, spoken_http
from kiosk.app.open_files import have_all_files
from kiosk.app.watchdog import tell_of_life
from kiosk.branch.access.doors import Doors
from kiosk.branch.access.parting import end_all
from kiosk.branch.access.place import Place
from kiosk.branch.api import build_api
from kiosk.branch.book import PrinterKind
from kiosk.branch.clock import Clock, ServiceClock, SteppedClock
from kiosk.branch.daily.places import Places
from kiosk.branch.daily.routine import Daily
from kiosk.branch.database.files import BranchFiles
from kiosk.branch.database.journal import Journal
from kiosk.branch.database.store import Store
from kiosk.branch.desk import Desk
from kiosk.branch.examination import Examination
from kiosk.branch.hub import Hub
from kiosk.branch.maintenance_api import maintenance
from kiosk.branch.metrics import Metered
from kiosk.branch.packs.catalogue import CataloguePack
from kiosk.branch.packs.running import RunningPacks
from kiosk.branch.packs.taking import Packs
from kiosk.branch.panel import Panel
from kiosk.branch.printing.outlet import Outlet
from kiosk.branch.printing.slip_content import slip_words
from kiosk.branch.printing.spool import Spool
from kiosk.branch.service import BranchService
from kiosk.branch.setting_files import SettingFiles
from kiosk.branch.upload.sealed import SealedRecords
from kiosk.branch.upload.uploader import Uploader
from kiosk.devices.printer.chosen import load_printer_setting, printer_from
from kiosk.domain.branch_plan import BranchPlan
from kiosk.pages.counter import router as counter_pages
from kiosk.pages.door import router as door_pages
from kiosk.pages.manager import router as manager_pages
from kiosk.pages.office import router as office_pages
from kiosk.pages.reception import router as reception_pages
from kiosk.web.exposition import ScrapeToken
from kiosk.web.guard import Guard, loopback_hosts

log = structlog.get_logger()

_KEEP_UP_S = 30.0
WATCHDOG: Final = "WATCHDOG_USEC"
"""Set by a service manager that watches over this process (sd_watchdog_enabled(3))."""
RESTART: Final = 10
"""Exit code of a service that wants to be started again, as that of a screen (kiosk.screens.endings)."""


@contextlib.asynccontextmanager
async def branch_service(
    folders: Folders, *, demonstration: bool, simulated_from: str = ""
) -> AsyncIterator[BranchService]:
    """Open the store and give the running service; everything is closed again at the end.

    With `simulated_from`, an ISO date, service time is simulated: it begins with that business date and goes on as told.

    Raises:
        StoreProblem, BadFiles, BadPrinterFile: nothing was opened.
    """
    lane = ThreadPoolExecutor(1, thread_name_prefix="lane")
    loop = asyncio.get_running_loop()
    hub = Hub(loop)
    store: Store | None = None
    try:
        outlet = outlet_of(folders)
        opened, service, files = await loop.run_in_executor(
            lane,
            lambda: _open(
                folders, hub, lane, outlet, demonstration=demonstration, simulated_from=simulated_from
            ),
        )
        store = opened
        spool = Spool(service, outlet, slip_words(), folders.slips)
        service.panel = Panel(spool, outlet.kind)
        packs = RunningPacks(service, Packs(folders.root, [CataloguePack(files)]), folders.root)
        service.packs = packs.packs.standing
        daily = service.house = _daily(service, opened, lane, folders, outlet)
        uploader = service.upload = Uploader(service, folders.root, BranchFiles(folders.root).keys)
        uploader.also += [packs.visit, SealedRecords(service)]
        printing = asyncio.create_task(spool.run())
        tasks = (_keep_up(service, files), daily.run(), uploader.run())
        others = [asyncio.create_task(work) for work in tasks]
        try:
            yield service
        finally:
            hub.close()
            for other in others:
                other.cancel()
            await asyncio.gather(printing, *others, return_exceptions=True)
    finally:
        if store is not None:
            await loop.run_in_executor(lane, store.close)
        lane.shutdown()


def _daily(
    service: BranchService, store: Store, lane: ThreadPoolExecutor, folders: Folders, outlet: Outlet
) -> Daily:
    """Return the daily routine of a service, which writes its reports and backups into the data folder."""
    checkpoint = partial(asyncio.get_running_loop().run_in_executor, lane, store.checkpoint)
    places = Places(folders.root, folders.reports, folders.backups, folders.keeping)
    return Daily(service, places, outlet.kind, checkpoint)


def outlet_of(folders: Folders) -> Outlet:
    """Return the printer that the branch's technician chose, not opened yet. BadPrinterFile."""
    setting = load_printer_setting(folders.root, folders.printer)
    kind: PrinterKind = "folder" if setting.way is None else "paper"
    return Outlet(printer_from(setting, folders.slips), kind, setting.paper)


def _open(  # noqa: PLR0913 - all that a service is made of
    folders: Folders,
    hub: Hub,
    lane: ThreadPoolExecutor,
    outlet: Outlet,
    *,
    demonstration: bool,
    simulated_from: str,
) -> tuple[Store, BranchService, SettingFiles]:
    store = Store.open(folders.root)
    try:
        always_open = demonstration and not simulated_from
        files = SettingFiles(folders.root, store.keys.branch, always_open=always_open)
        files.code = Journal(store.conn).head.branch
        setting = files.load()
        files.code = files.code or setting.plan.code
        newest = Journal(store.conn).newest
        clock = _clock(setting.plan, simulated_from, newest.at_ms if newest else 0)
        desk = Desk(store, clock, setting, hub.publish)
        desk.found(demonstration=demonstration)
        desk.keep_day()
        end_all(desk)
    except BaseException:
        store.close()
        raise
    return store, BranchService(desk, lane, hub, folders.slips, outlet.kind), files


def _clock(plan: BranchPlan, simulated_from: str, last_ms: int) -> Clock:
    if simulated_from:
        return SteppedClock(plan.begins_ms(date.fromisoformat(simulated_from)), last_ms=last_ms)
    return ServiceClock(last_ms=last_ms)


async def _keep_up(service: BranchService, files: SettingFiles) -> None:
    """While nobody asks, look at the clock, the business date and the branch's files, so that screens hear of it."""
    while True:
        await asyncio.sleep(_KEEP_UP_S)
        try:
            setting = await asyncio.to_thread(files.reload)
            if setting is not None:
                await service.use(setting)
            await service.keep_day()
        except Exception:
            log.exception("keeping_up_failed")


class _Server(uvicorn.Server):
    """A server that ends its streams before it waits for connections to finish."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub, self.again = hub, False
        self.up = asyncio.Event()
        """Set once it answers."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and tell of it."""
        await super().startup(sockets)
        self.up.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop. Not uvicorn's own: that raises the signal again afterwards and ends the process before it is tidy."""
        del sig, frame
        self._hub.close()
        self.force_exit = self.should_exit
        self.should_exit = True

    def end_to_begin_again(self) -> None:
        """Stop as on a signal; the process ends with the code of whoever wants to be started again."""
        self.again = True
        self._hub.close()
        self.should_exit = True


def build_rooms(service: BranchService) -> FastAPI:
    """Return the API and the staff pages of a service, behind its doors."""
    app = build_api(service)
    app.include_router(maintenance(service))
    app.include_router(reception_pages(service))
    app.include_router(counter_pages(service))
    app.include_router(manager_pages(service))
    app.include_router(office_pages(service))
    app.include_router(door_pages(service))
    app.add_middleware(Doors, access=service.access)
    app.add_middleware(Metered, service=service)
    return app


def build_app(service: BranchService, port: int) -> ASGIApp:
    """Return the rooms of a service on loopback, guarded against other sites."""
    return Guard(build_rooms(service), loopback_hosts(port))


async def serve(  # noqa: PLR0913 - what a service is started with
    folders: Folders,
    port: int,
    lan_port: int,
    *,
    demonstration: bool,
    simulated_from: str = "",
    config: Path | None = None,
) -> None:
    """Serve until told to stop: on loopback, and on the LAN while the branch has devices there.

    The address stands in the data folder while the service answers. `config` is the settings file that was named.
    """
    with contextlib.closing(bind(port)) as listening:
        port = listening.getsockname()[1]
        async with branch_service(
            folders, demonstration=demonstration, simulated_from=simulated_from
        ) as service:
            rooms = build_rooms(service)
            ScrapeToken(folders.root)  # there from the start, for whoever sets a monitoring program up
            server = _Server(spoken_http(Guard(rooms, loopback_hosts(port))), service.hub)
            lan = Lan(
                service,
                rooms,
                BranchFiles(folders.root).keys / "authority",
                lan_port,
                lambda: _tell(folders, port, lan.place, service.access.tool),
                bounds=Bounds.within(have_all_files()),
            )
            service.find_place = lan.find
            looking = partial(examined, command_of(folders, config, demonstration=demonstration))
            service.panel = replace(service.panel, doctor=Examination(looking))
            if WATCHDOG in os.environ:  # whoever sets it also starts what ended again
                service.panel = replace(service.panel, restart=server.end_to_begin_again)
            # What a start has made stays: looking through all of it again took up to 0.3 s, while a customer waited.
            gc.collect()
            gc.freeze()
            _tell(folders, port, None, service.access.tool)
            log.info("serving", url=f"http://{LOOPBACK}:{port}")
            if not demonstration and not service.access.register.managers:
                tell_setup(f"http://{LOOPBACK}:{port}")
            keeping = asyncio.create_task(lan.keep())
            living = asyncio.create_task(tell_of_life(server.up, lambda: service.with_desk(lambda _: None)))
            try:
                await server.serve(sockets=[listening])
            finally:
                living.cancel()
                service.hub.close()
                await keeping
                folders.address.unlink(missing_ok=True)
    if server.again:
        raise SystemExit(RESTART)


def _tell(folders: Folders, port: int, place: Place | None, tool: str) -> None:
    """Write down where the service is found, for its own user alone.

    A tool that reads meanwhile finds the old word or the new one, whole.
    """
    told: dict[str, object] = {"url": f"http://{LOOPBACK}:{port}", "pid": os.getpid(), "tool": tool}
    if place is not None:
        told["lan"] = place.urls
    draft = folders.address.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    draft.touch(0o600)
    draft.write_text(json.dumps(told))
    draft.replace(folders.address)
