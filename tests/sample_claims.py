"""What the sample pages say of claims; the words are ours."""

from __future__ import annotations

from backstory.site.views import ClaimantView, Credit
from backstory.site.views_claims import (
    AccountLine,
    Exchange,
    HarmLines,
    MatterLines,
    PeriodLine,
    QuoteSelector,
    SaidLine,
    Selector,
    StatedLine,
    TollLines,
)

AMNESTY_PAGE = "claimants/amnesty-international"


def selector(start: int, words: str) -> Selector:
    """Words and where they stand."""
    return Selector("TextPositionSelector", start, start + len(words), QuoteSelector("TextQuoteSelector", words))


def said(claimant: str, stance: str, words: str, *, path: str | None = None, answers: int | None = None) -> SaidLine:
    """A statement."""
    return SaidLine(
        path=path,
        claimant=claimant,
        named="Jane Roe" if claimant == "she" else None,
        stance=stance,
        cue="says",
        content=(words,) if " … " not in words else tuple(words.split(" … ")),
        quoted="“" in words,
        selectors=(selector(20, words),),
        sources=(0, 2) if path else (1,),
        answers=answers,
        because="both speak of: civilian, killed" if answers else None,
        superseded=claimant == "she",
    )


def account(claimant: str | None, low: int | None, high: int | None, words: str, *, source: int) -> AccountLine:
    """An account of how many were harmed."""
    return AccountLine(
        path=AMNESTY_PAGE if claimant == "Amnesty International" else None,
        claimant=claimant,
        words=(words,),
        low=low,
        high=high,
        approximate=words.startswith("about"),
        source=source,
        day="2015-12-24" if source else "2015-12-23",
        superseded=words.startswith("about"),
        selectors=(selector(40, words),),
    )


SAYS = (
    MatterLines(
        contested=True,
        statements=(
            said("Amnesty International", "asserts", "at least 200 civilians were killed <there>", path=AMNESTY_PAGE),
            said("Moscow", "denies", "causing civilian deaths", answers=1),
        ),
    ),
    MatterLines(contested=False, statements=(said("she", "condemns", "“a strike on homes” … “and on a market”"),)),
)

HARMED = (
    TollLines(
        kind="killed",
        low=3,
        high=200,
        open=True,
        contested=True,
        lowest=(2,),
        highest=(1,),
        accounts=(
            account("Amnesty International", 200, None, "at least 200 civilians", source=0),
            account(None, 3, 3, "three people", source=1),
            account("officials", 150, 150, "about 150", source=2),
        ),
    ),
    TollLines(
        kind="injured",
        low=None,
        high=20,
        open=False,
        contested=False,
        lowest=(),
        highest=(1,),
        accounts=(account(None, None, 20, "up to 20", source=0),),
    ),
)


def over_time(event_path: str) -> tuple[HarmLines, ...]:
    """How many were harmed, by period, the first range set by an event."""
    first = PeriodLine(path=event_path, label="2015-12", low=200, high=430, open=True, events=3, total=2_300)
    second = PeriodLine(path=None, label="2016-01", low=None, high=None, open=False, events=1, total=2_400)
    return (HarmLines("killed", (first, second)),)


def exchanges(event_path: str, headline: str) -> tuple[Exchange, ...]:
    """What a topic's page says of them."""
    entries = (
        StatedLine(path=event_path, day="2015-12-23", headline=headline, said=line) for line in SAYS[0].statements
    )
    return (Exchange(contested=True, statements=tuple(entries)),)


def claimant(credit: Credit, event_path: str, headline: str) -> ClaimantView:
    """The page of somebody who is quoted."""
    (line, _), _ = (matter.statements for matter in SAYS)
    return ClaimantView(
        path=AMNESTY_PAGE,
        name="Amnesty International",
        count=230,
        events=212,
        first="2003-05-28",
        last="2015-12-23",
        statements=(StatedLine(path=event_path, day="2015-12-23", headline=headline, said=line),),
        credits=(credit,),
    )
