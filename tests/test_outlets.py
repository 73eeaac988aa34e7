"""Names of outlets and agencies in the labels of citations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstory.intake.outlets import parse_outlet
from backstory.model import Source


@pytest.mark.parametrize(
    ("label", "outlet", "agency"),
    [
        ("BBC", "BBC", None),
        ("(BBC News)", "BBC News", None),
        ("(BBC", "BBC", None),
        ("BBC)", "BBC", None),
        ("[(BBC)]", "BBC", None),
        ("ABC News (Australia)", "ABC News (Australia)", None),
        ("(ABC News (Australia))", "ABC News (Australia)", None),
        ("(Dawn) (Pakistan)", "(Dawn) (Pakistan)", None),
        ("''The Hindu''", "The Hindu", None),
        ("(''USA Today''):", "USA Today", None),
        ("“Haaretz”,", "Haaretz", None),
        ('"Haaretz"', "Haaretz", None),
        ('Haaretz"', "Haaretz", None),
        ('Forbes.com "Three quiet years"', 'Forbes.com "Three quiet years"', None),
        ("Barron's", "Barron's", None),
        ("  The\u00a0Washington \n Post'", "The Washington Post", None),
        ("Yahoo!", "Yahoo!", None),
        ("AP via ABC News", "ABC News", "AP"),
        ("(AP via ''ABC News'')", "ABC News", "AP"),
        ("AFP Via Yahoo! News", "Yahoo! News", "AFP"),
        ("AFP/Reuters via ABC News Australia", "ABC News Australia", "AFP/Reuters"),
        ("PA via breakingnews.ie", "breakingnews.ie", "PA"),
        ("AP via the Guardian", "the Guardian", "AP"),
        ("Reuters via Yahoo news", "Yahoo news", "Reuters"),
        ("AFP by ''The Indian Express''", "The Indian Express", "AFP"),
        ("The Associated Press on MSN", "MSN", "The Associated Press"),
        ("Reuters through Yahoo", "Yahoo", "Reuters"),
        ("AP via Yahoo sports", "Yahoo sports", "AP"),
        ("Reuters, via MSN", "MSN", "Reuters"),
        ("Report by Human Rights Watch", "Report by Human Rights Watch", None),
        ("News on 6", "News on 6", None),
        ("note to the whole parliament via Le Monde", "note to the whole parliament via Le Monde", None),
        ("via Twitter", "via Twitter", None),
        ("", None, None),
        (" (''...'') ", "...", None),
        ("('')", None, None),
    ],
)
def test_label(label: str, outlet: str | None, agency: str | None) -> None:
    assert parse_outlet(label) == Source(outlet=outlet, agency=agency)


@given(st.text(alphabet="AaPp via by()[]'\":,.") | st.text())
def test_a_name_that_was_read_is_read_the_same_again(label: str) -> None:
    source = parse_outlet(label)
    assert source.outlet != ""
    assert source.url is None
    if source.outlet:
        assert parse_outlet(source.name) == source
