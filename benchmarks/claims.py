"""Read claims out of texts: `claims.py TEXTS.jsonl[.gz] PREDICTED.jsonl [--peer PEER.jsonl] [--all]`.

A text is {"id", "text", "date"}. A prediction is {"id", "figures": [{"kind", "low", "high", "of"}],
"statements": [{"claimant", "cue", "stance", "content", "quoted"}]}, the words as they stand in the text. Statements
that name nobody ("reportedly") are left out, as sets labelled by hand leave them out, unless they are quotations or
--all asks for them. With --peer, a plain rule reads the figures of the same texts in the same run: a number, and the
nearest word of harm within six words. For the peer in quotations see claims_textacy.py. Prints the processor time that
each took.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from backstory import Span, read_claims

Row = dict[str, Any]

_NUMBER = re.compile(r"\d[\d,]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.IGNORECASE)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
_HARM = {
    "killed": re.compile(r"kill|dead|die[sd]?\b|death", re.IGNORECASE),
    "injured": re.compile(r"injur|wound|hurt", re.IGNORECASE),
    "missing": re.compile(r"missing", re.IGNORECASE),
    "displaced": re.compile(r"displac|homeless", re.IGNORECASE),
    "detained": re.compile(r"arrest|detain", re.IGNORECASE),
    "abducted": re.compile(r"kidnap|abduct|hostage", re.IGNORECASE),
    "infected": re.compile(r"infect|\bcases\b", re.IGNORECASE),
}
_REACH = 6


def main() -> None:
    """Read the arguments, predict, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    texts = list(rows(options.texts))
    read_claims("One person was killed.")  # The weights are loaded before the clock starts.
    run("backstory", lambda row: backstory(row, unnamed=options.all), texts, options.predicted)
    if options.peer:
        run("number next to verb", nearest_verb, texts, options.peer)


def rows(path: Path) -> Iterator[Row]:
    """The rows of a file of JSON Lines, packed by gzip or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def run(name: str, predict: Callable[[Row], Row], texts: Sequence[Row], path: Path) -> None:
    """Predict for all texts, write the predictions, print how long it took."""
    start = time.process_time()
    predicted = [predict(row) for row in texts]
    seconds = time.process_time() - start
    path.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
    words = sum(len(row["text"].split()) for row in texts)
    print(f"{name}: {len(texts)} texts, {len(texts) / seconds:.0f} a second, {words / seconds:.0f} words a second")


def backstory(row: Row, *, unnamed: bool) -> Row:
    """What Backstory reads out of a text."""
    text = row["text"]
    claims = read_claims(text)

    def words(span: Span | None) -> str | None:
        return text[span.start : span.end] if span else None

    return {
        "id": row["id"],
        "figures": [
            {"kind": each.kind, "low": each.low, "high": each.high, "of": words(each.of)} for each in claims.figures
        ],
        "statements": [
            {
                "claimant": words(each.claimant),
                "cue": words(each.cue),
                "stance": each.stance,
                "content": " ".join(text[span.start : span.end] for span in each.content),
                "quoted": each.quoted,
            }
            for each in claims.statements
            if each.claimant or each.quoted or unnamed
        ],
    }


def nearest_verb(row: Row) -> Row:
    """Each number, as harm of the kind whose word stands nearest to it."""
    tokens = list(re.finditer(r"\S+", row["text"]))
    found = []
    for at, token in enumerate(tokens):
        number = _NUMBER.search(token.group())
        near = [(abs(at - other), kind) for other in range(max(at - _REACH, 0), min(at + _REACH + 1, len(tokens)))
                for kind, harm in _HARM.items() if harm.search(tokens[other].group())]  # fmt: skip
        if number and near:
            word = number.group().lower().replace(",", "")
            value = int(word) if word.isdigit() else _SMALL.index(word)
            found.append({"kind": min(near)[1], "low": value, "high": value, "of": None})
    return {"id": row["id"], "figures": found, "statements": []}


if __name__ == "__main__":
    main()
