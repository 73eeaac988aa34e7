"""Why an event belongs with a page: the context they share and the words they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cache

from backstory.language.lexicon import verb_forms, words
from backstory.language.terms import fold, stem, terms
from backstory.model import Article, Event, Relation, Span, Topic
from backstory.stories.near import ALIKE
from backstory.urls import ascii_words, topic_key

#: Phrases that a reason quotes.
_QUOTED = 4


@dataclass(frozen=True, slots=True)
class Page:
    """What a reason needs to know of a page."""

    #: Its words in lower-case ASCII, between hyphens, to find names in.
    names: str
    #: The weight of each word that was looked for, by its stem.
    weights: Mapping[str, float]
    #: Its topics' shares of the votes, by key.
    shares: Mapping[str, float]

    @classmethod
    def of(cls, article: Article, words: Mapping[str, float], shares: Mapping[str, float]) -> Page:
        """The page of an article whose words and topics are known."""
        weights = {stem(fold(word)): weight for word, weight in words.items()}
        return cls(f"-{ascii_words(article.text)}-", weights, shares)


def relation(page: Page, event: Event, score: float, cosine: float = 0.0) -> Relation:
    """The event with its reason.

    The context is what event and page share: topics that the page was found to belong to, and names of the event that
    stand in the page. The words are those of the event's headline that the page was searched by; a verb that any event
    may be told with is none of them where there is another reason.

    Args:
        page: the page.
        event: the event.
        score: its weight.
        cosine: how near in meaning it is; 0 where that is not known.
    """
    topics = _context(page, event)
    telling = _common(page, event.headline, _everyday()) or ([] if topics else _common(page, event.headline))
    quoted = [event.headline[span.start : span.end] for span in _first(telling, event.headline)]
    return Relation(
        event=event,
        topics=topics,
        score=score,
        because=_reason(topics, quoted, cosine),
        words=tuple(span for span, _ in telling),
    )


def _context(page: Page, event: Event) -> tuple[Topic, ...]:
    named = (*event.topics, *(Topic(mention.title, mention.title) for mention in event.mentions))
    weight: dict[str, tuple[float, Topic]] = {}
    for topic in named:
        key = topic_key(topic)
        share = page.shares.get(key, 0.0)
        if share or f"-{ascii_words(topic.name)}-" in page.names:
            weight.setdefault(key, (share, topic))
    return tuple(topic for _, topic in sorted(weight.values(), key=lambda each: -each[0]))


def _common(page: Page, headline: str, without: Set[str] = frozenset()) -> list[tuple[Span, float]]:
    """Stretches of the headline made of words that the page was searched by, without some, with their weight."""
    stretches: list[tuple[Span, float]] = []
    for term in terms(headline):
        weight = page.weights.get(stem(term.text))
        if weight is None or term.text in without:
            continue
        if stretches and not headline[stretches[-1][0].end : term.span.start].strip():
            last, before = stretches.pop()
            stretches.append((Span(last.start, term.span.end), before + weight))
        else:
            stretches.append((term.span, weight))
    return stretches


def _first(stretches: Iterable[tuple[Span, float]], headline: str) -> list[Span]:
    """The stretches that a reason quotes, in order: names and numbers, then the heaviest others."""
    ranked = sorted(stretches, key=lambda each: (not _is_name(headline, each[0]), -each[1], each[0].start))
    return sorted((span for span, _ in ranked[:_QUOTED]), key=lambda span: span.start)


def _is_name(headline: str, span: Span) -> bool:
    """Whether a stretch of a headline holds a number, or a capital that does not only begin the sentence."""
    inner = headline[max(span.start, 1) : span.end]
    return any(letter.isupper() or letter.isdigit() for letter in inner)


@cache
def _everyday() -> frozenset[str]:
    """Every form of the verbs that any event may be told with."""
    return frozenset(form for entry in words("everyday") for form in verb_forms(entry))


def _reason(topics: tuple[Topic, ...], phrases: list[str], cosine: float) -> str:
    distinct = list({phrase.casefold(): phrase for phrase in reversed(phrases)}.values())[::-1]
    shares = f"shares {_listed([topic.name for topic in topics[:3]])}" if topics else ""
    speaks = f"both speak of {_listed([f'“{phrase}”' for phrase in distinct])}" if distinct else ""
    if not distinct and cosine > ALIKE:
        speaks = "near in meaning, in other words"
    return "; ".join(part for part in (shares, speaks) if part) or "runs under a topic of the page"


def _listed(parts: list[str]) -> str:
    return " and ".join(part for part in (", ".join(parts[:-1]), parts[-1]) if part)
