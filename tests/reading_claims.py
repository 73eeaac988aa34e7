"""What the tests of claims share: statements and figures as the words that they point to."""

from __future__ import annotations

from backstory import Claims, Span, read_claims

Said = tuple[str | None, str, str, str]


def said(text: str) -> list[Said]:
    """Claimant, cue, stance and content of each statement."""
    return [
        (
            words(text, each.claimant),
            words(text, each.cue) or "",
            each.stance.value,
            " … ".join(words(text, span) or "" for span in each.content),
        )
        for each in read_claims(text).statements
    ]


def harmed(text: str) -> list[tuple[str, int | None, int | None]]:
    """Kind, low and high of each figure."""
    return [(each.kind.value, each.low, each.high) for each in read_claims(text).figures]


def words(text: str, span: Span | None) -> str | None:
    """What stands at a span."""
    return None if span is None else text[span.start : span.end]


def spans(claims: Claims) -> list[Span]:
    """Every span that claims point to."""
    found: list[Span | None] = [*claims.unread]
    for said in claims.statements:
        found += [said.claimant, said.named, said.cue, *said.content]
    for figure in claims.figures:
        found += [figure.span, figure.of, figure.claimant, figure.sentence]
    return [span for span in found if span is not None]
