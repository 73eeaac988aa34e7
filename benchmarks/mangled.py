"""Read damaged pages: `mangled.py FOLDER [--pages 20000] [--seed 1] [--seconds 20]`.

FOLDER holds pages (html/*). Each is damaged in ways of tests/mangling.py and read as `backstory read` reads a file.
Prints how many were read and how many refused, with each reason; names every page that raised anything but the one
expected error, or kept the processor longer than --seconds, and then ends with 1. A seed makes its damaged page again.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

from backstory.articles.read import read_page
from backstory.errors import SourceError
from backstory.intake.pages import raw_page

TESTS = Path(__file__).parents[1] / "tests"


def main() -> None:
    """Read the arguments, damage, read, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    sys.path.insert(0, str(TESTS))
    from mangling import mangled

    paths = sorted((options.folder / "html").iterdir())
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    slowest = (0.0, "")
    for seed in range(options.seed, options.seed + options.pages):
        random = Random(seed)
        path = random.choice(paths)
        data = mangled(path.read_bytes(), random)
        started = time.process_time()
        try:
            outcomes[read(path.name, data)] += 1
        except Exception as error:  # whatever it is: it is what this looks for
            faults.append(f"seed {seed}, {path.name}: {type(error).__name__}: {error}")
        took = time.process_time() - started
        slowest = max(slowest, (took, f"seed {seed}, {path.name}, {len(data):,} bytes"))
        if took > options.seconds:
            faults.append(f"seed {seed}, {path.name}: {took:.1f} seconds")
    for outcome, count in outcomes.most_common():
        print(f"{count:7,} {outcome}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"slowest {slowest[0]:.2f} s ({slowest[1]}), most memory {peak:,.0f} MB, {len(faults)} faults")
    print(*faults, sep="\n")
    sys.exit(1 if faults else 0)


def read(name: str, data: bytes) -> str:
    """How reading a page ends, in words that many pages have in common."""
    try:
        read_page(raw_page(name, data))
    except SourceError as error:
        reason = error.reason
    else:
        return "read"
    assert len(reason.splitlines()) == 1
    return re.sub(r"\d[\d,]*", "N", reason)


if __name__ == "__main__":
    main()
