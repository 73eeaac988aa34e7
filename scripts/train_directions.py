#!/usr/bin/env python3
"""Fit the map that keeps, of what the sentence encoder says, what tells stories apart; write `directions.npy`.

    train_directions.py EVENTS_FOLDER [--before YEAR]

EVENTS_FOLDER holds event lists (*.jsonl.gz). Events under one innermost heading are of one story; those of a year and
later are not looked at. The axes are Fisher's discriminants, as generalised to many classes (Rao, "The Utilization of
Multiple Measurements in Problems of Biological Classification", 1948), the spread within stories widened a little
where it is known badly. Reading takes some minutes; nothing is drawn by lot. Needs the extra [vectors].
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backstory.urls import name_key
from backstory.vectors import encoded

TARGET = Path(__file__).parent.parent / "src" / "backstory" / "directions.npy"
#: Numbers that are kept of each vector.
AXES = 64
#: Events that a story must have to be read, and how many of it are read.
LEAST, MOST = 3, 40
#: How much of the mean spread within stories is added to that on every axis.
WIDENED = 0.25
#: How far an axis on which stories lie close together counts less: 0 for not at all, 1 for Wiener's filter.
FILTERED = 0.3

Numbers = NDArray[np.float64]


def main() -> None:
    """Read the arguments, read the events, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=Path)
    parser.add_argument("--before", default="2019")
    options = parser.parse_args()
    stories = headlines(options.events, options.before)
    rows = np.concatenate([encoded(story) for story in stories])
    table = fitted(rows.astype(np.float64), [len(story) for story in stories])
    np.save(TARGET, table)
    print(f"{len(stories):,} stories, {sum(map(len, stories)):,} events, {TARGET.stat().st_size:,} B")


def headlines(folder: Path, before: str) -> list[list[str]]:
    """The headlines of every story that has enough of them."""
    stories: dict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for event in map(json.loads, lines):
                if event["topics"] and event["date"] < before:
                    stories[name_key(event["topics"][-1])].append(event["headline"])
    return [spread(story) for _, story in sorted(stories.items()) if len(story) >= LEAST]


def spread(story: list[str]) -> list[str]:
    """A story, or so many of its events from end to end: a long war is not to speak for all."""
    return [story[at] for at in np.linspace(0, len(story) - 1, min(len(story), MOST)).astype(int)]


def fitted(rows: Numbers, sizes: list[int]) -> NDArray[np.float16]:
    """The centre, and under it the axes.

    Args:
        rows: what the encoder says of each event, story by story.
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
    spread, axes = np.linalg.eigh(whitened @ np.cov(rows.T) @ whitened.T)
    between = np.maximum(spread[::-1][:AXES] - 1, 1e-6)
    kept = (axes[:, ::-1][:, :AXES].T @ whitened) * (between / (1 + between))[:, None] ** FILTERED
    # An axis has two ends; which is up is decided here, and not by the library.
    up = np.sign(kept[np.arange(AXES), np.abs(kept).argmax(axis=1)])
    return np.concatenate([rows.mean(axis=0)[None], kept * up[:, None]]).astype(np.float16)


if __name__ == "__main__":
    main()
