"""Work for several servers at once, one thing at a time for each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import TypeVar
from urllib.parse import urlsplit

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def by_host(
    items: Iterable[_Item], address: Callable[[_Item], str], work: Callable[[_Item], _Result], *, workers: int
) -> Iterator[tuple[_Item, _Result]]:
    """Do the work for each item in threads, those of one host one after another and in order.

    No more results wait to be taken than there are workers.

    Args:
        items: what there is to do; all of it is taken in before the work starts.
        address: the address that an item asks.
        work: does one; what it raises is raised here.
        workers: hosts at once.

    Yields:
        Each item with its result, as they are done.
    """
    queues: dict[str, deque[_Item]] = {}
    for item in items:
        queues.setdefault(_host(address(item)), deque()).append(item)
    idle = deque(queues.values())
    running: dict[Future[_Result], tuple[_Item, deque[_Item]]] = {}
    with ThreadPoolExecutor(workers) as pool:
        while idle or running:
            while idle and len(running) < workers:
                queue = idle.popleft()
                item = queue.popleft()
                running[pool.submit(work, item)] = item, queue
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                item, queue = running.pop(done)
                if queue:
                    idle.append(queue)
                yield item, done.result()


def _host(address: str) -> str:
    """The host of an address; the address itself where it has none."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address
