"""Every link that a rendered page has is one that is checked before it is published."""

from __future__ import annotations

import re

import pytest
from sample_views import INFO, VIEWS

from backstory.site.links import links
from backstory.site.paths import KINDS
from backstory.site.render import Renderer
from backstory.site.views import View


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.path)
def test_every_link_of_a_page_is_found(view: View) -> None:
    page = Renderer(INFO).render(view, "html").decode()
    depth = view.path.count("/")
    linked = set(re.findall(r'<a [^>]*href="([^":#]+)\.html', page))
    local = {link.removeprefix("../" * depth) for link in linked}
    assert local <= links(view) | {"index", "map", "corrections", view.path}
    assert {type(each) for each in VIEWS} == set(KINDS)
