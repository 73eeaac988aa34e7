"""What captures show: each said in the words of what was seen, and of what nobody saw."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from backstory.model import Capture, CaptureKind
from backstory.store.observed import Seen, difference, observed

NOON = dt.datetime(2022, 4, 3, 12, tzinfo=dt.UTC)


def capture_of(
    day: int, words: str, status: int | None = 200, asked: str | None = None, by: str | None = None
) -> Capture:
    return Capture(
        number=day,
        url="https://news.example/a",
        captured=NOON + dt.timedelta(days=day),
        added=NOON,
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        size=len(words),
        kind=CaptureKind.RESPONSE,
        status=status,
        asked=asked,
        archived_by=by,
        file="00000.warc.gz",
        start=0,
        offset=0,
        length=1,
        run_sha256="",
        link="",
    )


def test_a_page_and_what_became_of_it() -> None:
    captures = [
        capture_of(0, "One."),
        capture_of(1, "One."),
        capture_of(2, "Two.", asked="https://news.example/old"),
        capture_of(3, "Nothing here.", status=404),
        capture_of(4, "Busy.", status=503),
        capture_of(9, "Two.", by="an archive"),
    ]
    one, two = captures[0].sha256, captures[2].sha256
    assert [each.sentence for each in observed(captures)] == [
        f"present on 3 April 2022, 12:00 UTC (sha256 {one})",
        "the same on 4 April 2022, 12:00 UTC",
        f"changed by 5 April 2022, 12:00 UTC, at https://news.example/a (sha256 {two}); "
        "no capture between 4 April 2022, 12:00 UTC and then",
        "not found (404) on 6 April 2022, 12:00 UTC; no capture between 5 April 2022, 12:00 UTC and then",
        "answered 503 on 7 April 2022, 12:00 UTC; no capture between 6 April 2022, 12:00 UTC and then",
        "the same on 12 April 2022, 12:00 UTC, in the copy of an archive, as on 5 April 2022, 12:00 UTC; "
        "no capture between 7 April 2022, 12:00 UTC and then",
    ]


def test_an_address_that_leads_on() -> None:
    captures = [
        capture_of(0, "One."),
        capture_of(1, "", status=301),
        replace(capture_of(1, "One.", asked="https://news.example/old"), url="https://news.example/new"),
        capture_of(2, "", status=302),
    ]
    told = observed(captures, location_of=lambda capture: "https://news.example/new" if capture.status == 301 else None)
    assert [each.sentence for each in told] == [
        f"present on 3 April 2022, 12:00 UTC (sha256 {captures[0].sha256})",
        "moved to https://news.example/new (301) on 4 April 2022, 12:00 UTC; "
        "no capture between 3 April 2022, 12:00 UTC and then",
        "the same on 4 April 2022, 12:00 UTC, at https://news.example/new, as on 3 April 2022, 12:00 UTC",
        "moved (302) on 5 April 2022, 12:00 UTC; no capture between 4 April 2022, 12:00 UTC and then",
    ]


def test_other_bytes_with_the_same_text() -> None:
    captures = [capture_of(0, "One. <1>"), capture_of(1, "One. <2>"), capture_of(2, "Two. <3>")]
    texts = dict(zip((each.number for each in captures), ("One.", "One.", "Two."), strict=True))
    seen = [each.seen for each in observed(captures, lambda capture: texts[capture.number])]
    assert seen == [Seen.PRESENT, Seen.SAME_TEXT, Seen.CHANGED]
    assert [each.seen for each in observed(captures)] == [Seen.PRESENT, Seen.CHANGED, Seen.CHANGED]


def test_a_file_is_a_page() -> None:
    assert [each.seen for each in observed([capture_of(0, "One.", status=None)])] == [Seen.PRESENT]


def test_difference() -> None:
    before = "Shells fell. Nine were hurt, a doctor said.\nNobody answered."
    after = "Shells fell. “Ten were hurt.” A doctor said so.\nNobody answered."
    assert difference(before, after, names=("then", "now")) == [
        "--- then",
        "+++ now",
        "@@ -1,3 +1,4 @@",
        " Shells fell.",
        "-Nine were hurt, a doctor said.",
        "+“Ten were hurt.”",
        "+A doctor said so.",
        " Nobody answered.",
    ]
    assert difference(before, before, names=("then", "now")) == []


@given(days=st.lists(st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([200, 404, 500, None])), max_size=8))
def test_every_capture_is_said(days: list[tuple[str, int | None]]) -> None:
    captures = [capture_of(n, words, status) for n, (words, status) in enumerate(days)]
    found = list(observed(captures))
    assert [each.capture for each in found] == captures
    assert [each.before for each in found] == [None, *captures][: len(captures)]
    assert sum(each.seen is Seen.PRESENT for each in found) == any(status in (200, None) for _, status in days)
    assert all(("404" in each.sentence) == (each.capture.status == 404) for each in found)
