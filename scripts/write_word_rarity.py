"""Write the table of how rare words are in news: `write_word_rarity.py EVENTS_FOLDER`.

EVENTS_FOLDER holds event lists (*.jsonl.gz) with a "headline" in each row. The other half of the counts is from
wordfreq (pip install wordfreq), whose lists are under CC BY-SA 4.0. The table is written beside `events/rarity.py`;
running this twice gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from backstory.events.rarity import STEPS, UNKNOWN, root
from backstory.language.terms import terms

#: Words of an article, those that repeat counted once: half of the median length of a news article.
ARTICLE_WORDS = 175
#: English words that are kept by their English count, however common they are elsewhere ("die", "war").
ENGLISH = 20_000
#: Words that are taken of every other language: those that say little there.
FOREIGN = 1_000
LANGUAGES = """
ar bg bn ca cs da de el es fa fi fr he hi hu id it lt lv mk ms nb nl pl pt ro ru sh sk sl sv ta tr uk ur vi
""".split()
TABLE = Path(__file__).parent.parent / "src" / "backstory" / "events" / "word_rarity.tsv.gz"


def main() -> None:
    """Count, blend and write."""
    general, headlines = shares(general_counts()), shares(headline_counts(Path(sys.argv[1])))
    table = {word: (general.get(word, 0.0) + headlines.get(word, 0.0)) / 2 for word in {*general, *headlines}}
    known = set(sorted(table, key=lambda word: (-table[word], word))[:ENGLISH])
    for language in LANGUAGES:
        for word, share in foreign(language):
            if word not in known:
                table[word] = max(share, table.get(word, 0.0))
    rows = sorted((word, round(-math.log(share + math.exp(-UNKNOWN)) * STEPS)) for word, share in table.items())
    lines = "".join(f"{word}\t{steps}\n" for word, steps in rows if steps < round((UNKNOWN - 1) * STEPS))
    TABLE.write_bytes(gzip.compress(lines.encode("utf-8"), mtime=0))


def shares(counts: Counter[str]) -> dict[str, float]:
    """The share of articles that hold each word, were words thrown into articles at random."""
    total = counts.total()
    return {word: 1 - math.exp(-count / total * ARTICLE_WORDS) for word, count in counts.items()}


def headline_counts(folder: Path) -> Counter[str]:
    """In how many headlines each root is."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                counts.update(set(roots(json.loads(line)["headline"])))
    return counts


def general_counts() -> Counter[str]:
    """How often each root is used in English, in a thousand million words."""
    from wordfreq import get_frequency_dict

    return summed(get_frequency_dict("en", "large").items())


def foreign(language: str) -> Iterator[tuple[str, float]]:
    """The commonest words of a language, each with the share of articles that hold it."""
    from wordfreq import get_frequency_dict

    found = shares(summed(get_frequency_dict(language, "small").items()))
    yield from sorted(found.items(), key=lambda item: (-item[1], item[0]))[:FOREIGN]


def summed(frequencies: Iterable[tuple[str, float]]) -> Counter[str]:
    """The frequencies of words added up by root, in a thousand million words."""
    counts: Counter[str] = Counter()
    for word, frequency in frequencies:
        for each in roots(word):
            counts[each] += round(frequency * 1e9)
    return counts


def roots(text: str) -> Iterator[str]:
    """The roots of all words of a text that say something."""
    return (root(term.text) for term in terms(text))


if __name__ == "__main__":
    main()
