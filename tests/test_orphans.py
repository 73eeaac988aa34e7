"""Quotations that no cue takes, in sentences written for these tests."""

from __future__ import annotations

import pytest
from reading_claims import said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The mayor praised the “stubborn, unpaid courage” of the volunteers.",
            ("The mayor", "praised", "asserts", "the “stubborn, unpaid courage” of the volunteers"),
        ),
        (
            "More from the harbour master, Jane Roe: “The ferry left before the storm.”",
            ("Jane Roe", ":", "asserts", "“The ferry left before the storm.”"),
        ),
        (
            "Ada Lind shook her head. “We were never asked about the dam.”",
            ("Ada Lind", "shook", "asserts", "“We were never asked about the dam.”"),
        ),
        (
            "Ada Lind walked to the gate of the mill.\n“We were never asked about the dam.”",
            ("Ada Lind", "walked", "asserts", "“We were never asked about the dam.”"),
        ),
        (
            "“We were never asked about the dam.”\n— Ada Lind, mayor",
            ("Ada Lind, mayor", "—", "asserts", "“We were never asked about the dam.”"),
        ),
    ],
)
def test_what_stands_beside_a_quotation_attributes_it(text: str, expected: tuple[str, ...]) -> None:
    assert expected in said(text)


def test_titles_are_nobodys_words() -> None:
    assert said("Ada Lind won a prize for “Rivers of Salt”.") == []


def test_a_quotation_after_a_participle_is_said_like_the_one_before() -> None:
    text = "“The road is shut,” Lind said, adding that it would stay so. “We need a bridge.”"
    assert said(text)[0] == ("Lind", "said", "asserts", "“The road is shut,” … “We need a bridge.”")


def test_a_quotation_behind_a_colon_belongs_to_the_words_before_it() -> None:
    text = "He also suggested opening the gate after the flood: “They ought to look at it. Soon.”"
    assert said(text)[0][3] == "opening the gate … “They ought to look at it. Soon.”"


def test_curly_marks_within_straight_ones_are_of_one_quotation() -> None:
    text = 'Dr. Ward stated: "The office is not about “fair shares” any more. It is about power."'
    assert said(text) == [("Dr. Ward", "stated", "asserts", text.partition(": ")[2])]


def test_a_subordinate_clause_ends_before_the_main_one() -> None:
    text = "While the miners said the shaft was “a grave”, the owner opened it again."
    assert said(text)[0][3] == "the shaft was “a grave”"


@pytest.mark.parametrize(
    ("text", "claimant", "content"),
    [
        (
            'The pilot, who swam ashore, joked, "The fog won" to reporters.',
            "The pilot, who swam ashore",
            '"The fog won"',
        ),
        ('Nurses marched through the port, chanting "Pay us now."', "Nurses", '"Pay us now."'),
        ('But, said Reed, "a tax on salt has never been popular."', "Reed", '"a tax on salt has never been popular."'),
        ("“Nobody asked us” Reed said.", "Reed", "“Nobody asked us”"),
        ("He's said the ferry was full.", "He", "the ferry was full"),
        ("The farmers’ union said the price was too low.", "The farmers’ union", "the price was too low"),
        ("Lind says her “old friend” Reed ran the port well.", "Lind", "her “old friend” Reed ran the port well"),
        ("The crowd shouted, “Go home,” and, “Pay us.”", "The crowd", "“Go home,” and, “Pay us.”"),
        ('Reed called the plan "a joke," pointing to the map.', "Reed", 'the plan "a joke,"'),
        ('Reed said the plan was "a joke," but he left the door open.', "Reed", 'the plan was "a joke,"'),
        ("He said in ‘08 that the “old mill” was lost.", "He", "the “old mill” was lost"),
        ("Ida Lind told guests in Port Ada, Norland, that the sea had won.", "Ida Lind", "the sea had won"),
        ("As the crowd sang, Reed got up and joked, “So much for sleep.”", "Reed", "“So much for sleep.”"),
        ("It added that the roof was new.", "It", "the roof was new"),
        ("While Reed said the port was “shut for good,” the mayor opened it.", "Reed", "the port was “shut for good,”"),
        (
            "He said “we will stay,” and that the road “will open.”",
            "He",
            "“we will stay,” and that the road “will open.”",
        ),
        ("The crew leaned out and boomed: “Let the ferry go.”", "The crew", "“Let the ferry go.”"),
        (
            "Ada Lind (Greens): “I have never seen that figure.”",
            "Ada Lind (Greens)",
            "“I have never seen that figure.”",
        ),
    ],
)
def test_where_what_is_said_begins_and_ends(text: str, claimant: str, content: str) -> None:
    assert (claimant, content) in [each[::3] for each in said(text)]


def test_a_quotation_goes_on_with_a_verb_that_no_list_knows() -> None:
    text = "“Will the dam hold?” Tom Reed pressed. “Has anybody looked?”"
    assert [each[::3] for each in said(text)] == [("Tom Reed", "“Will the dam hold?” … “Has anybody looked?”")]


def test_two_speakers_in_one_sentence_have_a_quotation_each() -> None:
    text = "“It is grim,” Lind said, but for all that, “I think it will do,” said Reed."
    assert [each[::3] for each in said(text)] == [("Lind", "“It is grim,”"), ("Reed", "“I think it will do,”")]
