"""Processes of the branch's own for heavy work: spawned when there is something to do, gone with the service."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process


def spawned_pool() -> ProcessPoolExecutor:
    """Return a pool of one process that ends with this one; it starts with the first thing to do."""
    return ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin_work)


def _begin_work() -> None:
    """End with the service: a killed one cannot tell it, and the pool would wait for work for ever."""
    threading.Thread(target=_end_with_service, daemon=True).start()


def _end_with_service() -> None:
    service = parent_process()
    if service is not None:
        service.join()
        os._exit(1)
