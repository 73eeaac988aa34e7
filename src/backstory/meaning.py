"""The vectors of an archive: made once for each text, kept up, and asked for what is near a page in meaning.

Together with `ingest`, `evidence`, `follow` and `recall`, a place that knows both the store and what reads texts.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from backstory import vectors
from backstory.columns import Vector
from backstory.errors import VectorsError
from backstory.model import Article
from backstory.processes import context, helper
from backstory.store.protocol import VECTORS, Store
from backstory.stories.near import Near
from backstory.vectors import MODEL

#: Told how many texts have their vectors, of how many.
Progress = Callable[[int, int], None]

#: Texts that are kept at a time, and that the model is given at once.
_CHUNK, _BATCH = 2_000, 100
#: More processes than this would need more memory than a laptop should give.
_MOST_WORKERS = 2


def make_vectors(store: Store, progress: Progress) -> int:
    """Make the vectors that are wanting. A run that was stopped goes on where it was.

    Args:
        store: the archive.
        progress: told after every chunk that is kept.

    Returns:
        How many texts were read.

    Raises:
        VectorsError: the model is not installed, or is another than the one that is known.
        ArchiveReadOnly: there are vectors to be made, and the archive cannot be written.
    """
    vectors.check_installed()
    upto, sequence = _begun(store), store.sequence()
    if upto == sequence:
        return 0
    wanting = store.vectors.wanting(upto)
    keys: dict[str, list[int]] = {}
    for key, words in wanting.items():
        keys.setdefault(words, []).append(key)
    kept = store.vectors.of(keys)
    _keep(store, kept, keys)
    # Texts of like length together: processes then have as much to do.
    texts = sorted(keys.keys() - kept.keys(), key=lambda words: (len(words), words))
    done = 0
    for part, made in _made(texts):
        _keep(store, dict(zip(part, made, strict=True)), keys)
        done += len(part)
        progress(done, len(texts))
    with store.write():
        store.remember(VECTORS, f"{sequence} {MODEL}")
    return done


def keep_up(store: Store, progress: Progress) -> None:
    """Make the vectors of new events where the archive has vectors and the model is installed.

    Args:
        store: the archive.
        progress: told after every chunk that is kept.
    """
    if _upto(store) in (None, -1, store.sequence()):
        return
    try:
        make_vectors(store, progress)
    except VectorsError:
        # The archive goes on without: `info` tells how many events have none.
        return


def near_to(store: Store, article: Article, as_of: int) -> Near | None:
    """What is near a page in meaning; None where not all vectors were made, or the page's own cannot be.

    Args:
        store: the archive.
        article: the page; its title and first paragraph say what it means.
        as_of: only events before this day, since 1970, are looked at.
    """
    upto = _upto(store)
    if upto is None or upto < 0:
        return None
    says = " ".join(filter(None, (article.title, *article.paragraphs[:1])))
    own = store.vectors.of([says]).get(says)
    try:
        direction = vectors.read([says])[0] if own is None else own
    except VectorsError:
        return None
    columns = store.columns()
    kept = store.vectors.columns(upto)
    cosines = kept.cosines(direction, len(columns.days))
    return Near(np.where(columns.days < as_of, cosines, np.float32(0)), kept)


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


def _keep(store: Store, made: dict[str, Vector], keys: dict[str, list[int]]) -> None:
    if made:
        with store.write():
            store.vectors.put({key: words for words in made for key in keys[words]}, made)


def _made(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], list[Vector]]]:
    """Texts with their vectors, some at a time."""
    parts = [texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK)]
    workers = min(_MOST_WORKERS, os.cpu_count() or 1)
    if len(parts) < 2 or workers < 2:
        yield from ((part, vectors.read(part)) for part in parts)
        return
    with ProcessPoolExecutor(workers, context(), initializer=helper) as pool:
        for part in parts:
            batches = [part[at : at + _BATCH] for at in range(0, len(part), _BATCH)]
            yield part, [each for batch in pool.map(vectors.read, batches) for each in batch]
