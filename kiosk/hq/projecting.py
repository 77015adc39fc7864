"""The projectors at work: one thread for each server, woken when facts arrive, patient when the server is away."""

import threading
from collections.abc import Callable
from typing import Final, TypeVar

import structlog

from kiosk.hq.arrivals import Arrivals
from kiosk.hq.projector import Projected, Projector
from kiosk.hq.reconsidering import Reconsidering
from kiosk.hq.store.port import Server, Store, StoreBusy

T = TypeVar("T")

log = structlog.get_logger()

_LOOK_S: Final = 5.0
"""Somebody else may have taken facts, or a server come back: so often each looks by itself."""

_SOON_S: Final = 1.0
"""When a branch that was sending may have finished."""


class Projecting:
    """The threads of all projectors, until `stop`."""

    def __init__(self, store: Store, projected: Projected) -> None:
        """Begin to project on every server of `store`."""
        self._store = store
        self._woken = {id(server): threading.Event() for server in store.servers}
        self._stopped, self._arrivals = threading.Event(), Arrivals()
        self._threads = [
            threading.Thread(target=self._keep_up, args=(server, projected), name="projector", daemon=True)
            for server in store.servers
        ]
        for thread in self._threads:
            thread.start()

    def wake(self, branch: str) -> None:
        """Say that facts of a branch arrived; any thread may."""
        self._arrivals.came(branch)
        self._woken[id(self._store.server_of(branch))].set()

    def stop(self) -> None:
        """End after the portion in hand."""
        self._stopped.set()
        for event in self._woken.values():
            event.set()
        for thread in self._threads:
            thread.join()

    def _keep_up(self, server: Server, projected: Projected) -> None:
        projector, woken = Projector(server, projected), self._woken[id(server)]
        reconsidering = Reconsidering(server, projector.rebuild)
        while not self._stopped.is_set():
            woken.clear()
            # Each by itself: what is old must not hold up what is new.
            _tried(reconsidering.step)
            left = _tried(lambda: projector.catch_up(self._stopped.is_set, self._arrivals.has_turn))
            woken.wait(_SOON_S if left else _LOOK_S)


def _tried(work: Callable[[], T]) -> T | None:
    """Return what work comes to, None if it could not be done now: the next round tries again."""
    try:
        return work()
    except StoreBusy as busy:
        log.warning("projector_waits", why=str(busy.__cause__))
    except Exception:
        # A bug of ours must not end the thread: facts stay in the inbox, and the log says why they wait.
        log.exception("projector_failed")
    return None
