"""Grow the trees that say whether an article tells an event: `train_same_event.py LABELLED.jsonl... [--whole]`.

A row of LABELLED.jsonl is a document of the benchmark (`id`, `title`, `text`, `published`), in order of time, with its
`event` and its `group`: the events that are held out together. Half of the groups (by CRC-32 of the name) is learned
from, so that the other half can be measured on; with --whole, all. The same rows give the same trees.

Each file counts alike, as it is, undated, with its articles cut to their first sentences, and with every other one cut:
an archive holds events of one sentence and pages without a date. Every article that joins is also compared as if its
event were new: the first article of an event must not join another because nothing nearer is there.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from backstory.articles.days import find_days
from backstory.events.index import MemoryIndex, candidates
from backstory.events.likeness import Likeness, likenesses
from backstory.events.profile import Profile
from backstory.events.traits import Traits, traits
from backstory.model import Article, Dated, Method, Role, laid_out

TABLE = Path(__file__).parent.parent / "src" / "backstory" / "events" / "same_event.tsv"
#: The measures that speak against one event as they grow; `length` may do both, all others speak for it.
AGAINST = {"pairs_differ", "ages_differ", "days_apart"}
EITHER = {"length"}
#: Events an article is compared with that it does not tell: its nearest in words.
OTHERS = 10
TREES, DEPTH, RATE, LEAF = 120, 4, 0.08, 40
#: How the kinds of articles count, each file's together.
KINDS = {"whole": 0.6, "cut": 0.1, "mixed": 0.15, "undated": 0.15}


@dataclass(frozen=True)
class Labelled:
    """An article with the event that it tells."""

    article: Article
    event: str
    group: str


def main() -> None:
    """Read, compare, grow, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", type=Path, nargs="+")
    parser.add_argument("--whole", action="store_true")
    options = parser.parse_args()
    rows: list[Likeness] = []
    same: list[bool] = []
    weights: list[float] = []
    for path in options.labelled:
        labelled = [each for each in load(path) if options.whole or not zlib.crc32(each.group.encode()) % 2]
        for kind, weight in KINDS.items():
            compared = list(comparisons(labelled, kind))
            rows += [measured for measured, _ in compared]
            same += [told for _, told in compared]
            weights += [weight / len(compared)] * len(compared)
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        learning_rate=RATE,
        min_samples_leaf=LEAF,
        l2_regularization=1.0,
        early_stopping=False,
        random_state=0,
        monotonic_cst=[direction(name) for name in Likeness._fields],
    )
    model.fit(np.array(rows), np.array(same), sample_weight=np.array(weights) / np.mean(weights))
    TABLE.write_text("\n".join(written(model)) + "\n", encoding="utf-8")


def direction(name: str) -> int:
    """The way in which a measure may speak."""
    return -1 if name in AGAINST else 0 if name in EITHER else 1


def load(path: Path) -> Iterator[Labelled]:
    """The labelled articles of a file."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Labelled(article(row), row["event"], row["group"])


def article(row: dict[str, Any]) -> Article:
    """A document of the benchmark as an article."""
    words = [re.sub(r"\s+", " ", part).strip() for part in (row["title"] or "", *row["text"].split("\n"))]
    blocks = [(Role.PARAGRAPH, part) for part in words[1:] if part and part != words[0]]
    made = Article(
        source=row["id"],
        title=words[0],
        blocks=laid_out([(Role.TITLE, words[0]), *blocks]),
        published=Dated(row["published"][:10], Method.GIVEN) if row["published"] else None,
    )
    return replace(made, dates=find_days(made.text, made.published))


def known_by(labelled: Labelled, kind: str) -> Traits:
    """The traits of an article in one of the kinds."""
    number = zlib.crc32(labelled.article.source.encode())
    if kind == "cut" or (kind == "mixed" and number % 2):
        sentences = re.split(r"(?<=[.!?])\s", " ".join(labelled.article.paragraphs))
        paragraph = " ".join(sentences[: 1 + number // 2 % 3])
        blocks = laid_out([(Role.TITLE, labelled.article.title or ""), (Role.PARAGRAPH, paragraph)])
        return traits(replace(labelled.article, blocks=blocks, dates=()))
    if kind == "undated":
        return replace(traits(labelled.article), day=None, days=frozenset())
    return traits(labelled.article)


def comparisons(labelled: list[Labelled], kind: str) -> Iterator[tuple[Likeness, bool]]:
    """How every article compares with the events before it, and whether it tells them."""
    index, profiles = MemoryIndex(), dict[str, Profile]()
    for each in labelled:
        own = known_by(each, kind)
        found = candidates(own, index)
        others = [profile for profile in found if profile.event != each.event]
        for compared in ([found] if len(found) > len(others) else []) + [others]:
            measured = list(zip(likenesses(own, compared), compared, strict=True))
            measured.sort(key=lambda pair: -pair[0].words)
            yield from ((measures, True) for measures, profile in measured if profile.event == each.event)
            wrong = [measures for measures, profile in measured if profile.event != each.event]
            yield from ((measures, False) for measures in wrong[:OTHERS])
        old = profiles.get(each.event)
        profiles[each.event] = old.joined_by(own) if old else Profile(each.event, (own,))
        index.keep(profiles[each.event])


def written(model: HistGradientBoostingClassifier) -> Iterator[str]:
    """The lines of the table: see `events.trees`."""
    yield f"{model._baseline_prediction.item():.6g}\t{DEPTH}"
    for (tree,) in model._predictors:
        yield "tree"
        for node in tree.nodes:
            if node["is_leaf"]:
                yield f"=\t{node['value']:.5g}"
            else:
                name = Likeness._fields[node["feature_idx"]]
                unknown = "L" if node["missing_go_to_left"] else "R"
                yield f"{name}\t{node['num_threshold']:.6g}\t{unknown}\t{node['left']}\t{node['right']}"


if __name__ == "__main__":
    main()
