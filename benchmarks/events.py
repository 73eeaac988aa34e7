"""Resolve articles into events: `events.py DOCUMENTS.jsonl CLUSTERS.jsonl [--peer PEER.jsonl] [--pairs PAIRS.csv]`.

A document is {"id", "title", "text", "published"}, in the order in which they come; a cluster row is {"id", "event"}.
With --peer, TF-IDF (scikit-learn; English stop words left out, logarithmic counts) joins each article with its nearest
earlier one in the same run, at a cosine of .25 or more: of all thresholds the best for both sets of docs/benchmarks.md.
As in an archive, articles are decided on one by one, and events that are in doubt then together.
With --shuffle, articles of one day come in another order, drawn by that seed. With --pairs, a table of pairs of
articles as SemEval-2022 task 8 has it, prints how well `alike` agrees (Pearson) with what people say of those in
English.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path
from statistics import correlation
from typing import Any

from backstory import Article
from backstory.articles.days import find_days
from backstory.events.likeness import alike
from backstory.events.second import resolve_all
from backstory.events.traits import traits
from backstory.model import Dated, Method, Role, laid_out

#: The least cosine at which the peer joins.
PEER = 0.25

Document = dict[str, Any]


def main() -> None:
    """Read the arguments, resolve, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("clusters", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--shuffle", type=int)
    options = parser.parse_args()
    documents = [json.loads(line) for line in options.documents.read_text(encoding="utf-8").splitlines()]
    if options.shuffle is not None:
        draw = random.Random(options.shuffle)
        documents.sort(key=lambda each: (each["published"] or "", draw.random()))
    write(options.clusters, documents, resolved(documents))
    if options.peer:
        write(options.peer, documents, by_tfidf(documents))
    if options.pairs:
        print_correlation(options.pairs)


def resolved(documents: list[Document]) -> list[str]:
    """The event of each document, in the order in which they come."""
    read = [article(each["title"] or "", each["text"], each["published"]) for each in documents]
    start = time.process_time()
    found = resolve_all((document["id"], traits(each)) for each, document in zip(read, documents, strict=True))
    seconds = time.process_time() - start
    print(f"backstory: {len(documents)} articles, {len(documents) / seconds:.0f} a second of processor time")
    return [found[document["id"]] for document in documents]


def article(title: str, text: str, published: str | None) -> Article:
    """A document as an article."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    blocks = [(Role.PARAGRAPH, line) for line in lines if line and line != title]
    made = Article(
        source="document",
        title=title or None,
        blocks=laid_out([(Role.TITLE, title), *blocks] if title else blocks),
        published=Dated(published[:10], Method.GIVEN) if published else None,
    )
    return replace(made, dates=find_days(made.text, made.published))


def by_tfidf(documents: list[Document]) -> list[str]:
    """The event of each document by its nearest earlier one."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    start = time.process_time()
    texts = [f"{each['title'] or ''}\n{each['text']}" for each in documents]
    vectors = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(texts)
    events: list[str] = []
    for at, document in enumerate(documents):
        cosines = (vectors[:at] @ vectors[at].T).toarray()[:, 0] if at else []
        nearest = max(range(at), key=cosines.__getitem__, default=None)
        joins = nearest is not None and cosines[nearest] >= PEER
        events.append(events[nearest] if nearest is not None and joins else document["id"])
    seconds = time.process_time() - start
    print(f"TF-IDF: {len(documents)} articles, {len(documents) / seconds:.0f} a second of processor time")
    return events


def print_correlation(path: Path) -> None:
    """Print how well `alike` agrees with people's judgement of the English pairs, and in each half of them."""
    csv.field_size_limit(sys.maxsize)
    with path.open(encoding="utf-8", newline="") as lines:
        pairs = [row for row in csv.DictReader(lines) if row["lang1"] == row["lang2"] == "en"]
    found = [alike(*(traits(article("", row[text], None)) for text in ("text1", "text2"))) for row in pairs]
    judged = [-float(row["Overall"]) for row in pairs]
    print(f"pairs: {len(pairs)} in English, Pearson {correlation(found, judged):.3f}")
    for half, name in enumerate(("even", "odd")):
        held = [at for at, row in enumerate(pairs) if zlib.crc32(row["pair_id"].encode()) % 2 == half]
        print(f"{name} half: Pearson {correlation([found[at] for at in held], [judged[at] for at in held]):.3f}")


def write(path: Path, documents: list[Document], events: list[str]) -> None:
    """Write a cluster row for each document."""
    rows = [json.dumps({"id": each["id"], "event": event}) for each, event in zip(documents, events, strict=True)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
