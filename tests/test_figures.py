"""How many were harmed, in sentences written for these tests."""

from __future__ import annotations

import pytest
from reading_claims import harmed, words

from backstory import read_claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A ferry sinks, killing at least 36 people.", [("killed", 36, None)]),
        ("The raid kills 146 villagers, the worst since 2014, when the group shot 700 people.", [("killed", 146, 146)]),
        ("Since 2011, when the war began, 400 people have been killed.", [("killed", 400, 400)]),
        ("Two guards are killed and three others wounded.", [("killed", 2, 2), ("injured", 3, 3)]),
        ("A blast kills nine and wounds over 14 others.", [("killed", 9, 9), ("injured", 15, None)]),
        ("The quake leaves 9 dead and dozens injured.", [("killed", 9, 9), ("injured", 24, 99)]),
        ("Four miners are dead and six are still missing.", [("killed", 4, 4), ("missing", 6, 6)]),
        ("The novelist Ida Krall dies at the age of 92.", [("killed", 1, 1)]),
        ("A suspect, 31-year-old Nils Aker, is arrested.", [("detained", 1, 1)]),
        ("A woman and her child were killed.", [("killed", 2, 2)]),
        ("Police shoot and kill a protester.", [("killed", 1, 1)]),
        ("A guard was stabbed to death.", [("killed", 1, 1)]),
        ("A gunman shoots dead two border guards.", [("killed", 2, 2)]),
        ("A guard, Nils Aker, is shot dead by robbers.", [("killed", 1, 1)]),
        ("Robbers kill Ida Krall, a driver from Dale, in her car.", [("killed", 1, 1)]),
        ("A bomb kills Ida Krall, a driver, and two guards.", [("killed", 1, 1), ("killed", 1, 1), ("killed", 2, 2)]),
        ("Nils Aker, the mayor of Dale, Norland, is found dead at home.", [("killed", 1, 1)]),
        ("Gunmen took about 60 to 70 people hostage.", [("abducted", 60, 70)]),
        ("Floods result in at least 25 deaths.", [("killed", 25, None)]),
        ("The death toll from the flood rises to 62.", [("killed", 62, 62)]),
        ("The death toll surpasses 100.", [("killed", 101, None)]),
        ("Norland reports 4,029 new cases of measles.", [("infected", 4029, 4029)]),
        ("No one was hurt.", [("injured", 0, 0)]),
        ("No injuries were reported.", [("injured", 0, 0)]),
        ("Several people suffered minor injuries.", [("injured", 3, 9)]),
        ("Nine people were killed or injured.", [("injured", None, 9), ("killed", None, 9)]),
        ("Two suspects are taken into custody.", [("detained", 2, 2)]),
        ("The storm displaces 33,000 people.", [("displaced", 33_000, 33_000)]),
    ],
)
def test_figures(text: str, expected: list[tuple[str, int | None, int | None]]) -> None:
    assert sorted(harmed(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    "text",
    [
        "The plan to kill ten officers was found in a safe.",
        "The quake could kill thousands of people.",
        "Some 40 cows were killed by lightning.",
        "In 2019, the company fired 300 workers.",
        "The whole building was evacuated.",
        "About 30 percent of patients die.",
        "The team won 3-2 and 40 fans cheered.",
    ],
)
def test_what_is_no_figure(text: str) -> None:
    assert harmed(text) == []


def test_parts_are_not_added_twice() -> None:
    text = "At least 36 people, including 24 children and two nurses, were killed."
    figures = read_claims(text).figures
    assert [(each.low, each.subset) for each in figures] == [(36, False), (24, True), (2, True)]
    text = "Norland reports 165 new deaths, bringing the national death toll to 5,142."
    assert [(each.low, each.subset) for each in read_claims(text).figures] == [(165, True), (5142, False)]


def test_who_they_are_and_who_says_so() -> None:
    text = "Doctors say at least six U.S. soldiers were killed."
    (figure,) = read_claims(text).figures
    assert words(text, figure.of) == "U.S. soldiers"
    assert words(text, figure.claimant) == "Doctors"
    assert words(text, figure.span) == "at least six U.S. soldiers"
    assert figure.counted
    assert not figure.approximate


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A sixteen year old girl was killed.", [("killed", 1, 1)]),
        ("The blaze killed 6 year old Ada Lind.", [("killed", 1, 1)]),
        ("Police mourn the death of Tom Reed, 18, on Friday.", [("killed", 1, 1)]),
        ("Six to ten cooks including four women were killed.", [("killed", 4, 4), ("killed", 6, 10)]),
        ("On Monday, May 2nd 2011, at least 29 miners, including two women, were killed.", [("killed", 29, None)]),
        ("On May 2, 2011, noted painter Ada Lind was killed.", [("killed", 1, 1)]),
        ("At least one and possibly up to 12 guards were killed.", [("killed", 1, 12)]),
        ("Two cooks, 14 guards and a nurse were killed.", [("killed", 1, 1), ("killed", 2, 2), ("killed", 14, 14)]),
        ("At 9:47 PM, two guards were wounded.", [("injured", 2, 2)]),
        ("A guard shot himself in the foot.", [("injured", 1, 1)]),
        ("Floods drove 4,000 people from their homes.", [("displaced", 4000, 4000)]),
    ],
)
def test_ages_dates_and_parts_are_not_counted_as_people(
    text: str, expected: list[tuple[str, int | None, int | None]]
) -> None:
    assert set(expected) <= set(harmed(text))
    assert all(high is None or high < 2000 or high == 4000 for _, _, high in harmed(text))
