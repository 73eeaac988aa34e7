"""Names of people, organisations, places and groups."""

from __future__ import annotations

from backstory.language.grammar import parsed
from backstory.language.names import names


def test_names_with_their_offices() -> None:
    text = "German Foreign Minister Anna Keller met Amnesty International in Geneva, Switzerland."
    (sentence,) = parsed(text)
    found = {text[name.span.start : name.span.end]: name for name in names(sentence)}
    assert found["Anna Keller"].kind == "person"
    office = found["Anna Keller"].office
    assert office is not None
    assert text[office.start : office.end].endswith("Foreign Minister")
    assert found["Geneva"].kind == "place"
    assert found["Amnesty International"].kind == "organisation"
