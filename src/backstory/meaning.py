"""The vectors of an archive: made once for each headline, kept up, and asked for what is near a page in meaning.

Together with `ingest`, `evidence`, `follow` and `recall`, a place that knows both the store and what reads texts.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from backstory.language.vectors import MODEL, read
from backstory.model import Article
from backstory.store.protocol import VECTORS, Store
from backstory.stories.near import Near, says

#: Told how many headlines have their vectors, of how many.
Progress = Callable[[int, int], None]

#: Vectors that are kept at a time.
_CHUNK = 5_000


def make_vectors(store: Store, progress: Progress) -> int:
    """Make the vectors that are wanting. A run that was stopped goes on where it was.

    Args:
        store: the archive.
        progress: told after every chunk that is kept.

    Returns:
        How many headlines were read.

    Raises:
        ArchiveReadOnly: there are vectors to be made, and the archive cannot be written.
    """
    upto, sequence = _begun(store), store.sequence()
    if upto == sequence:
        return 0
    wanting = store.vectors.wanting(upto)
    keys = list(wanting)
    for at in range(0, len(keys), _CHUNK):
        part = {key: wanting[key] for key in keys[at : at + _CHUNK]}
        with store.write():
            store.vectors.put(part, dict(zip(part.values(), read(list(part.values())), strict=True)))
        progress(at + len(part), len(keys))
    with store.write():
        store.remember(VECTORS, f"{sequence} {MODEL}")
    return len(keys)


def near_to(store: Store, article: Article, as_of: int) -> Near | None:
    """What is near a page in meaning; None where not all vectors were made, or no word of the page is known.

    Args:
        store: the archive.
        article: the page; its title and first paragraph say what it means.
        as_of: only events before this day, since 1970, are looked at.
    """
    upto = _upto(store)
    if upto is None or upto < 0:
        return None
    (direction,) = read([says(article)])
    if not direction.any():
        return None
    columns = store.columns()
    kept = store.vectors.columns(upto)
    cosines = kept.cosines(direction, len(columns.days))
    return Near(np.where(columns.days < as_of, cosines, np.float32(0)), kept, direction)


def _upto(store: Store) -> int | None:
    """The sequence up to which every event has a vector by this model; -1 before all have, None where none has."""
    sequence, _, model = (store.recall(VECTORS) or "").partition(" ")
    return int(sequence) if model == MODEL else None


def _begun(store: Store) -> int:
    """The sequence up to which every event has a vector, where those of another model are let go."""
    if _upto(store) is None:
        with store.write():
            # Asked again: another process may have begun meanwhile, and made some.
            if _upto(store) is None:
                store.vectors.forget()
                store.remember(VECTORS, f"-1 {MODEL}")
    upto = _upto(store)
    return -1 if upto is None else upto
