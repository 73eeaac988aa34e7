"""Pages of a small imagined site, one of each kind, about things that did happen; the words are ours."""

from __future__ import annotations

import calendar

from msgspec.structs import replace
from sample_claims import HARMED, SAYS, claimant, exchanges, over_time

from backstory.site.views import (
    Bar,
    CategoryGroup,
    Chapter,
    Credit,
    DayCell,
    DayLines,
    DayView,
    EventLine,
    EventView,
    HomeView,
    IndexView,
    Link,
    MonthCalendar,
    MonthView,
    Named,
    Picture,
    Portrait,
    RevisionLine,
    Run,
    SiteInfo,
    SourceLine,
    Standing,
    TimelineView,
    TopicCount,
    TopicGroup,
    View,
    YearView,
)
from backstory.site.views_decisions import (
    AddedWords,
    CorrectionLine,
    CorrectionsView,
    CoverageLines,
    DerivedLine,
    MovedView,
    Target,
    TellingLine,
)
from backstory.site.views_map import MapView, PlaceLine, PlaceMark, YearCount

INFO = SiteInfo(
    title="The Backstory archive",
    base_url="https://archive.example",
    notice="Selection and arrangement © 2026 the keepers of this archive, under CC BY 4.0.",
)

RUSSIA = Named("Russia", "topics/russia")
SYRIA = Named("Syrian Civil War", "topics/syrian-civil-war")
INTERVENTION = Named(
    "Russian military intervention in the Syrian Civil War",
    "topics/russian-military-intervention-in-the-syrian-civil-war",
)
AMNESTY = Named("Amnesty International", "topics/amnesty-international")
TURKEY = Named("Turkey", "topics/turkey")
UKRAINE = Named("Russian invasion of Ukraine", "topics/russian-invasion-of-ukraine")
NO_PAGE = Named("S-400 missile system")

CREDIT = Credit(
    name="Portal:Current events/2015 December 23",
    url="https://en.wikipedia.org/wiki/Portal:Current_events/2015_December_23",
    licence="CC BY-SA 4.0",
    licence_url="https://creativecommons.org/licenses/by-sa/4.0/",
)


PORTAL = Credit(
    name="Portal:Current events",
    url="https://en.wikipedia.org/wiki/Portal:Current_events",
    licence=CREDIT.licence,
    licence_url=CREDIT.licence_url,
)


def day_link(day: str) -> Link:
    """The link to the page of a day."""
    return Link(f"{day.replace('-', '/')}/index", day)


def line(
    day: str, slug: str, headline: str, *context: Named, gap: str | None = None, sources: str = "BBC"
) -> EventLine:
    """A line about an event of that day; `sources` are the outlets' names, a comma between them."""
    return EventLine(
        id=f"{day}/{slug}",
        path=f"{day.replace('-', '/')}/{slug}",
        day=day,
        headline=headline,
        context=context,
        sources=tuple(sources.split(", ")) if sources else (),
        gap=gap,
    )


EARLIER = (
    line(
        "2015-12-18",
        "security-council-backs-a-road-map",
        "The United Nations Security Council backs, without a vote against, a road map for talks between the Syrian "
        "government and its opponents, with a ceasefire to begin at the same time.",
        SYRIA,
        RUSSIA,
    ),
    line(
        "2015-11-24",
        "turkey-shoots-down-a-russian-bomber",
        "Turkey shoots down a Russian Su-24 bomber near the border with Syria; Ankara says it had crossed into Turkish "
        "airspace, Moscow denies that it did.",
        INTERVENTION,
        RUSSIA,
        TURKEY,
    ),
    line(
        "2015-10-06",
        "nato-doubts-that-the-violations-were-accidents",
        "NATO's secretary general says that two Russian flights into Turkish airspace do not look like accidents.",
        INTERVENTION,
        RUSSIA,
    ),
    line(
        "2015-09-30",
        "russia-begins-air-strikes-in-syria",
        "Russia begins air strikes in Syria after its upper house allows the use of force abroad.",
        INTERVENTION,
        SYRIA,
        RUSSIA,
    ),
    line(
        "2014-07-17",
        "airliner-is-shot-down-over-eastern-ukraine",
        "A Malaysia Airlines Boeing 777 with 298 people on board is shot down over eastern Ukraine; all of them die.",
        RUSSIA,
        gap="14 months",
    ),
)

LATER = (
    line(
        "2015-12-25",
        "leader-of-jaysh-al-islam-is-killed",
        "Zahran Alloush, who leads the rebel group Jaysh al-Islam, is killed in an air strike east of Damascus.",
        INTERVENTION,
        SYRIA,
    ),
    line(
        "2016-01-09",
        "air-strikes-hit-a-prison-in-maarrat-al-numan",
        "Air strikes on a prison of the al-Nusra Front in Maarrat al-Nu'man, Idlib, kill nearly 60, according to "
        "the Syrian Observatory for Human Rights.",
        INTERVENTION,
        SYRIA,
        RUSSIA,
    ),
    line(
        "2016-02-27",
        "a-cessation-of-hostilities-begins",
        "A cessation of hostilities that Russia and the United States had drawn up comes into force across Syria.",
        SYRIA,
        RUSSIA,
    ),
    line(
        "2018-04-14",
        "three-countries-strike-syrian-sites",
        "France, the United Kingdom and the United States strike sites in Syria that they tie to chemical weapons.",
        SYRIA,
        gap="2 years",
    ),
    line(
        "2022-03-16",
        "theatre-in-mariupol-is-bombed",
        "A theatre in Mariupol in which hundreds of people were sheltering is bombed; Ukraine says by Russia, which "
        "denies it.",
        RUSSIA,
        gap="3 years 11 months",
    ),
)

HEADLINE = (
    "Amnesty International says that at least 200 civilians were killed in Russian air strikes in Syria and speaks of "
    '"serious failures" to respect international humanitarian law; Russia\'s defence ministry denies it.'
)

CORRECTION = CorrectionLine(
    number=1,
    kind="merge",
    day="2022-04-04",
    by="Ana",
    because="one report, told twice.",
    subject=Target("2015-12-23/a-report-told-twice", "2015/12/23/a-report-told-twice"),
    into=Target("2015-12-23/amnesty"),
    articles=(),
    field=None,
    old=None,
    new=None,
    undoes=None,
    holds="yes",
)

EVENT = EventView(
    path="2015/12/23/amnesty-international-says-that-at-least-200-civilians-were-killed-in-russian-4711",
    id="2015-12-23/amnesty-international-says-that-at-least-200-civilians-were-killed-in-russian-4711",
    day=day_link("2015-12-23"),
    headline=HEADLINE,
    runs=(
        Run("Amnesty International", AMNESTY.path),
        Run(" says that at least 200 civilians were killed in "),
        Run("Russian air strikes in Syria", INTERVENTION.path),
        Run(HEADLINE.partition("strikes in Syria")[2]),
    ),
    summary="The report looks at six attacks in Homs, Idlib and Aleppo between September and November, and says that "
    "some of them may have been war crimes.",
    summary_from=Standing(source=1, part="text", start=120, end=285),
    category="Armed conflicts and attacks",
    place=PlaceLine(
        name="Syria",
        country="SY",
        precision="country",
        latitude=35.0,
        longitude=38.5,
        words="Syria",
        within="headline",
        because="the words before it say that something is or happens there",
        others=(),
    ),
    topics=(SYRIA, INTERVENTION, AMNESTY, RUSSIA, NO_PAGE),
    sources=(
        SourceLine(
            number=1,
            name="BBC",
            outlet=Named("BBC", "outlets/bbc"),
            url="http://www.bbc.com/news/world-middle-east-35162523",
            title="Strikes hit homes, report says",
            authors=("Ada Example", "Ben Sample"),
            published="2015-12-23T09:30:00+00:00",
            captured="2022-04-03T08:15:00Z",
            sha256="1f3a" * 16,
            archived_by="a web archive",
        ),
        SourceLine(
            number=2,
            name="AP via ABC News",
            outlet=Named("ABC News", "outlets/abc-news"),
            agency=Named("AP", "outlets/ap"),
            url="https://abcnews.example/International/wireStory/amnesty-report-russian-strikes-syria?id=35919241&page=1",
        ),
        SourceLine(number=3, name="Amnesty International", outlet=Named("Amnesty International")),
    ),
    image="https://pictures.example/2015/12/ruins-after-an-air-strike.jpg",
    cover=Picture(
        file="2015/12/23/ruins.jpg",
        width=1200,
        height=800,
        caption="A street in Homs & what is left of it",
        credit="Photo: Cara <Example>",
        source=1,
    ),
    earlier=EARLIER,
    later=LATER,
    revisions=(
        RevisionLine(
            until="2022-04-03",
            headline="Amnesty International says that some 200 civilians were killed in Russian air strikes in Syria.",
            because="Portal:Current events/2015 December 23",
        ),
    ),
    corrections=(CORRECTION,),
    derived=(
        DerivedLine(
            about="day",
            name="2015-12-23",
            because="its sentence tells",
            words=AddedWords(words="today", start=5, end=10),
        ),
        DerivedLine(about="topic", name="Syrian Civil War", because="its story does", words=None),
    ),
    coverage=CoverageLines(
        outlets=2,
        origins=1,
        tellings=(
            TellingLine(
                outlet="The Gazette",
                title="Report names strikes on homes",
                within=None,
                url="https://gazette.example/strikes",
                published="2015-12-23T08:00:00Z",
                kind="cited",
                because="the event cites its address",
                origin=1,
                first="yes",
                adds=(),
            ),
            TellingLine(
                outlet="Radio North",
                title=None,
                within="The war in a day",
                url=None,
                published=None,
                kind="joined",
                because="both name Idlib",
                origin=1,
                first=None,
                adds=(AddedWords(words="It names Idlib and 25 strikes.", start=80, end=110),),
                new=("Idlib", "25"),
            ),
        ),
    ),
    credits=(CREDIT,),
    says=SAYS,
    harmed=HARMED,
)

CLAIMANT = claimant(CREDIT, EVENT.path, HEADLINE)

UNSOURCED = EventView(
    path="2022/03/30/shelling-goes-on-around-chernihiv",
    id="2022-03-30/shelling-goes-on-around-chernihiv",
    day=day_link("2022-03-30"),
    headline="Shelling goes on around Chernihiv a day after Russia said that it would sharply reduce operations there.",
    runs=(
        Run("Shelling goes on around Chernihiv a day after Russia said that it would sharply reduce operations there."),
    ),
    summary=None,
    summary_from=None,
    category=None,
    place=None,
    topics=(UKRAINE,),
    sources=(),
    image=None,
    cover=None,
    earlier=(),
    later=(),
    revisions=(),
    derived=(),
    corrections=(),
    coverage=None,
    credits=(),
)

DAY = DayView(
    path="2015/12/23/index",
    day="2015-12-23",
    month=Link("2015/12/index", "December 2015"),
    year=Link("2015/index", "2015"),
    previous=day_link("2015-12-22"),
    next=day_link("2015-12-25"),
    count=7,
    stories=(
        TopicGroup(
            (Named("2022 Russian invasion of Ukraine", "topics/2022-russian-invasion-of-ukraine"),),
            (
                line(
                    "2015-12-23", "shells-fall-on-a-town", "Shells fall on a town by the sea.", AMNESTY, sources="BBC"
                ),
                line("2015-12-23", "talks-put-off", "Talks in a second town are put off by a week."),
            ),
        ),
    ),
    categories=(
        CategoryGroup(
            "Armed conflicts and attacks",
            (
                TopicGroup(
                    (SYRIA, INTERVENTION),
                    (
                        line("2015-12-23", EVENT.id[11:], HEADLINE, AMNESTY, RUSSIA, sources="BBC, AP via ABC News"),
                        line(
                            "2015-12-23",
                            "rebels-retake-a-village",
                            "Rebels say that they have retaken a village in the north of Latakia.",
                            sources="",
                        ),
                    ),
                ),
                TopicGroup(
                    (Named("War in Afghanistan", "topics/war-in-afghanistan"),),
                    (
                        line(
                            "2015-12-23",
                            "troops-sent-to-sangin",
                            "British troops are sent to Helmand as the Taliban press into the town of Sangin.",
                            Named("Taliban", "topics/taliban"),
                            sources="The Guardian",
                        ),
                    ),
                ),
            ),
        ),
        CategoryGroup(
            "Disasters and accidents",
            (
                TopicGroup(
                    (),
                    (
                        line(
                            "2015-12-23",
                            "storms-cross-the-southern-united-states",
                            "Storms and tornadoes cross the southern United States and kill at least 14 people.",
                            sources="NBC News, Reuters",
                        ),
                    ),
                ),
            ),
        ),
        CategoryGroup(
            None,
            (
                TopicGroup(
                    (), (line("2015-12-23", "a-greeting", "مولد نبوي سعيد: a greeting in Arabic & <b>English</b>."),)
                ),
            ),
        ),
    ),
    credits=(CREDIT,),
)


def calendar_of(year: int, month: int) -> MonthCalendar:
    """A month in which some days have events, more or fewer by a fixed rule, and every ninth day none."""
    weeks, total = [], 0
    for week in calendar.Calendar().monthdatescalendar(year, month):
        cells: list[DayCell | None] = []
        for day in week:
            count = 0 if day.toordinal() % 9 == 0 else day.toordinal() * 7919 % 23
            inside = day.month == month
            total += count if inside else 0
            path = f"{day:%Y/%m/%d}/index" if count else None
            cells.append(DayCell(day.isoformat(), count, path) if inside else None)
        weeks.append(tuple(cells))
    name = f"{calendar.month_name[month]} {year}"
    return MonthCalendar(Link(f"{year}/{month:02}/index", name), name, total, tuple(weeks))


TALLIES = (
    TopicCount(SYRIA, 61),
    TopicCount(RUSSIA, 48),
    TopicCount(INTERVENTION, 37),
    TopicCount(Named("Islamic State", "topics/islamic-state"), 30),
    TopicCount(TURKEY, 22),
    TopicCount(NO_PAGE, 3),
)

MONTH = MonthView(
    path="2015/12/index",
    month="2015-12",
    name="December 2015",
    year=Link("2015/index", "2015"),
    previous=Link("2015/11/index", "November 2015"),
    next=Link("2016/01/index", "January 2016"),
    count=calendar_of(2015, 12).count,
    calendar=calendar_of(2015, 12),
    topics=TALLIES,
    days=(
        DayLines(day_link("2015-12-18"), (EARLIER[0],)),
        DayLines(day_link("2015-12-23"), tuple(e for c in DAY.categories for g in c.groups for e in g.events)),
        DayLines(day_link("2015-12-25"), (LATER[0],)),
    ),
)

YEAR = YearView(
    path="2015/index",
    year="2015",
    previous=Link("2014/index", "2014"),
    next=None,
    count=3021,
    months=tuple(calendar_of(2015, month) for month in range(1, 13)),
    topics=TALLIES,
)

TOPIC = TimelineView(
    path="topics/syrian-civil-war",
    kind="topic",
    name="Syrian Civil War",
    aliases=("Syrian civil war", "Syrian uprising"),
    reference="https://en.wikipedia.org/wiki/Syrian_civil_war",
    year=None,
    parent=None,
    first="2013-08-21",
    last="2022-03-16",
    count=1204,
    bars=tuple(
        Bar(str(2011 + n), count) for n, count in enumerate((96, 210, 251, 0, 187, 142, 104, 88, 61, 40, 16, 9))
    ),
    pages=tuple(Link(f"topics/syrian-civil-war/{year}", str(year)) for year in range(2011, 2023)),
    events=tuple(replace(event, gap=None) for event in (*reversed(LATER), *EARLIER)),
    related=TALLIES,
    portrait=Portrait(
        about=EARLIER[0],
        chapters=(Chapter(SYRIA, "2015-09-30", "2015-12-23", 3), Chapter(RUSSIA, "2015-12-23", "2015-12-23", 1)),
        before=TALLIES[:1],
        after=TALLIES[1:2],
        names=TALLIES[:2],
    ),
    feed="topics/syrian-civil-war.atom",
    credits=(PORTAL,),
    says=exchanges(EARLIER[0].path, EARLIER[0].headline),
    harmed=over_time(EARLIER[0].path),
)

TOPIC_YEAR = TimelineView(
    path="topics/syrian-civil-war/2015",
    kind="topic",
    name="Syrian Civil War",
    aliases=(),
    reference=None,
    year="2015",
    parent=Link("topics/syrian-civil-war", "Syrian Civil War"),
    first="2014-07-17",
    last="2015-12-18",
    count=5,
    bars=tuple(Bar(f"{2014 + month // 12}-{month % 12 + 1:02}", month * 37 % 19) for month in range(10, 36)),
    pages=(),
    events=(replace(EARLIER[4], gap=None), replace(EARLIER[3], gap="14 months"), *EARLIER[2::-1]),
    related=(),
    portrait=None,
    feed=None,
    credits=(CREDIT,),
)

OUTLET = TimelineView(
    path="outlets/bbc",
    kind="outlet",
    name="BBC",
    aliases=("BBC News",),
    reference=None,
    year=None,
    parent=None,
    first="2015-12-23",
    last="2015-12-23",
    count=1,
    bars=(Bar("2015-12", 1),),
    pages=(),
    events=(line("2015-12-23", EVENT.path.rpartition("/")[2], HEADLINE, SYRIA, RUSSIA, sources="BBC"),),
    related=TALLIES[:2],
    portrait=None,
    feed=None,
    credits=(),
)

INDEX = IndexView(
    path="topics/index-s",
    kind="topics",
    letter="S",
    letters=(
        Link("topics/index-0-9", "0-9"),
        *(Link(f"topics/index-{c.lower()}", c) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ),
    entries=(*TALLIES, *(TopicCount(Named(f"Storm {n}", f"topics/storm-{n}"), n) for n in range(1, 41))),
)

HOME = HomeView(
    path="index",
    events=90412,
    topics=18230,
    outlets=4120,
    first="2002-01-01",
    last="2022-03-30",
    days=(
        DayLines(
            day_link("2022-03-30"),
            (
                line(
                    "2022-03-30",
                    "shelling-goes-on-around-chernihiv",
                    UNSOURCED.headline,
                    UKRAINE,
                    sources="",
                ),
            ),
        ),
        DayLines(day_link("2022-03-16"), (LATER[4],)),
        DayLines(day_link("2018-04-14"), (LATER[3],)),
    ),
    years=tuple(TopicCount(Named(str(year), f"{year}/index"), 3000 + year % 7 * 311) for year in range(2002, 2023)),
    topical=TALLIES,
    topics_index=Link("topics/index-s", "Topics"),
    outlets_index=Link("outlets/index-b", "Outlets"),
    credits=(PORTAL,),
    feed="feed.atom",
)

EMPTY_HOME = HomeView(
    path="index",
    events=0,
    topics=0,
    outlets=0,
    first=None,
    last=None,
    days=(),
    years=(),
    topical=(),
    topics_index=None,
    outlets_index=None,
    credits=(),
)


def _mark(name: str, country: str, precision: str, latitude: float, longitude: float, count: int) -> PlaceMark:
    return PlaceMark(
        path=EVENT.path,
        name=name,
        region=None,
        country=country,
        precision=precision,
        latitude=latitude,
        longitude=longitude,
        count=count,
        years=(YearCount(label="2015", count=1), YearCount(label="2022", count=count - 1)),
        day="2015-12-23",
        headline=EVENT.headline,
    )


MAP = MapView(
    path="map",
    events=4_000,
    placed=3_100,
    years=("2015", "2022"),
    places=(
        _mark("Syria", "SY", "country", 35.0, 38.5, 1_900),
        _mark("Aleppo, Syria", "SY", "city", 36.2, 37.2, 800),
        _mark("Idlib, Syria", "SY", "region", 35.8, 36.7, 300),
        _mark("Malta", "MT", "country", 35.9, 14.4, 2),
    ),
    left_out=40,
    left_out_events=98,
    geojson="map.geojson",
)
EMPTY_MAP = MapView(
    path="map", events=0, placed=0, years=(), places=(), left_out=0, left_out_events=0, geojson="map.geojson"
)

MOVED = MovedView(
    path="2015/12/23/a-report-told-twice",
    kind="event",
    old="2015-12-23/a-report-told-twice",
    new=EVENT.id,
    to=Target(EVENT.headline, EVENT.path),
)
CORRECTIONS = CorrectionsView(
    path="corrections",
    count=5,
    corrections=(
        replace(CORRECTION, number=5, kind="undo", undoes=2, because=None, into=None, holds=None),
        replace(CORRECTION, number=4, kind="split", articles=("https://gazette.example/strikes",)),
        replace(CORRECTION, number=3, kind="merge-topics", subject=Target("Syria war", "topics/syria"), because=None),
        replace(CORRECTION, number=2, kind="correct", into=None, field="summary", new="It names 25.", holds="no"),
        CORRECTION,
    ),
    feed="corrections.atom",
)
NO_CORRECTIONS = CorrectionsView(path="corrections", count=0, corrections=(), feed="corrections.atom")

#: One page of every kind, and of every shape that a kind can take.
VIEWS: tuple[View, ...] = (
    EVENT,
    UNSOURCED,
    DAY,
    MONTH,
    YEAR,
    TOPIC,
    TOPIC_YEAR,
    OUTLET,
    INDEX,
    HOME,
    EMPTY_HOME,
    EMPTY_MAP,
    MAP,
    CLAIMANT,
    MOVED,
    CORRECTIONS,
    NO_CORRECTIONS,
)
