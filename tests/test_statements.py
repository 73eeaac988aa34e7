"""Who says what, in sentences written for these tests."""

from __future__ import annotations

import pytest
from reading_claims import said, words

from backstory import read_claims


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The harbour authority says that two ferries collided in fog.",
            ("The harbour authority", "says", "asserts", "two ferries collided in fog"),
        ),
        (
            "Mayor Ada Lind said on Tuesday that the bridge would stay closed.",
            ("Mayor Ada Lind", "said", "asserts", "the bridge would stay closed"),
        ),
        (
            "Norland repeats its old war in Sudland, Harbour Watch says",
            ("Harbour Watch", "says", "asserts", "Norland repeats its old war in Sudland"),
        ),
        (
            "Ada Lind told reporters in Norhaven, where she gave her yearly speech, that the raids went on.",
            ("Ada Lind", "told", "asserts", "the raids went on"),
        ),
        (
            "Its envoys had spent ten days there, she told a press conference, and had found the old methods.",
            ("she", "told", "asserts", "Its envoys had spent ten days there"),
        ),
        (
            "The harbour office says it has reports that forces on Norland's side killed 82 villagers.",
            (
                "The harbour office",
                "says",
                "asserts",
                "it has reports that forces on Norland's side killed 82 villagers",
            ),
        ),
        ("The ministry dismissed that report.", ("The ministry", "dismissed", "denies", "that report")),
        (
            "The United Kingdom likewise said it would leave.",
            ("The United Kingdom", "said", "asserts", "it would leave"),
        ),
        (
            "A witness the previous day claimed the guards had fled.",
            ("A witness", "claimed", "asserts", "the guards had fled"),
        ),
        (
            "The union's spokesman, Pavel Horn, denies that the strike is over.",
            ("The union's spokesman, Pavel Horn", "denies", "denies", "the strike is over"),
        ),
        (
            "Norlander President Karim al-Dale says he will not resign.",
            ("Norlander President Karim al-Dale", "says", "asserts", "he will not resign"),
        ),
        (
            "Norland rejects claims that its guns fired.",
            ("Norland", "rejects", "denies", "its guns fired"),
        ),
        (
            "Norland denies shelling the town.",
            ("Norland", "denies", "denies", "shelling the town"),
        ),
        (
            "The opposition accuses the army of burning three villages.",
            ("The opposition", "accuses", "accuses", "the army of burning three villages"),
        ),
        (
            "The bishop condemns the killings after a week of unrest.",
            ("The bishop", "condemns", "condemns", "the killings"),
        ),
        (
            "Aid groups call on both sides to let convoys through.",
            ("Aid groups", "call on", "demands", "both sides to let convoys through"),
        ),
        (
            "Officials say the detainees must be released.",
            ("Officials", "say", "demands", "the detainees must be released"),
        ),
        (
            "The ministry warned that the dam could break.",
            ("The ministry", "warned", "warns", "the dam could break"),
        ),
        (
            "President Ilse Marek vows to rebuild the port.",
            ("President Ilse Marek", "vows", "promises", "to rebuild the port"),
        ),
        (
            "The Red Sail claims responsibility for the bombing.",
            ("The Red Sail", "claims responsibility", "claims_responsibility", "the bombing"),
        ),
        (
            "Responsibility was claimed by the Red Sail.",
            ("the Red Sail", "Responsibility was claimed by", "claims_responsibility", "Responsibility"),
        ),
        (
            "Norland calls the vote \"a disgrace\".",
            ("Norland", "calls", "condemns", "the vote \"a disgrace\""),
        ),
        (
            "According to the coast guard, six sailors were rescued.",
            ("the coast guard", "According to", "asserts", "six sailors were rescued"),
        ),
        (
            "Six sailors were rescued, according to the coast guard.",
            ("the coast guard", "according to", "asserts", "Six sailors were rescued"),
        ),
        (
            "The talks have failed, says Foreign Minister Jon Brandt.",
            ("Foreign Minister Jon Brandt", "says", "asserts", "The talks have failed"),
        ),
        (
            "The lawyer repeated her client's allegation of fraud.",
            ("her client", "allegation", "asserts", "fraud"),
        ),
    ],
)  # fmt: skip
def test_a_statement(text: str, expected: tuple[str, str, str, str]) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister resigns after nine years in office.",
        "Norland denies the union's leader entry.",
        "Norland did not confirm that its guns fired.",
        "The minister does not think that the bridge will hold.",
        "Norland neither confirmed nor denied the report.",
        "Norland rejects talks with the rebels.",
        "The rebels agree to a truce that is to open the road.",
        "The win denies Holt a fourth title.",
        "The airline rejects a takeover offer from its rival.",
        "Two hikers found dead in the hills were brothers.",
        "A court denies the appeal of two bankers.",
        "The senate confirms Jane Orr as head of the bank.",
        "The prime minister calls a snap election.",
        "No one has claimed responsibility for the attack.",
        "The company plans to say more next week.",
        "The surveyors' own map agrees with Norland's.",
        "No group has claimed responsibility for the fire.",
        'Norland reopens its border to 19 "trusted" countries.',
    ],
)
def test_acts_are_not_statements(text: str) -> None:
    assert said(text) == []


def test_a_semicolon_ends_what_is_said_where_somebody_else_goes_on() -> None:
    text = "Norland denies that its guns hit the mill; its spokesman calls the report a fairy tale."
    assert [each[3] for each in said(text)] == ["its guns hit the mill", "the report a fairy tale"]


def test_what_agrees_with_something_asks_for_nothing() -> None:
    text = "Ilse Marek says that the surveyors' map agrees with Norland's, and asks both sides to calm down."
    assert {each[0] for each in said(text)} == {"Ilse Marek"}


def test_two_statements_of_one_speaker() -> None:
    text = "Envoy Mara Sund says the truce holds, and calls on both armies to withdraw."
    assert [each[::3] for each in said(text)] == [
        ("Envoy Mara Sund", "the truce holds"),
        ("Envoy Mara Sund", "both armies to withdraw"),
    ]


def test_quotations_around_the_cue_are_one_statement() -> None:
    text = "“We left at dawn,” Tom Reed said. “Nobody stopped us.”"
    assert said(text) == [("Tom Reed", "said", "asserts", "“We left at dawn,” … “Nobody stopped us.”")]
    text = "“We left,” Tom Reed said, “before the soldiers came.”"
    assert said(text) == [("Tom Reed", "said", "asserts", "“We left,” … “before the soldiers came.”")]


def test_a_quotation_before_its_question() -> None:
    assert said("“Who would stay here?” Tom Reed asked.") == [
        ("Tom Reed", "asked", "asserts", "“Who would stay here?”")
    ]


def test_a_verb_that_no_list_knows() -> None:
    (found,) = said("“Nobody is coming back here,” Tom Reed deadpanned.")
    assert found[0] == "Tom Reed"


def test_a_quotation_of_two_paragraphs() -> None:
    text = "“It began at noon,” said Tom Reed.\n“It ended an hour later.”"
    assert said(text)[0][3] == "“It began at noon,” … “It ended an hour later.”"
    text = "Tom Reed went on:\n“It ended an hour later.”"
    assert said(text)[0][0::3] == ("Tom Reed", "“It ended an hour later.”")


def test_a_headline_names_its_speaker() -> None:
    text = "Norland: the dam is safe\nOfficials from Norland spoke on Monday."
    assert said(text)[0] == ("Norland", ":", "asserts", "the dam is safe")


def test_cues_within_quotations_are_not_the_narrators() -> None:
    assert [each[0] for each in said("“My brother says it is over,” said Tom Reed.")] == ["Tom Reed"]


def test_nobody_is_named() -> None:
    assert ("asserts", "Rebels reportedly took the town") in [
        each[2:] for each in said("Rebels reportedly took the town.")
    ]
    assert [each[0] for each in said("The general is said to have fled.")] == [None]


def test_she_is_named_only_where_it_is_certain() -> None:
    text = "Judge Ada Lind said the law is clear. “It is very clear,” she said."
    *_, last = read_claims(text).statements
    assert words(text, last.named) == "Judge Ada Lind"
    text = "Judge Ada Lind met Eva Moss, said Tom Reed. Eva Moss smiled. “It is clear,” she said."
    *_, last = read_claims(text).statements
    assert last.named is None


def test_a_relative_pronoun_keeps_what_it_stands_for() -> None:
    text = "Norland, which said it was looking into the matter, closed the road."
    (found,) = read_claims(text).statements
    assert words(text, found.claimant) == "which"
    assert words(text, found.named) == "Norland"


def test_she_is_whom_the_paragraph_before_opens_with() -> None:
    text = "Mayor Maria Jensen spoke first.\nJensen compares the case to a fog.\n“It never lifts,” she said."
    *_, last = read_claims(text).statements
    assert words(text, last.named) == "Jensen"
