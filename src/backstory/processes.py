"""Processes that help this one, how they start, and that they end with it; and work for which the collector rests."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def context() -> multiprocessing.context.BaseContext:
    """Fork where there is fork: what a process needs is there at once, and a script need not guard its main module."""
    return multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")


def helper() -> None:
    """Make a new process one that answers no interrupt and ends with its parent."""
    # The terminal sends an interrupt to every process; it is the parent's to answer it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent cannot end its processes, and what they inherit from it keeps the site's place taken."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


@contextmanager
def uncollected() -> Iterator[None]:
    """For work that makes very many objects and no cycles: looking through them takes up to a quarter of its time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
